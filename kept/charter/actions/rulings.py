"""Two values collide, and somebody says which went first and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.charter.actions.use import UsedElsewhere
from kept.charter.events import ValuesRuled
from kept.charter.models import Ruling, Value
from kept.charter.rules import LONGEST_REASON
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation
from kept.kit.refusals import Refusal
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member


class NeedsTwoValues(Refusal):
    code = "ruling_of_one"
    message = gettext_lazy("Name two different values.")


class NeedsWhy(Refusal):
    code = "ruling_without_reason"
    message = gettext_lazy("Write why the one went first. Others will decide alike by it.")


@transaction.atomic
def rule_between(
    conversation: Conversation,
    *,
    first: Value,
    second: Value,
    reason: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Ruling:
    """`first` went before `second` here. The same `submit_id` once.

    Raises `NotAllowed`, `WasMerged`, `NeedsTwoValues`, `NeedsWhy`, `UsedElsewhere`.
    """
    conversation = take(conversation, by=by)
    if made := Ruling.objects.filter(submit_id=submit_id).first():
        if (made.member_id, made.conversation_id) != (by.pk, conversation.pk):
            raise UsedElsewhere
        return made
    if first.pk == second.pk:
        raise NeedsTwoValues
    reason = plain_text(reason, LONGEST_REASON)
    if not reason:
        raise NeedsWhy
    ruling = Ruling.objects.create(
        conversation=conversation,
        member=by,
        first=first,
        second=second,
        reason=reason,
        submit_id=submit_id,
        at=now,
    )
    fact = ValuesRuled(
        ruling=ruling.pk, conversation=conversation.pk, first=first.pk, second=second.pk
    )
    record(fact, about=[ruling, conversation, by], by=by, at=now)
    return ruling
