"""Dates in figures: `2026-03-06`, `3/6/2026`, `4/5`, `20260306`, `12-2015`, `22.04.`"""

from __future__ import annotations

from kept.promises.rules.dates.around import clean_day, day_number, goes_on, range_dash, size_of
from kept.promises.rules.dates.calendar import day_span, local
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.said import Said, known
from kept.promises.rules.dates.years import YEARS, two_digits


def numeric(line: Line, i: int, *, dotted: bool = False) -> Said | None:
    """`2026-03-06`, `3/6/2026`, `4/5`, `20260306`, `2019/aug/01`, `12-2015`, `22.04.`"""
    first = line.get(i, "digits")
    if first is None or not line.opens_freely(i):
        return None
    size = size_of(line, i)
    if size == 8:
        return _compact(line, i, first)
    mark = line.word(i + 1)
    if mark not in {"/", "-", "."} or not line.attached(i + 1) or not line.attached(i + 2):
        if (
            size == 4
            and first in YEARS
            and line.has(i + 1, "month")
            and line.tokens[i + 1].gap == 1
        ):
            return _year_month(line, i, first)
        if (
            line.options.get("dot_ordinals")
            and mark == "."
            and line.attached(i + 1)
            and line.has(i + 2, "digits")
        ):
            return _spaced(line, i, first)
        return None
    if size == 4 and line.has(i + 2, "month"):
        return _year_month(line, i, first)
    second = line.get(i + 2, "digits")
    if second is None:
        return None
    third = line.get(i + 4, "digits")
    has_third = line.word(i + 3) == mark and line.attached(i + 3) and line.attached(i + 4)
    if has_third and third is None and size == 4 and line.has(i + 4, "month"):
        return _checked(i + 5, first, line.get(i + 4, "month"), second)
    if has_third and third is not None and (line.closes_freely(i + 5) or range_dash(line, i + 5)):
        return _three(line, i, first, second, third, mark)
    if has_third and third is not None:
        return None
    if line.word(i + 3) == mark and line.attached(i + 3) and line.attached(i + 4) and mark == "-":
        return None
    comma_year = line.word(i + 3) == "," and line.has(i + 4, "digits") and size_of(line, i + 4) == 4
    closes = line.closes_freely(i + 3) or range_dash(line, i + 3) or comma_year
    if not closes or size_of(line, i + 2) == 3:
        return None
    if size_of(line, i + 2) == 4 and size <= 2 and mark in {"-", "/"}:
        return (
            Said(i + 3, month=first, year=second, sure=0.85)
            if 1 <= first <= 12 and second in YEARS
            else None
        )
    if size == 4 and size_of(line, i + 2) <= 2:
        return (
            Said(i + 3, month=second, year=first, sure=0.85)
            if 1 <= second <= 12 and first in YEARS and mark != "."
            else None
        )
    return _two(line, i, first, second, mark, dotted=dotted)


def _spaced(line: Line, i: int, first: int) -> Said | None:
    """German `22. 4. 2026` and `22. 04.`"""
    month = line.get(i + 2, "digits")
    if (
        line.word(i + 3) != "."
        or not line.attached(i + 3)
        or not 1 <= month <= 12
        or not 1 <= first <= 31
    ):
        return None
    year = line.get(i + 4, "digits")
    if year and size_of(line, i + 4) == 4:
        return _checked(i + 5, year, month, first)
    return Said(i + 4, day=first, month=month, sure=0.95)


def _checked(stop: int, year: int, month: int, day: int) -> Said | None:
    try:
        return known(day_span(local(year, month, day)), stop, sure=0.99)
    except (ValueError, OverflowError):
        return None


def _compact(line: Line, i: int, digits: int) -> Said | None:
    year, month, day = digits // 10000, digits // 100 % 100, digits % 100
    if not 1900 <= year < 2100 or (not line.closes_freely(i + 1) and line.word(i + 1) != "-"):
        return None
    return _checked(i + 1, year, month, day)


