"""What Northmoor Lamps wants to know of its conversations, and what is to be done in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from kept.checklists.actions import ChecklistSettings, add_steps, make_checklist, tick
from kept.checklists.rules import steps_in
from kept.conversations.actions import relate
from kept.conversations.models import Conversation, Desk
from kept.fields.actions import Change, FieldSettings, fill, make_field
from kept.fields.models import Field
from kept.fields.rules import Value
from kept.people.models import Member

FIRST = "The shade has cracked again"
FILLED = 60
"""So many of the newest at Orders know something of themselves."""
PARTS = ("Shade", "Cord", "Socket", "Base")
CAUSES = ("Cracked on the way", "Broken from the start", "Something missing", "Changed their mind")


def make_fields(desks: dict[str, Desk], *, by: Member, dice: Random, now: datetime) -> None:
    """Defined late: what the story had closed before was asked for nothing."""
    orders, billing = desks["Orders"], desks["Billing"]
    fields = [
        make_field(chosen, by=by, now=now)
        for chosen in (
            FieldSettings(
                "Order number",
                key="order",
                kind="CODE",
                desk=orders,
                pattern="NM-99999",
                help="It stands on the delivery note.",
            ),
            FieldSettings("Cause", kind="CHOICE", desk=orders, more=CAUSES),
            FieldSettings("Parts", kind="MANY", desk=orders, more=PARTS),
            FieldSettings("Bought", kind="DATE", desk=orders),
            FieldSettings(
                "Amount", kind="NUMBER", desk=billing, help="In pounds.", is_required=True
            ),
        )
    ]
    there = Conversation.objects.filter(desk=orders).exclude(status__in=["SPAM", "MERGED"])
    for place, conversation in enumerate(there.order_by("-last_at", "-pk")[:FILLED]):
        # The one that a visitor opens first has all of them, and some have none yet.
        is_first = conversation.subject == FIRST
        if is_first or place % 5 != 2:
            _fill(conversation, fields, has_all=is_first, by=by, dice=dice, now=now)


def _fill(
    conversation: Conversation,
    fields: list[Field],
    *,
    has_all: bool,
    by: Member,
    dice: Random,
    now: datetime,
) -> None:
    order, cause, parts, bought, _amount = fields
    day = date.fromordinal(conversation.opened_at.toordinal()) - timedelta(days=dice.randint(4, 40))
    picked = frozenset(dice.sample(list(parts.choices.values_list("pk", flat=True)), 2))
    values = [
        (order, Value(text=f"NM-{dice.randint(20_000, 49_999)}")),
        (cause, Value(choice=dice.choice(list(cause.choices.all())).pk)),
        (parts, Value(picks=picked)),
        (bought, Value(day=day)),
    ]
    some = values if has_all else [one for one in values if dice.random() < 0.6]
    changes = [Change(field.pk, value, 0) for field, value in some]
    fill(conversation, changes, by=conversation.assignee or by, now=now)


def make_checklists(desks: dict[str, Desk], *, by: Member, now: datetime) -> None:
    """One that is put on what a visitor opens first, and one for all desks."""
    orders = desks["Orders"]
    cracked = ChecklistSettings(
        "Cracked glass", "Ask for a photograph\nNew shade from shelf 4\nDouble-wall box", orders
    )
    for chosen in (
        cracked,
        ChecklistSettings("Before a long absence", "Hand on what is open\nTell those who wait"),
    ):
        make_checklist(chosen, by=by, now=now)
    there = Conversation.objects.filter(desk=orders, subject=FIRST).first()
    if there is None:
        return
    who = there.assignee or by
    first, *_others = add_steps(there, steps_in(cracked.steps), by=who, now=now)
    tick(first, is_done=True, by=who, now=now)
    before = Conversation.objects.filter(customer=there.customer_id, desk=orders)
    other = before.exclude(pk=there.pk).exclude(status__in=["SPAM", "MERGED"]).last()
    if other is not None:
        relate(there, other, kind="RELATED", by=who, now=now)
