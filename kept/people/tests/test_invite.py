from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people import actions
from kept.people.models import Invitation, Member
from kept.people.tests.make import body, browser, faults, prove_again, sign_in
from tests.cast import NOON, PASSWORD, make_manager, make_member, make_owner, make_team

pytestmark = pytest.mark.django_db


def invite(
    by: Member, email: str = "bea@northmoor.example", **more: object
) -> tuple[Invitation, str]:
    values: dict[str, object] = {"name": "Bea", "role": "MEMBER", "teams": [], "now": NOON}
    return actions.invite(email=email, by=by, **(values | more))  # type: ignore[arg-type]


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_an_owner_invites_and_whoever_has_the_link_becomes_a_member():
    odo, team = make_owner(), make_team("Front")
    invitation, secret = invite(odo, role="MANAGER", teams=[team])

    bea = actions.join(secret, name="Bea O.", password=PASSWORD, now=NOON)

    assert (bea.email, bea.name, bea.role) == ("bea@northmoor.example", "Bea O.", "MANAGER")
    assert list(bea.teams.all()) == [team]
    assert kinds() == ["invitation.made", "member.joined", "invitation.used"]
    assert Event.objects.get(kind="member.joined").by == f"invitation:{invitation.pk}"


def test_only_the_digest_of_the_secret_is_stored_and_the_ledger_holds_no_words():
    invitation, secret = invite(make_owner())

    assert secret not in {str(value) for value in Invitation.objects.values().get().values()}
    assert Event.objects.get().facts == {"invitation": invitation.pk, "role": "MEMBER"}


def test_a_link_works_once():
    _, secret = invite(make_owner())
    actions.join(secret, name="Bea", password=PASSWORD, now=NOON)

    with pytest.raises(actions.DeadInvitation):
        actions.join(secret, name="Eve", password=PASSWORD, now=NOON)

    assert Member.objects.filter(role="MEMBER").count() == 1


def test_a_form_sent_twice_makes_one_member_and_says_so_plainly():
    with time_machine.travel(NOON):
        _, secret = invite(make_owner())
        typed = {"name": "Bea", "password": PASSWORD}
        first = Client().post(f"/join/{secret}/", typed)
        second = Client().post(f"/join/{secret}/", typed)

    assert (first.status_code, second.status_code) == (302, 404)
    assert "does not open any more" in body(second)
    assert sign_in(Client(), "bea@northmoor.example").status_code == 302


def test_dead_links_of_every_kind_answer_alike():
    odo, ola = make_owner(), make_owner("ola")
    used = invite(odo, "used@x.example")[1]
    withdrawn = invite(odo, "withdrawn@x.example")
    expired = invite(odo, "expired@x.example", now=NOON - timedelta(days=7))[1]
    orphaned = invite(ola, "orphaned@x.example")[1]
    actions.join(used, name="U", password=PASSWORD, now=NOON)
    actions.withdraw(withdrawn[0], by=odo, now=NOON)
    demote(ola, by=odo)

    with time_machine.travel(NOON):
        pages = {
            body(Client().generic(method, f"/join/{secret}/"))
            for secret in (used, withdrawn[1], expired, orphaned, "no-such", "%20", "%00", "%0A")
            for method in ("GET", "POST")
        }

    assert len(pages) == 1
    for empty in ("", " ", "\n", "\x00"):
        with pytest.raises(actions.DeadInvitation):
            actions.find(empty, now=NOON)


def demote(member: Member, *, by: Member) -> None:
    actions.change_member(
        member,
        role="MEMBER",
        teams=[],
        sees_only_assigned=False,
        is_active=True,
        by=by,
        now=NOON,
    )


def test_a_link_is_good_for_seven_days_to_the_second():
    _, secret = invite(make_owner())
    last = NOON + timedelta(days=7)

    assert actions.find(secret, now=last - timedelta(seconds=1))
    with pytest.raises(actions.DeadInvitation):
        actions.find(secret, now=last)


def test_a_second_invitation_to_an_address_ends_the_first():
    odo = make_owner()
    first = invite(odo)[1]
    second = invite(odo, "BEA@northmoor.example")[1]

    with pytest.raises(actions.DeadInvitation):
        actions.find(first, now=NOON)
    assert actions.find(second, now=NOON)
    assert kinds() == ["invitation.made", "invitation.withdrawn", "invitation.made"]


def test_a_member_cannot_be_invited_again():
    odo = make_owner()
    make_member("ada")

    with pytest.raises(actions.KnownAddress):
        invite(odo, "ADA@northmoor.example")

    assert Event.objects.count() == 0


@pytest.mark.parametrize("role", ["MEMBER", "MANAGER", "LEADER"])
def test_only_an_owner_invites(role: str):
    somebody = make_member("sam", role=role)

    with pytest.raises(NotAllowed):
        invite(somebody)

    assert Event.objects.count() == 0
    assert Invitation.objects.count() == 0


def test_a_role_that_does_not_exist_is_not_given():
    with pytest.raises(NotAllowed):
        invite(make_owner(), role="EMPEROR")


def test_a_weak_password_uses_nothing_up_and_what_was_typed_stays():
    with time_machine.travel(NOON):
        _, secret = invite(make_owner())
        answer = Client().post(
            f"/join/{secret}/", {"name": "Bea of the hills", "password": "short"}
        )

    assert answer.status_code == 422
    assert 'value="Bea of the hills"' in body(answer)
    assert "at least 10 characters" in faults(answer)
    assert actions.find(secret, now=NOON)


def test_the_link_is_shown_once_and_names_the_configured_address(settings):
    settings.BASE_URL = "https://kept.northmoor.example"
    client = browser(make_owner())
    prove_again(client)
    typed = {"email": "bea@northmoor.example", "name": "Bea", "role": "MEMBER"}

    page = body(client.post("/settings/people/invite/", typed))

    secret = re.search(r'value="https://kept\.northmoor\.example/join/([^"]+)/"', page)
    assert secret
    assert secret[1] not in body(client.get("/settings/people/"))
    assert Client().get(f"/join/{secret[1]}/").status_code == 200


def test_a_page_behind_a_link_lets_nobody_learn_its_address():
    with time_machine.travel(NOON):
        _, secret = invite(make_owner())
        answer = Client().get(f"/join/{secret}/")

    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_managers_see_the_list_and_change_nothing_on_it():
    invite(make_owner())
    ada = make_member("ada")
    client = browser(make_manager())

    page = body(client.get("/settings/people/"))

    assert "Ada" in page
    assert "Invite somebody" not in page
    assert "Withdraw" not in page
    for address in ("invite/", f"{ada.pk}/", f"{ada.pk}/reset/", f"{ada.pk}/factors/"):
        assert client.post(f"/settings/people/{address}").status_code == 403
    assert browser(ada).get("/settings/people/").status_code == 403


def test_an_owner_withdraws_an_invitation_on_the_page():
    odo = make_owner()
    with time_machine.travel(NOON):
        invitation, secret = invite(odo)
        client = browser(odo)
        client.post(f"/settings/invitations/{invitation.pk}/withdraw/")
        client.post(f"/settings/invitations/{invitation.pk}/withdraw/")

    with pytest.raises(actions.DeadInvitation):
        actions.find(secret, now=NOON)
    assert kinds() == ["invitation.made", "invitation.withdrawn"]
