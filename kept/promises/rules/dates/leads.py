"""Words of direction before and behind a time: by, before, after, until, since, within."""

from __future__ import annotations

from datetime import timedelta

from kept.promises.rules.dates.around import rests
from kept.promises.rules.dates.counted import any_date
from kept.promises.rules.dates.lengths import UNITS, Length, length, passed, unit_at
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.moments import directed, moment
from kept.promises.rules.dates.said import meant
from kept.promises.rules.dates.when import When

LEADS = ("by", "until", "before", "after", "since", "starting")


def led_at(line: Line, i: int) -> When | None:
    """`by Friday`, `before 5`, `within two days`, `more than two days before yesterday`."""
    m = line.tokens[i].m
    if "within" in m and (within := _within(line, i)):
        return within
    if "more" in m and (far := _more(line, i)):
        return far
    lead = next((name for name in LEADS if name in m), "")
    if not lead:
        return _sign(line, i)
    j = i + 1
    if line.has(j, "at") and line.word(j) not in {"for", "@"}:
        j += 1
    j = line.skip(j, "approximately")
    if (
        lead == "after"
        and "hard_after" not in m
        and not line.tokens[j].m.keys() & {"digits", "clockword", "weekday", "num", "month", "part"}
    ):
        return None
    if (
        "since" in m
        and (lasted := length(line, j))
        and not line.tokens[lasted.stop].m.keys() & {"ago", "fromx", "beforex"}
    ):
        return When(
            i,
            lasted.stop,
            passed(line, lasted, -1),
            None,
            lasted.finest,
            kind="range",
            sure=0.8,
            lead="since",
        )
    found = moment(line, j, led=True) or (
        moment(line, line.skip(j, "the"), led=True) if line.has(j, "the") else None
    )
    if found is None:
        return _after_length(line, i) if "hard_after" in m else None
    if found.kind == "recurring" or (found.lead and found.lead != "in"):
        return None
    if (
        lead == "starting"
        and (found.grain in {"month", "quarter", "year"} or found.edge)
        and line.word(i) in {"from", "von", "de", "desde", "depuis"}
    ):
        return found.but(first=i)
    if lead == "since":
        past = _past(line, found, j)
        return directed(line, past.but(first=i), lead)
    if (
        lead == "starting"
        and found.has_date
        and line.has(found.stop, "for")
        and (lasting := length(line, found.stop + 1))
        and found.start
    ):
        grain = "minute" if found.has_clock else "day"
        return found.but(
            first=i, stop=lasting.stop, end=lasting.after(found.start), kind="range", grain=grain
        )
    if lead in {"until", "by"} and line.word(i) in {"through"} and found.bare_hour:
        return None
    return directed(line, found.but(first=i), lead)


def _past(line: Line, found: When, j: int) -> When:
    """`since` speaks of the last one, unless this one was said."""
    if found.start is None or found.start <= line.at:
        return found
    if found.has_clock and not found.has_date:
        days = -((line.at - found.start) // timedelta(days=1))
        return found.but(start=found.start - timedelta(days=days))

    said = any_date(line, j)
    span = meant(line, said, past=True) if said and said.stop == found.stop else None
    return found.but(start=span.start, end=span.end) if span and span.start <= line.at else found


def _within(line: Line, i: int) -> When | None:
    j = line.skip(i + 1, "the")
    said = length(line, i + 1)
    if said is None and line.has(j, "unit"):
        unit = unit_at(line, j, figures=False)
        if unit and unit[0] not in {"second", "night", "weekend"}:
            base, factor = UNITS.get(unit[0], (unit[0], 1))
            parts: tuple[tuple[float, str], ...] = ((factor, base),)
            stop = unit[1]
            if line.has(stop, "and") and (more := length(line, stop + 1)):
                parts, stop = parts + more.parts, more.stop
            said = Length(parts, stop)
    if said is None:
        return None
    if (
        line.has(i, "inside")
        and not said.is_clock
        and len(said.parts) == 1
        and said.counted
        and said.parts[0][0] != 1
    ):
        return None
    stop = line.skip(said.stop, "timeword") if line.word(said.stop) != "time" else said.stop
    end = passed(line, said)
    stop = line.skip(stop, "later")
    return When(
        i,
        stop,
        line.at,
        end,
        said.finest if said.finest != "workday" else "day",
        kind="range",
        sure=0.95,
        lead="within",
        working=said.working,
    )


def _more(line: Line, i: int) -> When | None:
    """`more than two weeks after today`."""
    found = moment(line, i + 1)
    if found is None or found.start is None or not (found.has_date or found.has_clock):
        return None
    if line.word(i + 1).startswith("later"):
        return None  # I'll send it over later today
    words = {line.word(k).split()[0] for k in range(i + 1, found.stop)}
    if line.word(i) not in line.options.get("more_words", {"more than", "over", "at least"}):
        return None
    if words & {"before", "ago", "prior", "vor"}:
        return found.but(first=i, start=None, end=found.start, kind="range", lead="before")
    if words & {"after", "from", "later", "hence", "nach"}:
        return found.but(first=i, end=None, kind="range", lead="after")
    return None


def _after_length(line: Line, i: int) -> When | None:
    """`after 6 days`"""
    said = length(line, i + 1)
    if said is None or line.word(i) in {"more than", "over", "past"} or not rests(line, said.stop):
        return None
    return When(
        i,
        said.stop,
        passed(line, said),
        None,
        said.finest,
        kind="range",
        sure=0.7,
        lead="after",
        working=said.working,
    )


def _sign(line: Line, i: int) -> When | None:
    """`>= 2019`"""
    word = line.word(i)
    if word not in {"<", ">"}:
        return None
    j = i + 1
    equal = line.word(j) == "="
    j = j + 1 if equal else j
    found = moment(line, j)
    if found is None or not found.has_date:
        return None
    lead = {"<": "until" if equal else "before", ">": "starting" if equal else "after"}[word]
    return directed(line, found.but(first=i, sure=0.7), lead)


def behind(line: Line, found: When) -> When:
    """`3pm or later`, `Friday at the latest`."""
    if found.kind in {"duration", "recurring"} or found.lead:
        return found
    after = line.tokens[found.stop].m
    if after.keys() & {"or_later", "or_earlier"} and line.near[found.stop + 1] == 0:
        return found  # 2/5 and after 4pm
    if "or_later" in after:
        return directed(line, found.but(stop=found.stop + 1), "starting") or found
    if "or_earlier" in after:
        return directed(line, found.but(stop=found.stop + 1), "by") or found
    return found
