"""What is done about focus, one verb a function."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation, Message
from kept.focus.access import may_settle_standard
from kept.focus.events import StandardChanged
from kept.focus.models import (
    AnswerLook,
    BestNote,
    Focus,
    FocusChoice,
    Parked,
    Standard,
    WithoutAid,
)
from kept.focus.queries import choice_of, standard, steps_of
from kept.focus.rules import LENGTHS, LONGEST_NOTE, reason_of, steps_in, until_of
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.sealing import seal
from kept.ledger import record
from kept.people.models import Member


class NoSuchLength(Refusal):
    code = "focus_no_such_length"
    message = gettext_lazy("Choose how long, or end it yourself.")


class TooLong(Refusal):
    code = "focus_too_long"
    message = gettext_lazy("Focus lasts ten hours at most. Choose an earlier end.")


class NoteTooLong(Refusal):
    code = "best_note_too_long"
    message = gettext_lazy("That is longer than 4,000 letters. Make it shorter.")


class UnclearSteps(Refusal):
    """`why` is what `rules.reason_of` says."""

    code = "unclear_steps"

    def __init__(self, why: str) -> None:
        words = {
            "MANY": gettext_lazy("Seven steps at most: more are not a quiet aid."),
            "LONG": gettext_lazy("A step has 200 letters at most."),
            "NAMELESS": gettext_lazy("Each line begins with the name of its step."),
        }
        super().__init__(words[why])


@transaction.atomic
def begin(
    *,
    minutes: int | None = None,
    at: time | None = None,
    takes: bool | None = None,
    by: Member,
    now: datetime,
) -> Focus:
    """Into focus, or on with it until another end. None is as they like it.

    `minutes` of 0 is until they end it; `at`, by their clock, goes before. Raises `NotAllowed`,
    `NoSuchLength`, `TooLong`.
    """
    if not by.is_active:
        raise NotAllowed
    choice = choice_of(by)
    minutes = choice.minutes if minutes is None else minutes
    takes = choice.takes if takes is None else takes
    if minutes not in {0, *LENGTHS}:
        raise NoSuchLength
    until = now + timedelta(minutes=minutes) if minutes else None
    if at is not None:
        until = until_of(at, zone=by.zone, now=now)
        if until is None:
            raise TooLong
    # Two clicks at once are one focus: whoever comes second finds the row.
    fresh = Focus(member=by, since=now, until=until, takes=takes)
    Focus.objects.bulk_create([fresh], ignore_conflicts=True)
    row = Focus.objects.select_for_update().get(member=by)
    if row.end <= now or row.ended_at is not None:
        Parked.objects.filter(member=by).delete()
        row.since, row.ended_at = now, None
    row.until, row.takes = until, takes
    row.save()
    return row


@transaction.atomic
def end(*, by: Member, now: datetime) -> bool:
    """Out of focus. Answers whether they were in it; what was parked is told once more."""
    row = Focus.objects.select_for_update().filter(member=by).first()
    if row is None or row.end <= now:
        return False
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return True


@transaction.atomic
def put_away(*, by: Member, now: datetime) -> None:
    """What came meanwhile was read: then nothing tells any more that there was focus at all."""
    row = Focus.objects.select_for_update().filter(member=by).first()
    if row is not None and row.end <= now:
        Parked.objects.filter(member=by).delete()
        row.delete()


@transaction.atomic
def settle_choice(*, minutes: int, takes: bool, by: Member) -> FocusChoice:
    """How they like it from the next time on. Raises `NotAllowed`, `NoSuchLength`."""
    if not by.is_active:
        raise NotAllowed
    if minutes not in {0, *LENGTHS}:
        raise NoSuchLength
    row, _made = FocusChoice.objects.update_or_create(
        member=by, defaults={"minutes": minutes, "takes": takes}
    )
    return row


@transaction.atomic
def park(conversation: Conversation, *, by: Member, now: datetime) -> bool:
    """It comes last, and stays what and whose it is. Raises `NotAllowed` where it is out of sight.

    False where their focus is over: then nothing is to be parked any more.
    """
    if not Conversation.objects.visible_to(by).filter(pk=conversation.pk).exists():
        raise NotAllowed
    row = Focus.objects.select_for_update().filter(member=by).first()
    if row is None or row.end <= now:
        return False
    Parked.objects.update_or_create(member=by, conversation=conversation, defaults={"at": now})
    return True


@transaction.atomic
def unpark_all(*, by: Member) -> int:
    return Parked.objects.filter(member=by).delete()[0]


@transaction.atomic
def write_best_note(text: str, *, by: Member) -> None:
    """Empty takes it away, for good: it is in no ledger. Raises `NotAllowed`, `NoteTooLong`."""
    if not by.is_active:
        raise NotAllowed
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise NoteTooLong
    if not text:
        BestNote.objects.filter(member=by).delete()
        return
    BestNote.objects.update_or_create(member=by, defaults={"sealed": seal(text)})


def check_steps(steps: str) -> None:
    """Raises `UnclearSteps`."""
    if why := reason_of(steps):
        raise UnclearSteps(why)


@transaction.atomic
def set_standard(steps: str, *, is_shown: bool, by: Member, now: datetime) -> Standard:
    """Empty steps are the usual ones. Raises `NotAllowed`, `UnclearSteps`."""
    if not may_settle_standard(by):
        raise NotAllowed
    check_steps(steps)
    found, _made = Standard.objects.update_or_create(
        id=1, defaults={"steps": steps.strip(), "is_shown": is_shown}
    )
    own = len(steps_in(found.steps))
    record(StandardChanged(steps=own, is_shown=is_shown), about=["settings"], by=by, at=now)
    return found


@transaction.atomic
def want_aid(*, wants: bool, by: Member) -> None:
    """One's own screen: no fact."""
    if wants:
        WithoutAid.objects.filter(member=by).delete()
    else:
        WithoutAid.objects.get_or_create(member=by)


@transaction.atomic
def look_at_answer(
    message: Message, *, shown: Collection[int], by: Member, now: datetime
) -> AnswerLook:
    """Which steps one finds in an answer of one's own; said again, it is what was said last.

    For oneself alone, so no fact. Raises `NotAllowed` where it is not one's own, or out of sight.
    """
    seen = Conversation.objects.visible_to(by).filter(pk=message.conversation_id)
    is_own = message.way == Message.Way.OUT and not message.automatic
    if message.member_id != by.pk or not is_own or not seen.exists():
        raise NotAllowed
    many = len(steps_of(standard()))
    found, _made = AnswerLook.objects.update_or_create(
        message=message,
        defaults={
            "member": by,
            "shown": sorted({one for one in shown if 0 <= one < many}),
            "steps": many,
            "at": now,
        },
    )
    return found
