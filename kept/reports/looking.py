"""What a member asked to look at, behind its gate, and what is read for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kept.conversations.models import Desk
from kept.people.models import Member
from kept.reports import wording
from kept.reports.access import Desks, desks_of, may_tell, names_of
from kept.reports.forms import ReportForm, facet_of
from kept.reports.models import Facet
from kept.reports.parts import parts_of
from kept.reports.queries import (
    Hour,
    Numbers,
    Scope,
    days_of,
    hours_of,
    still_open_of,
    took_by_day,
)
from kept.reports.rules.lengths import Lengths, summed
from kept.reports.rules.life import MEASURES
from kept.reports.rules.periods import Step
from kept.reports.topics import Row, Seen


@dataclass(frozen=True, slots=True)
class Asked:
    """`chosen` are the desks to tell of; `under` is the name of what was chosen beside them."""

    member: Member
    form: ReportForm
    desks: Desks
    chosen: list[Desk]
    scope: Scope
    today: date
    under: str = ""

    @property
    def facet(self) -> Facet:
        """By what the parts are told: by desk where something is chosen already."""
        return Facet.ALL if self.under else facet_of(self.form.told_by)


@dataclass(frozen=True, slots=True)
class Read:
    """What was seen in all, and the same step by step; `before` has as many steps."""

    seen: Seen
    steps: list[tuple[Step, Row]]
    before: list[Row]
    names: dict[int, str]


def asked(
    member: Member, given: Mapping[str, str], *, today: date, fields: Iterable[str] = ()
) -> Asked:
    desks = desks_of(member)
    form = ReportForm(given, desks=desks.shown, today=today, fields=fields)
    chosen = [desk for desk in desks.shown if form.desk_slug in {"", desk.slug}]
    facet, key, under = Facet.ALL, 0, ""
    if form.of:
        name, wanted = form.of
        if may_tell(chosen, facet_of(name), wanted):
            facet, key = facet_of(name), wanted
            under = _names(member, facet, [key])[key]
        else:
            form.of = None
    scope = Scope([desk.pk for desk in chosen], form.days, facet, key, form.is_clock)
    return Asked(member, form, desks, chosen, scope, today, under)


def read(
    of: Asked, needs: frozenset[str], *, has_parts: bool = True, measures: Collection[str] = ()
) -> Read:
    """One query for each thing that is needed; parts tell of these measures alone."""
    scope, period = of.scope, of.scope.period
    days = days_of(scope, until=max(of.today, period.last) + timedelta(days=1))
    by_day = took_by_day(scope) if "took" in needs else {}
    still_open = still_open_of(scope) if "still_open" in needs else {}
    parts = parts_of(scope, of.facet, measures) if has_parts else []
    open_now = sum(still_open.values()) if "still_open" in needs else None
    steps = _rows(period.steps, days, by_day, open_now)
    before = _rows(period.before.steps, days, by_day, open_now)
    seen = Seen(
        period,
        _all(steps),
        _all(before),
        parts,
        hours_of(scope) if "hours" in needs and not of.under else {},
        still_open,
        of.today,
    )
    names = _part_names(of, [part.key for part in parts]) if parts else {}
    empty = 0 if any(seen.before.numbers.values()) else _empty(steps)
    told = list(zip(period.steps, steps, strict=True))
    return Read(seen, told[empty:], before[empty:], names)


def _empty(steps: Sequence[Row]) -> int:
    """How many there are before anything ever happened; the last is told in any case."""
    found = (at for at, row in enumerate(steps) if any(row.numbers.values()))
    return next(found, len(steps) - 1)


def _rows(
    steps: Sequence[Step],
    days: Mapping[date, Numbers],
    by_day: Mapping[tuple[date, str], Lengths],
    open_now: int | None,
) -> list[Row]:
    """What each step comes to; all days are gone through once."""
    place = {
        step.first + timedelta(days=n): number
        for number, step in enumerate(steps)
        for n in range((step.last - step.first).days + 1)
    }
    numbers: list[Numbers] = [Counter() for _ in steps]
    since: Numbers = Counter()
    for day, found in days.items():
        if (at := place.get(day)) is not None:
            numbers[at].update(found)
        elif day > steps[-1].last:
            since.update(found)
    lengths: list[dict[str, list[Lengths]]] = [{} for _ in steps]
    for (day, measure), one in by_day.items():
        if (at := place.get(day)) is not None:
            lengths[at].setdefault(measure, []).append(one)
    levels = _levels(numbers, since, open_now)
    return [
        Row(
            numbers[at],
            {measure: summed(lengths[at].get(measure, ())) for measure in MEASURES},
            levels[at],
        )
        for at in range(len(steps))
    ]


def _levels(
    numbers: Sequence[Numbers], since: Numbers, open_now: int | None
) -> Sequence[int | None]:
    """What was open at the end of each: what is open now, without all that came and went since."""
    if open_now is None:
        return [None] * len(numbers)
    levels = []
    level = open_now - _grown(since)
    for step in reversed(numbers):
        levels.append(level)
        level -= _grown(step)
    return levels[::-1]


def _grown(numbers: Numbers) -> int:
    return numbers["opened"] + numbers["reopened"] - numbers["closed"]


def _all(rows: Sequence[Row]) -> Row:
    total: Numbers = Counter()
    for row in rows:
        total.update(row.numbers)
    took = {one: summed(row.took[one] for row in rows) for one in MEASURES}
    return Row(total, took, rows[-1].level)


def _part_names(of: Asked, keys: Sequence[int]) -> dict[int, str]:
    if of.facet == Facet.ALL:
        known = {desk.pk: desk.name for desk in of.chosen}
        return {key: known[key] for key in keys}
    return _names(of.member, of.facet, keys)


def _names(member: Member, facet: Facet, keys: Sequence[int]) -> dict[int, str]:
    if facet == Facet.CHANNEL:
        return {key: wording.channel(key) for key in keys}
    known = names_of(member, facet, keys)
    nobody, gone = str(wording.NOBODY[facet]), str(wording.GONE)
    return {key: known.get(key, gone if key else nobody) for key in keys}


def by_weekday(hours: Mapping[tuple[int, int], Hour]) -> list[tuple[int, Hour]]:
    """What came on each weekday in all hours."""
    found = []
    for weekday in range(7):
        own = Hour()
        for (day, _hour), one in hours.items():
            own = own + one if day == weekday else own
        found.append((weekday, own))
    return found


def hour_row(hour: Hour) -> Row:
    return Row(Counter({"received": hour.received}), {"WAIT": hour.waited})


def all_hours(hours: Mapping[tuple[int, int], Hour]) -> Row:
    total = Hour()
    for one in hours.values():
        total = total + one
    return hour_row(total)
