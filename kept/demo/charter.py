"""Who may decide what in this house: the receipts, what was given, and what somebody wanted to."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kept.charter import actions
from kept.charter.models import Grant, Value
from kept.conversations.models import Conversation
from kept.demo.house import House

_VALUES = (
    "Nobody is worse off for trusting us.",
    "We say what is true, also when it costs us.",
    "What we make can be mended.",
)
_CANNOT = (
    "We cannot pay money back without a receipt, since it may have been bought elsewhere and at "
    "another price."
)
_INSTEAD = """Store credit at today's price, within your grant.
A replacement of the same lamp.
We look for the sale by the card it was paid with."""


def agree_on(house: House, *, now: datetime) -> None:
    """What holds since some weeks."""
    mara, vesna, ingrid = house.member("Mara"), house.member("Vesna"), house.member("Ingrid")
    orders = house.desks["Orders"]
    value, *_rest = actions.settle_values("\n".join(_VALUES), by=ingrid, now=now)
    terms = actions.PolicyTerms(
        "Receipts",
        _CANNOT,
        _INSTEAD,
        owner=vesna,
        effective_on=now.date(),
        desk=orders,
        value=value,
        review_on=(now + timedelta(weeks=13)).date(),
    )
    policy = actions.write_policy(None, terms, by=vesna, now=now)
    credit = actions.GrantTerms(
        "CREDIT",
        "No receipt, and what they tell fits together",
        member=mara,
        amount=5_000,
        currency="EUR",
        desk=orders,
        policy=policy,
    )
    actions.agree(actions.propose(credit, by=vesna, now=now), by=mara, now=now)


def decide(house: House, *, now: datetime) -> None:
    """Used and asked for a moment ago, and proposed."""
    mara, vesna, orders = house.member("Mara"), house.member("Vesna"), house.desks["Orders"]
    parts = actions.GrantTerms(
        "REPLACEMENT", "A part that broke within two years", member=mara, times=5, desk=orders
    )
    actions.propose(parts, by=vesna, now=now)
    grant = Grant.objects.get(member=mara, kind="CREDIT")
    _in_conversations(house, Value.objects.get(rank=1), grant, now=now)


def _in_conversations(house: House, value: Value, grant: Grant, *, now: datetime) -> None:
    mara = house.member("Mara")
    hers = Conversation.objects.filter(
        desk=house.desks["Orders"], assignee=mara, status=Conversation.Status.WAITING
    )
    talks = list(hers.order_by("-last_at", "-pk")[:2])
    for talk in talks[:1]:
        use = actions.Use(
            reason="No receipt any more, but they know the day and the colour. I believe them.",
            due_at=talk.desk.hours.closes(now + timedelta(days=2)),
            amount=1_200,
            value=value,
        )
        actions.use_grant(grant, talk, use, submit_id=UUID(int=32_001), by=mara, now=now)
    for talk in talks[-1:]:
        actions.ask_for_authority(
            talk,
            kind="REFUND",
            wanted="€20 back. The card statement shows the sale, which is as good as a receipt.",
            submit_id=UUID(int=32_002),
            by=mara,
            now=now,
        )
