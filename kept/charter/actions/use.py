"""A grant is used: gesture and promise come into being together, within the limit or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.charter.events import GestureMade, GrantUsed
from kept.charter.models import (
    Alternative,
    Gesture,
    Grant,
    GrantPeriod,
    Kind,
    Policy,
    Value,
)
from kept.charter.rules import LONGEST_REASON, period_begins
from kept.charter.wording import gesture_words, in_money
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation
from kept.conversations.speaking import speaking_to
from kept.customers.models import Customer
from kept.kit.money import MOST
from kept.kit.refusals import Refusal
from kept.kit.typed import one_line, plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises


class NotGranted(Refusal):
    code = "not_granted"
    message = gettext_lazy("You have no authority for this here. You can say that you wanted it.")


class BeyondLimit(Refusal):
    code = "beyond_limit"
    message = gettext_lazy("That is beyond what you may decide now.")


class NeedsReason(Refusal):
    code = "gesture_without_reason"
    message = gettext_lazy("Write why: what happened to them, and what it is for.")


class NoAmount(Refusal):
    code = "gesture_without_amount"
    message = gettext_lazy("Say how much, in the currency of the grant.")


class BeyondAlternative(Refusal):
    code = "beyond_alternative"
    message = gettext_lazy("That is not what the policy offers instead, or more than it does.")


class UsedElsewhere(Refusal):
    code = "gesture_made_elsewhere"
    message = gettext_lazy("This form was sent already. Open it anew.")


@dataclass(frozen=True, slots=True)
class Use:
    """`amount` in minor units of the grant's currency. `what` is said to the customer too.

    Where it gives what a policy offers instead, the limit of that `alternative` holds as well.
    """

    reason: str
    due_at: datetime
    amount: int | None = None
    what: str = ""
    value: Value | None = None
    alternative: Alternative | None = None


@transaction.atomic
def use_grant(
    grant: Grant,
    conversation: Conversation,
    use: Use,
    *,
    submit_id: UUID,
    customer: Customer | None = None,
    by: Member,
    now: datetime,
) -> Gesture:
    """Give it, and promise the customer to deliver it; the same `submit_id` once.

    `customer` as `promises.make` takes it.

    Raises `NotAllowed`, `WasMerged`, `NotGranted`, `BeyondLimit`, `BeyondAlternative`,
    `NeedsReason`, `NoAmount`, `BadWindow`, `UsedElsewhere`.
    """
    conversation = take(conversation, by=by)
    # One at a time: whoever waits here counts what the others have used.
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if made := Gesture.objects.filter(submit_id=submit_id).first():
        if (made.member_id, made.conversation_id) != (by.pk, conversation.pk):
            raise UsedElsewhere
        return made
    today = now.astimezone(ZoneInfo(settings.HOME_ZONE)).date()
    _held(grant, conversation, by=by, today=today)
    reason = plain_text(use.reason, LONGEST_REASON)
    if not reason:
        raise NeedsReason
    amount = _amount(use, grant)
    if use.alternative is not None:
        _within(use.alternative, grant, conversation, amount)
    period = _count(grant, by, amount or 0, begins_on=period_begins(grant.period, today))
    what = one_line(use.what, 300)
    with speaking_to(customer or conversation.customer):
        words = gesture_words(grant.kind, amount, grant.currency, what)
    promise = promises.make(
        conversation,
        words=words,
        due_at=use.due_at,
        keeper=by,
        customer=customer,
        by=by,
        now=now,
    )
    gesture = Gesture.objects.create(
        conversation=conversation,
        grant=grant,
        period=period,
        member=by,
        kind=grant.kind,
        amount=amount,
        currency=grant.currency,
        what=what,
        reason=reason,
        value=use.value,
        alternative=use.alternative,
        promise=promise,
        submit_id=submit_id,
        at=now,
    )
    record(_told_of(gesture), about=[gesture, grant, conversation, by], by=by, at=now)
    return gesture


def _held(grant: Grant, conversation: Conversation, *, by: Member, today: date) -> None:
    """Raises `NotGranted` where the grant is not theirs, here and today."""
    if (
        grant.kind == Kind.STOP
        or (grant.expires_on is not None and grant.expires_on < today)
        or grant.desk_id not in {None, conversation.desk_id}
        or not Grant.objects.of(by).filter(pk=grant.pk).exists()
    ):
        raise NotGranted


def _amount(use: Use, grant: Grant) -> int | None:
    """What is given, in its smallest unit; None where the grant is none of money."""
    if grant.most_amount is None:
        return None
    if not 0 < (use.amount or 0) <= MOST:
        raise NoAmount
    return use.amount


def _told_of(gesture: Gesture) -> GestureMade:
    return GestureMade(
        gesture=gesture.pk,
        conversation=gesture.conversation_id,
        grant=gesture.grant_id,
        begins_on=gesture.period.begins_on.isoformat(),
        kind=gesture.kind,
        amount=gesture.amount or 0,
        currency=gesture.currency,
        promise=gesture.promise_id,
        value=gesture.value_id or 0,
    )


@transaction.atomic
def use_to_stop(*, desk: int | None, policy: Policy | None, by: Member, now: datetime) -> Grant:
    """One use of a grant to stop the line, for what is of that desk, or of the house (None).

    Raises `NotGranted`, `BeyondLimit`.
    """
    today = now.astimezone(ZoneInfo(settings.HOME_ZONE)).date()
    held = Grant.objects.of(by).filter(kind=Kind.STOP).values("pk")
    beyond: BeyondLimit | None = None
    # One at a time, as where something is given.
    for grant in Grant.objects.select_for_update().filter(pk__in=held).order_by("pk"):
        expired = grant.expires_on is not None and grant.expires_on < today
        fits = grant.desk_id in {None, desk} and grant.policy_id in {None, policy and policy.pk}
        if expired or not fits:
            continue
        try:
            begins_on = period_begins(grant.period, today)
            period = _count(grant, by, 0, begins_on=begins_on)
        except BeyondLimit as refusal:
            beyond = refusal
            continue
        fact = GrantUsed(grant=grant.pk, begins_on=period.begins_on.isoformat())
        record(fact, about=[grant, by], by=by, at=now)
        return grant
    raise beyond or NotGranted


def _count(grant: Grant, member: Member, amount: int, *, begins_on: date) -> GrantPeriod:
    """The member's row of this period with this use in it. Raises `BeyondLimit`."""
    period, _made = GrantPeriod.objects.get_or_create(
        grant=grant,
        member=member,
        begins_on=begins_on,
        defaults={"most_amount": grant.most_amount, "most_times": grant.most_times},
    )
    limit = grant.limit
    if not limit.has_room(used=period.used_amount, times=period.used_times, amount=amount):
        raise BeyondLimit(_beyond(grant, period))
    period.used_amount += amount
    period.used_times += 1
    period.save(update_fields=["used_amount", "used_times"])
    return period


def _within(
    alternative: Alternative, grant: Grant, conversation: Conversation, amount: int | None
) -> None:
    """Raises `BeyondAlternative` where this is not what stands in a policy of this desk today."""
    policy = alternative.version.policy
    fits = (
        policy.number == alternative.version.number
        and policy.retired_at is None
        and policy.desk_id in {None, conversation.desk_id}
        and alternative.kind == grant.kind
        and grant.policy_id in {None, policy.pk}
    )
    if not fits:
        raise BeyondAlternative
    if alternative.amount is None or amount is None:
        return
    if alternative.currency != grant.currency or amount > alternative.amount:
        most = in_money(alternative.amount, alternative.currency)
        raise BeyondAlternative(
            _("The policy offers %(most)s at most. Nothing has been promised.") % {"most": most}
        )


def _beyond(grant: Grant, period: GrantPeriod) -> str:
    if grant.most_times is not None and period.used_times >= grant.most_times:
        return _("You have used this as often as agreed. Nothing has been promised.")
    left = in_money((grant.most_amount or 0) - period.used_amount, grant.currency)
    return _("%(left)s is left of what you may decide. Nothing has been promised.") % {"left": left}
