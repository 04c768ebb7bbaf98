"""Address lists as people and programs really write them. One pass, no recursion, never raises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kept.mail.letter.shapes import Person
from kept.mail.letter.words import decode_words, unfold

MOST_PEOPLE = 2000
MOST_COMMAS_IN_A_NAME = 3
TOKEN = re.compile(
    r"""
      "(?P<quoted>(?:[^"\\]|\\.)*+)(?P<closed>"?)
    | (?P<open>\()
    | <(?P<angle>[^<>]*+)(?P<shut>>?)
    | (?P<literal>\[[^\]\s<>"]{0,80}+\])
    | (?P<mark>[,;:])
    | (?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*+\?=)
    | (?P<space>\s+)
    | (?P<plain>[^\s,;:<>"()\[\]=]++|.)
    """,
    re.VERBOSE | re.DOTALL,
)
ADDRESS = re.compile(r"[^\s<>@,;:\"()]{1,320}@[^\s<>@,;:\"()]{1,320}")
IN_QUOTES = re.compile(r"\"[^\s<>@,;:\"()\\]{1,320}@[^\s<>@,;:\"()\\]{1,320}\"")
MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
DOMAIN = re.compile(r"@[^\s<>@,;:\"()]{1,320}")
SPACED_AT = re.compile(r"(?<=\S)\s{0,3}@\s{0,3}(?=\S)")


@dataclass(slots=True)
class Draft:
    """One entry of the list while it is being read."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str | None = None
    commas: int = 0

    def is_empty(self) -> bool:
        return self.angle is None and not "".join(self.words).strip()


def people(text: str) -> tuple[Person, ...]:
    """Everybody in a header's text; groups are unfolded. Encoded words may still stand in it."""
    found: list[Person] = []
    draft = Draft()
    whole = unfold(text).strip()
    if IN_QUOTES.fullmatch(whole):
        # Nothing but an address between quotation marks: it stands as it was written.
        return (Person(None, whole),)
    for kind, value in tokens(whole):
        if kind == "mark" and value == ":" and is_group_name(draft):
            draft = Draft()
        elif kind == "mark" and value in ",;":
            if value == "," and is_half_a_name(draft):
                draft.words.append(", ")
                draft.commas += 1
                continue
            found.extend(finished(draft))
            draft = Draft()
        elif kind == "angle":
            if draft.angle:
                found.extend(finished(draft))
                draft = Draft()
            draft.angle = value
        elif kind == "comment":
            draft.comments.append(value)
        else:
            draft.words.append(value)
        if len(found) >= MOST_PEOPLE:
            return tuple(found)
    found.extend(finished(draft))
    return tuple(found[:MOST_PEOPLE])


def tokens(text: str) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    at, end = 0, len(text)
    last_closing = text.rfind(")")
    has_quotes = True
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            break
        at = match.end()
        kind = match.lastgroup or ""
        if match["open"]:
            if match.start() > last_closing:
                continue  # a bracket that never closes opens no comment
            words, at = comment(text, at)
            out.append(("comment", words))
        elif match["angle"] is not None:
            out.append(("angle", match["angle"]))
        elif match["quoted"] is not None and has_quotes:
            domain = DOMAIN.match(text, at)
            if not match["closed"]:
                # A quote that never closes opens none, and there can be no other behind it.
                has_quotes, at = False, match.start() + 1
            elif domain is not None:
                out.append(("angle", match[0] + domain[0]))
                at = domain.end()
            else:
                out.append(("quoted", quoted(match["quoted"])))
        elif match["quoted"] is not None:
            at = match.start() + 1
        elif kind == "mark":
            out.append(("mark", match["mark"]))
        else:
            out.append((kind, match[0]))
    return out


def comment(text: str, at: int) -> tuple[str, int]:
    """The words of a comment that was opened just before `at`, and where it ends."""
    depth, start = 1, at
    for mark in re.finditer(r"\\.|[()]", text[at:]):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if depth == 0:
            return text[start : at + mark.start()], at + mark.end()
    return text[start:], len(text)


def quoted(inner: str) -> str:
    return re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)


def is_group_name(draft: Draft) -> bool:
    words = "".join(draft.words)
    return draft.angle is None and "@" not in words and words.strip().lower() != "mailto"


def is_half_a_name(draft: Draft) -> bool:
    """`Lind, Mara <mara@...>`: before the comma stand words, but nobody's address."""
    if draft.commas >= MOST_COMMAS_IN_A_NAME:
        return False
    words = "".join(draft.words)
    return draft.angle is None and bool(words.strip()) and "@" not in words


def finished(draft: Draft) -> list[Person]:
    if draft.is_empty():
        return []
    words = "".join(draft.words)
    comment_name = decode_words(" ".join(draft.comments)) if draft.comments else ""
    if draft.angle is None:
        return without_angle(words, comment_name)
    address = tidy(draft.angle)
    name = squeezed(decode_words(words)) or squeezed(comment_name)
    if "@" not in address:
        # `mara@shop.example <Mara>` and `<mara@shop.example> <>`: the address is elsewhere.
        inside = ADDRESS.search(decode_words(words))
        if inside is not None:
            return [Person(squeezed(address) or None, inside[0].strip("'."))]
        if not address:
            return []
    return [Person(without_quotes(name.strip("<> ")) or None, address)]


def without_angle(words: str, comment_name: str) -> list[Person]:
    plain = MAILTO.sub("", decode_words(words).strip(" \t<>"))
    if plain.count("@") == 1 and (" @" in plain or "@ " in plain):
        plain = SPACED_AT.sub("@", plain)
    found = ADDRESS.findall(plain) if "@" in plain else []
    if not found:
        # A local name alone is still an address of its own system; anything longer is chatter.
        alone = plain.strip("'\" ")
        return [Person(squeezed(comment_name) or None, alone)] if alone else []
    if len(found) == 1:
        rest = squeezed(plain.replace(found[0], " ")).strip("<> ")
        name = without_quotes(squeezed(comment_name) or rest)
        return [Person(name or None, found[0].strip("'"))]
    return [Person(None, address.strip("'")) for address in found]


def tidy(angle: str) -> str:
    """The address between angle brackets: no route, no comment, no white space, no mailto."""
    inner = MAILTO.sub("", decode_words(angle).strip())
    if inner.startswith("@") and ":" in inner:
        inner = inner.rpartition(":")[2]
    if "(" in inner:
        inner = without_comments(inner)
    if '"' not in inner:
        inner = "".join(inner.split())
    return inner.strip().strip("'")


def without_comments(text: str) -> str:
    out, depth = [], 0
    for letter in text:
        depth += letter == "("
        if depth == 0:
            out.append(letter)
        depth -= letter == ")" and depth > 0
    return "".join(out)


def without_quotes(name: str) -> str:
    while len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name


def squeezed(text: str) -> str:
    return " ".join(text.split())
