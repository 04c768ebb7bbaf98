"""A desk is switched; a member writes time down, corrects it, takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Desk
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.typed import one_line
from kept.ledger import record
from kept.people.models import Member
from kept.timespent.access import may_keep
from kept.timespent.events import TimeCorrected, TimeSwitched, TimeTakenBack, TimeWritten
from kept.timespent.models import Entry, TimeDesk
from kept.timespent.rules import LONGEST_WORDS, MOST

MOST_ENTRIES = 500
OLDEST = timedelta(days=366)


class NotKeptHere(Refusal):
    code = "time_not_kept_here"
    message = gettext_lazy("This desk does not write time down. A manager can switch it on.")


class TimeAtFault(Refusal):
    code = "time_at_fault"
    message = gettext_lazy(
        "Write minutes such as 25, or hours and minutes such as 1:30; at most a day."
    )


class DayAtFault(Refusal):
    code = "time_day_at_fault"
    message = gettext_lazy("Choose a day of the last year, and none that is still to come.")


class TimeGone(Refusal):
    code = "time_gone"
    message = gettext_lazy("That entry was taken back meanwhile. Write another one.")


class TooManyEntries(Refusal):
    code = "time_too_many"
    message = gettext_lazy("Five hundred entries stand here already. Correct one of yours.")


def switch(desk: Desk, *, is_on: bool, by: Member, now: datetime) -> None:
    """Let a desk write time down, or no more; what was written stays. Raises `NotAllowed`."""
    if not may_keep(by, desk):
        raise NotAllowed
    try:
        with transaction.atomic():
            if is_on:
                TimeDesk.objects.create(desk=desk)
            elif not TimeDesk.objects.filter(desk=desk).delete()[0]:
                return
            record(TimeSwitched(desk=desk.pk, is_on=is_on), about=[desk], by=by, at=now)
    except IntegrityError:
        # It is on already, or somebody else was quicker.
        return


@transaction.atomic
def write(
    conversation: Conversation,
    *,
    minutes: int,
    words: str = "",
    day: date,
    today: date,
    by: Member,
    now: datetime,
) -> Entry:
    """`today` is the writer's. Raises `NotAllowed`, `WasMerged`, `NotKeptHere`, `TimeAtFault`,
    `DayAtFault`, `TooManyEntries`.
    """
    conversation = take(conversation, by=by)
    if not TimeDesk.objects.filter(desk=conversation.desk_id).exists():
        raise NotKeptHere
    _check(minutes, day, today)
    if Entry.objects.filter(conversation=conversation).count() >= MOST_ENTRIES:
        raise TooManyEntries
    entry = Entry.objects.create(
        conversation=conversation,
        member=by,
        day=day,
        minutes=minutes,
        words=one_line(words, LONGEST_WORDS),
        written_at=now,
    )
    fact = TimeWritten(entry=entry.pk, conversation=conversation.pk, minutes=minutes)
    record(fact, about=[conversation], by=by, at=now)
    return entry


@transaction.atomic
def correct(
    entry: Entry, *, minutes: int, words: str, day: date, today: date, by: Member, now: datetime
) -> Entry:
    """One's own. Raises `NotAllowed`, `WasMerged`, `TimeGone`, `TimeAtFault`, `DayAtFault`."""
    entry = _hold(entry, by=by)
    if day != entry.day:
        _check(minutes, day, today)
    _check(minutes, today, today)
    told = (minutes, one_line(words, LONGEST_WORDS), day)
    if told == (entry.minutes, entry.words, entry.day):
        return entry
    before = entry.minutes
    entry.minutes, entry.words, entry.day = told
    entry.corrected_at = now
    entry.save(update_fields=["minutes", "words", "day", "corrected_at"])
    fact = TimeCorrected(
        entry=entry.pk, conversation=entry.conversation_id, minutes=minutes, before=before
    )
    record(fact, about=[entry.conversation], by=by, at=now)
    return entry


@transaction.atomic
def take_back(entry: Entry, *, by: Member, now: datetime) -> None:
    """One's own: it counts no more. Raises `NotAllowed`, `WasMerged`, `TimeGone`."""
    entry = _hold(entry, by=by)
    entry.taken_back_at = now
    entry.save(update_fields=["taken_back_at"])
    fact = TimeTakenBack(entry=entry.pk, conversation=entry.conversation_id, minutes=entry.minutes)
    record(fact, about=[entry.conversation], by=by, at=now)


def carry_time(source: Conversation, *, into: Conversation) -> dict[str, list[int]]:
    """All of it goes along where two become one; answers by id what moved.

    Runs in the transaction that merges, which has locked both.
    """
    rows = Entry.objects.filter(conversation=source).order_by("pk")
    moved = list(rows.values_list("pk", flat=True))
    Entry.objects.filter(pk__in=moved).update(conversation=into)
    return {"time": moved}


def give_back_time(moved: Iterable[int], *, source: Conversation, target: Conversation) -> None:
    """The same back, each once, as far as it stands there."""
    Entry.objects.filter(pk__in=list(moved), conversation=target).update(conversation=source)


def _hold(entry: Entry, *, by: Member) -> Entry:
    """The entry, under the lock of its conversation."""
    take(entry.conversation, by=by)
    held = Entry.objects.select_for_update().filter(pk=entry.pk).first()
    if held is None or held.taken_back_at or held.conversation_id != entry.conversation_id:
        raise TimeGone
    if held.member_id != by.pk:
        raise NotAllowed
    return held


def _check(minutes: int, day: date, today: date) -> None:
    if not 0 < minutes <= MOST:
        raise TimeAtFault
    if not today - OLDEST <= day <= today:
        raise DayAtFault
