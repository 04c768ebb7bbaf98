from __future__ import annotations

import pytest

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people import actions
from kept.people.models import Team
from kept.people.tests.make import body, browser, faults
from tests.cast import NOON, make_manager, make_member, make_owner, make_team

pytestmark = pytest.mark.django_db


def test_an_owner_makes_a_team_and_changes_who_is_in_it():
    odo, ada, bea = make_owner(), make_member("ada"), make_member("bea")

    team = actions.make_team(name=" Front ", members=[ada], by=odo, now=NOON)
    actions.change_team(team, name="Front desk", members=[bea], by=odo, now=NOON)

    team.refresh_from_db()
    assert (team.name, list(team.members.all())) == ("Front desk", [bea])
    assert [event.facts for event in Event.objects.all()] == [{"team": team.pk}] * 2


@pytest.mark.parametrize("name", ["", "  ", "front"])
def test_a_team_needs_a_name_of_its_own(name: str):
    make_team("Front")

    with pytest.raises(actions.NamelessTeam):
        actions.make_team(name=name, members=[], by=make_owner(), now=NOON)

    assert Event.objects.count() == 0


def test_nobody_but_an_owner_makes_a_team():
    with pytest.raises(NotAllowed):
        actions.make_team(name="Front", members=[], by=make_manager(), now=NOON)

    assert not Team.objects.exists()


def test_a_name_that_is_taken_comes_back_with_what_was_typed():
    make_team("Front")
    ada = make_member("ada")
    client = browser(make_owner())

    answer = client.post("/settings/teams/make/", {"name": "FRONT", "members": [ada.pk]})

    assert answer.status_code == 422
    assert "no other team has" in faults(answer)
    assert 'value="FRONT"' in body(answer)
    assert f'value="{ada.pk}"' in body(answer)
    assert "checked" in body(answer)


def test_somebody_who_left_stays_in_their_team_when_it_is_saved():
    odo, ada = make_owner(), make_member("ada")
    gus = make_member("gus", is_active=False)
    team = make_team("Front", ada, gus)

    browser(odo).post(f"/settings/teams/{team.pk}/", {"name": "Front", "members": [ada.pk]})

    assert set(team.members.all()) == {ada, gus}


def test_the_index_shows_each_only_what_they_may_open():
    owner, manager, member = (
        body(browser(one).get("/settings/"))
        for one in (make_owner(), make_manager(), make_member("ada"))
    )

    assert '"/settings/desks/"' in owner
    assert '"/settings/people/"' in manager
    assert '"/settings/desks/"' not in manager
    assert '"/settings/people/"' not in member
    assert '"/me/sessions/"' in member
