"""What may stand before and behind a figure that is part of a time."""

from __future__ import annotations

from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import Ordinal, ordinal


def leads_to_day(line: Line, i: int) -> bool:
    """What stands before `the 15th` when it is a date: a word of time, another date, or nothing."""
    if i < 0 or line.tokens[i].start == line.tokens[i].end:
        return True
    token = line.tokens[i]
    if token.word in {"around", "about"}:
        return False
    return not token.word[0].isalnum() or bool(
        token.m.keys()
        & {
            "on",
            "by",
            "until",
            "before",
            "after",
            "since",
            "starting",
            "from",
            "to",
            "in",
            "genitive",
            "andor",
            "part",
            "weekday",
            "within",
            "weekof",
        }
    )


def rests(line: Line, j: int) -> bool:
    """Does the sentence pause at `j`, or go on with a word that leaves a figure before it alone?"""
    token = line.tokens[j]
    if token.start == token.end or "follows" in token.m:
        return True
    if token.word in {"%", "$", "€", "£", "/", "°", "x", "*", "#", "+", "&"}:
        return False
    if not token.word[0].isalnum():
        beyond = line.tokens[j + 1]
        return token.word not in {"-", "–"} or token.gap > 0 or not beyond.word[:1].isalnum()
    if "digits" in token.m or "unit" in token.m or "short_unit" in token.m:
        return False
    return (
        bool(token.m)
        and not {"few", "quarter", "half", "fraction", "andhalf", "greeting", "no_clock"}
        & token.m.keys()
    )


def is_short(line: Line, i: int) -> bool:
    return line.tokens[i].end - line.tokens[i].start <= 4


def is_capital(line: Line, i: int) -> bool:
    return line.text[line.tokens[i].start].isupper()


def rests_hard(line: Line, j: int) -> bool:
    token = line.tokens[j]
    return token.start == token.end or not token.word[0].isalnum()


def day_number(line: Line, i: int) -> Ordinal | None:
    found = ordinal(line, i)
    if found is None or not 1 <= found.value <= 31:
        return None
    if found.figures and line.tokens[i].end - line.tokens[i].start > 2:
        return None
    return found


def clean_day(line: Line, stop: int, *, marked: bool) -> bool:
    """Is the figure before `stop` a day, not an hour or a count?"""
    token = line.tokens[stop]
    if marked:
        return line.closes_freely(stop) or line.word(stop) == "-"
    if {"ampm", "oclock"} & token.m.keys() or ("hourmark" in token.m and not token.gap):
        return False
    if token.word == ":" and not token.gap and line.has(stop + 1, "digits"):
        return False
    if (
        token.word == "."
        and not token.gap
        and line.attached(stop + 1)
        and line.has(stop + 1, "digits")
    ):
        return False
    return line.closes_freely(stop) or (line.dash(stop) and not token.gap)


def size_of(line: Line, i: int) -> int:
    return line.tokens[i].end - line.tokens[i].start


def goes_on(line: Line, stop: int) -> bool:
    after = line.tokens[stop + 1]
    return after.start < after.end and not line.text[after.start].isupper()


def range_dash(line: Line, i: int) -> bool:
    return line.dash(i) and line.has(i + 1, "digits")
