"""A grant is proposed, agreed to or sent back, and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.charter.access import grantees, may_end
from kept.charter.events import GrantAgreed, GrantDeclined, GrantEnded, GrantProposed
from kept.charter.models import Grant, Kind, Period, Policy
from kept.charter.rules import MOST_WIDEN_AFTER, WIDEN_AFTER
from kept.conversations.models import Desk
from kept.kit.money import DIGITS, MOST
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.typed import one_line
from kept.ledger import record
from kept.people.models import Member
from kept.people.turns import take_turn

State = Grant.State
MOST_TIMES = 10_000


class NoLimit(Refusal):
    code = "grant_without_limit"
    message = gettext_lazy("Say up to what amount, or how often. A grant has a limit.")


class NotYourPeople(Refusal):
    code = "grant_to_others"
    message = gettext_lazy(
        "You can give authority to others of your own teams. An owner can to all."
    )


class NotProposed(Refusal):
    code = "grant_not_proposed"
    message = gettext_lazy("This has been answered already, or is no longer proposed.")


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """To a member, or to each of a role. `amount` in minor units of `currency`.

    After `widen_after` good uses in a row a wider grant is proposed; 0 is never.
    """

    kind: str
    situation: str
    member: Member | None = None
    role: str = ""
    amount: int | None = None
    currency: str = ""
    times: int | None = None
    period: str = Period.MONTH
    desk: Desk | None = None
    policy: Policy | None = None
    conditions: str = ""
    expires_on: date | None = None
    widen_after: int = WIDEN_AFTER


@transaction.atomic
def propose(
    terms: GrantTerms, *, submit_id: UUID | None = None, by: Member, now: datetime
) -> Grant:
    """Offered to a member, who agrees or sends it back; to a role, which an owner gives, at once.

    Of the same `submit_id` one comes.     Raises `NotAllowed`, `NotYourPeople`, `NoLimit`.
    """
    if not by.is_active or not by.is_manager:
        raise NotAllowed
    if terms.member is None and not by.is_owner:
        raise NotYourPeople
    if terms.member is not None and not grantees(by).filter(pk=terms.member.pk).exists():
        raise NotYourPeople
    if submit_id is not None:
        take_turn(by)
        if made := Grant.objects.filter(submit_id=submit_id, proposed_by=by).first():
            return made
    amount, times = terms.amount or None, terms.times or None
    if terms.kind == Kind.STOP and (amount is not None or times is None):
        raise NoLimit(_("Say how often the line may be stopped. It costs no amount."))
    if amount is None and times is None:
        raise NoLimit
    if amount is not None and (terms.currency not in DIGITS or not 0 < amount <= MOST):
        raise NoLimit
    if times is not None and not 0 < times <= MOST_TIMES:
        raise NoLimit
    grant = Grant(
        member=terms.member,
        role="" if terms.member else terms.role,
        desk=terms.desk,
        policy=terms.policy,
        kind=terms.kind,
        situation=one_line(terms.situation, 300),
        conditions=one_line(terms.conditions, 300),
        currency=terms.currency if amount else "",
        most_amount=amount,
        most_times=times,
        period=terms.period,
        expires_on=terms.expires_on,
        widen_after=min(max(terms.widen_after, 0), MOST_WIDEN_AFTER),
        proposed_by=by,
        proposed_at=now,
        submit_id=submit_id,
    )
    grant.save()
    fact = GrantProposed(
        grant=grant.pk,
        member=grant.member_id or 0,
        kind=grant.kind,
        amount=amount or 0,
        currency=grant.currency,
        times=times or 0,
    )
    record(fact, about=_about(grant), by=by, at=now)
    # A role says yes through nobody, and one's own proposal to oneself needs none.
    if grant.member_id in {None, by.pk}:
        return _settle(grant, State.AGREED, by=by, now=now)
    return grant


@transaction.atomic
def agree(grant: Grant, *, by: Member, now: datetime) -> Grant:
    """From now on it holds. Raises `NotAllowed`, `NotProposed`."""
    return _settle(_to_answer(grant, by=by), State.AGREED, by=by, now=now)


@transaction.atomic
def decline(grant: Grant, *, words: str, by: Member, now: datetime) -> Grant:
    """Back to whoever proposed it, with a word. Raises `NotAllowed`, `NotProposed`."""
    grant = _to_answer(grant, by=by)
    grant.answer = one_line(words, 300)
    return _settle(grant, State.DECLINED, by=by, now=now)


@transaction.atomic
def end(grant: Grant, *, by: Member, now: datetime) -> Grant:
    """It gives nothing any more; what was given by it stays. Raises `NotAllowed`, `NotProposed`."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if not may_end(by, grant):
        raise NotAllowed
    if grant.state not in {State.PROPOSED, State.AGREED}:
        raise NotProposed
    return _settle(grant, State.ENDED, by=by, now=now)


def _to_answer(grant: Grant, *, by: Member) -> Grant:
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.member_id != by.pk:
        raise NotAllowed
    if grant.state != State.PROPOSED:
        raise NotProposed
    return grant


_FACTS = {
    State.AGREED: GrantAgreed,
    State.DECLINED: GrantDeclined,
    State.ENDED: GrantEnded,
}


def _settle(grant: Grant, state: State, *, by: Member, now: datetime) -> Grant:
    grant.state, grant.answered_at = state, now
    grant.save(update_fields=["state", "answered_at", "answer"])
    record(_FACTS[state](grant=grant.pk), about=_about(grant), by=by, at=now)
    return grant


def _about(grant: Grant) -> list[object]:
    return [grant, *([grant.member] if grant.member else [])]
