"""What the audit finds where routing and the ledger were made to differ."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.routing import actions
from kept.routing.audit import findings
from kept.routing.models import Capacity, DeskRouting, Queued, Turn
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk():
    """Ada has what came, and her limit is one; Lou takes none, so the next waits in line."""
    ada, lou = make_member("ada"), make_manager()
    desk = make_desk("Orders", ada, lou)
    more = {"skills": [], "languages": [], "now": NOON}
    actions.settle_own(own=1, takes=True, by=ada, **more)
    actions.settle_own(own=None, takes=False, by=lou, **more)
    ways = {"prefers_last": True, "by_language": False, "needs": [], "needs_if_tagged": []}
    actions.settle_routing(desk, way="TURN", **ways, by=lou, now=NOON)
    for _ in range(2):
        actions.route(make_conversation(desk=desk), now=NOON)
    assert (Turn.objects.count(), Queued.objects.count()) == (1, 1)
    return desk


def found() -> list[str]:
    return [str(finding) for finding in findings()]


def test_a_sound_desk_has_no_findings():
    assert found() == []


def test_what_waits_at_another_desk_is_found():
    queued = Queued.objects.get()
    Queued.objects.update(desk=make_desk("Billing"))

    assert found() == [f"half-written: conversation:{queued.pk}: waits in line at another desk"]


def test_a_turn_that_nobody_was_given_is_found():
    Turn.objects.update(given_at=NOON + timedelta(hours=1))

    assert found() == [f"half-written: turn:{Turn.objects.get().pk}: is not in the ledger"]


def test_what_was_settled_otherwise_is_found(desk):
    ada, lou = make_member("ada"), make_manager()
    DeskRouting.objects.update(way="LEAST")
    Capacity.objects.filter(member=ada).update(own=2)
    Capacity.objects.filter(member=lou).update(takes=True)

    assert found() == [
        f"half-written: deskrouting:{desk.pk}: routes as the ledger does not say",
        f"half-written: capacity:{ada.pk}: is not as the ledger says",
        f"half-written: capacity:{lou.pk}: is not as the ledger says",
    ]
