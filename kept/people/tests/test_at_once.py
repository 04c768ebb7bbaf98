"""What must happen once happens once, however many try at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from kept.kit.refusals import Refusal
from kept.ledger.models import Event
from kept.people import actions
from kept.people.models import Member
from tests.cast import NOON, PASSWORD, make_member, make_owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

HANDS = 8


def at_once(*tries: Callable[[], object]) -> list[str]:
    """What each try came to: `done`, or the code of its refusal."""
    start, ends = threading.Barrier(len(tries)), []

    def run(attempt: Callable[[], object]) -> None:
        try:
            start.wait()
            attempt()
            ends.append("done")
        except Refusal as refusal:
            ends.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(attempt,)) for attempt in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_one_invitation_makes_one_member():
    _, secret = actions.invite(
        email="bea@northmoor.example",
        name="Bea",
        role="MEMBER",
        teams=[],
        by=make_owner(),
        now=NOON,
    )

    def join() -> object:
        return actions.join(secret, name="Bea", password=PASSWORD, now=NOON)

    assert at_once(*[join] * HANDS) == ["done"] + ["invitation_dead"] * (HANDS - 1)
    assert Event.objects.filter(kind="member.joined").count() == 1


def test_one_link_sets_one_password():
    ada = make_member("ada")
    token = actions.offer_reset(ada, by=make_owner(), now=NOON)
    tries = [
        lambda n=n: actions.reset_password(token, new=f"a word for hand {n}", now=NOON)
        for n in range(HANDS)
    ]

    assert at_once(*tries) == ["done"] + ["reset_dead"] * (HANDS - 1)
    ada.refresh_from_db()
    assert ada.epoch == 1


def test_two_owners_who_step_down_at_once_leave_one():
    odo, ola = make_owner(), make_owner("ola")

    def step_down(owner: Member) -> Callable[[], object]:
        return lambda: actions.change_member(
            owner,
            role="MEMBER",
            teams=[],
            sees_only_assigned=False,
            is_active=True,
            by=owner,
            now=NOON,
        )

    assert at_once(step_down(odo), step_down(ola)) == ["done", "last_owner"]
    assert Member.objects.filter(role="OWNER").count() == 1


def test_a_house_is_founded_once():
    def found(number: int) -> Callable[[], object]:
        return lambda: actions.found_house(
            email=f"odo{number}@northmoor.example", name="Odo", password=PASSWORD, now=NOON
        )

    ends = at_once(*[found(number) for number in range(HANDS)])

    assert ends == ["done"] + ["house_founded"] * (HANDS - 1)
    assert Member.objects.count() == 1
