"""Somebody offers a conversation with its pack, and again after they were asked back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kept.conversations.actions.assign import give
from kept.conversations.actions.locking import take as take_conversation
from kept.conversations.models import Conversation
from kept.handoffs.access import open_promises, receivers, receiving_teams
from kept.handoffs.actions.locking import OVER, Answered, about, is_overtaken, take
from kept.handoffs.events import HandoffOffered
from kept.handoffs.models import Handoff
from kept.handoffs.rules import (
    LONGEST_STEP,
    LONGEST_SUMMARY,
    MOST_PROMISES,
    OPEN,
    REMIND_AFTER_HOURS,
)
from kept.hours.queries import due_after
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member, Team

State = Handoff.State


class EmptyPack(Refusal):
    code = "handoff_without_words"
    message = gettext_lazy("Write down where it stands, so that nobody has to ask the customer.")


class CannotReceive(Refusal):
    code = "handoff_receiver_not_on_desk"
    message = gettext_lazy("They do not see this conversation, so they could not read the pack.")


class AlreadyHandedOff(Refusal):
    code = "handoff_under_way"
    message = gettext_lazy("It is on its way to somebody already. Withdraw that first.")


class NotYours(Refusal):
    code = "handoff_of_anothers"
    message = gettext_lazy("Somebody else looks after it. Take it over first, then hand it on.")


class NotOpen(Refusal):
    code = "handoff_of_closed"
    message = gettext_lazy("It is closed or spam. Open it again, then hand it on.")


@dataclass(frozen=True, slots=True)
class Pack:
    """What its receiver needs. `promises` are ids of the giver's own that pass on with it."""

    to: Member | Team
    summary: str
    next_step: str = ""
    promises: Sequence[int] = field(default=())


@transaction.atomic
def offer(conversation: Conversation, pack: Pack, *, by: Member, now: datetime) -> Handoff:
    """Offer it; until somebody accepts, `by` looks after it.

    Raises `NotAllowed`, `NotOpen`, `NotYours`, `AlreadyHandedOff`, `CannotReceive`, `EmptyPack`.
    """
    conversation = take_conversation(conversation, by=by)
    if conversation.status in OVER:
        raise NotOpen
    if conversation.assignee_id not in {None, by.pk}:
        raise NotYours
    open_ = Handoff.objects.filter(conversation=conversation)
    if open_.filter(state__in=OPEN).exists():
        raise AlreadyHandedOff
    # What was accepted before and never told is overtaken by this one.
    open_.live().update(is_live=False)
    handoff = Handoff(conversation=conversation, giver=by, offered_at=now)
    _pack(handoff, pack, by=by)
    give(conversation, by, by=by, now=now)
    return _offered(handoff, by=by, now=now)


@transaction.atomic
def offer_again(handoff: Handoff, pack: Pack, *, by: Member, now: datetime) -> Handoff:
    """With the pack changed, to the same or to somebody else.

    Raises `NotAllowed`, `Answered`, `CannotReceive`, `EmptyPack`.
    """
    handoff = take(handoff)
    if handoff.giver_id != by.pk:
        raise NotAllowed
    if handoff.state not in OPEN or is_overtaken(handoff):
        raise Answered
    handoff.round += 1
    handoff.offered_at = now
    _pack(handoff, pack, by=by)
    return _offered(handoff, by=by, now=now)


def _pack(handoff: Handoff, pack: Pack, *, by: Member) -> None:
    conversation, to = handoff.conversation, pack.to
    if isinstance(to, Member):
        could: QuerySet[Any] = receivers(conversation, giver=by)
    else:
        could = receiving_teams(conversation)
    if not could.filter(pk=to.pk).exists():
        raise CannotReceive
    summary = plain_text(pack.summary, LONGEST_SUMMARY)
    if not summary:
        raise EmptyPack
    handoff.to_member = to if isinstance(to, Member) else None
    handoff.to_team = to if isinstance(to, Team) else None
    handoff.summary = summary
    handoff.next_step = pack.next_step.replace("\0", "").strip()[:LONGEST_STEP]
    own = open_promises(conversation).filter(keeper=by, pk__in=list(pack.promises))
    handoff.promises = list(own.values_list("pk", flat=True)[:MOST_PROMISES])


def _offered(handoff: Handoff, *, by: Member, now: datetime) -> Handoff:
    handoff.state, handoff.answered_at, handoff.answered_by = State.OFFERED, None, None
    handoff.remind_at = due_after(
        handoff.conversation.desk.hours, now, working_hours=REMIND_AFTER_HOURS
    )
    handoff.save()
    record(
        HandoffOffered(
            handoff=handoff.pk,
            conversation=handoff.conversation_id,
            to=handoff.to_member_id or 0,
            team=handoff.to_team_id or 0,
            round=handoff.round,
        ),
        about=about(handoff),
        by=by,
        at=now,
    )
    return handoff
