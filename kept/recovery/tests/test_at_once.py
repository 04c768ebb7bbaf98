"""Two who open it, or go the same step, at the same moment."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kept.ledger.models import Event
from kept.people.tests.test_at_once import at_once
from kept.recovery import actions
from kept.recovery.models import Appeal, Recovery, Step
from kept.recovery.tests.make import ended, lamp, opened, warned
from tests.cast import NOON, make_manager, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_opened_by_all_at_once_it_is_one():
    there = lamp()
    ada = make_member()

    def begin() -> object:
        return actions.open_recovery(there, why="Broken", by=ada, now=NOON)

    assert at_once(*[begin] * 4) == ["done"] * 4
    assert Recovery.objects.count() == Event.objects.filter(kind="recovery.opened").count() == 1


def test_one_of_all_has_done_the_step():
    recovery, ada = opened(), make_member()

    def say() -> object:
        return actions.do_step(recovery, "ACKNOWLEDGE", words="Said", by=ada, now=NOON)

    assert at_once(*[say] * 4) == ["done", *["recovery_step_not_its_turn"] * 3]
    assert Step.objects.count() == 1


def test_contact_ends_once_and_is_appealed_once():
    boundary = warned(lamp(make_manager("lea")))
    assert at_once(*[lambda: ended(boundary, submit_id=uuid4())] * 3) == [
        *["boundary_ended"] * 2,
        "done",
    ]
    boundary.refresh_from_db()

    def ask() -> object:
        return actions.appeal_boundary(boundary, words="No", now=NOON)

    assert at_once(*[ask] * 3) == ["done", *["recovery_appealed"] * 2]
    assert Appeal.objects.count() == 1
