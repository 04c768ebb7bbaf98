"""The receiver accepts, and everything passes on at once; or asks back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.actions.assign import give, give_team
from kept.conversations.models import Conversation
from kept.handoffs.access import may_receive, open_promises
from kept.handoffs.actions.locking import Answered, NotYoursToAnswer, about, is_overtaken, take
from kept.handoffs.events import HandoffAccepted, HandoffAskedBack
from kept.handoffs.models import Handoff
from kept.handoffs.rules import LONGEST_QUESTION, REMIND_AFTER_HOURS
from kept.hours.queries import due_after
from kept.kit.refusals import Refusal
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises

State = Handoff.State


class EmptyQuestion(Refusal):
    code = "handoff_question_empty"
    message = gettext_lazy("Write what you need to know. Nothing has gone back yet.")


@transaction.atomic
def accept(handoff: Handoff, *, by: Member, now: datetime) -> Handoff:
    """From now on `by` looks after it and keeps what was passed on.

    A promise binds only whoever says yes to it: with this yes its keeper changes, not before. What
    was settled or handed to another meanwhile stays as it is.

    Raises `NotYoursToAnswer`, `Answered`.
    """
    handoff = _to_answer(handoff, by=by)
    conversation, giver = handoff.conversation, handoff.giver
    passed = []
    for promise in open_promises(conversation).filter(keeper=giver, pk__in=handoff.promises):
        promises.hand_on(promise, to=by, by=by, now=now)
        passed.append(promise.pk)
    handoff.state, handoff.answered_at, handoff.answered_by = State.ACCEPTED, now, by
    handoff.remind_at = None
    handoff.save()
    told = record(
        HandoffAccepted(
            handoff=handoff.pk,
            conversation=conversation.pk,
            giver=giver.pk,
            promises=passed,
        ),
        about=[*about(handoff), *([by] if handoff.to_team_id else [])],
        by=by,
        at=now,
    )
    locked = Conversation.objects.get(pk=conversation.pk)
    give(locked, by, by=by, now=now, cause=told)
    if handoff.to_team is not None and handoff.to_team.desks.filter(pk=locked.desk_id).exists():
        give_team(locked, handoff.to_team, by=by, now=now, cause=told)
    # Last: whoever gave it may see only what is theirs, and could tell the customer nothing.
    if not Conversation.objects.visible_to(giver).filter(pk=locked.pk).exists():
        handoff.is_live = False
        handoff.save(update_fields=["is_live"])
    return handoff


@transaction.atomic
def ask_back(handoff: Handoff, *, question: str, by: Member, now: datetime) -> Handoff:
    """It returns to its giver with a question; the pack stays as it was written.

    Raises `NotYoursToAnswer`, `Answered`, `EmptyQuestion`.
    """
    handoff = _to_answer(handoff, by=by)
    question = plain_text(question, LONGEST_QUESTION)
    if not question:
        raise EmptyQuestion
    handoff.state, handoff.question = State.ASKED_BACK, question
    handoff.answered_at, handoff.answered_by = now, by
    handoff.remind_at = due_after(
        handoff.conversation.desk.hours, now, working_hours=REMIND_AFTER_HOURS
    )
    handoff.save()
    record(
        HandoffAskedBack(handoff=handoff.pk, conversation=handoff.conversation_id),
        about=about(handoff),
        by=by,
        at=now,
    )
    return handoff


def _to_answer(handoff: Handoff, *, by: Member) -> Handoff:
    handoff = take(handoff)
    if not may_receive(by, handoff):
        raise NotYoursToAnswer
    if handoff.state != State.OFFERED or is_overtaken(handoff):
        raise Answered
    return handoff
