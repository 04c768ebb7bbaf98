"""Scenes of improvement, by its own actions."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from kept.charter import actions as charter
from kept.charter.models import Policy
from kept.conversations.models import Conversation
from kept.improvement import actions
from kept.improvement.models import Change, Denial, Friction
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_customer, make_desk, make_manager, make_member

LETTER = "Dear {{name}}, {{then}} We do it differently now. {{page}}"


def make_house() -> Policy:
    """Ada and Bea serve Orders, which Lou leads; nothing is refunded without a receipt."""
    desk = make_desk("Orders", make_member("ada"), make_member("bea"), make_manager("lou"))
    terms = charter.PolicyTerms(
        "Receipts", "No refund without one.", "Store credit", make_manager(), NOON.date(), desk
    )
    return charter.write_policy(None, terms, by=make_manager(), now=NOON)


def make_talk(name: str = "cy", *, now: datetime = NOON) -> Conversation:
    return make_conversation(desk=make_desk("Orders"), customer=make_customer(name), now=now)


def make_denial(
    policy: Policy,
    talk: Conversation | None = None,
    *,
    then: str = "In May we paid nothing back for your lamp.",
    by: Member | None = None,
    now: datetime = NOON,
) -> Denial:
    return actions.refuse_customer(
        talk or make_talk(),
        policy,
        then=then,
        submit_id=uuid4(),
        by=by or make_member(),
        now=now,
    )


def make_friction(
    policy: Policy | None = None, *, by: Member | None = None, now: datetime = NOON, **more: object
) -> Friction:
    terms = actions.FrictionTerms(
        words="They have no receipt any more.", policy=policy, desk=make_desk("Orders")
    )
    return actions.raise_friction(
        terms,
        submit_id=uuid4(),
        by=by or make_member(),
        now=now,
        **more,  # type: ignore[arg-type]
    )


def discussed(friction: Friction, *, now: datetime = NOON) -> Friction:
    lou = make_manager()
    if friction.state == "RAISED":
        friction = actions.list_for_huddle(friction, by=lou, now=now)
    return actions.discuss(
        friction, cause="We trust paper only.", impact="They leave.", by=lou, now=now
    )


def begun(policy: Policy, *frictions: Friction, now: datetime = NOON) -> Change:
    terms = actions.ChangeTerms("A statement will do", "POLICY", make_manager(), policy=policy)
    return actions.begin_change(
        terms, frictions=frictions, submit_id=uuid4(), by=make_manager(), now=now
    )


def adopted(change: Change, *, now: datetime = NOON) -> Change:
    lou = make_manager()
    actions.write_change(
        change,
        after="No refund without proof of the sale.",
        after_instead="A card statement is proof",
        letter=LETTER,
        by=lou,
        now=now,
    )
    return actions.adopt(
        change, reason="It is as good.", thanks="Thank you.", today=now.date(), by=lou, now=now
    )
