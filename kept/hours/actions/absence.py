"""Absences are noted, changed and withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.hours.access import may_note_absence
from kept.hours.events import AbsenceChanged, AbsenceNoted, AbsenceWithdrawn
from kept.hours.models import Absence
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member

LONGEST = timedelta(days=3 * 366)


class EndsBeforeItBegins(Refusal):
    code = "absence_backwards"
    message = gettext_lazy("An absence must end after it begins.")


class TooLong(Refusal):
    code = "absence_too_long"
    message = gettext_lazy("An absence lasts three years at most. Note the rest as another one.")


class AbsentAlready(Refusal):
    code = "absence_noted_already"
    message = gettext_lazy("This absence is noted already.")


@transaction.atomic
def note_absence(
    member: Member,
    *,
    begins_at: datetime,
    ends_at: datetime,
    kind: str,
    note: str = "",
    by: Member,
    now: datetime,
) -> Absence:
    """Raises `NotAllowed`, `EndsBeforeItBegins`, `TooLong`, `AbsentAlready`."""
    if not may_note_absence(by, member):
        raise NotAllowed
    # Held, so that of the same form sent twice at once the second finds what the first wrote.
    Member.objects.select_for_update().get(pk=member.pk)
    absence = Absence(member=member, noted_by=by)
    _write(absence, begins_at, ends_at, kind, note)
    fact = AbsenceNoted(absence=absence.pk, member=member.pk)
    record(fact, about=[absence, member], by=by, at=now)
    return absence


@transaction.atomic
def change_absence(
    absence: Absence,
    *,
    begins_at: datetime,
    ends_at: datetime,
    kind: str,
    note: str | None = None,
    by: Member,
    now: datetime,
) -> Absence:
    """A `note` of None leaves the one there is, which `by` may not have read.

    Raises `NotAllowed`, `EndsBeforeItBegins`, `TooLong`, `AbsentAlready`.
    """
    absence = (
        Absence.objects.select_for_update(of=("self",)).select_related("member").get(pk=absence.pk)
    )
    if not may_note_absence(by, absence.member):
        raise NotAllowed
    _write(absence, begins_at, ends_at, kind, absence.note if note is None else note)
    fact = AbsenceChanged(absence=absence.pk, member=absence.member_id)
    record(fact, about=[absence, absence.member], by=by, at=now)
    return absence


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: Member, now: datetime) -> None:
    """They are not away after all. Done before: nothing happens. Raises `NotAllowed`."""
    if not may_note_absence(by, absence.member):
        raise NotAllowed
    row = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if row is None:
        return
    fact = AbsenceWithdrawn(absence=row.pk, member=row.member_id)
    record(fact, about=[row, absence.member], by=by, at=now)
    row.delete()


def _write(absence: Absence, begins_at: datetime, ends_at: datetime, kind: str, note: str) -> None:
    # Of two times with the same zone Python compares what the wall shows, which a clock change
    # may turn round.
    begins_at, ends_at = begins_at.astimezone(UTC), ends_at.astimezone(UTC)
    if ends_at <= begins_at:
        raise EndsBeforeItBegins
    if ends_at - begins_at > LONGEST:
        raise TooLong
    same = Absence.objects.filter(
        member=absence.member, begins_at=begins_at, ends_at=ends_at
    ).exclude(pk=absence.pk)
    if same.exists():
        raise AbsentAlready
    absence.begins_at, absence.ends_at = begins_at, ends_at
    absence.kind, absence.note = kind, note.strip()
    absence.save()
