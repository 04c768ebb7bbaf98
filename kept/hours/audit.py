"""Whether calendars can be counted by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kept.hours.models import Calendar, CalendarVersion, ExtraDay
from kept.kit.findings import Finding
from kept.kit.hours import BadHours
from kept.kit.hours.public import known_region
from kept.kit.hours.zones import zone_named


def findings() -> Iterator[Finding]:
    for calendar in Calendar.objects.prefetch_related("versions"):
        about = f"calendar:{calendar.pk}"
        if not calendar.versions.all():
            yield Finding("half-written", about, "has no version")
        try:
            zone_named(calendar.zone)
        except BadHours as error:
            yield Finding("unknown", about, str(error))
    for version in CalendarVersion.objects.prefetch_related("windows"):
        yield from _version(version)
    for day in ExtraDay.objects.prefetch_related("windows"):
        if _overlap([(window.opens, window.closes) for window in day.windows.all()]):
            yield Finding("recount", f"extraday:{day.pk}", "has windows that overlap")


def _version(version: CalendarVersion) -> Iterator[Finding]:
    about = f"calendarversion:{version.pk}"
    windows = list(version.windows.all())
    if not windows:
        yield Finding("half-written", about, "is never open")
    day = 24 * 60
    if _overlap([(w.weekday * day + w.opens, w.weekday * day + w.closes) for w in windows]):
        yield Finding("recount", about, "has windows that overlap")
    if version.country:
        try:
            known_region(version.country, version.region)
        except BadHours as error:
            yield Finding("unknown", about, str(error))


def _overlap(windows: list[tuple[int, int]]) -> bool:
    return any(later[0] < earlier[1] for earlier, later in pairwise(sorted(windows)))
