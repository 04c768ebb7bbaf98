"""A desk with somebody in contact, somebody who leads, and a letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from kept.charter import actions
from kept.charter.actions import AlternativeTerms, GrantTerms, PolicyTerms, Use
from kept.charter.models import Gesture, Grant, Policy
from kept.conversations.models import Conversation
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

DAY = timedelta(days=1)
CREDIT = AlternativeTerms("Store credit", "CREDIT", 3_000, "EUR", "At today's price")


def make_lamp() -> Conversation:
    ada, bea, lou = make_member(), make_member("bea"), make_manager()
    return make_conversation(desk=make_desk("Orders", ada, bea, lou), assignee=ada)


def make_grant(member: Member | None = None, **more: Any) -> Grant:
    """Up to €50 of store credit a month, agreed."""
    member = member or make_member()
    given = {"amount": 5_000, "currency": "EUR", "member": member} | more
    terms = GrantTerms("CREDIT", "No receipt", **given)
    return actions.agree(actions.propose(terms, by=make_manager(), now=NOON), by=member, now=NOON)


def make_policy(cannot: str = "No money without a receipt.", **more: Any) -> Policy:
    given: dict[str, Any] = {"owner": make_manager(), "effective_on": NOON.date()} | more
    terms = PolicyTerms("Receipts", cannot, given.pop("instead", ""), **given)
    return actions.write_policy(None, terms, by=make_manager(), now=NOON)


def next_of(policy: Policy, cannot: str, **more: Any) -> PolicyTerms:
    given: dict[str, Any] = {"instead": policy.instead, "owner": policy.owner} | more
    return PolicyTerms(policy.name, cannot, **given)


def use(
    grant: Grant, lamp: Conversation, amount: int = 100, *, by: Member | None = None, **more: Any
) -> Gesture:
    given = Use(
        reason=more.pop("reason", "Ada believes her."), due_at=NOON + DAY, amount=amount, **more
    )
    by = by or make_member()
    return actions.use_grant(grant, lamp, given, submit_id=uuid4(), by=by, now=NOON)
