from datetime import timedelta

import pytest

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Promise
from kept.promises.states import state_of
from tests.cast import NOON, make_member, make_promise

pytestmark = pytest.mark.django_db


def test_a_promise_kept_early_says_by_how_much():
    promise = make_promise(due_at=NOON + timedelta(hours=2))

    kept = actions.keep(promise, by=promise.keeper, now=NOON + timedelta(hours=1))

    assert kept.outcome == Promise.Outcome.KEPT
    assert Event.objects.get(kind="promise.kept").facts["late_by"] == -3600
    assert state_of(kept, now=NOON) == "kept"


def test_a_promise_kept_late_is_not_the_same():
    promise = make_promise(due_at=NOON + timedelta(hours=2))

    kept = actions.keep(promise, by=promise.keeper, now=NOON + timedelta(hours=3))

    assert Event.objects.get(kind="promise.kept").facts["late_by"] == 3600
    assert state_of(kept, now=NOON) == "kept-late"


def test_a_settled_promise_cannot_be_kept_again():
    promise = make_promise()
    actions.keep(promise, by=promise.keeper, now=NOON)
    before = Event.objects.count()

    with pytest.raises(actions.AlreadySettled):
        actions.keep(promise, by=promise.keeper, now=NOON)

    assert Event.objects.count() == before


def test_somebody_of_another_desk_cannot_keep_it():
    promise = make_promise()
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        actions.keep(promise, by=make_member("bea"), now=NOON)

    promise.refresh_from_db()
    assert promise.outcome == Promise.Outcome.OPEN
    assert Event.objects.count() == before
