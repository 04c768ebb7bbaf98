"""Another time and the letter that says so: one act, so neither happens without the other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message
from kept.people.models import Member
from kept.promises.actions.locking import take
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
    is_in_time = now <= promise.due_at
    if due_at is not None:
        renegotiate(promise, due_at=due_at, submit_id=submit_id, by=by, now=now)
    else:
        offer_windows(promise, windows=windows, by=by, now=now)
    if text.strip() and promise.conversation and promise.customer:
        address = promise.customer.addresses.filter(is_dead=False).first()
        conversations.reply(
            promise.conversation,
            text=text,
            to=[address.value] if address else [],
            submit_id=submit_id,
            then=Conversation.Status.WAITING,
            by=by,
            now=now,
        )
        if is_in_time:
            # They heard before it was late; if it breaks after all, it did not break in silence.
            Promise.objects.filter(pk=promise.pk).update(was_told=True)


def _is_done(promise: Promise, submit_id: UUID) -> bool:
    """Whether this was sent before: then the date has moved, or the letter is written."""
    if promise.versions.filter(submit_id=submit_id).exists():
        return True
    written = Message.objects.filter(conversation=promise.conversation_id, submit_id=submit_id)
    return written.exists()
