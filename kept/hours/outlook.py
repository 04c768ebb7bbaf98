"""What some hours come to: the week to look at, a promise counted by them, the next holidays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from kept.hours.forms import DAY_NAMES
from kept.hours.queries import due_after
from kept.hours.regions import named_countries
from kept.hours.rules import Plan, Version
from kept.kit.hours import Windows
from kept.kit.hours.public import countries, parts_of
from kept.kit.hours.windows import written
from kept.ui import wording

WORKING_HOURS = 4
HOLIDAYS = 6
AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the week to draw; bars are (first minute, minutes)."""

    name: str
    words: str
    bars: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Holiday:
    """`own` words stand where the calendar has this day otherwise."""

    day: date
    name: str
    own: str


@dataclass(frozen=True, slots=True)
class Outlook:
    week: Sequence[DayRow]
    hours_a_week: str
    sentences: Sequence[str]
    region: str
    holidays: Sequence[Holiday]


def outlook(plan: Plan, version: Version, *, now: datetime, language: str) -> Outlook:
    """Of one version of a plan."""
    return Outlook(
        week=week_rows(version),
        hours_a_week=_hours_a_week(version),
        sentences=_sentences(plan, version, now=now),
        region=region_in_words(version),
        holidays=_holidays(plan, version, now=now, language=language),
    )


def week_rows(version: Version) -> list[DayRow]:
    return [
        DayRow(
            name=str(name),
            words=windows_in_words(windows),
            bars=[(opens, closes - opens) for opens, closes in windows],
        )
        for name, windows in zip(DAY_NAMES, version.week, strict=True)
    ]


def windows_in_words(windows: Windows) -> str:
    """`09:00 to 12:30, 13:30 to 17:00`, or that it is closed."""
    spans = [_("%(start)s to %(end)s") % {"start": a, "end": b} for a, b in written(windows)]
    return ", ".join(spans) or _("closed")


def span_in_words(begins_at: datetime, ends_at: datetime, *, zone: str) -> str:
    """Whole days by their dates, both counting: `7 to 18 December 2026`; else with the times."""
    here = ZoneInfo(zone)
    begin, end = begins_at.astimezone(here), ends_at.astimezone(here)
    if begin.time() == end.time() == time():
        last = end - timedelta(days=1)
        if begin.date() == last.date():
            return date_format(begin, "l j F Y")
        same = "j" if (begin.year, begin.month) == (last.year, last.month) else "j F"
        first = date_format(begin, same if begin.year == last.year else "j F Y")
        return _("%(start)s to %(end)s") % {"start": first, "end": date_format(last, "j F Y")}
    first, until = date_format(begin, "j F Y H:i"), date_format(end, "j F Y H:i")
    if begin.date() == end.date():
        until = date_format(end, "H:i")
    return _("%(start)s to %(end)s") % {"start": first, "end": until}


def region_in_words(version: Version) -> str:
    """`Bayern, Germany`; nothing where no public holidays are kept."""
    region = version.region
    if region is None:
        return ""
    country = named_countries().get(region.country, region.country)
    if not region.part or region.country not in countries():
        return country
    part = parts_of(region.country).get(region.part, region.part)
    return _("%(region)s, %(country)s") % {"region": part, "country": country}


def _hours_a_week(version: Version) -> str:
    minutes = sum(closes - opens for day in version.week for opens, closes in day)
    return f"{minutes / 60:g}".replace(".", str(get_format("DECIMAL_SEPARATOR")))


def _sentences(plan: Plan, version: Version, *, now: datetime) -> list[str]:
    """Counted by the very hours that promises are counted by."""
    hours = plan.hours()
    due = due_after(hours, now, working_hours=WORKING_HOURS)
    if due is None:
        return [_("These hours are never open.")]
    when = {"n": WORKING_HOURS, "due": wording.exact(due, zone=plan.zone)}
    found = [_("A promise of %(n)s working hours made now is due %(due)s.") % when]
    begin = datetime.combine(version.since, time(), ZoneInfo(plan.zone))
    if begin > now:
        later = due_after(hours, begin, working_hours=WORKING_HOURS)
        if later:
            when["due"] = wording.exact(later, zone=plan.zone)
            found.append(_("Made as these hours begin, it is due %(due)s.") % when)
    return found


def _holidays(plan: Plan, version: Version, *, now: datetime, language: str) -> list[Holiday]:
    """The next ones while this version holds, or of all versions where it holds already."""
    today = now.astimezone(ZoneInfo(plan.zone)).date()
    first = max(today, version.since)
    names = plan.hours().holidays(first, first + AHEAD, language)
    return [
        Holiday(
            day=day,
            name=names[day],
            own=windows_in_words(plan.days[day]) if plan.days.get(day) else "",
        )
        for day in sorted(names)[:HOLIDAYS]
    ]
