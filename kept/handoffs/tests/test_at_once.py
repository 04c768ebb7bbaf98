"""Two who answer, or give, at the same moment."""

from __future__ import annotations

import pytest

from kept.handoffs import actions
from kept.handoffs.actions import Pack
from kept.handoffs.models import Handoff
from kept.ledger.models import Event
from kept.people.tests.test_at_once import at_once
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise, make_team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_of_all_in_a_team_who_accept_at_once_one_has_it_with_its_promises():
    ada, *team = (make_member(name) for name in ("ada", "bea", "cleo", "dan"))
    desk = make_desk("Orders", ada, *team)
    lamps = make_team("Lamps", *team)
    desk.teams.add(lamps)
    lamp = make_conversation(desk=desk, assignee=ada)
    promise = make_promise(lamp, keeper=ada)
    pack = Pack(to=lamps, summary="Cracked.", promises=[promise.pk])
    handoff = actions.offer(lamp, pack, by=ada, now=NOON)

    ends = at_once(*[lambda one=one: actions.accept(handoff, by=one, now=NOON) for one in team])

    assert ends == ["done", "handoff_answered", "handoff_answered"]
    lamp.refresh_from_db()
    promise.refresh_from_db()
    assert lamp.assignee == promise.keeper
    assert lamp.assignee in team
    assert Event.objects.filter(kind="handoff.accepted").count() == 1


def test_offered_twice_at_once_it_is_on_its_way_once():
    ada, bea = make_member("ada"), make_member("bea")
    lamp = make_conversation(desk=make_desk("Orders", ada, bea), assignee=ada)

    def offer() -> object:
        return actions.offer(lamp, Pack(to=bea, summary="Cracked."), by=ada, now=NOON)

    assert at_once(*[offer] * 4) == ["done", *["handoff_under_way"] * 3]
    assert Handoff.objects.count() == 1