def _year_month(line: Line, i: int, year: int) -> Said | None:
    j = i + 1 if line.has(i + 1, "month") else i + 2
    month = line.get(j, "month")
    if year not in YEARS:
        return None
    if j == i + 2 and line.word(j + 1) == line.word(i + 1) and line.has(j + 2, "digits"):
        return _checked(j + 3, year, month, line.get(j + 2, "digits"))
    if j == i + 1:
        day = day_number(line, j + 1)
        if (
            day
            and clean_day(line, day.stop, marked=day.marked)
            and not line.has(day.stop, "digits")
        ):
            return Said(day.stop, day=day.value, month=month, year=year)
    return Said(j + 1, month=month, year=year, sure=0.95)


def _three(line: Line, i: int, first: int, second: int, third: int, mark: str) -> Said | None:
    if size_of(line, i) == 4:
        return _checked(i + 5, first, second, third) if size_of(line, i + 4) <= 2 else None
    if size_of(line, i) > 2 or size_of(line, i + 2) > 2 or size_of(line, i + 4) not in {2, 4}:
        return None
    year = third if size_of(line, i + 4) == 4 else two_digits(line, third)
    day, month = _ordered(line, first, second)
    return _checked(i + 5, year, month, day)


def _ordered(line: Line, first: int, second: int) -> tuple[int, int]:
    """(day, month): a figure above 12 settles it, else the language does."""
    if first > 12 or (second <= 12 and not line.month_first):
        return first, second
    return second, first


def _two(line: Line, i: int, first: int, second: int, mark: str, *, dotted: bool) -> Said | None:
    stop = i + 3
    if mark == ".":
        tail = line.word(stop) == "." and line.attached(stop)
        if tail and (line.options.get("dot_ordinals") or goes_on(line, stop)):
            stop += 1
        elif not dotted and not _dot_is_date(line, i):
            return None
    elif mark == "-" and not (
        first <= 12 < second
        and (line.word(i - 1) == "on" if i else line.tokens[3].start == line.tokens[3].end)
    ):
        return None  # 4-23: a range, if anything
    if size_of(line, i) > 2 or size_of(line, i + 2) > 2:
        return None
    day, month = _ordered(line, first, second)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if line.word(stop) == "," and line.has(stop + 1, "digits") and size_of(line, stop + 1) == 4:
        return _checked(stop + 2, line.get(stop + 1, "digits"), month, day)
    if mark == "/" and (line.has(stop, "unit") or line.has(stop, "short_unit")):
        return None
    if mark == "/" and not _slash_is_date(line, i, stop):
        return None
    return Said(stop, day=day, month=month, sure=0.85 if mark == "/" else 0.8)


def _slash_is_date(line: Line, i: int, stop: int) -> bool:
    """`24/7`, `1/2 price` and `3/5 stars` are none."""
    first, second = line.get(i, "digits"), line.get(i + 2, "digits")
    if (first, second) in {(24, 7), (50, 50), (9, 11)}:
        return False
    after = line.tokens[stop]
    before = line.tokens[i - 1].m.keys() if i and line.word(i - 1) != "," else set()
    if (
        after.word[:1].isalpha()
        and not after.m
        and not before
        & {
            "on",
            "by",
            "until",
            "before",
            "since",
            "from",
            "to",
            "starting",
            "weekday",
            "this",
            "after",
            "in",
            "the",
        }
    ):
        return False  # 10/12 people
    if after.word in {"of", "star", "stars", "price", "cup", "inch"} and not after.m.get(
        "genitive"
    ):
        return False
    return after.word not in {"of", "stars", "star", "price", "inch", "cup"}


def _dot_is_date(line: Line, i: int) -> bool:
    """`5.12` is a date only where the words before it lead to one."""
    before = line.tokens[i - 1].m if i else {}
    return (
        line.word(i - 1) in {"on", "this", "am", "den", "vom", "zum", "dem", "bis"}
        or "weekday" in before
    )
