"""What a writer says to the promises spotted in their draft. Nothing here makes a promise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.access import may_write
from kept.conversations.models import Conversation
from kept.kit.refusals import NotAllowed
from kept.people.models import Member
from kept.promises.actions.errors import BadWindow
from kept.promises.models import Offer


@transaction.atomic
def accept_offer(
    conversation: Conversation,
    *,
    words: str,
    due_from: datetime | None,
    due_at: datetime,
    by: Member,
    now: datetime,
) -> Offer:
    """When the draft is sent, these words are to be a promise. Raises `NotAllowed`, `BadWindow`."""
    if due_at <= now:
        raise BadWindow
    return _answer(
        conversation,
        words=words,
        by=by,
        now=now,
        answer=Offer.Answer.ACCEPTED,
        due_from=due_from,
        due_at=due_at,
    )


@transaction.atomic
def dismiss_offer(conversation: Conversation, *, words: str, by: Member, now: datetime) -> Offer:
    """These words are no promise; do not ask again in this draft. Raises `NotAllowed`."""
    return _answer(
        conversation,
        words=words,
        by=by,
        now=now,
        answer=Offer.Answer.DISMISSED,
        due_from=None,
        due_at=None,
    )


def clear_offers(conversation: Conversation, *, by: Member, words: str = "") -> None:
    """Forget what the member said to the offers of this draft, or to the one with these words."""
    said = Offer.objects.filter(conversation=conversation, member=by)
    (said.filter(words=words) if words else said).delete()


def _answer(
    conversation: Conversation,
    *,
    words: str,
    by: Member,
    now: datetime,
    answer: str,
    due_from: datetime | None,
    due_at: datetime | None,
) -> Offer:
    if not may_write(by, conversation):
        raise NotAllowed
    offer, _ = Offer.objects.update_or_create(
        conversation=conversation,
        member=by,
        words=words,
        defaults={
            "answer": answer,
            "due_from": due_from,
            "due_at": due_at,
            "answered_at": now,
        },
    )
    return offer
