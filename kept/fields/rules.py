"""Pure decisions about fields: what was typed as a value, and what is at fault with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

TEXT, LONG, NUMBER, DATE = "TEXT", "LONG", "NUMBER", "DATE"
YES_NO, CHOICE, MANY, LINK, CODE = "YES_NO", "CHOICE", "MANY", "LINK", "CODE"
WRITTEN = (TEXT, LONG, LINK, CODE)
"""Kinds whose value is a text."""
LONGEST = {TEXT: 200, LONG: 4_000, LINK: 500, CODE: 60}
DIGITS, PLACES = 15, 4
LONGEST_KEY = 30

# What already means something before a colon.
TAKEN = frozenset(
    {
        *(
            "desk",
            "tag",
            "priority",
            "is",
            "assigned",
            "from",
            "to",
            "has",
            "subject",
            "note",
            "file",
        ),
        *("promised", "before", "after", "field", "mailto", "http", "https", "k"),
    }
)
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GERMAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SIGNS = {"9": r"[0-9]", "A": r"[^\W\d_]", "*": r"[^\W_]"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value; which part of it is used depends on the kind. `choice` is 0 for none."""

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    yes: bool | None = None
    choice: int = 0
    picks: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        return self == NOTHING


NOTHING = Value()


def is_key(text: str) -> bool:
    """Whether a field may be asked for by this word: `order_number`."""
    return bool(_KEY.fullmatch(text)) and len(text) <= LONGEST_KEY and text not in TAKEN


def key_of(label: str) -> str:
    """A word to ask by, made of what a field is called; "" where none can be."""
    bare = unicodedata.normalize("NFKD", label.casefold().replace("ß", "ss"))
    plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in _no_marks(bare))
    key = "_".join(plain.split())[:LONGEST_KEY].strip("_").lstrip("0123456789_")
    return key if is_key(key) else ""


def one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.replace("\0", "")).split())


def choice_key(name: str) -> str:
    """How choices are compared: the same in any case."""
    return one_line(name).casefold()


def number_in(typed: str, *, has_comma: bool) -> Decimal | None:
    """`1,234.50`, or `1.234,50` where decimals stand behind a comma (`has_comma`).

    Where no grouping can be meant, either sign begins the decimals.
    """
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", typed)
    if has_comma and _GERMAN.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif not has_comma and _ENGLISH.fullmatch(bare):
        bare = bare.replace(",", "")
    elif bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    if not re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", bare, re.ASCII):
        return None
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def is_storable(number: Decimal) -> bool:
    """Whether no digit of it would be lost."""
    return abs(number) < 10 ** (DIGITS - PLACES) and number == round(number, PLACES)


def plain_number(number: Decimal) -> str:
    """Without zeros that say nothing: `12.5`, `100`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_of(kind: str, stored: str) -> Value:
    """The value that one text stands for, as `queries.Held.as_text` writes it.

    Raises `ValueError` where it stands for none of this kind.
    """
    if not stored:
        return NOTHING
    match kind:
        case "NUMBER":
            try:
                return Value(number=Decimal(stored))
            except InvalidOperation as error:
                raise ValueError(stored) from error
        case "DATE":
            return Value(day=date.fromisoformat(stored))
        case "YES_NO" if stored in {"yes", "no"}:
            return Value(yes=stored == "yes")
        case "CHOICE":
            return Value(choice=int(stored))
        case "MANY":
            return Value(picks=frozenset(int(one) for one in stored.split(",")))
        case "TEXT" | "LONG" | "LINK" | "CODE":
            return Value(text=stored)
    raise ValueError(stored)


def is_link(text: str) -> bool:
    """Whether it leads to a page: nothing that runs, and nothing on this machine alone."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text
    except ValueError:
        return False


def fits(text: str, pattern: str) -> bool:
    """Whether a code is as its pattern says: 9 a digit, A a letter, * either; the rest as it is."""
    if not pattern:
        return True
    shape = "".join(_SIGNS.get(sign, re.escape(sign)) for sign in pattern)
    return bool(re.fullmatch(shape, text, re.IGNORECASE))


def written(kind: str, typed: str) -> str:
    """A text as it is kept."""
    if kind == LONG:
        plain = unicodedata.normalize("NFC", typed.replace("\0", "")).replace("\r\n", "\n")
        return plain.strip()
    return one_line(typed)


def fault_in(kind: str, text: str, pattern: str = "") -> str:
    """What is at fault with a text, as a code; "" where nothing is."""
    if len(text) > LONGEST[kind]:
        return "too_long"
    if kind == LINK and not is_link(text):
        return "no_link"
    return "" if kind != CODE or fits(text, pattern) else "other_pattern"


def _no_marks(text: str) -> str:
    return "".join(sign for sign in text if not unicodedata.combining(sign))
