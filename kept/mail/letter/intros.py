"""What stands above a quote: "On 3 May, Cy wrote:", or copied headers. Judged by its words alone."""

from __future__ import annotations

import re

from kept.mail.letter.phrases import (
    CLOCK,
    DATE,
    INTRO_START,
    LABELS,
    MAIL_ADDRESS,
    QUOTING,
    WEEKDAY,
    verb_in,
)

# With the marks that turn the direction of writing: Hebrew and Arabic programs put them everywhere.
DECORATION = (
    " \t\xa0*_\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
DIGIT = re.compile(r"\d")


def has_digit(words: str) -> bool:
    return DIGIT.search(words) is not None


def may_end_intro(piece: str) -> bool:
    bare = piece.rstrip(" \t*_-–—")
    return bare.endswith((":", "：")) or verb_in(bare[-24:])[1]


def opens_address(lines: list[str], at: int) -> bool:
    return at < len(lines) and lines[at].strip().startswith("<")


def may_begin_intro(first: str) -> bool:
    words = first.lstrip("-–—=>\"' ")
    return bool(
        INTRO_START.match(words)
        or words[:1].isdigit()
        or WEEKDAY.match(words)
        or "@" in words
        or DATE.match(words)
        or words[-60:].rstrip(DECORATION + "-–—").endswith((":", "："))
        or (first.startswith("--") and words != "")
        or (has_digit(words) and CLOCK.search(words) is not None and DATE.search(words) is not None)
    )


def intro_strength(text: str) -> int:
    """2: an intro whatever follows; 1: one if a quote follows; 0: none."""
    bare = text.rstrip(" \t*_-–—")
    has_colon = bare.endswith((":", "："))
    words = bare.rstrip(":： ")
    has_verb, ends_with_verb = verb_in(words)
    has_address = "@" in words and MAIL_ADDRESS.search(words) is not None
    has_date = DATE.search(words) is not None
    starts_well = has_date and begins_like_intro(words)
    if has_verb and (has_colon or ends_with_verb):
        if has_date and (starts_well or has_address) and (has_address or CLOCK.search(words)):
            return 2
        if has_colon and (has_address or starts_well):
            return 2
        if text.startswith("--") and text.endswith("--"):
            return 2
        if has_date and has_colon and len(words) <= 120 and CLOCK.search(words):
            return 2
        return 1 if len(words) <= 120 and (has_colon or has_date) else 0
    if has_colon and QUOTING.match(words.lstrip("-–—> ")):
        return 2 if has_address else 1
    if has_date and has_address:
        if has_colon and (starts_well or CLOCK.search(words)):
            return 2
        return 1 if starts_well else 0
    is_short = len(words) <= 120
    return 1 if has_colon and starts_well and is_short and CLOCK.search(words) else 0


def begins_like_intro(words: str) -> bool:
    start = words.lstrip("-–—=\"' ")
    return bool(
        INTRO_START.match(start) or start[:1].isdigit() or WEEKDAY.match(start) or DATE.match(start)
    )


INLINE = re.compile(
    r"\s(From|Sent|Date|To|Subject|Von|Gesendet|An|Betreff|Objet|À|Envoyé)\s?:\s", re.IGNORECASE
)


def inline_labels(value: str) -> list[tuple[str, str]]:
    return [(LABELS[found[1].lower()], value[found.end() :]) for found in INLINE.finditer(value)]


def is_evidence(kinds: dict[str, str]) -> bool:
    known = [kind for kind in ("from", "sent", "date", "to", "subject", "cc") if kind in kinds]
    if len(known) < 2 or not ("from" in kinds or "sent" in kinds or "date" in kinds):
        return False
    if any("@" in kinds.get(kind, "") for kind in ("from", "to")):
        return True
    if "from" in kinds and "sent" in kinds and any(letter.isdigit() for letter in kinds["sent"]):
        return True
    return len(known) >= 3 and "subject" in kinds and "from" in kinds


def label(line: str) -> tuple[str, str] | None:
    """(kind, value) where the line looks like a copied header."""
    plain = line.replace("：", ":")
    key, colon, value = plain.partition(":")
    if not colon or len(key) > 30:
        return None
    kind = LABELS.get(key.strip(DECORATION + ">|").lower())
    return (kind, value.strip(DECORATION)) if kind else None
