"""Days of one month: `4-6 March`, `the 21st to the 23rd`, `8 and 9 May`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kept.promises.rules.dates.around import rests, size_of
from kept.promises.rules.dates.calendar import midnight, step
from kept.promises.rules.dates.counted import any_date
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.nth import container
from kept.promises.rules.dates.numbers import ordinal
from kept.promises.rules.dates.said import Said, meant
from kept.promises.rules.dates.when import When
from kept.promises.rules.dates.years import year_behind


def between_ends(line: Line, k: int, *, opened: bool) -> int | None:
    """Past the word or dash between the two ends."""
    if line.word(k) == "," and line.has(k + 1, "to"):
        k += 1
    if line.dash(k):
        return k + 1
    if line.has(k, "to") and (
        opened or line.word(k) not in {"and", "and the", "et", "und", "y", "en", "e"}
    ):
        k += 1
        return k + 1 if line.has(k, "to") and line.word(k) not in {"and"} else k
    return None


def numbered_day(line: Line, k: int) -> tuple[int, int, bool] | None:
    j = line.skip(k, "the")
    found = ordinal(line, j)
    if found is None or not 1 <= found.value <= 31 or (found.figures and size_of(line, j) > 2):
        value = line.get(j, "digits")
        if value is None or not 1 <= value <= 31 or not (line.attached(j) and line.dash(j - 1)):
            return None
        suffix = line.has(j + 1, "ordsuffix") and line.attached(j + 1)
        return value, j + 2 if suffix else j + 1, suffix
    return found.value, found.stop, found.marked


def days_of_month(line: Line, i: int, j: int, *, opened: bool) -> When | None:
    """`4-6 March`, `from the 3rd to the 7th of May`, `the 21st to the 23rd`, `4 to 23 in next month`."""
    first = numbered_day(line, j)
    if first is None:
        return None
    k = between_ends(line, first[1], opened=opened)
    if k is None:
        return None
    second = numbered_day(line, k)
    if second is None or second[0] <= first[0]:
        return None
    last = any_date(line, line.skip(k, "the"))
    if last is None or last.day is None or last.month is None:
        last = _second_day(line, line.skip(k, "the"))
    if last and last.day and last.month:
        return same_month(line, i, first[0], last)
    stop = second[1]
    if line.tokens[stop].m.keys() & {"genitive", "in", "of", "in_the"} and (
        whole := container(line, stop + 1) or container(line, stop)
    ):
        span, after = whole
        if span.grain == "month":
            starts = span.start.replace(day=first[0])
            return ranged(
                line,
                i,
                after,
                starts,
                step(span.start.replace(day=second[0]), "day", 1),
                "day",
                0.9,
            )
    marked = first[2] and second[2]
    if marked and (opened or line.has(j, "the")) and rests(line, stop):
        end = meant(line, Said(stop, day=second[0]))
        if end:
            start = end.start.replace(day=first[0])
            return ranged(line, i, stop, start, end.end, "day", 0.8)
    return None


def _second_day(line: Line, k: int) -> Said | None:
    """The day behind an attached dash: `2-9 August`."""
    found = numbered_day(line, k)
    if found is None:
        return None
    day, j, _ = found
    if line.has(j, "genitive"):
        j = line.skip(j + 1, "the")
    month = line.get(j, "month")
    if month is None or (line.has(j, "weak") and line.word(j) in {"second", "sec", "min", "mo"}):
        return None
    year, end = year_behind(line, j + 1, glued=False)
    return Said(end if year else j + 1, day=day, month=month, year=year)


def same_month(line: Line, i: int, day: int, last: Said) -> When | None:
    end = meant(line, last)
    if end is None:
        return None
    if last.year is None and end.start.year > line.at.year:
        # The range that runs just now is meant, not next year's.
        running = meant(line, replace(last, year=line.at.year))
        end = running if running and running.end > midnight(line.at) else end
    return ranged(line, i, last.stop, end.start.replace(day=day), end.end, "day", 0.96)


def month_with_days(line: Line, i: int) -> When | None:
    """`nächsten Monat vom 5. bis zum 9.`"""
    whole = (
        container(line, i) if line.tokens[i].m.keys() & {"next", "last", "this", "month"} else None
    )
    if whole is None or whole[0].grain != "month" or not line.has(whole[1], "from"):
        return None
    span, j = whole
    first = numbered_day(line, j + 1)
    k = between_ends(line, first[1], opened=True) if first else None
    second = numbered_day(line, k) if k else None
    if first is None or second is None or second[0] <= first[0]:
        return None
    starts, ends = span.start.replace(day=first[0]), span.start.replace(day=second[0])
    return ranged(line, i, second[1], starts, step(ends, "day", 1), "day", 0.95)


def shared_month(line: Line, i: int) -> When | None:
    """The first of `8 and 9 May`."""
    first = numbered_day(line, i)
    if first is None or not line.has(first[1], "andor"):
        return None
    k = line.skip(line.skip(first[1] + 1, "andor"), "the")
    second = numbered_day(line, k)
    if second is None or second[0] == first[0]:
        return None
    last = any_date(line, k)
    if last is None or not last.day or not last.month or last.weekday is not None:
        after = shared_month(line, k) if line.depth < 4 else None
        if after is None or after.start is None:
            return None
        span = meant(line, Said(first[1], day=first[0], month=after.start.month))
    else:
        span = meant(line, replace(last, day=first[0]))
    if span is None:
        return None
    return When(i, first[1], span.start, span.end, "day", sure=0.85, has_date=True)


def ranged(
    line: Line, i: int, stop: int, start: datetime, end: datetime, grain: str, sure: float
) -> When | None:
    if end <= start:
        return None
    return When(i, stop, start, end, grain, kind="range", sure=sure, has_date=True)
