"""Where a letter's closing begins: sign-off, delimiter, device line, or the writer's own name."""

from __future__ import annotations

import re

from kept.mail.letter.phrases import AND, DEVICE, EXCUSE, FORMAL, MAKER, SENT_OR_GOT, sign_off_in

DELIMITER = re.compile(r"[\s\xa0]*(?:-{2,}|_{2,}|={3,}|—|–{2,})[\s\xa0]*$")
TRUE_DELIMITER = re.compile(r"(?:--|--[ \xa0]|—)$")
DASH_NAME = re.compile(
    r"[\s\xa0]{0,3}[-–—]{1,2}\s?[^\W\d_][\w.'’-]{0,24}(?:\s[^\W\d_][\w.'’-]{0,24}){0,2}[.!]?\s*$"
)
BULLET = re.compile(r"\s{0,8}[-*•]\s?\S")
CONTACT = re.compile(
    r"@|https?://|www\.|\+?\(?\d{2,4}\)?[\s./-]{0,3}\d{2,4}[\s./-]{0,3}\d{2,}|(?:^|\s)(?:tel|fon|phone|fax|mobile?|cell|t|f|m)\b\s?[.:]",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?…]\s*$")
LINES = 14
LONGEST_CLOSING = 60
WIDTH = 70


def closing_start(lines: list[str], sender: str | None) -> int | None:
    """Index of the first line of the closing, or None. The first line with words never is one."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    if len(filled) < 2:
        return None
    first = filled[0]
    filled = filled[-LONGEST_CLOSING:]
    start = None
    for find in (by_delimiter, by_sign_off, by_device, by_name, by_comma, by_contact_block):
        found = find(lines, filled, sender)
        if found is not None and found > first and (start is None or found < start):
            start = found
    return None if start is None else with_above(lines, filled, start)


def with_above(lines: list[str], filled: list[int], start: int) -> int:
    """Delimiters right above the closing belong to it."""
    at = filled.index(start)
    while at > 0 and filled[at - 1] > 0 and DELIMITER.match(lines[filled[at - 1]]):
        at -= 1
    return filled[at]


def by_delimiter(lines: list[str], filled: list[int], sender: str | None) -> int | None:
    for place, at in enumerate(filled):
        if not DELIMITER.match(lines[at]):
            continue
        after = filled[place + 1 :]
        if TRUE_DELIMITER.match(lines[at].strip("\n")) and len(after) <= 40:
            return at
        is_underline = len(lines[at].strip()) > 3 and place > 0 and at - 1 == filled[place - 1]
        if is_underline and len(after) > 4 and "_" not in lines[at]:
            continue
        if len(after) <= LINES and all(is_signature_like(lines[line]) for line in after):
            return at
        if lines[at].lstrip().startswith("__") and is_footer([lines[line] for line in after]):
            return at
    return None


def is_footer(lines: list[str]) -> bool:
    """What a mailing list or a company adds below a line."""
    return len(lines) <= 25 and any(CONTACT.search(line) for line in lines[:8])


def by_sign_off(lines: list[str], filled: list[int], sender: str | None) -> int | None:
    window = filled[-LINES:]
    for place, at in enumerate(window):
        if at == filled[0]:
            continue
        after = [lines[line] for line in window[place + 1 :]]
        is_formal = 30 <= len(lines[at]) <= 170 and len(after) <= 6 and FORMAL.match(lines[at])
        if is_formal and all(is_signature_like(line) for line in after):
            return at
        found = sign_off_in(lines[at]) if len(lines[at]) <= 80 else None
        if found is None or not is_bare(found["rest"]):
            continue
        if len(after) > LINES or not all(is_signature_like(line) for line in after):
            continue
        if after and not (SENTENCE_END.search(after[0]) and len(after[0].split()) > 5):
            return at
        if not after and not is_statement(found["rest"]):
            return at
    return None


def is_bare(rest: str) -> bool:
    """After the words of a sign-off there may stand a mark, a name, another one, or nothing."""
    if rest[:1].isalnum():
        return False
    joined = AND.match(rest)
    if joined is not None and len(rest) > joined.end():
        second = sign_off_in(rest, joined.end())
        if second is not None and is_bare(second["rest"]):
            return True
    words = rest.strip(" \t,.!;:*_-\xa0").split()
    return len(words) <= 4 and (not words or words[0][:1].isupper() or len(words) <= 2)


def is_statement(rest: str) -> bool:
    return len(rest.split()) > 4


def by_device(lines: list[str], filled: list[int], sender: str | None) -> int | None:
    for place, at in enumerate(filled):
        line = lines[at]
        after = filled[place + 1 :]
        if len(line) > 120 or len(after) > 8:
            continue
        if DEVICE.match(line) is None:
            alone = at == filled[0] or at - 1 != filled[place - 1]
            if not (alone and len(after) <= 2 and is_advertisement(line)):
                continue
        elif is_device_sentence(line):
            continue
        if len(after) <= 8 and all(is_signature_like(lines[line_at]) for line_at in after):
            return at
    return None


FIRST_PERSON = re.compile(
    r"\s*(?:i|i'\w+|we|you|it|he|she|they|my|the|this|is|can|could|please|ich|wir|es|das|bitte|mein|je|j'|nous|il|on|yo|mi|el|la|io|noi|ik|wij|het|jag|vi|jeg|ja|"
    r"eu|я|мы)\b",
    re.IGNORECASE,
)


def is_advertisement(line: str) -> bool:
    """`Wysłano z telefonu Samsung`, `Get Outlook for iOS`: a maker speaks, not the writer."""
    words = line.strip(" \t<>()[]*_")
    if EXCUSE.match(words):
        return len(words) <= 100
    if len(words) > 70 or len(words.split()) > 9 or words.endswith("?") or ", " in words:
        return False
    found = MAKER.search(words) is not None and SENT_OR_GOT.search(words) is not None
    return found and FIRST_PERSON.match(words) is None


def is_device_sentence(line: str) -> bool:
    """`Sent from my desk, it is easier` is a thought, not a device."""
    return ", " in line and len(line.split()) > 8 and line.rstrip().endswith(".")


def by_name(lines: list[str], filled: list[int], sender: str | None) -> int | None:
    start = by_dash(lines, filled)
    names = name_words(sender)
    if not names:
        return start
    for at in filled[-10:]:
        line = lines[at].strip(" \t,.-–—*_\xa0|")
        words = [word.casefold() for word in re.findall(r"[^\W\d_]+", line)]
        if not words or len(words) > 6 or len(line) > 50 or SENTENCE_END.search(line):
            continue
        if words[0] in names or (len(words) <= 3 and words[-1] in names and len(names) > 1):
            after = [lines[line_at] for line_at in filled if line_at > at]
            if all(is_signature_like(line) for line in after):
                at = with_farewell(lines, at)
                return at if start is None else min(at, start)
    return start


def with_farewell(lines: list[str], at: int) -> int:
    """A short line between an empty one and the name is a farewell, in whatever language."""
    if at < 2 or not lines[at - 1].strip() or lines[at - 2].strip():
        return at
    words = lines[at - 1].strip()
    is_farewell = len(words) <= 60 and len(words.split()) <= 6 and is_wordy(words)
    return at - 1 if is_farewell else at


def is_wordy(words: str) -> bool:
    return not (words[-1] in ".?:;" or any(letter.isdigit() or letter in "@/" for letter in words))


def by_comma(lines: list[str], filled: list[int], sender: str | None) -> int | None:
    """The last paragraph, where it is a few words with a comma and below them only a name."""
    if len(filled) < 3:
        return None
    first, last = filled[-2], filled[-1]
    if last != first + 1 or filled[-3] == first - 1:
        return None
    words, name = lines[first].strip(), lines[last].strip()
    ends_well = words[-1] in ",，、،!" and len(words) <= 50 and len(words.split()) <= 6
    parts = name.strip(" *_").split()
    is_name = len(parts) <= 4 and len(name) <= 40 and is_wordy(name)
    capitals = all(not part[0].isalpha() or not part[0].islower() for part in parts)
    return first if ends_well and is_wordy(words) and is_name and capitals else None


def by_dash(lines: list[str], filled: list[int]) -> int | None:
    bullets = sum(1 for at in filled if BULLET.match(lines[at]))
    for place in range(len(filled) - 1, max(len(filled) - LINES, 0), -1):
        at = filled[place]
        if DASH_NAME.match(lines[at]) and bullets == 1:
            return at
        if not is_signature_like(lines[at]):
            return None
    return None


def name_words(sender: str | None) -> set[str]:
    name = (sender or "").split("<")[0].split("@")[0]
    return {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", name)}


def by_contact_block(lines: list[str], filled: list[int], sender: str | None) -> int | None:
    """The last paragraph, where it is a name above ways to reach it."""
    start = len(filled) - 1
    while start > 0 and filled[start - 1] == filled[start] - 1:
        start -= 1
    block = [lines[at].strip() for at in filled[start:]]
    if start == 0 or not 2 <= len(block) <= 10 or not all(is_signature_like(x) for x in block):
        return None
    ways = sum(1 for line in block[1:] if CONTACT.search(line))
    words = block[0].strip(" *_,").split()
    named = 2 <= len(words) <= 5 and all(word[:1].isupper() for word in words if word.isalpha())
    return filled[start] if ways >= 1 and named and ways * 3 >= len(block) - 1 else None


def is_signature_like(line: str) -> bool:
    words = line.strip()
    if len(words) > WIDTH and not CONTACT.search(words):
        return False
    return not (SENTENCE_END.search(words) and len(words.split()) > 9)
