"""The cast every test plays with: Ada who answers, Lou who leads, Odo who owns, Cy who writes.

Plain functions that prefer real actions. Given the same name they find the same person again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Desk, DeskAddress, Message
from kept.customers import actions as customers
from kept.customers.models import Customer
from kept.hours.actions import open_house_calendar
from kept.people.models import Member, Team
from kept.promises import actions as promises
from kept.promises.models import Promise

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""A Tuesday. Desks are open from nine to five, so there is an afternoon left."""

PASSWORD = "a word nobody guesses"


def make_member(name: str = "ada", *, role: str = "MEMBER", **more: object) -> Member:
    email = f"{name}@northmoor.example"
    if known := Member.objects.filter(email=email).first():
        return known
    # The cast sends at once, unless a test is about taking back.
    values: dict[str, object] = {"rest_seconds": 0, "last_login": NOON} | more
    member = Member(email=email, name=name.title(), role=role, joined_at=NOON, **values)
    member.set_password(PASSWORD)
    member.save()
    return member


def make_owner(name: str = "odo") -> Member:
    return make_member(name, role=Member.Role.OWNER)


def make_manager(name: str = "lou") -> Member:
    return make_member(name, role=Member.Role.MANAGER)


def make_team(name: str = "Front", *members: Member) -> Team:
    team, _ = Team.objects.get_or_create(name=name)
    team.members.add(*members)
    return team


def make_desk(name: str = "Orders", *members: Member) -> Desk:
    """A desk served by `members`, with the address `orders@northmoor.example`."""
    slug = name.lower()
    calendar = open_house_calendar(now=NOON)
    desk, made = Desk.objects.get_or_create(
        name=name, defaults={"slug": slug, "calendar": calendar}
    )
    if made:
        DeskAddress.objects.create(desk=desk, value=f"{slug}@northmoor.example")
    if members:
        desk.teams.add(make_team(f"{name} team", *members))
    return desk


def make_customer(name: str = "cy") -> Customer:
    return customers.meet(address=f"{name}@valdorra.example", name=name.title(), now=NOON)


def make_arrival(text: str = "The lamp is cracked.", **more: object) -> conversations.Arrival:
    values: dict[str, object] = {
        "subject": "A cracked lamp",
        "from_name": "Cy",
        "from_address": "cy@valdorra.example",
        "text": text,
        "to": ("orders@northmoor.example",),
    }
    return conversations.Arrival(**(values | more))  # type: ignore[arg-type]


def make_message(
    text: str = "The lamp is cracked.",
    *,
    desk: Desk | None = None,
    customer: Customer | None = None,
    conversation: Conversation | None = None,
    now: datetime = NOON,
    **more: object,
) -> Message:
    """A letter that came in; begins a conversation unless one is given."""
    return conversations.receive(
        make_arrival(text, **more),
        desk=conversation.desk if conversation else desk or make_desk(),
        customer=conversation.customer if conversation else customer or make_customer(),
        conversation=conversation,
        now=now,
    )


def make_conversation(
    *, desk: Desk | None = None, assignee: Member | None = None, **more: object
) -> Conversation:
    conversation = make_message(desk=desk, **more).conversation  # type: ignore[arg-type]
    if assignee:
        conversation = conversations.assign(conversation, to=assignee, by=assignee, now=NOON)
    return conversation


def make_reply(
    conversation: Conversation,
    text: str = "I'll call you tomorrow.",
    *,
    by: Member,
    cc: Sequence[str] = (),
    now: datetime = NOON,
) -> Message:
    return conversations.reply(
        conversation,
        text=text,
        to=["cy@valdorra.example"],
        cc=list(cc),
        submit_id=uuid4(),
        by=by,
        now=now,
    )


def make_promise(
    conversation: Conversation | None = None,
    *,
    keeper: Member | None = None,
    words: str = "I'll call you tomorrow.",
    due_at: datetime = NOON + timedelta(days=1),
    now: datetime = NOON,
    **more: object,
) -> Promise:
    """A promise at a desk that its keeper serves."""
    keeper = keeper or make_member()
    conversation = conversation or make_conversation(desk=make_desk("Orders", keeper))
    return promises.make(
        conversation, words=words, due_at=due_at, keeper=keeper, by=keeper, now=now, **more
    )
