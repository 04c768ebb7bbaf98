"""A handoff ends without a yes, is told of again, or is told to the customer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kept.handoffs.access import may_withdraw
from kept.handoffs.actions.locking import SYSTEM, Answered, about, is_overtaken, take
from kept.handoffs.events import HandoffReminded, HandoffTold, HandoffWithdrawn
from kept.handoffs.models import Handoff
from kept.handoffs.rules import OPEN
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member

State = Handoff.State
AT_ONCE = 100
ASKED_FOR = timedelta(days=14)
"""So long a giver is asked to tell the customer who is next."""


@transaction.atomic
def withdraw(handoff: Handoff, *, by: Member, now: datetime) -> Handoff:
    """Its giver keeps it. Raises `NotAllowed`, `Answered`."""
    handoff = take(handoff)
    if not may_withdraw(by, handoff):
        raise NotAllowed
    if handoff.state not in OPEN:
        raise Answered
    return _end(handoff, by=by, now=now)


@transaction.atomic
def overtake(conversation: int, *, now: datetime, cause: Event) -> None:
    """What was on its way ends where its conversation did, or another than its giver has it.

    By what holds now: it may have come back meanwhile.
    """
    for one in Handoff.objects.filter(conversation=conversation).live():
        handoff = take(one)
        if handoff.state in OPEN and is_overtaken(handoff):
            _end(handoff, by=SYSTEM, now=now, cause=cause)


@transaction.atomic
def leave_untold(handoff: Handoff, *, by: Member, now: datetime) -> Handoff:
    """The customer needs no letter about it. Raises `NotAllowed`, `Answered`."""
    handoff = take(handoff)
    if by.pk not in {handoff.giver_id, handoff.answered_by_id}:
        raise NotAllowed
    if not handoff.is_to_be_told:
        raise Answered
    handoff.is_live = False
    handoff.save(update_fields=["is_live"])
    return handoff


@transaction.atomic
def hear_told(conversation: int, *, writer: int, now: datetime, cause: Event) -> None:
    """A letter left since it was accepted, by one of the two: the customer has heard of it."""
    for one in Handoff.objects.filter(conversation=conversation, state=State.ACCEPTED).live():
        handoff = take(one)
        accepted_at = handoff.answered_at
        if writer not in {handoff.giver_id, handoff.answered_by_id} or accepted_at is None:
            continue
        if accepted_at > now:
            continue
        handoff.is_live, handoff.told_at = False, now
        handoff.save(update_fields=["is_live", "told_at"])
        record(
            HandoffTold(handoff=handoff.pk, conversation=conversation),
            about=about(handoff),
            by=f"member:{writer}",
            at=now,
            cause=cause,
        )


def remind_due(*, now: datetime) -> int:
    """Say once of each round that nobody has answered. Answers how many."""
    due = Handoff.objects.filter(remind_at__lte=now).order_by("remind_at", "pk")
    reminded = sum(_remind(one, now=now) for one in list(due[:AT_ONCE]))
    long_ago = Handoff.objects.live().filter(state=State.ACCEPTED, answered_at__lt=now - ASKED_FOR)
    return reminded + long_ago.update(is_live=False)


@transaction.atomic
def _remind(handoff: Handoff, *, now: datetime) -> int:
    handoff = take(handoff)
    if handoff.remind_at is None or handoff.remind_at > now:
        return 0
    handoff.remind_at = None
    handoff.save(update_fields=["remind_at"])
    record(
        HandoffReminded(handoff=handoff.pk, conversation=handoff.conversation_id),
        about=about(handoff),
        by=SYSTEM,
        at=now,
    )
    return 1


def _end(
    handoff: Handoff, *, by: Member | str, now: datetime, cause: Event | None = None
) -> Handoff:
    handoff.state, handoff.is_live, handoff.remind_at = State.WITHDRAWN, False, None
    handoff.save(update_fields=["state", "is_live", "remind_at"])
    record(
        HandoffWithdrawn(handoff=handoff.pk, conversation=handoff.conversation_id),
        about=about(handoff),
        by=by,
        at=now,
        cause=cause,
    )
    return handoff
