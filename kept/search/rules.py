"""What somebody types, taken apart: words, phrases, and filters such as `desk:billing`.

Pure. A filter is a name, a colon and a value; a minus before anything means "without". What looks
like a filter and is none (`10:30`, `https://...`) is words. What a house calls its own fields is a
filter too: `order:4711`, or `field.order:4711` where the name means something else already.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from kept.kit.ids import id_in

MOST_PARTS = 30
LONGEST = 500

FILTERS = {
    "desk": "desk",
    "tag": "tag",
    "priority": "priority",
    "is": "is",
    "assigned": "assigned",
    "from": "from",
    "to": "to",
    "has": "has",
    "subject": "subject",
    "note": "note",
    "file": "file",
    "promised": "promised",
    "before": "before",
    "after": "after",
}
STATES = (
    *("open", "waiting", "hold", "closed", "spam"),
    *("unassigned", "mine", "unread", "overdue"),
)
PRIORITIES = ("low", "normal", "high", "urgent")
THINGS = ("attachment", "note", "promise")
UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

_PART = re.compile(
    r"""(?P<minus>-?)
        (?:(?P<name>field\.\w+|[A-Za-z]\w*):(?!//))?
        (?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))?""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"(?:k-|#)(\d{1,18})", re.IGNORECASE)
_SIGN = re.compile(r"[<>]=?")
_SPAN = re.compile(r"<?(\d{1,4})([hdw])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for. `name` is "" for words; `is_phrase` where they stood in quotes.

    `key` is that of a field of the house, and `name` then "field".
    """

    name: str
    value: str
    is_not: bool = False
    is_phrase: bool = False
    key: str = ""

    @property
    def is_beginning(self) -> bool:
        """`kett*`: what begins so."""
        return not self.is_phrase and self.value.endswith("*")


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: a stable code, and the piece of the text it is about."""

    code: str
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]


def keys_in(text: str) -> set[str]:
    """What may be keys of fields in a question: names before a colon that mean nothing else."""
    names = {(found["name"] or "").lower() for found in _PART.finditer(text[: 2 * LONGEST])}
    return {name.removeprefix("field.") for name in names if name and name not in FILTERS}


def read(text: str, *, keys: Collection[str] = ()) -> Question:
    """Take a question apart. Nothing is an error by itself; `problems` says what was not read.

    `keys` are those of fields of the house.
    """
    parts: list[Part] = []
    problems: list[Problem] = []
    # No table holds a NUL, and one of the databases does not even let itself be asked for it.
    text = " ".join(text.replace("\0", " ").split())
    if len(text) > LONGEST:
        problems.append(Problem("too_long", str(LONGEST)))
        text = text[:LONGEST]
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        found = _PART.match(text, at)
        if found is None or found.end() == at:
            at += 1
            continue
        at = found.end()
        if found["phrase"] is not None and not found["closed"]:
            problems.append(Problem("quote_open", found["phrase"]))
        part, problem = _part(found, keys)
        if problem:
            problems.append(problem)
        if part:
            parts.append(part)
    if len(parts) > MOST_PARTS:
        problems.append(Problem("too_many", str(MOST_PARTS)))
    return Question(tuple(parts[:MOST_PARTS]), tuple(problems))


def number_in(text: str) -> int | None:
    """The number of a conversation, where the whole text is one: `K-1042`, `#1042`, `1042`."""
    found = _NUMBER.fullmatch(text.strip())
    if found:
        return int(found[1])
    bare = text.strip()
    return id_in(bare) or None


def span_in(value: str) -> timedelta | None:
    """`2d`, `<4h`, `3w`."""
    found = _SPAN.fullmatch(value)
    return int(found[1]) * UNITS[found[2].lower()] if found else None


def day_in(value: str, *, today: date) -> date | None:
    """`2031-03-04`, `today`, `yesterday`, `tomorrow`. None too at the ends of the calendar."""
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if value.lower() in near:
        return today + timedelta(days=near[value.lower()])
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
    # Whatever lies at the very ends cannot be told by another clock, nor has it a day after it.
    return day if day and date.min.year < day.year < date.max.year else None


@dataclass(frozen=True, slots=True)
class Compared:
    """`>100`, `<=2031-03-04`, `100..200`: `sign` is one of `=`, `<`, `<=`, `>`, `>=`, `..`."""

    sign: str
    value: str
    until: str = ""


def compared(value: str) -> Compared:
    """How a value of a field is to be compared; `=` where nothing else is said."""
    if found := _SIGN.match(value):
        return Compared(found[0], value[found.end() :].strip())
    first, dots, last = value.partition("..")
    return Compared("..", first, last) if dots and first and last else Compared("=", value)


def _part(found: re.Match[str], keys: Collection[str]) -> tuple[Part | None, Problem | None]:
    is_phrase = found["phrase"] is not None
    value = (found["phrase"] if is_phrase else found["word"]) or ""
    name = (found["name"] or "").lower()
    if not name:
        is_any = any(sign.isalnum() for sign in value)
        part = Part("", value, bool(found["minus"]), is_phrase) if is_any else None
        return part, None
    if name in FILTERS:
        if not value.strip():
            return None, Problem("nothing_after", f"{name}:")
        return Part(FILTERS[name], value.strip(), bool(found["minus"]), is_phrase), None
    key = name.removeprefix("field.")
    if key in keys:
        if not value.strip():
            return None, Problem("nothing_after", f"{name}:")
        return Part("field", value.strip(), bool(found["minus"]), is_phrase, key), None
    if key != name:
        return None, Problem("unknown_field", key)
    if not value:
        return Part("", name, bool(found["minus"])), None
    if not name.isalpha() or not name.isascii():
        # Such as `v2:final`: only a field could be called so.
        return Part("", f"{found['name']}:{value}", bool(found["minus"]), is_phrase), None
    return None, Problem("unknown_filter", name)
