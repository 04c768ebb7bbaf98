"""Words of a customer raise a hint as their letter is filed; a person says what it is."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Message
from kept.ledger import record
from kept.people.models import Member
from kept.playbook.actions.errors import AlreadyAnswered
from kept.playbook.actions.use import SYSTEM
from kept.playbook.complaints import HOOKS
from kept.playbook.events import ComplaintConfirmed, HintDismissed, HintRaised
from kept.playbook.models import Hint
from kept.playbook.rules import hints_in
from kept.promises.rules import spoken_in

_REPLY = re.compile(r"^\s*(?:re|aw|antw|wg|fwd?)\s*:", re.IGNORECASE)


@transaction.atomic
def raise_hint(message: Message, *, cause: Any = None) -> Hint | None:
    """Read what a customer wrote themselves, once. Safe to do twice.

    Never a letter of ours, of a robot, of somebody outside, or from the address of a member: there
    is no mood of staff. Quotes are no part of it.
    """
    if message.is_ours or message.automatic or message.is_aside:
        return None
    conversation = message.conversation
    if conversation.status == Conversation.Status.SPAM:
        return None
    said = message.text
    if message.subject and not _REPLY.match(message.subject):
        said = f"{message.subject}\n{said}"
    language = str(message.beside.get("language") or "") or spoken_in(said)
    reasons = hints_in(said, language=language)
    if not reasons or _is_of_us(message):
        return None
    hint, made = Hint.objects.get_or_create(
        message=message,
        defaults={"reasons": [[one.kind, one.words] for one in reasons], "at": message.at},
    )
    if made:
        fact = HintRaised(
            hint=hint.pk, message=message.pk, conversation=conversation.pk, kinds=hint.kinds
        )
        record(fact, about=[hint, conversation], by=SYSTEM, at=message.at, cause=cause)
    return hint


@transaction.atomic
def confirm_complaint(hint: Hint, *, by: Member, now: datetime) -> Hint:
    """It is a complaint, a member says. Raises `NotAllowed`, `WasMerged`, `AlreadyAnswered`."""
    hint = _held(hint, by=by)
    conversation = hint.message.conversation
    _answer(hint, Hint.State.CONFIRMED, by=by, now=now)
    fact = ComplaintConfirmed(
        hint=hint.pk, message=hint.message_id, conversation=conversation.pk, kinds=hint.kinds
    )
    event = record(
        fact, about=[hint, conversation, f"customer:{conversation.customer_id}"], by=by, at=now
    )
    for hook in HOOKS:
        hook(conversation, hint=hint, by=by, now=now, cause=event)
    return hint


@transaction.atomic
def dismiss_hint(hint: Hint, *, by: Member, now: datetime) -> Hint:
    """It is nothing of the kind. Raises `NotAllowed`, `WasMerged`, `AlreadyAnswered`."""
    hint = _held(hint, by=by)
    conversation = hint.message.conversation
    _answer(hint, Hint.State.DISMISSED, by=by, now=now)
    fact = HintDismissed(hint=hint.pk, conversation=conversation.pk)
    record(fact, about=[hint, conversation], by=by, at=now)
    return hint


def _held(hint: Hint, *, by: Member) -> Hint:
    take(hint.message.conversation, by=by)
    rows = Hint.objects.select_for_update(of=("self",)).select_related("message__conversation")
    hint = rows.get(pk=hint.pk)
    if hint.state != Hint.State.RAISED:
        raise AlreadyAnswered
    return hint


def _answer(hint: Hint, state: str, *, by: Member, now: datetime) -> None:
    hint.state, hint.answered_by, hint.answered_at = state, by, now
    hint.save(update_fields=["state", "answered_by", "answered_at"])


def _is_of_us(message: Message) -> bool:
    address = message.from_address
    return bool(address) and Member.objects.filter(email__iexact=address).exists()
