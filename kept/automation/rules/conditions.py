"""Conditions: what may be asked of a sheet, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from kept.automation.rules.sheet import Sheet, in_a_row
from kept.kit.words import plain_words

MOST = 20
LONGEST = 500
MOST_PARTS = 50
LONGEST_SEEN = 120


@dataclass(frozen=True, slots=True)
class About:
    """How something may be asked, and of which `kind` the value is; "" needs none."""

    hows: tuple[str, ...]
    kind: str = ""


_IS = ("IS", "IS_NOT")
_HAS = ("HAS", "HAS_NOT")
_YES = ("YES", "NO")

ABOUTS: dict[str, About] = {
    "SENDER": About(_IS, "addresses"),
    "RECIPIENT": About(_IS, "addresses"),
    "SUBJECT": About(_HAS, "words"),
    "WORDS": About(_HAS, "words"),
    "LANGUAGE": About(_IS, "language"),
    "HOURS": About(("INSIDE", "OUTSIDE")),
    "PRIORITY": About(_IS, "priority"),
    "STATUS": About(_IS, "status"),
    "TAG": About(_HAS, "tag"),
    "ASSIGNEE": About(_IS, "assignee"),
    "DESK": About(_IS, "desk"),
    "VERIFIED": About(_YES),
    "FILE": About(_YES),
    "MACHINE": About(_YES),
    "FIELD": About((), "given"),
}
_NEGATED = {"IS_NOT", "HAS_NOT", "NO", "OUTSIDE"}

_THERE = ("FILLED", "EMPTY")
_TEXT = ("IS", "IS_NOT", "SAYS", "SAYS_NOT", *_THERE)
FIELD_HOWS: dict[str, tuple[str, ...]] = {
    "TEXT": _TEXT,
    "LONG": ("SAYS", "SAYS_NOT", *_THERE),
    "NUMBER": ("IS", "IS_NOT", "LEAST", "MOST", *_THERE),
    "DATE": ("IS", "BEFORE", "AFTER", *_THERE),
    "YES_NO": ("YES", "NO", *_THERE),
    "CHOICE": ("IS", "IS_NOT", *_THERE),
    "MANY": ("HAS", "HAS_NOT", *_THERE),
    "LINK": _TEXT,
    "CODE": _TEXT,
}
"""How a field of each kind may be asked. Of several that were picked, HAS is about one."""
ALONE = {"YES", "NO", *_THERE}
"""What is compared with no value."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` is the id of the field that is asked for, where it is about one."""

    about: str
    how: str
    value: str = ""
    field: str = ""

    def stored(self) -> dict[str, str]:
        every = asdict(self)
        return every if self.field else {name: every[name] for name in ("about", "how", "value")}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition was `met`, and what it was met by, as a value of its kind."""

    condition: Condition
    met: bool
    saw: str

    def stored(self) -> dict[str, Any]:
        return {**self.condition.stored(), "met": self.met, "saw": self.saw}


def condition_of(stored: dict[str, Any]) -> Condition:
    told = (stored.get(name, "") for name in ("value", "field"))
    return Condition(stored["about"], stored["how"], *told)


def fields_in(conditions: Iterable[Condition]) -> list[int]:
    """The ids of the fields that they ask for."""
    return [int(one.field) for one in conditions if one.field.isdecimal()]


def judge(
    conditions: Iterable[Condition], sheet: Sheet, *, needs_all: bool
) -> tuple[bool, list[Verdict]]:
    """Whether they hold together, and each by itself. None at all hold."""
    verdicts = [verdict(condition, sheet) for condition in conditions]
    met = [one.met for one in verdicts]
    return (all(met) if needs_all or not met else any(met)), verdicts


def verdict(condition: Condition, sheet: Sheet) -> Verdict:
    if condition.about == "FIELD":
        held = sheet.fields.get(int(condition.field), "") if condition.field.isdecimal() else ""
        return Verdict(condition, stands(condition, held), _begin_of(held))
    found, saw = _look(condition, sheet)
    return Verdict(condition, found != (condition.how in _NEGATED), saw[:LONGEST_SEEN])


def _look(condition: Condition, sheet: Sheet) -> tuple[bool, str]:
    """Whether the plain form of it holds, and what was seen."""
    value = condition.value
    match condition.about:
        case "SENDER":
            return is_one_of(sheet.sender, value), sheet.sender
        case "RECIPIENT":
            found = [one for one in sheet.recipients if is_one_of(one, value)]
            return bool(found), ", ".join(found or sheet.recipients)
        case "SUBJECT":
            return _among(value, sheet.subject_words)
        case "WORDS":
            return _among(value, sheet.all_words)
        case "LANGUAGE":
            language = sheet.language.partition("-")[0].lower()
            return language == value, language
        case "HOURS":
            return sheet.is_open_now, "INSIDE" if sheet.is_open_now else "OUTSIDE"
        case "PRIORITY":
            return sheet.priority == value, sheet.priority
        case "STATUS":
            return sheet.status == value, sheet.status
        case "TAG":
            has = value.isdecimal() and int(value) in sheet.tags
            return has, value if has else ""
        case "ASSIGNEE":
            return _is_with(sheet.assignee, value), str(sheet.assignee or "NOBODY")
        case "DESK":
            return str(sheet.desk) == value, str(sheet.desk)
        case "VERIFIED":
            return _told(is_so=sheet.is_verified)
        case "FILE":
            return _told(is_so=sheet.has_files)
        case "MACHINE":
            return _told(is_so=sheet.is_automatic)
    raise ValueError(condition.about)


def _begin_of(held: str) -> str:
    """As much of a field as is kept; of ids that were picked, whole ones."""
    begin = held[:LONGEST_SEEN]
    is_cut = begin != held and held.replace(",", "").isdecimal()
    return begin.rpartition(",")[0] or begin if is_cut else begin


def stands(condition: Condition, held: str) -> bool:
    """Whether what it asks of a field holds of this value; an empty one is none, and like none.

    Both are as `fields.queries.Held` writes them: a number plainly, a day as 2031-03-04, what was
    chosen by id.
    """
    value = condition.value
    match condition.how:
        case "FILLED" | "EMPTY":
            return bool(held) == (condition.how == "FILLED")
        case "YES" | "NO":
            return held == condition.how.lower()
        case "IS" | "IS_NOT":
            return (held.casefold() == value.casefold()) == (condition.how == "IS")
        case "HAS" | "HAS_NOT":
            return (value in held.split(",")) == (condition.how == "HAS")
        case "SAYS" | "SAYS_NOT":
            says = _among(value, in_a_row(plain_words(held)))[0]
            return says == (condition.how == "SAYS")
        case "LEAST" | "MOST":
            if not held:
                return False
            here, than = Decimal(held), Decimal(value)
            return here >= than if condition.how == "LEAST" else here <= than
        case "BEFORE":
            return bool(held) and held < value
        case "AFTER":
            return held > value
    raise ValueError(condition.how)


def _told(*, is_so: bool) -> tuple[bool, str]:
    return is_so, "YES" if is_so else "NO"


def _is_with(assignee: int, value: str) -> bool:
    if value == "ANYBODY":
        return assignee > 0
    return assignee == 0 if value == "NOBODY" else str(assignee) == value


def parts_of(value: str) -> list[str]:
    """What was typed, by comma or line; each once, no more than `MOST_PARTS`."""
    parts = (" ".join(part.split()) for part in value.replace("\n", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))[:MOST_PARTS]


def is_one_of(address: str, value: str) -> bool:
    """Whether it is one of these addresses, or of one of these domains or what lies below them."""
    low = address.lower()
    domain = low.rpartition("@")[2]
    for part in parts_of(value):
        wanted = part.lower()
        if "@" in wanted.lstrip("@"):
            if low == wanted:
                return True
        elif domain == (bare := wanted.lstrip("@.")) or domain.endswith(f".{bare}"):
            return True
    return False


def _among(value: str, words: str) -> tuple[bool, str]:
    """Whether one of these phrases stands there, its last word perhaps as the beginning of one.

    Each is looked for as one string, at the cost of reading once: who writes a letter would else
    choose how long a rule thinks about it.
    """
    for part in parts_of(value):
        phrase = in_a_row(plain_words(part))
        if phrase and phrase in words:
            return True, part
    return False, ""
