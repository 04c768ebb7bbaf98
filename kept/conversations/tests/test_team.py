"""A conversation is for a team: beside whoever has it, or until one of them takes it."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.conversations import actions
from kept.conversations.actions.lay_back import lay_back_unseen
from kept.conversations.models import Conversation
from kept.conversations.queries import navigation, newest_of_teams
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people.names import forget_names
from kept.search.finding import find
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def names():
    forget_names()


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def bea():
    return make_member("bea")


@pytest.fixture
def desk(ada, bea):
    """Orders is served by Ada and Bea; Lamps, a smaller team of Bea, serves it too."""
    desk = make_desk("Orders", ada, bea)
    desk.teams.add(make_team("Lamps", bea))
    return desk


@pytest.fixture
def lamps(desk):
    return make_team("Lamps")


def facts(kind: str) -> list[dict[str, int]]:
    return [event.facts for event in Event.objects.filter(kind=kind).order_by("pk")]


def test_what_is_given_to_a_team_leaves_the_hands_of_who_is_not_in_it(ada, desk, lamps):
    lamp = make_conversation(desk=desk, assignee=ada)

    given = actions.assign_team(lamp, to=lamps, by=ada, now=NOON)

    assert (given.team, given.assignee) == (lamps, None)
    assert facts("conversation.team_assigned") == [
        {"conversation": lamp.pk, "to": lamps.pk, "before": 0}
    ]
    assert facts("conversation.assigned")[-1] == {
        "conversation": lamp.pk, "to": 0, "before": ada.pk
    }  # fmt: skip


def test_one_of_the_team_keeps_it_and_stands_beside_the_team(bea, desk, lamps):
    lamp = make_conversation(desk=desk, assignee=bea)

    given = actions.assign_team(lamp, to=lamps, by=bea, now=NOON)

    assert (given.team, given.assignee) == (lamps, bea)


def test_taken_by_one_of_the_team_it_stays_the_teams_and_by_another_it_does_not(
    ada, bea, desk, lamps
):
    lamp = actions.assign_team(make_conversation(desk=desk), to=lamps, by=ada, now=NOON)

    taken = actions.assign(lamp, to=bea, by=bea, now=NOON)
    assert (taken.team, taken.assignee) == (lamps, bea)

    over = actions.assign(lamp, to=ada, by=ada, now=NOON)
    assert (over.team, over.assignee) == (None, ada)
    assert facts("conversation.team_assigned")[-1] == {
        "conversation": lamp.pk, "to": 0, "before": lamps.pk
    }  # fmt: skip


def test_a_team_that_does_not_serve_the_desk_or_is_empty_gets_nothing(ada, desk):
    lamp = make_conversation(desk=desk)
    before = Event.objects.count()
    empty = make_team("Empty")
    desk.teams.add(empty)

    for team in (make_team("Elsewhere", ada), empty):
        with pytest.raises(actions.CannotServe):
            actions.assign_team(lamp, to=team, by=ada, now=NOON)
    with pytest.raises(NotAllowed):
        actions.assign_team(lamp, to=empty, by=make_member("eve"), now=NOON)

    lamp.refresh_from_db()
    assert (lamp.team, Event.objects.count()) == (None, before)


def test_whose_team_it_is_decides_nothing_about_who_sees_it(ada, desk, lamps):
    mia = make_member("mia", sees_only_assigned=True)
    lamps.members.add(mia)
    lamp = actions.assign_team(make_conversation(desk=desk), to=lamps, by=ada, now=NOON)

    seen = Conversation.objects.visible_to
    assert list(seen(ada)) == [lamp]
    assert list(seen(mia)) == []
    assert newest_of_teams(mia, desk_ids=[desk.pk]).rows == []


def test_our_team_shows_what_its_teams_have_and_nobody_took(ada, bea, desk, lamps):
    lamp = actions.assign_team(make_conversation(desk=desk), to=lamps, by=ada, now=NOON)
    make_conversation(desk=desk, subject="Another lamp")

    (row,) = newest_of_teams(bea, desk_ids=[desk.pk]).rows
    assert (row.pk, row.team_name, row.assignee_id) == (lamp.pk, "Lamps", None)
    assert navigation(bea).team == 1
    assert navigation(ada).team == 0
    assert newest_of_teams(ada, desk_ids=[desk.pk]).rows == []

    actions.assign(lamp, to=bea, by=bea, now=NOON)
    assert navigation(bea).team == 0


def test_it_is_found_by_the_name_of_its_team(ada, bea, desk, lamps):
    lamp = actions.assign_team(make_conversation(desk=desk), to=lamps, by=ada, now=NOON)
    make_conversation(desk=desk, subject="Another lamp")

    found = find("assigned:lamps", ada, now=NOON)

    assert [one.conversation.pk for one in found.results] == [lamp.pk]
    assert found.told == ["in the hands of Lamps"]


def test_a_team_that_leaves_the_desk_leaves_what_it_had_there(ada, desk, lamps):
    lamp = actions.assign_team(make_conversation(desk=desk), to=lamps, by=ada, now=NOON)
    desk.teams.remove(lamps)

    assert lay_back_unseen(now=NOON) == 1

    lamp.refresh_from_db()
    assert lamp.team is None
    assert facts("conversation.team_assigned")[-1]["to"] == 0


def test_on_the_page_it_is_given_to_a_team_and_taken_over_in_one_act(ada, bea, desk, lamps):
    lamp = make_conversation(desk=desk, assignee=ada)
    client = Client()
    client.force_login(bea, backend=BACKEND)
    address = f"/c/{lamp.pk}/assign/"

    menu = client.get(address).content.decode()
    assert "Take over from Ada" in menu
    assert "Anybody of Lamps" in menu

    client.post(address, {"to": f"team-{lamps.pk}"})
    page = client.get(f"/desk/team/{lamp.pk}/").content.decode()
    assert "gave this to the team Lamps" in page
    assert "A cracked lamp" in client.get("/desk/team/").content.decode()

    client.post(address, {"to": "me"})
    lamp.refresh_from_db()
    assert (lamp.team, lamp.assignee) == (lamps, bea)
    assert client.post(address, {"to": "team-999"}).status_code == 404
    client.post(address, {"to": "no-team"})
    lamp.refresh_from_db()
    assert (lamp.team, lamp.assignee) == (None, bea)
