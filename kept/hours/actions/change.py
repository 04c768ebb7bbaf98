"""A calendar's hours change from a date on, or on one date. What has been stays."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.hours.access import may_settle_hours
from kept.hours.actions.make import check_version, local_date, write_version
from kept.hours.events import CalendarChanged
from kept.hours.models import Calendar, CalendarVersion, DayWindow, ExtraDay
from kept.hours.rules import Version
from kept.kit.hours import Windows
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member


class ChangedMeanwhile(Refusal):
    code = "calendar_changed_meanwhile"
    message = gettext_lazy(
        "Somebody changed these hours meanwhile. Look at them once more, then save."
    )


class PastDate(Refusal):
    code = "calendar_date_past"
    message = gettext_lazy("Hours that have been stay as they were. Choose today or a later date.")


class HasBegun(Refusal):
    code = "calendar_version_begun"
    message = gettext_lazy("These hours hold already. Let others begin instead.")


@transaction.atomic
def change_hours(
    calendar: Calendar, version: Version, *, seen: UUID, by: Member, now: datetime
) -> CalendarVersion:
    """From the version's date on the hours are these, until the next change that is known.

    `seen` is the revision that `by` looked at. Raises `NotAllowed`, `ChangedMeanwhile`, `PastDate`,
    `NeverOpenWeek`, `UnknownRegion`.
    """
    calendar = _locked(calendar, by=by)
    if calendar.revision != seen:
        raise ChangedMeanwhile
    if version.since < local_date(calendar, now=now):
        raise PastDate
    check_version(version)
    row = write_version(calendar, version)
    _changed(calendar, version.since, only=False, by=by, now=now)
    return row


@transaction.atomic
def withdraw_version(version: CalendarVersion, *, by: Member, now: datetime) -> None:
    """A change that has not begun does not come. Raises `NotAllowed`, `HasBegun`."""
    calendar = _locked(version.calendar, by=by)
    row = calendar.versions.filter(pk=version.pk).first()
    if row is None:
        return
    first = calendar.versions.order_by("since").values_list("pk", flat=True)[0]
    if row.since <= local_date(calendar, now=now) or row.pk == first:
        raise HasBegun
    row.delete()
    _changed(calendar, row.since, only=False, by=by, now=now)


@transaction.atomic
def set_day(
    calendar: Calendar, day: date, *, name: str, windows: Windows, by: Member, now: datetime
) -> ExtraDay:
    """On this date it is open in these windows, and closed where there are none.

    Raises `NotAllowed`, `PastDate`.
    """
    calendar = _locked(calendar, by=by)
    if day < local_date(calendar, now=now):
        raise PastDate
    calendar.days.filter(date=day).delete()
    row = calendar.days.create(date=day, name=name.strip())
    DayWindow.objects.bulk_create(
        DayWindow(day=row, opens=opens, closes=closes) for opens, closes in windows
    )
    _changed(calendar, day, only=True, by=by, now=now)
    return row


@transaction.atomic
def drop_day(day: ExtraDay, *, by: Member, now: datetime) -> None:
    """The date is as the week says again. Raises `NotAllowed`, `PastDate`."""
    calendar = _locked(day.calendar, by=by)
    row = calendar.days.filter(pk=day.pk).first()
    if row is None:
        return
    if row.date < local_date(calendar, now=now):
        raise PastDate
    row.delete()
    _changed(calendar, row.date, only=True, by=by, now=now)


def _locked(calendar: Calendar, *, by: Member) -> Calendar:
    if not may_settle_hours(by):
        raise NotAllowed
    return Calendar.objects.select_for_update().get(pk=calendar.pk)


def _changed(calendar: Calendar, since: date, *, only: bool, by: Member, now: datetime) -> None:
    calendar.revision = uuid4()
    calendar.save(update_fields=["revision"])
    fact = CalendarChanged(calendar=calendar.pk, since=since, only=only)
    record(fact, about=[calendar], by=by, at=now)
