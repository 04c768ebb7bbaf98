"""Dates of the calendar: `3 March`, `4/5`, `2026-03-06`, `Friday the 6th`, `May 2027`, `in 2027`."""

from __future__ import annotations

from dataclasses import replace

from kept.promises.rules.dates.around import (
    clean_day,
    day_number,
    goes_on,
    is_capital,
    is_short,
    leads_to_day,
    rests,
    rests_hard,
    size_of,
)
from kept.promises.rules.dates.figures import numeric
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import ordinal
from kept.promises.rules.dates.said import Said
from kept.promises.rules.dates.years import year_at, year_behind

WEEKDAY_LEADS = frozenset(
    [
        "on",
        "by",
        "until",
        "before",
        "after",
        "since",
        "starting",
        "from",
        "to",
        "this",
        "next",
        "last",
        "every",
        "or",
        "coming",
    ]
)


def calendar_date(line: Line, i: int) -> Said | None:
    """The longest date of the calendar at `i`."""
    key = ("date", i)
    if key not in line.memo:
        line.memo[key] = _calendar_date(line, i)
    found: Said | None = line.memo[key]
    return found


def _calendar_date(line: Line, i: int) -> Said | None:
    if line.near[i] > 2:
        return None
    m = line.tokens[i].m
    if "the" in m:
        return _with_article(line, i)
    if "weekday" in m:
        return _weekday(line, i)
    if "month" in m:
        return _month_first(line, i)
    if "digits" in m:
        return numeric(line, i) or _day_first(line, i) or year_at(line, i) or _on_number(line, i)
    if "num" in m or "ord" in m:
        return _day_first(line, i)
    if "yearword" in m or "era" in m:
        return year_at(line, i)
    return None


def _with_article(line: Line, i: int) -> Said | None:
    j = i + 1
    if line.has(j, "weekday") or line.has(j, "yearword") or line.has(j, "month"):
        return calendar_date(line, j)
    return _day_first(line, j) or _alone(line, j)


def _alone(line: Line, i: int) -> Said | None:
    """`the 15th`, `the fifteenth`: a day of this month or the next."""
    numbered = line.options.get("day_number") and line.get(i, "unit") == "day"
    article = line.has(i, "digits") and line.word(i - 1) in line.options.get("day_articles", ())
    found = ordinal(line, i + 1 if numbered else i)
    if found is None or not (found.marked or numbered or article) or not 1 <= found.value <= 31:
        return None
    if (
        not line.closes_freely(found.stop)
        or not rests(line, found.stop)
        or (
            not found.marked
            and line.tokens[found.stop].m.keys() & {"genitive", "next", "last", "this"}
        )
        or not leads_to_day(line, i - 2)
    ):
        return None
    return Said(found.stop, day=found.value, sure=0.8 if found.figures else 0.7)


def _on_number(line: Line, i: int) -> Said | None:
    """`I'll be back on 27.`"""
    found = ordinal(line, i)
    if (
        found is None
        or found.marked
        or i < 2
        or line.word(i - 1) != "on"
        or not 1 <= found.value <= 31
    ):
        return None
    if not line.closes_freely(found.stop) or not rests_hard(line, found.stop):
        return None
    return Said(found.stop, day=found.value, sure=0.6)


def _weekday(line: Line, i: int) -> Said | None:
    weekday = line.get(i, "weekday")
    j = i + 1
    if line.word(j) == "." and line.attached(j):
        j += 1
    plain = Said(j if _abbreviated(line, i) else i + 1, weekday=weekday)
    k = j
    if line.word(k) in {",", "-", "(", "/"} or line.has(k, "on_date"):
        k += 1
    k = line.skip(k, "the")
    dated = numeric(line, k, dotted=True) or _month_first(line, k) or _day_first(line, k)
    if dated and dated.month and dated.day:
        stop = (
            dated.stop + 1
            if line.word(k - 1) == "(" and line.word(dated.stop) == ")"
            else dated.stop
        )
        return replace(dated, weekday=weekday, sure=0.99, stop=stop)
    if line.word(j) in {"-", "/"}:
        return plain if _weekday_is_meant(line, i) else None
    found = ordinal(line, k)
    if (
        found
        and 1 <= found.value <= 31
        and (
            found.marked
            or (found.figures and found.value > 12)
            or (line.has(k - 1, "the") and found.figures)
        )
    ):
        after = found.stop
        clear = line.closes_freely(after) and not (
            line.has(after, "ampm")
            or line.has(after, "hourmark")
            or line.has(after, "oclock")
            or line.has(after, "unit")
            or line.has(after, "short_unit")
            or line.has(after, "month")
            or line.has(after, "ordsuffix")
        )
        if (
            clear
            and not (line.dash(after) and line.has(after + 1, "digits"))
            and not line.has(after, "minutes_said")
        ):
            return Said(after, weekday=weekday, day=found.value, sure=0.95)
    return plain if _weekday_is_meant(line, i) else None


def _weekday_is_meant(line: Line, i: int) -> bool:
    """`sun`, `sat` and the German `so` and `do` are weekdays only among other words of time."""
    token = line.tokens[i]
    if "weak" not in token.m:
        return True
    before = line.tokens[i - 1].m.keys() if i else set()
    after = line.tokens[i + 1]
    beyond = line.tokens[i + 2] if after.word == "." else after
    alone = (i == 0 or not before) and beyond.start == beyond.end
    led = before & WEEKDAY_LEADS and line.word(i - 1) != ","
    followed = after.m.keys() & {"digits", "part", "at", "tz", "to"} or after.word in {
        "-",
        "–",
        "/",
    }
    if i and line.word(i - 1).startswith("first thing"):
        return True
    if token.end - token.start <= 2:
        return bool(alone or led or followed)
    return bool(alone or led or followed or (is_capital(line, i) and rests(line, i + 1)))


