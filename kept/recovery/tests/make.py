"""What the tests of this room set out with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from kept.conversations.models import Conversation
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.people.models import Member
from kept.recovery import actions
from kept.recovery.models import Boundary, Recovery
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

LATER = NOON + timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)
ROOMS = ("recovery", "decision", "appeal", "boundary")


def lamp(*more: Member) -> Conversation:
    """Ada's, at a desk that Lou leads."""
    ada = make_member()
    return make_conversation(desk=make_desk("Orders", ada, make_manager(), *more), assignee=ada)


def opened(there: Conversation | None = None, **more: Any) -> Recovery:
    values: dict[str, Any] = {"why": "The lamp came broken twice.", "by": make_member()} | more
    return actions.open_recovery(there or lamp(), now=NOON, **values)


def agreed(recovery: Recovery) -> Recovery:
    """Up to what was agreed, with its promise for tomorrow."""
    ada = make_member()
    for step in ("ACKNOWLEDGE", "APOLOGISE"):
        actions.do_step(recovery, step, words="By phone.", by=ada, now=NOON)
    actions.say_remedy(recovery, words="A new lamp", by=None, now=NOON)
    return actions.agree(recovery, words="A new lamp", due_at=TOMORROW, by=ada, now=NOON)


def warned(there: Conversation | None = None) -> Boundary:
    ada = make_member()
    noted = actions.note_boundary(there or lamp(), words="He called me names.", by=ada, now=NOON)
    return actions.warn(
        noted, check="NO_SIGN", text="Not again, please.", submit_id=uuid4(), by=ada, now=NOON
    )


def ended(boundary: Boundary, **more: Any) -> Boundary:
    values: dict[str, Any] = {
        "check": "NO_SIGN",
        "why": "He did it again.",
        "text": "I end it here.",
        "submit_id": uuid4(),
        "by": make_member(),
        "now": LATER,
    }
    return actions.end_contact(boundary, **(values | more))


def kinds() -> list[str]:
    """What this room has told, in order."""
    rows = Event.objects.order_by("pk").values_list("kind", flat=True)
    return [kind for kind in rows if kind.split(".")[0] in ROOMS]


def hear(now: Any = LATER) -> None:
    catch_up(READERS["recovery"], now=now)
