"""Promises as rows and not as acts: so many that acts would take hours."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

EMAIL, PASSWORD = "lou@bench.example", "measured and found light"  # a database nobody keeps
MONTHS = 36
KINDS = ("PROMISE", "CALLBACK", "FOLLOW_UP", "FIRST_ANSWER", "NEXT_ANSWER", "RESOLUTION")
COLUMNS = """
kind conversation_id desk_id keeper_id customer_id origin words condition is_private zone made_at
due_at first_due_at renegotiate_by warn_at changes disputes was_told ends_on_reply broken_at outcome
settled_at settled_why confirmation
"""


def promise(
    size: int,
    *,
    endings: tuple[int, int, int, int] = (88, 5, 4, 3),
    days_ago: tuple[float, float] = (-10, 30.4 * MONTHS),
) -> None:
    """So many promises that were due so long ago; `endings` weigh kept, broken, released, open.

    Where nobody is there yet, three desks and nine members to keep them are made first.
    """
    from django.db import connection, transaction

    from kept.conversations.models import Conversation, Desk
    from kept.customers.models import Customer
    from kept.people.models import Member

    dice = random.Random(size)
    now = datetime.now(UTC)
    if not Member.objects.exists():
        people(now)
    members = list(Member.objects.order_by("pk").values_list("pk", flat=True))
    places = list(Conversation.objects.order_by("pk").values_list("pk", flat=True))
    desks = list(Desk.objects.order_by("pk").values_list("pk", flat=True))
    customer = Customer.objects.get()
    columns = COLUMNS.split()
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT INTO promises_promise ({', '.join(columns)}) VALUES ({marks})"

    def moment(at: datetime) -> str:
        return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")

    def row() -> tuple[Any, ...]:
        which = dice.randrange(3)
        due = now - timedelta(days=dice.uniform(*days_ago))
        first = due - timedelta(days=dice.choice((0, 0, 0, 0, 3)))
        made = first - timedelta(days=2)
        outcome = dice.choices(("KEPT", "BROKEN", "RELEASED", "OPEN"), endings)[0]
        late = timedelta(hours=dice.choice((-20, -20, -20, -20, -20, -20, -20, 5)))
        settled = None if outcome == "OPEN" else moment(due + late)
        is_past = due < now if outcome == "OPEN" else outcome == "BROKEN" or late > timedelta()
        warn = moment(due - timedelta(hours=2)) if outcome == "OPEN" and due > now else None
        confirmation = dice.choice(("CONFIRMED", "PRESUMED")) if outcome == "KEPT" else "NONE"
        return (
            *(dice.choice(KINDS), places[which], desks[which], dice.choice(members), customer.pk),
            *("FORM", "I'll call you.", "", 0, "Europe/Berlin", moment(made), moment(due)),
            *(moment(first), moment(due), warn, int(first != due), 0, 0, 0),
            *(moment(due) if is_past else None, outcome, settled, "", confirmation),
        )

    with transaction.atomic():
        connection.ensure_connection()
        for begin in range(0, size, 10_000):
            connection.connection.executemany(
                insert, [row() for _ in range(min(10_000, size - begin))]
            )
    with transaction.atomic(), connection.cursor() as cursor:
        # One in ten of those that moved did so too late.
        cursor.execute(
            "INSERT INTO promises_promiseversion (promise_id, due_at, renegotiate_by, condition, "
            "changed_at, changed_by, reason, was_told, was_early) "
            "SELECT id, first_due_at, first_due_at, '', made_at, 'MEMBER', '', 0, id % 10 > 0 "
            "FROM promises_promise WHERE changes > 0"
        )


def people(now: datetime) -> None:
    """Three desks with a conversation each, nine members, one customer."""
    from django.contrib.auth.hashers import make_password

    from kept.conversations.models import Conversation, Desk
    from kept.customers.actions import meet
    from kept.hours.actions import open_house_calendar
    from kept.people.models import Member, Team

    team = Team.objects.create(name="Everybody")
    password = make_password(PASSWORD)
    for number in range(9):
        email = EMAIL if number == 0 else f"member{number}@bench.example"
        role = "MANAGER" if number == 0 else "MEMBER"
        member = Member.objects.create(
            email=email, name=f"Ada {number}", role=role, password=password
        )
        team.members.add(member)
    calendar = open_house_calendar(now=now)
    customer = meet(address="cy@bench.example", name="Cy", now=now)
    for name in ("Billing", "Internal", "Orders"):
        desk = Desk.objects.create(name=name, slug=name.lower(), calendar=calendar)
        desk.teams.add(team)
        place = Conversation(desk=desk, customer=customer, subject="x", opened_at=now, last_at=now)
        place.save()