def _abbreviated(line: Line, i: int) -> bool:
    """A point behind `Mon.` belongs to it, unless it ends the sentence."""
    token = line.tokens[i]
    if token.end - token.start > 4:
        return False
    after = line.tokens[i + 2]
    return after.start < after.end and not line.text[after.start].isupper()


def _month_first(line: Line, i: int) -> Said | None:
    month = line.get(i, "month")
    if month is None:
        return None
    j = i + 1
    if line.word(j) == "." and line.attached(j) and line.tokens[i].end - line.tokens[i].start <= 5:
        j += 1
    mark = line.word(j)
    k = j
    if mark in {",", "-", "/", "."} and (line.attached(j) or mark == ","):
        k = j + 1
    k = line.skip(k, "the")
    found = day_number(line, k)
    if found:
        day, stop = found.value, found.stop
        if not (k > j and mark == "," and not found.marked):
            year, end = year_behind(line, stop, glued=mark in {"-", "/"})
            if year or clean_day(line, stop, marked=found.marked):
                if (
                    year is None
                    and found.figures
                    and not found.marked
                    and line.tokens[i].m.get("weak")
                    and not is_capital(line, i)
                    and not rests(line, stop)
                    and line.word(i) in {"may", "march"}
                ):
                    return None
                return Said(end, day=day, month=month, year=year, sure=0.99 if year else 0.96)
    year, end = year_behind(line, i + 1, glued=mark in {"-", "/"})
    if year:
        return Said(end, month=month, year=year, sure=0.97)
    if line.word(j - 1) == "." and j > i + 1:
        year, end = year_behind(line, j, glued=False)
        if year:
            return Said(end, month=month, year=year, sure=0.97)
    if line.has(i, "weak") and not _month_is_meant(line, i):
        return None
    stop = (
        i + 2
        if line.word(i + 1) == "."
        and line.attached(i + 1)
        and is_short(line, i)
        and goes_on(line, i + 1)
        else i + 1
    )
    return Said(stop, month=month, sure=0.9)


def _month_is_meant(line: Line, i: int) -> bool:
    """`may`, `march`, `mar`: a month after a word that leads to one, or in a range."""
    before = line.tokens[i - 1].m if i else {}
    leads = {
        "in",
        "by",
        "until",
        "before",
        "since",
        "from",
        "genitive",
        "this",
        "next",
        "last",
        "edge",
        "starting",
        "every",
        "inside",
        "hard_after",
        "in_the",
        "during",
    }
    if (
        leads & before.keys()
        and line.word(i - 1) not in {"the", "on", "at", "over", "around", "this"}
    ) or (line.has(i - 1, "or") and line.has(i - 2, "month") and not line.has(i - 2, "weak")):
        return line.word(i - 1) not in {"for"} or is_capital(line, i)
    if i and line.word(i - 1) == "this":
        return (
            is_capital(line, i)
            and line.word(i) != "second"
            and (line.word(i) not in {"may"} or rests_hard(line, i + 1))
        )
    if line.has(i - 1, "to") and line.has(i - 2, "month"):
        return True
    after = line.tokens[i + 1]
    if ("to" in after.m or line.dash(i + 1)) and line.has(i + 2, "month"):
        return True
    if line.word(i) in {"may", "march", "second", "sec", "min", "mo"}:
        return line.near[0] == i == 0 and after.start == after.end
    return is_capital(line, i) or len(line.tokens) < 12


def _day_first(line: Line, i: int) -> Said | None:
    """`3 March`, `3rd of March 2026`, `15-Feb-2020`, `den 28. Oktober`."""
    found = day_number(line, i)
    if found is None:
        return None
    j = found.stop
    if line.has(j, "unit") and line.get(j, "unit") == "day" and found.marked:
        j += 1  # the 15th day of March
    glued = False
    if line.word(j) in {"-", "/", "."} and line.attached(j) and line.attached(j + 1):
        j, glued = j + 1, True
    elif line.has(j, "genitive"):
        j = line.skip(j + 1, "the")
        if line.has(j, "monthword"):
            j = line.skip(j + 1, "genitive")
    month = line.get(j, "month")
    if month is None:
        return None
    if line.word(i - 1) in {"$", "€", "£"} and i:
        return None
    if (
        line.has(j, "weak")
        and not found.marked
        and not line.has(j - 1, "genitive")
        and line.word(j) in {"may", "second", "sec", "min", "mo"}
        and not is_capital(line, j)
        and not glued
        and not rests(line, j + 1)
    ):
        return None
    stop = j + 1
    if (
        line.word(stop) == "."
        and line.attached(stop)
        and size_of(line, j) <= 5
        and goes_on(line, stop)
    ):
        stop += 1
    if (line.word(stop) in {"-", "/"} and glued) or line.word(stop) != "-":
        year, end = year_behind(line, stop, glued=glued)
    else:
        year, end = None, stop
    if year is None and glued and not line.closes_freely(stop):
        return None
    return Said(
        end if year else min(end, stop) if line.word(stop - 1) != "." else stop,
        day=found.value,
        month=month,
        year=year,
        sure=0.99 if year else 0.97,
    )
