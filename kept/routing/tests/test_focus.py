"""Routing respects focus, and a limit that a desk sets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.conversations.models import Desk
from kept.focus import actions as focus
from kept.ledger.models import Event
from kept.routing.actions import NoSuchLimit, fill_all, route, settle_own, settle_routing
from kept.routing.models import DeskRouting
from kept.routing.queries import balance, shared
from kept.routing.rules import NO_ROOM, NOBODY_HERE, Choice, Wait, limit_of
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
SETTLED = {"prefers_last": False, "by_language": False, "needs": [], "needs_if_tagged": []}


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lou(ada):
    lou = make_manager()
    make_desk("Orders", ada, lou)
    settle_own(own=None, takes=False, skills=[], languages=[], by=lou, now=NOON)
    return lou


@pytest.fixture
def desk(lou):
    desk = make_desk("Orders")
    settle_routing(desk, way="TURN", **SETTLED, by=lou, now=NOON)
    return desk


def test_nothing_new_comes_in_focus_and_what_waited_comes_afterwards(ada, desk):
    focus.begin(minutes=25, by=ada, now=NOON)
    talk = make_conversation(desk=desk)

    assert route(talk, now=NOON) == Wait(NOBODY_HERE)
    assert fill_all(now=NOON) == 0
    assert fill_all(now=NOON + timedelta(minutes=25)) == 1
    talk.refresh_from_db()
    assert talk.assignee == ada


def test_who_wants_new_ones_meanwhile_gets_them(ada, desk):
    focus.begin(minutes=25, takes=True, by=ada, now=NOON)
    assert isinstance(route(make_conversation(desk=desk), now=NOON), Choice)


def test_a_desk_s_limit_holds_beside_one_s_own(ada, lou, desk):
    settle_routing(desk, way="TURN", most=1, **SETTLED, by=lou, now=NOON)
    first = route(make_conversation(desk=desk), now=NOON)
    assert (first.member, first.open, first.limit) == (ada.pk, 1, 1)
    assert route(make_conversation(desk=desk), now=NOON) == Wait(NO_ROOM)

    (found,) = shared(Desk.objects.filter(pk=desk.pk))
    loads = {one.member: one.load.limit for one in balance(found, now=NOON).shares}
    assert loads[ada] == 1


@pytest.mark.parametrize(
    ("own", "most", "at_desk", "limit"),
    [(None, None, None, 12), (None, None, 3, 3), (2, None, 3, 2), (9, 5, 7, 5), (None, 20, 15, 15)],
)
def test_of_three_limits_the_least_holds(own, most, at_desk, limit):
    assert limit_of(own, most, at_desk) == limit


@pytest.mark.parametrize("most", [0, 201])
def test_a_limit_out_of_bounds_changes_nothing(lou, desk, most):
    before = Event.objects.count()
    with pytest.raises(NoSuchLimit):
        settle_routing(desk, way="LEAST", most=most, **SETTLED, by=lou, now=NOON)
    assert DeskRouting.objects.get().way == "TURN"
    assert Event.objects.count() == before


def test_a_manager_sets_it_on_the_page_of_the_desk(lou, desk):
    sign_in(lou).post(f"/settings/routing/{desk.pk}/", {"way": "TURN", "most": "6"})
    assert DeskRouting.objects.get().most == 6
    assert Event.objects.filter(kind="routing.changed").latest("pk").facts["most"] == 6
    assert 'value="6"' in sign_in(lou).get(f"/settings/routing/{desk.pk}/").content.decode()
