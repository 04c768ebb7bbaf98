"""A macro that fills in fields, and the minutes that were written down at Orders."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from kept.conversations.models import Conversation, Desk
from kept.fields.models import Field
from kept.fields.rules import Value
from kept.macros.actions import MacroSettings, make_macro
from kept.people.models import Member, Team
from kept.timespent.actions import correct, switch, write

MOST = 24
FOR = ("Carrier called", "Looked for the batch", "Parts picked", "")


def make_setting_macro(desks: dict[str, Desk], team: Team, *, by: Member, now: datetime) -> None:
    """Damage on the way: cause and part stand there, and a team has it."""
    orders = desks["Orders"]
    cause = Field.objects.get(label="Cause", desk=orders)
    parts = Field.objects.get(label="Parts", desk=orders)
    fields = {
        cause.pk: Value(choice=cause.choices.get(name="Cracked on the way").pk),
        parts.pk: Value(picks=frozenset({parts.choices.get(name="Shade").pk})),
    }
    chosen = MacroSettings(
        "Damaged on the way", orders, priority="HIGH", assign="TEAM", team=team, fields=fields
    )
    make_macro(chosen, by=by, now=now)


def write_time(desks: dict[str, Desk], *, by: Member, dice: Random, now: datetime) -> None:
    """Where Orders has worked lately; the first one with two entries, one of them corrected."""
    orders = desks["Orders"]
    switch(orders, is_on=True, by=by, now=now)
    there = Conversation.objects.filter(desk=orders).exclude(status__in=["SPAM", "MERGED"])
    today = now.date()
    for place, found in enumerate(there.order_by("-last_at", "-pk")[:MOST]):
        who = found.assignee or by
        day = today - timedelta(days=dice.randint(0, 20))
        told: dict[str, Any] = {"day": day, "today": today, "by": who, "now": now}
        entry = write(found, minutes=5 * dice.randint(1, 9), words=FOR[place % 4], **told)
        if place == 0:
            correct(entry, minutes=40, words="Carrier called, twice", **told)
            write(found, minutes=15, words="New shade packed", **told)
