"""Acts of the desk that touch two rooms at once, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext_lazy, override

from kept.agreements import actions as agreements
from kept.charter import actions as charter
from kept.checklists.actions import carry_steps, give_back_steps
from kept.conversations import actions as conversations
from kept.conversations.actions import File, Writing
from kept.conversations.actions.draft import check_sizes
from kept.conversations.actions.locking import take
from kept.conversations.actions.reply import check, check_aside
from kept.conversations.closing import check_ready
from kept.conversations.models import Conversation, Departure, Draft, Message, Tie
from kept.conversations.queries import written_to, wrote_since
from kept.desk import composing, forwarding
from kept.desk.news import Seen, news_since
from kept.fields.actions import carry_values, give_back_values
from kept.followers.actions import hear_note
from kept.followers.queries import Mentioned
from kept.improvement.actions import carry_frictions, give_back_frictions
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.sentences import sentence
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises import queries
from kept.promises.actions import BadWindow
from kept.promises.models import Offer
from kept.recovery.actions import (
    carry_recoveries,
    carry_recoveries_of,
    give_back_recoveries,
)
from kept.timespent.actions import carry_time, give_back_time

logger = logging.getLogger(__name__)

BROKE = sentence(
    "Something broke while it was to leave, so nothing was sent. Undo it and write it anew; the "
    "log says what it was."
)


class TimeMoved(Refusal):
    code = "offer_time_moved"
    message = gettext_lazy(
        "Nothing is sent yet: the time you promised has passed or moved since you agreed to it. "
        "Look at the promise below, then send."
    )


class Unanswered(Refusal):
    code = "offer_unanswered"
    message = gettext_lazy(
        "Nothing is sent yet: there is a promise in your words. Note it below, or send again and "
        "nothing is noted."
    )


class SomethingCame(Refusal):
    code = "something_came"
    message = gettext_lazy(
        "Nothing is sent yet: something came while you wrote. Look at it, then send again, changed "
        "or as it is."
    )


class AnotherWaits(Refusal):
    code = "departure_waits"
    message = gettext_lazy(
        "Nothing is sent yet: another letter still waits in this conversation. Send it or call it "
        "off, then close."
    )


def send(
    conversation: Conversation,
    writing: Writing,
    *,
    submit_id: UUID,
    leaves_at: datetime | None = None,
    stays: bool = True,
    asked: frozenset[str] | None = None,
    seen: Seen | None = None,
    rest: timedelta | None = None,
    by: Member,
    now: datetime,
) -> Message | Departure:
    """Send a letter: at `leaves_at`, else after the rest its writer has chosen, else at once.

    Whoever wants no rest gets a message; all others a departure, and nothing is said or promised
    before it leaves. Words are read as of that moment. Raises what `answer` raises, and
    `AnotherWaits`, `NotReady`, `LeavesInThePast`, `ForwardToCustomer`, `FileTooLarge`,
    `LetterTooLarge`, `SubmittedElsewhere`; and `SomethingCame` where an answer was written to less
    than stands there now: what was `seen` is older. None asks nothing of that.
    """
    rest = timedelta(seconds=by.rest_seconds) if rest is None else rest
    at = leaves_at or now + rest
    with transaction.atomic():
        conversation = take(conversation, by=by)
        if sent := conversations.letter_of_form(conversation, submit_id):
            return sent
        _check(conversation, writing)
        is_answer = writing.kind == Draft.Kind.REPLY
        if is_answer and seen is not None and news_since(seen, conversation, by=by):
            raise SomethingCame
        is_moved = False
        accepted: list[dict[str, Any]] = []
        if is_answer:
            text = _plain(writing.text)
            # For seconds nothing in the words moves, and what is agreed is due as it was.
            read_at = leaves_at or now
            is_moved = _take_back_lapsed(conversation, text, by=by, now=read_at)
            if asked is not None and not is_moved:
                _ask_once_more(conversation, text, asked, by=by, now=read_at)
            accepted = _accepted(conversation, text, by=by)
        if not is_moved:
            if leaves_at is None and not rest:
                return _go(conversation, writing, accepted, submit_id=submit_id, by=by, now=now)
            laid = conversations.lay(
                conversation,
                writing,
                leaves_at=at,
                is_scheduled=leaves_at is not None,
                stays=stays,
                promises=accepted,
                submit_id=submit_id,
                by=by,
                now=now,
            )
            if is_answer:
                promises.clear_offers(conversation, by=by)
            return laid
    raise TimeMoved


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
    """Send the reply at once, and note the promises its writer accepted that still stand in it.

    A conversation that nobody looks after becomes the writer's. Raises what `reply` and `make`
    raise; then nothing was sent and nothing noted. Raises `TimeMoved` where what was accepted is
    another time by now; then that yes is taken back too, for the writer to be asked again. Raises
    `Unanswered` where a promise in the words has got neither yes nor no and is not among those its
    writer was `asked` about once more before; None asks about nothing.
    """
    sent = send(
        conversation,
        Writing(text=text, to=to, cc=cc, files=files, then=then),
        submit_id=submit_id,
        asked=asked,
        rest=timedelta(0),
        by=by,
        now=now,
    )
    if isinstance(sent, Departure):
        raise conversations.LeftAlready
    return sent


def sent_before(conversation: Conversation, submit_id: UUID) -> Message | Departure | None:
    """What the same form has sent already, gone or still resting."""
    sent = Message.objects.filter(submit_id=submit_id, conversation=conversation).first()
    return sent or Departure.objects.filter(submit_id=submit_id, conversation=conversation).first()


def leave_due(*, now: datetime, at_most: int = 50) -> int:
    """Let go what is due to leave. Answers how many left or were held back."""
    due = Departure.objects.filter(leaves_at__lte=now).order_by("leaves_at", "pk")
    return sum(leave(one, now=now) for one in list(due[:at_most]))


def leave(departure: Departure, *, now: datetime) -> bool:
    """It leaves, in the name of its writer; or it is held back, and says why.

    False where it was taken back, or left, a moment before.
    """
    try:
        with transaction.atomic():
            laid = conversations.hold_departure(departure.pk)
            if laid.leaves_at is None or laid.leaves_at > now:
                return False
            # Who hears of their letter and holds this one back may come a moment after us. Under
            # the lock no letter comes in.
            conversation = take(laid.conversation, by=laid.member)
            if not laid.stays and wrote_since(conversation, laid.answers):
                conversations.hold_back(laid, why=Departure.Held.REPLIED, now=now)
                return True
            _go(
                laid.conversation,
                _writing_of(laid),
                laid.promises,
                submit_id=laid.submit_id,
                answers=laid.answers,
                by=laid.member,
                now=now,
            )
            laid.delete()
    except conversations.LeftAlready:
        return False
    except BadWindow:
        conversations.hold_back(departure, why=Departure.Held.TIME_MOVED, now=now)
    except Refusal as refusal:
        # Stored as English, whoever let it leave; the thread tells it in its reader's language.
        with override("en"):
            words = str(type(refusal).message)
        conversations.hold_back(departure, why=Departure.Held.REFUSED, words=words, now=now)
    except (OperationalError, InterfaceError):
        # The database has no room or no time for anybody now: all wait for the next round.
        raise
    except Exception:
        # One letter that breaks us must not stop those behind it, nor be lost from sight.
        logger.exception("the letter %s waits for a member: it broke on its way", departure.pk)
        conversations.hold_back(departure, why=Departure.Held.REFUSED, words=BROKE, now=now)
    return True


@transaction.atomic
def take_back(departure: Departure, *, by: Member, now: datetime) -> Draft:
    """It does not leave: words, files, people and what was agreed to are a draft again.

    Raises `NotAllowed`, `LeftAlready`.
    """
    agreed = list(departure.promises)
    draft = conversations.take_back(departure, by=by, now=now)
    for one in agreed:
        due_from, due_at = _window(one)
        try:
            promises.accept_offer(
                draft.conversation,
                words=one["words"],
                due_from=due_from,
                due_at=due_at,
                by=draft.member,
                now=now,
            )
        except (BadWindow, NotAllowed):
            # Its time is past, or it is no longer theirs to promise: they are asked again.
            continue
    return draft


def _take_back_lapsed(conversation: Conversation, text: str, *, by: Member, now: datetime) -> bool:
    """Whether a yes in these words no longer holds; then it is none any more."""
    lapsed = composing.lapsed(conversation, text, by=by, now=now)
    for words in lapsed:
        promises.clear_offers(conversation, by=by, words=words)
    return bool(lapsed)


def _ask_once_more(
    conversation: Conversation, text: str, asked: frozenset[str], *, by: Member, now: datetime
) -> None:
    open_ = composing.unanswered(composing.spotted(conversation, text, by=by, now=now))
    if any(offer.words not in asked for offer in open_):
        raise Unanswered


def _check(conversation: Conversation, writing: Writing) -> None:
    """What would be refused when it leaves is refused now."""
    is_forward = writing.kind == Draft.Kind.FORWARD
    has_more = is_forward and (bool(writing.files) or forwarding.passes_on(writing.head))
    check(
        conversation,
        text=writing.text,
        to=writing.to,
        sender=writing.sender,
        is_answer=has_more,
    )
    if is_forward:
        check_aside(conversation, [*writing.to, *writing.cc, *writing.bcc])
        forwarding.letter_passed_on(conversation, writing.head)
    check_sizes([file.size for file in writing.files])
    closes = writing.then == Conversation.Status.CLOSED
    if closes and Departure.objects.filter(conversation=conversation).exists():
        raise AnotherWaits
    if closes and conversation.status != Conversation.Status.CLOSED:
        check_ready(conversation)


def _go(
    conversation: Conversation,
    writing: Writing,
    agreed: Sequence[dict[str, Any]],
    *,
    submit_id: UUID,
    answers: int | None = None,
    by: Member,
    now: datetime,
) -> Message:
    """Out with it: the message, and the promises in it."""
    if writing.kind == Draft.Kind.FORWARD:
        passed = forwarding.passed_on(conversation, writing.head)
        return conversations.forward(
            conversation,
            text=writing.text,
            to=writing.to,
            cc=writing.cc,
            bcc=writing.bcc,
            sender=writing.sender,
            files=(*writing.files, *passed.files),
            quoted=passed.quoted,
            submit_id=submit_id,
            by=by,
            now=now,
        )
    conversation = take(conversation, by=by)
    if conversation.assignee_id is None and conversation.desk.assigns_on_reply:
        conversation = conversations.assign(conversation, to=by, by=by, now=now)
    is_done = conversation.status in {Conversation.Status.CLOSED, Conversation.Status.SPAM}
    # Whoever closed it meanwhile, or put it into Spam, was asked about this letter.
    then = conversation.status if is_done and answers is not None else writing.then
    is_late = answers is not None and then == Conversation.Status.CLOSED
    if is_late and conversations.kept_open(conversation, by=by, now=now):
        then = Conversation.Status.WAITING
    message = conversations.reply(
        conversation,
        text=writing.text,
        to=writing.to,
        cc=writing.cc,
        bcc=writing.bcc,
        sender=writing.sender,
        files=writing.files,
        submit_id=submit_id,
        then=then,
        answers=answers,
        by=by,
        now=now,
    )
    _note_promises(message, agreed, by=by, now=now)
    return message


def _writing_of(laid: Departure) -> Writing:
    return Writing(
        text=laid.text,
        to=laid.to,
        cc=laid.cc,
        bcc=laid.bcc,
        sender=laid.sender,
        files=tuple(File(**file) for file in laid.files),
        then=laid.then or Conversation.Status.WAITING,
        kind=laid.kind,
        head=laid.head,
    )


def _accepted(conversation: Conversation, text: str, *, by: Member) -> list[dict[str, Any]]:
    """What its writer said yes to and still stands in the words, to be kept with the letter."""
    return [
        {
            "words": offer.words,
            "due_from": offer.due_from.isoformat() if offer.due_from else "",
            "due_at": offer.due_at.isoformat(),
        }
        for offer in queries.answers(conversation, by=by).values()
        if offer.answer == Offer.Answer.ACCEPTED and offer.due_at and offer.words in text
    ]


def _note_promises(
    message: Message, agreed: Sequence[dict[str, Any]], *, by: Member, now: datetime
) -> None:
    # In a conversation of several customers it was promised to whom it was written.
    customer = written_to(message) if agreed else None
    for one in agreed:
        due_from, due_at = _window(one)
        promises.make(
            message.conversation,
            words=one["words"],
            due_from=due_from,
            due_at=due_at,
            keeper=by,
            made_in=message,
            customer=customer,
            by=by,
            now=now,
        )
    if message.answers is None:
        # What left at once was the draft itself.
        promises.clear_offers(message.conversation, by=by)


def _window(one: dict[str, Any]) -> tuple[datetime | None, datetime]:
    begins = datetime.fromisoformat(one["due_from"]) if one["due_from"] else None
    return begins, datetime.fromisoformat(one["due_at"])


@transaction.atomic
def note(
    conversation: Conversation, *, text: str, submit_id: UUID, by: Member, now: datetime
) -> Mentioned:
    """Put a note under it and call those it mentions. Raises what `conversations.note` raises."""
    written = conversations.note(conversation, text=text, submit_id=submit_id, by=by, now=now)
    return hear_note(written, now=now)


def merge(source: Conversation, *, into: Conversation, by: Member, now: datetime) -> Tie:
    """Two conversations become one, with their promises. Raises what `conversations.merge` does."""
    with transaction.atomic():
        source, into = conversations.hold_both(source, into, by=by)
        # The clocks hear what was said in their own conversation, and nothing of the merging.
        clocks = agreements.move_targets(source, into)
        tie = conversations.merge(source, into=into, by=by, now=now)
        moved = promises.carry_promises(source, into=into)
        filled = carry_values(source, into=into)
        steps = carry_steps(source, into=into)
        time = carry_time(source, into=into)
        decided = charter.carry_decisions(source, into=into)
        righting = carry_recoveries(source, into=into, by=by, now=now)
        refused = carry_frictions(source, into=into)
        moved |= {**filled, **steps, **time, **decided, **righting, **refused}
        conversations.also_moved(tie, {**moved, "clocks": clocks})
        promises.hand_back_unseen(conversation=into.pk, now=now)
    return tie


def split(
    conversation: Conversation,
    messages: Collection[int],
    *,
    notes: Collection[int] = (),
    subject: str = "",
    with_righting: bool = False,
    by: Member,
    now: datetime,
) -> Tie:
    """Letters become a conversation of their own, with what was promised in them.

    What is put right for them goes along; with `with_righting` what is open at any rate. Raises
    what `conversations.split` does.
    """
    with transaction.atomic():
        tie = conversations.split(
            conversation, messages, notes=notes, subject=subject, by=by, now=now
        )
        moved, both = tie.moved["messages"], {"source": tie.other, "into": tie.conversation}
        agreements.move_targets_of(moved, **both)
        promises.carry_promises_of(moved, **both)
        carry_recoveries_of(moved, is_chosen=with_righting, **both)
    return tie


def part(tie: Tie, *, by: Member, now: datetime) -> Tie:
    """Take them apart again, as they were. Raises what `part` raises."""
    with transaction.atomic():
        source, target = conversations.hold_both(tie.conversation, tie.other, by=by)
        both = {"source": source, "target": target}
        agreements.give_back_targets(tie.moved.get("clocks", []), **both)
        tie = conversations.part(tie, by=by, now=now)
        promises.give_back_promises(tie.moved, **both)
        charter.give_back_decisions(tie.moved, **both)
        give_back_recoveries(tie.moved, by=by, now=now, **both)
        give_back_frictions(tie.moved, **both)
        give_back_steps(tie.moved.get("steps", []), **both)
        give_back_time(tie.moved.get("time", []), **both)
        give_back_values(tie.moved.get("field_values", []), **both)
        promises.hand_back_unseen(conversation=tie.conversation_id, now=now)
    return tie


def _plain(text: str) -> str:
    """The words as a form of any browser sends them, with the ends of lines that we keep."""
    return text.replace("\r\n", "\n")
