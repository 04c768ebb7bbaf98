"""Second thoughts: noted for oneself, put into an answer, offered to the playbook, or dropped."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.conversations import actions as conversations
from kept.conversations.actions.locking import take
from kept.conversations.models import Draft, Message
from kept.kit.refusals import NotAllowed
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.playbook.actions.errors import AlreadyOffered, EmptyThought, TooLate, TooMany
from kept.playbook.actions.plays import PlayTerms, write_play
from kept.playbook.events import ThoughtDropped, ThoughtNoted, ThoughtTakenUp
from kept.playbook.models import Play, SecondThought
from kept.playbook.rules import may_still_add
from kept.playbook.rules.phrasing import LONGEST_THOUGHT

MOST_TO_AN_ANSWER = 20


@transaction.atomic
def note_thought(
    message: Message, *, text: str, submit_id: UUID, by: Member, now: datetime
) -> SecondThought:
    """Keep it for its writer alone, within 48 hours of their answer. Sent twice it is one.

    Raises `NotAllowed`, `WasMerged`, `EmptyThought`, `TooLate`, `TooMany`.
    """
    if not message.is_ours or message.member_id != by.pk:
        raise NotAllowed
    take(message.conversation, by=by)
    known = SecondThought.objects.filter(submit_id=submit_id, member=by).first()
    if known is not None:
        return known
    text = plain_text(text, LONGEST_THOUGHT)
    if not text:
        raise EmptyThought
    if not may_still_add(message.at, now=now):
        raise TooLate
    if SecondThought.objects.filter(message=message).count() >= MOST_TO_AN_ANSWER:
        raise TooMany
    thought = SecondThought.objects.create(
        message=message, member=by, text=text, submit_id=submit_id, at=now
    )
    # About its writer and nothing else, so that no timeline of a conversation knows of it.
    record(ThoughtNoted(thought=thought.pk), about=[thought, by], by=by, at=now)
    return thought


@transaction.atomic
def send_thought(thought: SecondThought, *, by: Member, now: datetime) -> Draft | None:
    """It goes behind what they have written there, as the draft of an answer.

    Raises `NotAllowed`, `WasMerged`.
    """
    conversation = take(thought.message.conversation, by=by)
    thought = _held(thought, by=by)
    own = Draft.objects.filter(conversation=conversation, member=by, kind=Draft.Kind.REPLY)
    begun = own.first()
    text = begun.text if begun else ""
    draft = conversations.save_draft(
        conversation,
        kind=Draft.Kind.REPLY,
        text=f"{text.rstrip()}\n\n{thought.text}" if text.strip() else thought.text,
        head=begun.head if begun else None,
        by=by,
        now=now,
    )
    thought.drafted_at = now
    thought.save(update_fields=["drafted_at"])
    fact = ThoughtTakenUp(thought=thought.pk, how="DRAFT", play=0)
    record(fact, about=[thought, by], by=by, at=now)
    return draft


@transaction.atomic
def offer_thought(thought: SecondThought, terms: PlayTerms, *, by: Member, now: datetime) -> Play:
    """It becomes a play that peers may try. Raises `NotAllowed`, `AlreadyOffered`, `EmptyPlay`."""
    thought = _held(thought, by=by)
    if thought.play_id is not None:
        raise AlreadyOffered
    thought.play = write_play(None, terms, by=by, now=now)
    thought.save(update_fields=["play"])
    fact = ThoughtTakenUp(thought=thought.pk, how="PLAYBOOK", play=thought.play.pk)
    record(fact, about=[thought, by, thought.play], by=by, at=now)
    return thought.play


@transaction.atomic
def drop_thought(thought: SecondThought, *, by: Member, now: datetime) -> None:
    """It is gone; what was made of it stays. Raises `NotAllowed`."""
    thought = _held(thought, by=by)
    record(ThoughtDropped(thought=thought.pk), about=[thought, by], by=by, at=now)
    thought.delete()


def _held(thought: SecondThought, *, by: Member) -> SecondThought:
    rows = SecondThought.objects.select_for_update(of=("self",))
    found = rows.select_related("message").filter(pk=thought.pk, member=by).first()
    if found is None:
        raise NotAllowed
    return found
