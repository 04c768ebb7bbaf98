from __future__ import annotations

from typing import Any

import pytest

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people import actions
from kept.people.models import Member
from kept.people.tests.make import body, browser, faults, prove_again
from tests.cast import NOON, make_member, make_owner, make_team

pytestmark = pytest.mark.django_db


def change(member: Member, *, by: Member, **more: Any) -> Member:
    now_is = {
        "role": member.role,
        "teams": list(member.teams.all()),
        "sees_only_assigned": member.sees_only_assigned,
        "is_active": member.is_active,
    }
    return actions.change_member(member, **(now_is | more), by=by, now=NOON)


def test_an_owner_changes_role_teams_and_rights():
    odo, ada, team = make_owner(), make_member("ada"), make_team("Front")

    change(ada, role="MANAGER", teams=[team], sees_only_assigned=True, by=odo)

    ada.refresh_from_db()
    assert (ada.role, ada.sees_only_assigned, list(ada.teams.all())) == ("MANAGER", True, [team])
    event = Event.objects.get()
    assert (event.kind, event.by) == ("member.changed", f"member:{odo.pk}")
    assert event.facts == {"member": ada.pk, "role": "MANAGER", "active": True}


def test_what_changes_nothing_is_no_fact():
    odo, ada = make_owner(), make_member("ada")

    change(ada, by=odo)

    assert Event.objects.count() == 0
    ada.refresh_from_db()
    assert ada.epoch == 0


def test_a_change_of_teams_alone_ends_no_session():
    odo, ada = make_owner(), make_member("ada")

    change(ada, teams=[make_team("Front")], by=odo)

    ada.refresh_from_db()
    assert ada.epoch == 0
    assert Event.objects.count() == 1


@pytest.mark.parametrize("role", ["MEMBER", "MANAGER", "LEADER"])
@pytest.mark.parametrize("wanted", ["MEMBER", "MANAGER", "LEADER", "OWNER"])
def test_nobody_below_an_owner_gives_any_role_not_even_to_themselves(role: str, wanted: str):
    make_owner()
    sam, ada = make_member("sam", role=role), make_member("ada")

    for target in (sam, ada):
        with pytest.raises(NotAllowed):
            change(target, role=wanted, by=sam)

    assert Event.objects.count() == 0
    assert Member.objects.filter(role="OWNER").count() == 1


def test_an_owner_who_may_not_sign_in_any_more_gives_nothing():
    make_owner()
    gone, ada = make_member("ola", role="OWNER", is_active=False), make_member("ada")

    with pytest.raises(NotAllowed):
        change(ada, role="OWNER", by=gone)


@pytest.mark.parametrize("step", [{"role": "LEADER"}, {"is_active": False}])
def test_the_last_owner_stays(step: dict[str, Any]):
    odo = make_owner()
    make_member("ola", role="OWNER", is_active=False)

    with pytest.raises(actions.LastOwner):
        change(odo, **step, by=odo)

    odo.refresh_from_db()
    assert (odo.role, odo.is_active) == ("OWNER", True)
    assert Event.objects.count() == 0


def test_of_two_owners_one_may_step_down_and_the_other_then_not():
    odo, ola = make_owner(), make_owner("ola")

    change(odo, role="MEMBER", by=odo)
    with pytest.raises(actions.LastOwner):
        change(ola, role="MEMBER", by=ola)


def test_a_screen_left_unlocked_makes_nobody_an_owner():
    odo, ada = make_owner(), make_member("ada")
    client = browser(odo)
    typed = {"email": "eve@evil.example", "name": "Eve", "role": "OWNER"}
    before = Event.objects.count()

    for address, given in [
        ("/settings/people/invite/", typed),
        (f"/settings/people/{ada.pk}/", {"role": "OWNER", "is_active": "on"}),
    ]:
        assert client.post(address, given)["Location"].startswith("/me/again/")

    ada.refresh_from_db()
    assert (ada.role, Event.objects.count()) == ("MEMBER", before)


def test_the_page_says_why_and_keeps_what_was_chosen():
    odo = make_owner()

    client = browser(odo)
    prove_again(client)

    answer = client.post(f"/settings/people/{odo.pk}/", {"role": "LEADER", "is_active": "on"})

    assert answer.status_code == 422
    assert "Somebody must own the house" in faults(answer)
    assert '<option value="LEADER" selected>' in body(answer)


def test_a_new_name_is_a_fact_and_a_new_theme_is_none():
    ada = make_member("ada")

    actions.change_own_settings(ada, theme="DARK", now=NOON)
    assert Event.objects.count() == 0
    actions.change_own_settings(ada, name="Ada L.", now=NOON)
    assert Event.objects.get().kind == "member.changed"


def test_nobody_gives_themselves_a_right_through_their_own_settings():
    ada = make_member("ada")

    for name, value in (("role", "OWNER"), ("sees_only_assigned", False), ("epoch", 9)):
        with pytest.raises(NotAllowed):
            actions.change_own_settings(ada, **{name: value}, now=NOON)
    client = browser(ada)
    client.post(
        "/me/", {"name": "Ada", "zone": "UTC", "language": "en", "theme": "AUTO", "role": "OWNER"}
    )

    ada.refresh_from_db()
    assert ada.role == "MEMBER"
