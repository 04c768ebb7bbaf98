"""Rules for tests, and the reader that follows the ledger for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kept.automation.actions import RuleTerms, make_rule
from kept.automation.models import Rule
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import Condition
from kept.conversations.models import Tag
from kept.ledger.models import Cursor, Event
from kept.ledger.reading import READERS
from tests.cast import NOON, make_desk, make_manager, make_member

URGENT = Act("PRIORITY", "URGENT")


def lou_at_orders() -> Any:
    """Lou leads where Ada serves."""
    lou = make_manager()
    make_desk("Orders", make_member("ada"), lou)
    return lou


def make(
    trigger: str = "RECEIVED",
    *acts: Act,
    name: str = "The rule",
    conditions: tuple[Condition, ...] = (),
    now: datetime = NOON,
    **more: Any,
) -> Rule:
    """A rule of Lou's at Orders that runs."""
    by = more.pop("by", None) or lou_at_orders()
    desk = more.pop("desk", make_desk("Orders"))
    terms = RuleTerms(name, trigger, desk, conditions=conditions, acts=acts or (URGENT,), **more)
    return make_rule(terms, is_on=True, by=by, now=now)


def follow() -> None:
    """The reader of rules, until nothing is left to read.

    Read plainly: within a test's transaction PostgreSQL shows a reader nothing yet.
    """
    reader = READERS["automation"]
    cursor, _ = Cursor.objects.get_or_create(reader=reader.name)
    found = Event.objects.filter(kind__in=reader.reactions).order_by("pk")
    while event := found.filter(pk__gt=cursor.event_id).first():
        reader.reactions[event.kind](event)
        cursor.event_id = event.pk
    cursor.save()


def make_tag(name: str = "refund") -> Tag:
    return Tag.objects.get_or_create(name=name, key=name)[0]
