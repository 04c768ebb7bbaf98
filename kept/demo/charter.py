"""Who may decide what in this house: the receipts, what was given, and what somebody wanted to."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kept.charter import actions
from kept.charter.models import Grant, Policy, Value
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
_INSTEAD = (
    actions.AlternativeTerms(
        "Store credit at today's price", "CREDIT", 5_000, "EUR", "The day and the model must fit."
    ),
    actions.AlternativeTerms("A replacement of the same lamp", "REPLACEMENT"),
    actions.AlternativeTerms("We look for the sale by the card it was paid with"),
)
_LATE = "We cannot replace what is reported broken more than fourteen days after the parcel came."
_LATER = (
    "We cannot replace what is reported broken more than fourteen days after the parcel was in "
    "their hands, wherever it had waited."
)


def agree_on(house: House, *, now: datetime) -> None:
    """What holds since some weeks."""
    mara, vesna, ingrid = house.member("Mara"), house.member("Vesna"), house.member("Ingrid")
    orders = house.desks["Orders"]
    value, *_rest = actions.settle_values("\n".join(_VALUES), by=ingrid, now=now)
    terms = actions.PolicyTerms(
        "Receipts",
        _CANNOT,
        "",
        owner=vesna,
        effective_on=now.date(),
        desk=orders,
        value=value,
        review_on=(now + timedelta(weeks=13)).date(),
        alternatives=_INSTEAD,
    )
    policy = actions.write_policy(None, terms, by=vesna, now=now)
    late = actions.PolicyTerms(
        "Broken in the parcel",
        _LATE,
        "A spare part at what it costs us.\nA look by our workshop.",
        owner=vesna,
        effective_on=now.date(),
        desk=orders,
        value=value,
    )
    actions.write_policy(None, late, by=vesna, now=now)
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
    _ask_and_announce(house, now=now)
    _in_conversations(house, Value.objects.get(rank=1), grant, now=now)


def _ask_and_announce(house: House, *, now: datetime) -> None:
    """Somebody asked whoever answers for the policy, who changed it by that."""
    mara, vesna, tobias = house.member("Mara"), house.member("Vesna"), house.member("Tobias")
    policy = Policy.objects.get(name="Broken in the parcel")
    asked = actions.ask_owner(
        policy,
        words="A neighbour had the parcel for two weeks. Do the fourteen days count from then?",
        submit_id=UUID(int=32_003),
        by=mara,
        now=now,
    )
    terms = actions.PolicyTerms(
        policy.name,
        _LATER,
        policy.instead,
        owner=vesna,
        effective_on=(now + timedelta(days=14)).date(),
        practice_on=(now + timedelta(days=7)).date(),
        desk=policy.desk,
        value=policy.value,
        review_on=policy.review_on,
    )
    actions.answer_question(
        asked,
        answer="No. They count from when the customer has it. I write it into the policy.",
        terms=terms,
        by=vesna,
        now=now,
    )
    receipts = Policy.objects.get(name="Receipts")
    actions.ask_owner(
        receipts,
        words="And if they bought it at a market stall of ours, where there is no card?",
        submit_id=UUID(int=32_004),
        by=tobias,
        now=now,
    )


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
        actions.rule_between(
            talk,
            first=value,
            second=Value.objects.get(rank=2),
            reason="Nobody can prove the sale, and still it is we who asked them to trust us.",
            submit_id=UUID(int=32_005),
            by=mara,
            now=now,
        )
    for talk in talks[-1:]:
        actions.ask_for_authority(
            talk,
            kind="REFUND",
            wanted="€20 back. The card statement shows the sale, which is as good as a receipt.",
            submit_id=UUID(int=32_002),
            by=mara,
            now=now,
        )
