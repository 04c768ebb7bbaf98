"""Acts of the desk that touch two rooms at once, in one transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.agreements import actions as agreements
from kept.conversations import actions as conversations
from kept.conversations.actions import File
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Message, Tie
from kept.desk import composing
from kept.kit.refusals import Refusal
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises import queries
from kept.promises.models import Offer


class TimeMoved(Refusal):
    code = "offer_time_moved"
    message = (
        "Nothing is sent yet: the time you promised has passed or moved since you agreed to it. "
        "Look at the promise below, then send."
    )


class Unanswered(Refusal):
    code = "offer_unanswered"
    message = (
        "Nothing is sent yet: there is a promise in your words. Note it below, or send again and "
        "nothing is noted."
    )


def answer(
    conversation: Conversation,
    *,
    text: str,
    to: list[str],
    cc: list[str],
    files: tuple[File, ...] = (),
    submit_id: UUID,
    then: str,
    asked: frozenset[str] | None = None,
    by: Member,
    now: datetime,
) -> Message:
    """Send the reply, and note the promises its writer accepted that still stand in its words.

    A conversation that nobody looks after becomes the writer's. Raises what `reply` and `make`
    raise; then nothing was sent and nothing noted. Raises `TimeMoved` where what was accepted is
    another time by now; then that yes is taken back too, for the writer to be asked again. Raises
    `Unanswered` where a promise in the words has got neither yes nor no and is not among those its
    writer was `asked` about once more before; None asks about nothing.
    """
    with transaction.atomic():
        conversation = take(conversation, by=by)
        is_sent = Message.objects.filter(submit_id=submit_id).exists()
        lapsed = [] if is_sent else composing.lapsed(conversation, _plain(text), by=by, now=now)
        if asked is not None and not is_sent and not lapsed:
            _ask_once_more(conversation, _plain(text), asked, by=by, now=now)
        for words in lapsed:
            promises.clear_offers(conversation, by=by, words=words)
        if not lapsed:
            if conversation.assignee_id is None and not is_sent:
                conversation = conversations.assign(conversation, to=by, by=by, now=now)
            message = conversations.reply(
                conversation,
                text=text,
                to=to,
                cc=cc,
                files=files,
                submit_id=submit_id,
                then=then,
                by=by,
                now=now,
            )
            if not is_sent:
                _note_promises(message, by=by, now=now)
            return message
    raise TimeMoved


def _ask_once_more(
    conversation: Conversation, text: str, asked: frozenset[str], *, by: Member, now: datetime
) -> None:
    open_ = composing.unanswered(composing.spotted(conversation, text, by=by, now=now))
    if any(offer.words not in asked for offer in open_):
        raise Unanswered


def _note_promises(message: Message, *, by: Member, now: datetime) -> None:
    conversation = message.conversation
    for offer in queries.answers(conversation, by=by).values():
        stands = offer.answer == Offer.Answer.ACCEPTED and offer.words in message.text
        if stands and offer.due_at:
            promises.make(
                conversation,
                words=offer.words,
                due_from=offer.due_from,
                due_at=offer.due_at,
                keeper=by,
                made_in=message,
                by=by,
                now=now,
            )
    promises.clear_offers(conversation, by=by)


def merge(source: Conversation, *, into: Conversation, by: Member, now: datetime) -> Tie:
    """Two conversations become one, with their promises. Raises what `conversations.merge` does."""
    with transaction.atomic():
        source, into = conversations.hold_both(source, into, by=by)
        # The clocks hear what was said in their own conversation, and nothing of the merging.
        clocks = agreements.move_targets(source, into)
        tie = conversations.merge(source, into=into, by=by, now=now)
        moved = promises.carry_promises(source, into=into)
        conversations.also_moved(tie, {**moved, "clocks": clocks})
        promises.hand_back_unseen(conversation=into.pk, now=now)
    return tie


def part(tie: Tie, *, by: Member, now: datetime) -> Tie:
    """Take them apart again, as they were. Raises what `part` raises."""
    with transaction.atomic():
        source, target = conversations.hold_both(tie.conversation, tie.other, by=by)
        both = {"source": source, "target": target}
        agreements.give_back_targets(tie.moved.get("clocks", []), **both)
        tie = conversations.part(tie, by=by, now=now)
        promises.give_back_promises(tie.moved, **both)
        promises.hand_back_unseen(conversation=tie.conversation_id, now=now)
    return tie


def _plain(text: str) -> str:
    """The words as a form of any browser sends them, with the ends of lines that we keep."""
    return text.replace("\r\n", "\n")
