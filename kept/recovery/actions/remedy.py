"""What would be fair: the customer's own remedy, and giving it at once where one may."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.charter import actions as charter
from kept.charter.models import Grant
from kept.charter.queries import may_decide
from kept.conversations.models import Conversation
from kept.kit.money import MOST
from kept.people.models import Member
from kept.recovery import rules
from kept.recovery.actions.errors import NeedsWords, NotItsTurn, NotWithin, SaidAnew
from kept.recovery.actions.locking import mark, must_be_its_turn, plain, take_open, tell
from kept.recovery.events import RemedySaid
from kept.recovery.models import Recovery


@transaction.atomic
def say_remedy(
    recovery: Recovery,
    *,
    words: str,
    amount: int | None = None,
    currency: str = "",
    by: Member | None,
    now: datetime,
) -> Recovery:
    """In the customer's words, said on their page (`by` None) or to us; with a sum if they wish.

    They may say it anew until something is agreed. `amount` in minor units of `currency`. Raises
    `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`.
    """
    recovery = take_open(recovery, by=by)
    words = plain(words)
    if not words:
        raise NeedsWords
    if rules.AGREE in recovery.settled:
        raise NotItsTurn
    is_sum = amount is not None and 0 < amount <= MOST and bool(currency)
    recovery.remedy, recovery.remedy_at = words, now
    recovery.remedy_amount = amount if is_sum else None
    recovery.remedy_currency = currency if is_sum else ""
    recovery.is_listening = False
    recovery.last_at = now
    recovery.save()
    fact = RemedySaid(
        recovery=recovery.pk,
        conversation=recovery.conversation_id,
        amount=recovery.remedy_amount or 0,
        currency=recovery.remedy_currency,
    )
    tell(fact, recovery, by=by, now=now)
    if rules.ASK_FAIR not in recovery.settled:
        mark(recovery, rules.ASK_FAIR, words="", by=by, now=now)
    return recovery


@transaction.atomic
def give_remedy(
    recovery: Recovery,
    *,
    due_at: datetime,
    submit_id: UUID,
    read: str | None = None,
    by: Member,
    now: datetime,
) -> Recovery:
    """What they called fair is within what `by` may decide: then it is given, as it was said.

    `read` is the `remedy_mark` that `by` has read; None where they read what stands there now.

    The gesture and its promise are made by the grant. Raises `NotAllowed`, `AlreadyClosed`,
    `NotItsTurn`, `SaidAnew`, `NotWithin`, and what `use_grant` raises.
    """
    recovery = take_open(recovery, by=by)
    must_be_its_turn(recovery, rules.GESTURE)
    if read is not None and read != recovery.remedy_mark:
        raise SaidAnew
    grant = grant_for(recovery, by=by, now=now)
    if not grant:
        raise NotWithin
    use = charter.Use(reason=recovery.remedy, due_at=due_at, amount=recovery.remedy_amount)
    chosen = Grant.objects.get(pk=grant)
    recovery.gesture = charter.use_grant(
        chosen,
        recovery.conversation,
        use,
        submit_id=submit_id,
        customer=recovery.customer,
        by=by,
        now=now,
    )
    mark(recovery, rules.GESTURE, words=recovery.remedy, by=by, now=now)
    return recovery


def grant_for(recovery: Recovery, *, by: Member, now: datetime) -> int:
    """The grant of theirs that the customer's remedy lies within; 0 for none."""
    there: Conversation = recovery.conversation
    may = may_decide(by, now=now, desk=there.desk_id)
    rooms = [rules.Room(one.grant, one.currency, one.left, one.is_spent) for one in may]
    return rules.compare(recovery.remedy_amount, recovery.remedy_currency, rooms)[1]
