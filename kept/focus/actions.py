"""What is done about focus, one verb a function."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation
from kept.focus.events import StandardChanged
from kept.focus.models import BestNote, Focus, Parked, Standard, WithoutAid
from kept.focus.queries import steps_of
from kept.focus.rules import LENGTHS, LONGEST_NOTE, reason_of
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_settle_house
from kept.people.models import Member


class NoSuchLength(Refusal):
    message = gettext_lazy("Choose how long, or end it yourself.")


class NoteTooLong(Refusal):
    message = gettext_lazy("That is longer than 4,000 letters. Make it shorter.")


class UnclearSteps(Refusal):
    """`why` is what `rules.reason_of` says."""

    def __init__(self, why: str) -> None:
        words = {
            "MANY": gettext_lazy("Seven steps at most: more are not a quiet aid."),
            "LONG": gettext_lazy("A step has 200 letters at most."),
            "NAMELESS": gettext_lazy("Each line begins with the name of its step."),
        }
        super().__init__(words[why])


@transaction.atomic
def begin(*, minutes: int, takes: bool, by: Member, now: datetime) -> Focus:
    """Into focus, or on with it; `minutes` of 0 is until one ends it. Raises `NoSuchLength`."""
    if minutes not in {0, *LENGTHS}:
        raise NoSuchLength
    until = now + timedelta(minutes=minutes) if minutes else None
    Parked.objects.filter(member=by).delete()
    focus, _made = Focus.objects.update_or_create(
        member=by, defaults={"since": now, "until": until, "takes": takes}
    )
    return focus


@transaction.atomic
def end(*, by: Member) -> bool:
    """Out of focus, and nothing is parked any more. Answers whether they were in it."""
    Parked.objects.filter(member=by).delete()
    gone, _each = Focus.objects.filter(member=by).delete()
    return bool(gone)


@transaction.atomic
def park(conversation: Conversation, *, by: Member, now: datetime) -> None:
    """It comes last. Raises `NotAllowed` where they may not see it."""
    if not Conversation.objects.visible_to(by).filter(pk=conversation.pk).exists():
        raise NotAllowed
    Parked.objects.update_or_create(member=by, conversation=conversation, defaults={"at": now})


@transaction.atomic
def unpark_all(*, by: Member) -> int:
    return Parked.objects.filter(member=by).delete()[0]


@transaction.atomic
def write_best_note(text: str, *, by: Member, now: datetime) -> None:
    """Empty takes it away, for good: it is in no ledger. Raises `NoteTooLong`."""
    text = text.strip()
    if len(text) > LONGEST_NOTE:
        raise NoteTooLong
    if not text:
        BestNote.objects.filter(member=by).delete()
        return
    BestNote.objects.update_or_create(member=by, defaults={"text": text, "changed_at": now})


def check_steps(steps: str) -> None:
    """Raises `UnclearSteps`."""
    if why := reason_of(steps):
        raise UnclearSteps(why)


@transaction.atomic
def set_standard(steps: str, *, is_shown: bool, by: Member, now: datetime) -> Standard:
    """Empty steps are the usual ones. Raises `NotAllowed`, `UnclearSteps`."""
    if not may_settle_house(by):
        raise NotAllowed
    check_steps(steps)
    found, _made = Standard.objects.update_or_create(
        id=1, defaults={"steps": steps.strip(), "is_shown": is_shown}
    )
    read = "\n".join(f"{name}: {aid}" if aid else name for name, aid in steps_of(found))
    record(StandardChanged(steps=read, is_shown=is_shown), about=["settings"], by=by, at=now)
    return found


@transaction.atomic
def want_aid(wants: bool, *, by: Member) -> None:
    """One's own screen: no fact."""
    if wants:
        WithoutAid.objects.filter(member=by).delete()
    else:
        WithoutAid.objects.get_or_create(member=by)
