"""The reader: from a text to the times said in it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kept.promises.rules.dates.calendar import WEEK_STARTS
from kept.promises.rules.dates.found import Found
from kept.promises.rules.dates.leads import behind, led_at
from kept.promises.rules.dates.lengths import length
from kept.promises.rules.dates.lexicon import lexicon
from kept.promises.rules.dates.line import Line, line_of
from kept.promises.rules.dates.moments import moment
from kept.promises.rules.dates.month_days import shared_month
from kept.promises.rules.dates.periods import date_at
from kept.promises.rules.dates.ranges import date_range
from kept.promises.rules.dates.recurring import recurring
from kept.promises.rules.dates.said import Said, meant
from kept.promises.rules.dates.when import When

LONGEST = 20_000  # characters; what lies beyond is not read


STARTERS = frozenset(
    [
        "digits",
        "num",
        "few",
        "fraction",
        "half",
        "quarter",
        "ord",
        "weekday",
        "weekdays",
        "month",
        "unit",
        "part",
        "parts",
        "dayrel",
        "tonight",
        "today_part",
        "today_part",
        "now",
        "this",
        "next",
        "last",
        "the",
        "a",
        "in",
        "within",
        "inside",
        "at",
        "by",
        "until",
        "before",
        "after",
        "hard_after",
        "since",
        "starting",
        "from",
        "every",
        "recurring",
        "edge",
        "later_than_now",
        "edgeword",
        "rest",
        "whole",
        "weekof",
        "weekword",
        "yearword",
        "era",
        "clockword",
        "season",
        "more",
        "for",
        "ago_before",
        "overnext",
        "closest",
        "sign",
        "holiday",
        "quarterword",
    ]
)
REACH = 5  # tokens from the first word of a time to the word that makes it one


def read(text: str, *, at: datetime, zone: str, language: str = "en") -> list[Found]:
    """Every time said in `text`, in its order, without overlaps.

    `at` is the local time of writing, without offset; `zone` an IANA name; `language` a BCP 47 tag, whose
    region moves the start of the week and the order of day and month. Dates and times that could be
    several are read as the next one not yet over.

    Raises `ZoneInfoNotFoundError` (a `KeyError`) or `ValueError` for a zone that does not exist.
    """
    here = ZoneInfo(zone)
    parts = language.replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    line = line_of(
        text[:LONGEST],
        at=at.replace(tzinfo=None, microsecond=0),
        zone=here,
        lexicon=lexicon(parts[0].lower()),
        week_start=WEEK_STARTS.get(region, 0),
        month_first=parts[0].lower() == "en" and region in {"", "US"},
    )
    line.dates = date_at
    return [found for when in times(line) if (found := finished(line, when))]


def times(line: Line) -> list[When]:
    """The longest time at each place, left to right."""
    result: list[When] = []
    i, count = 0, len(line.tokens) - 8
    while i < count:
        if line.near[i] > REACH or STARTERS.isdisjoint(line.tokens[i].m):
            i += 1
            continue
        best = longest(line, i)
        if best is None:
            i = _past_impossible(line, i)
        else:
            result.append(best)
            i = best.stop
    return result


def _past_impossible(line: Line, i: int) -> int:
    """Past `31 April`, which is no day and not the whole of April either."""
    said: Said | None = line.memo.get(("date", i))
    if said and said.day and said.month and meant(line, said) is None:
        return said.stop
    return i + 1


def longest(line: Line, i: int) -> When | None:
    best: When | None = None
    for reader in READERS:
        try:
            found = reader(line, i)
        except (ValueError, OverflowError):
            continue  # years that no calendar holds
        if found and (best is None or found.stop > best.stop):
            best = found
    return behind(line, best) if best else None


def _at(line: Line, i: int) -> When | None:
    """`at 3`: the word says that a time follows."""
    if not line.has(i, "at") or line.word(i) in {"for"}:
        return None
    found = moment(line, i + 1, led=True)
    return (
        found.but(first=i)
        if found and found.has_clock and not found.has_date and found.bare_hour
        else found
    )


def _lasting(line: Line, i: int) -> When | None:
    said = length(line, i)
    if said is None:
        return None
    last = line.tokens[said.stop - 1]
    if (
        "short_unit" in last.m
        and "unit" not in last.m
        and len(said.parts) == 1
        and (last.word not in {"h", "y"} or (last.gap and not line.options.get("hour_word")))
    ):
        return None
    if (
        said.finest == "second"
        and last.word in {"second", "sec"}
        and line.has(i, "a")
        and not _pauses(line, said.stop)
    ):
        return None
    if line.has(i, "the") or (line.has(i, "half") and line.word(said.stop - 1) in {"half"}):
        return None
    unit = "day" if said.finest == "workday" else said.finest
    return When(
        i,
        said.stop,
        None,
        None,
        unit,
        kind="duration",
        sure=0.9,
        seconds=said.seconds,
        working=said.working,
    )


# Of two that reach as far the first is taken.
READERS = (moment, date_range, shared_month, recurring, led_at, _at, _lasting)


def _pauses(line: Line, j: int) -> bool:
    token = line.tokens[j]
    return token.start == token.end or not token.word[0].isalnum() or "follows" in token.m


def finished(line: Line, when: When) -> Found | None:
    """With offsets in the text and in time."""
    start, end = line.tokens[when.first].start, line.tokens[when.stop - 1].end
    try:
        value_start = _placed(line, when.start)
        value_end = _placed(line, when.end)
    except (ValueError, OverflowError):
        return None
    return Found(
        start=start,
        end=end,
        words=line.text[start:end],
        value_start=value_start,
        value_end=value_end,
        grain=when.grain,
        kind=when.kind,
        seconds=when.seconds,
        confidence=round(min(max(when.sure, 0.05), 0.99), 2),
        lead=when.lead,
        bare_hour=when.bare_hour,
        working_days=when.working,
        edge=when.edge,
        edge_of=when.edge_of,
        counted=bool(when.counted),
        has_date=when.has_date,
    )


def _placed(line: Line, moment: datetime | None) -> datetime | None:
    """Wall time in the zone; an hour that the clocks skip is the same instant an hour later."""
    if moment is None:
        return None
    placed = moment.replace(tzinfo=line.zone)
    return placed.astimezone(ZoneInfo("UTC")).astimezone(line.zone)
