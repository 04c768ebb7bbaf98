"""Promises to a colleague, a team, and oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Promise
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_promise,
    make_team,
)

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(days=1)


def test_a_promise_to_a_colleague_is_seen_by_both_and_their_manager_alone():
    ada, bea, cat = make_member("ada"), make_member("bea"), make_member("cat")
    lou = make_manager("lou")
    make_team("Front", ada, lou)

    promise = among_us(ada, to_member=bea)

    assert seen_by(ada, bea, lou, make_owner()) == [1, 1, 1, 1]
    assert seen_by(cat, make_manager("mo")) == [0, 0]
    assert (promise.keeper, promise.desk, promise.customer) == (ada, None, None)
    about = Event.objects.get(kind="promise.made").mentions.values_list("name", flat=True)
    assert set(about) == {f"promise:{promise.pk}", f"member:{ada.pk}", f"member:{bea.pk}"}


def test_a_promise_to_a_team_is_its_members_to_confirm_but_not_its_keepers():
    ada, bea = make_member("ada"), make_member("bea")
    front = make_team("Front", ada, bea)
    promise = among_us(ada, to_team=front)
    actions.keep(promise, by=ada, now=NOON)

    with pytest.raises(NotAllowed):
        actions.confirm(promise, by=ada, now=NOON)

    assert actions.confirm(promise, by=bea, now=NOON).confirmation == "CONFIRMED"


def test_a_team_promises_through_one_of_its_own_and_any_of_them_may_keep_it():
    ada, bea, cat = make_member("ada"), make_member("bea"), make_member("cat")
    front = make_team("Front", ada, bea)

    with pytest.raises(NotAllowed):
        among_us(cat, to_member=ada, keeper_team=front)
    assert Promise.objects.count() == 0

    promise = among_us(ada, to_member=cat, keeper_team=front)
    assert actions.keep(promise, by=bea, now=NOON).outcome == "KEPT"


def test_what_one_promises_oneself_in_private_nobody_else_sees_not_even_the_owner():
    ada = make_member("ada")
    lou = make_manager("lou")
    make_team("Front", ada, lou)

    promise = among_us(ada, to_member=ada, kind="SELF_CARE", is_private=True)

    assert seen_by(ada) == [1]
    assert seen_by(lou, make_owner()) == [0, 0]
    for other in (lou, make_owner()):
        with pytest.raises(NotAllowed):
            actions.keep(promise, by=other, now=NOON)
    kept = actions.keep(promise, by=ada, now=NOON)
    assert (kept.outcome, kept.confirmation) == ("KEPT", "NONE")


def test_nobody_may_be_promised_something_in_private_by_another():
    ada, bea = make_member("ada"), make_member("bea")

    with pytest.raises(NotAllowed):
        among_us(ada, to_member=bea, is_private=True)

    assert Promise.objects.count() == 0


def test_it_is_promised_to_somebody_and_to_one_of_them():
    ada, bea = make_member("ada"), make_member("bea")

    for to in ({}, {"to_member": bea, "to_team": make_team("Front", bea)}):
        with pytest.raises(actions.NobodyThere):
            among_us(ada, **to)

    assert (Promise.objects.count(), Event.objects.filter(kind="promise.made").count()) == (0, 0)


def test_only_the_colleague_lets_off_and_needs_no_reason():
    ada, bea = make_member("ada"), make_member("bea")
    promise = among_us(ada, to_member=bea)

    with pytest.raises(NotAllowed):
        actions.release(promise, why="I would rather not.", by=ada, now=NOON)
    promise.refresh_from_db()
    assert promise.outcome == "OPEN"

    assert actions.release(promise, why="", by=bea, now=NOON).outcome == "RELEASED"


def test_no_desk_lists_what_is_promised_among_us():
    ada = make_member("ada")
    among_us(ada, to_member=ada)
    at_a_desk = make_promise(keeper=ada)

    assert list(Promise.objects.at_desks_of(ada)) == [at_a_desk]
    assert list(Promise.objects.at_desks_of(make_owner())) == [at_a_desk]


def among_us(by, **more: object) -> Promise:
    words = "I'll look over the price list by tomorrow."
    return actions.promise_among_us(words=words, due_at=TOMORROW, by=by, now=NOON, **more)


def seen_by(*members) -> list[int]:
    return [Promise.objects.visible_to(member).count() for member in members]


def test_only_who_keeps_it_is_offered_to_mark_it_as_kept():
    ada, lou = make_member("ada"), make_manager("lou")
    there = make_conversation(desk=make_desk("Orders", ada, lou), assignee=ada)
    owed = among_us(lou, to_member=ada, conversation=there)
    leads = make_team("Leads", lou)
    theirs = among_us(lou, to_member=ada, keeper_team=leads, conversation=there)
    to_cy = make_promise(conversation=there, keeper=lou)

    def offered(member) -> list[int]:
        client = Client()
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(f"/desk/all/{there.pk}/").content.decode()
        return [pk for pk in (owed.pk, theirs.pk, to_cy.pk) if f'id="keep-{pk}"' in page]

    assert offered(lou) == [owed.pk, to_cy.pk]
    assert offered(ada) == [to_cy.pk]
    for promise in (owed, theirs):
        with pytest.raises(NotAllowed):
            actions.keep(promise, by=ada, now=NOON)
        promise.refresh_from_db()
        assert promise.outcome == "OPEN"
    assert not Event.objects.filter(kind="promise.kept").exists()
