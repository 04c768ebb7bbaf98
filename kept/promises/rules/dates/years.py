"""Years: `2014` where a year can stand, `2014 AD`, `the year 2008`, and those behind a date."""

from __future__ import annotations

from kept.promises.rules.dates.around import range_dash, rests, size_of
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import spelled_year
from kept.promises.rules.dates.said import Said

YEARS = range(1500, 2200)


BEFORE_YEAR = (
    "in",
    "by",
    "until",
    "before",
    "after",
    "since",
    "starting",
    "from",
    "to",
    "genitive",
    "for",
    "inside",
    "edge",
    "hard_after",
    "weekof",
)


def year_behind(line: Line, i: int, *, glued: bool) -> tuple[int | None, int]:
    """A year behind a date: `2015`, `, 2015`, `of 2020`, `'15`, `nineteen ninety three`."""
    j = i
    word = line.word(j)
    if (
        word == ","
        and line.word(j + 1) == "'"
        and line.has(j + 2, "digits")
        and size_of(line, j + 2) == 2
    ):
        return two_digits(line, line.get(j + 2, "digits")), j + 3
    if word in {",", "/", "-", "."} and line.has(j + 1, "digits"):
        j += 1
        if word in {"-", "/", "."} and not (line.attached(j) and line.attached(j - 1)):
            return None, i
    elif line.has(j, "genitive") or word == "in" or line.has(j, "of_year"):
        j = line.skip(j + 1, "yearword", "the")
        j = line.skip(j, "yearword")
    elif (
        word == "'"
        and line.has(j + 1, "digits")
        and size_of(line, j + 1) == 2
        and line.attached(j + 1)
    ):
        return two_digits(line, line.get(j + 1, "digits")), j + 2
    elif line.has(j, "yearword"):
        j += 1
    turn = line.tokens[j].m
    if turn.keys() & {"this", "next", "last"} and line.get(j + 1, "unit") == "year":
        return line.at.year + (1 if "next" in turn else -1 if "last" in turn else 0), j + 2
    year = line.get(j, "digits")
    if year is not None:
        if not line.closes_freely(j + 1) and not (line.dash(j + 1) and size_of(line, j) == 4):
            return None, i
        if size_of(line, j) == 4 and year in YEARS:
            if line.has(j + 1, "unit") or line.has(j + 1, "ampm"):
                return None, i
            return year, line.skip(j + 1, "era")
        named = word in {"of", "de", "del"} or (glued and word in {"-", "/"})
        if (
            size_of(line, j) == 2
            and named
            and not line.has(j + 1, "ampm")
            and not line.has(j + 1, "month")
        ):
            return two_digits(line, year), j + 1
        return None, i
    words = spelled_year(line, j)
    return (int(words.value), words.stop) if words else (None, i)


def two_digits(line: Line, year: int) -> int:
    """The century nearest to the writing, at most thirty years ahead."""
    century = line.at.year // 100 * 100
    return century + year - (100 if century + year > line.at.year + 30 else 0)


def year_at(line: Line, i: int) -> Said | None:
    """`2014` after a word that leads to a year, `2014 AD`, `the year 2008`, `cy 2027`."""
    j = i
    if line.has(j, "yearword"):
        j = line.skip(j + 1, "genitive")
        if line.word(j - 1) in {"fy", "sy"}:
            return None
    year = line.get(j, "digits")
    if year is None or size_of(line, j) != 4 or not line.opens_freely(j):
        return None
    if not line.closes_freely(j + 1) and not range_dash(line, j + 1):
        return None
    if line.has(j + 1, "era"):
        return Said(j + 2, year=year, sure=0.97)
    if j > i:
        return Said(j + 1, year=year, sure=0.95)
    if year not in range(1900, 2160):
        return None
    before = line.tokens[i - 1].m if i else {}
    whole = i == 0 and line.tokens[1].start == line.tokens[1].end
    sign = i > 0 and line.word(i - 1) in {"=", "<", ">"}
    led = not before.keys().isdisjoint(BEFORE_YEAR) and line.word(i - 1) not in {"for", "-"}
    if line.word(i - 1) == "and" and i:
        led = line.has(i - 2, "digits") and not line.word(i - 3).startswith("from")
    if led and line.has(i - 1, "genitive") and line.options.get("of_counts"):
        of = line.tokens[i - 2].m
        led = bool(of.keys() & {"month", "season", "holiday", "edge", "weekof", "unit"})
        led = led and of.get("unit") != "quarter"  # expenses of 2000
    if led and line.has(i - 1, "from") and line.word(j + 1) == "and" and line.has(j + 2, "digits"):
        led = False
    led = led or (i > 0 and line.word(i - 1) == "on")
    if not (whole or sign or (led and rests(line, j + 1))):
        return None
    return Said(j + 1, year=year, sure=0.85)
