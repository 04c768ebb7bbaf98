"""An act and the letter that says so: one transaction, so neither happens without the other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message
from kept.conversations.speaking import speaking_to
from kept.customers.models import Customer
from kept.people.models import Member
from kept.promises.actions.errors import AlreadySettled
from kept.promises.actions.keep import declare
from kept.promises.actions.locking import take
from kept.promises.actions.make import made_before, offer_callback
from kept.promises.actions.renegotiate import offer_windows, renegotiate
from kept.promises.models import Promise
from kept.promises.proposals import Span


@transaction.atomic
def ask_for_another_time(
    promise: Promise,
    *,
    due_at: datetime | None,
    windows: list[Span],
    text: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> None:
    """Set `due_at`, or offer `windows` to choose from; `text` empty sends no letter.

    The same `submit_id` again changes nothing and sends nothing. Raises `NotAllowed`,
    `AlreadySettled`, `BadWindow`, `NoRecipient`.
    """
    promise = take(promise, by=by, now=now)
    if _is_done(promise, submit_id):
        return
    if text.strip() and now <= promise.due_at:
        # They hear before it is late; if this date passes after all, it does not do so in silence.
        Promise.objects.filter(pk=promise.pk).update(was_told=True)
    if due_at is not None:
        renegotiate(promise, due_at=due_at, submit_id=submit_id, by=by, now=now)
    else:
        offer_windows(promise, windows=windows, by=by, now=now)
    if text.strip() and promise.conversation:
        _write_to_them(
            promise.conversation, text, to=promise.customer, submit_id=submit_id, by=by, now=now
        )


@transaction.atomic
def tell_it_is_done(
    promise: Promise, *, text: str, submit_id: UUID, by: Member, now: datetime
) -> Promise:
    """Write to the customer that it is done, and ask whether it is; it is declared if it was not.

    The same `submit_id` again sends nothing. Raises `NotAllowed`, `AlreadySettled`, `NoRecipient`.
    """
    promise = take(promise, by=by, now=now)
    if promise.conversation is None or _is_done(promise, submit_id):
        return promise
    if promise.outcome == Promise.Outcome.OPEN:
        declare(promise, by=by, now=now)
    if not promise.waits_for_confirmation:
        raise AlreadySettled
    then = promise.conversation.status
    _write_to_them(
        promise.conversation,
        text,
        to=promise.customer,
        submit_id=submit_id,
        then=then,
        by=by,
        now=now,
    )
    return promise


@transaction.atomic
def ask_when_to_call(
    conversation: Conversation,
    *,
    windows: list[Span],
    text: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Promise:
    """Offer times for a call, with the letter that asks which suits them.

    The same `submit_id` again changes nothing and sends nothing. Raises `NotAllowed`, `BadWindow`,
    `NoRecipient`.
    """
    if made := made_before(submit_id, conversation=conversation, by=by):
        return made
    with speaking_to(conversation.customer):
        words = _("I'll call you")
    promise = offer_callback(
        conversation,
        words=words,
        windows=windows,
        keeper=by,
        submit_id=submit_id,
        by=by,
        now=now,
    )
    _write_to_them(conversation, text, submit_id=submit_id, by=by, now=now)
    return promise


def _write_to_them(
    conversation: Conversation,
    text: str,
    *,
    to: Customer | None = None,
    submit_id: UUID,
    then: str = Conversation.Status.WAITING,
    by: Member,
    now: datetime,
) -> None:
    """To whom it was promised, whoever's the conversation is that theirs was merged into."""
    address = (to or conversation.customer).addresses.filter(is_dead=False).first()
    conversations.reply(
        conversation,
        text=text,
        to=[address.value] if address else [],
        submit_id=submit_id,
        then=then,
        by=by,
        now=now,
    )


def _is_done(promise: Promise, submit_id: UUID) -> bool:
    """Whether this was sent before: then the date has moved, or the letter is written."""
    if promise.versions.filter(submit_id=submit_id).exists():
        return True
    written = Message.objects.filter(conversation=promise.conversation_id, submit_id=submit_id)
    return written.exists()
