"""What the audit finds where rows and ledger were made to differ."""

from datetime import timedelta

import pytest

from kept.promises import actions, audit
from kept.promises.actions import sweep
from kept.promises.actions.locking import SYSTEM, write
from kept.promises.events import PromiseBroken, PromiseConfirmed, PromiseWarned
from kept.promises.models import Dispute, Pause, Promise, PromiseVersion
from tests.cast import NOON, make_promise

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def life():
    """Rested, broken, moved late, kept, disputed, kept again, and taken for kept."""
    promise = make_promise(due_at=NOON + 2 * HOUR)
    actions.pause(promise, reason=Pause.Reason.CUSTOMER, now=NOON)
    actions.resume(promise, now=NOON + HOUR)
    sweep.warn_due(now=NOON + 3 * HOUR)
    sweep.break_due(now=NOON + DAY)
    keeper = promise.keeper
    actions.renegotiate(promise, due_at=NOON + 2 * DAY, by=keeper, now=NOON + DAY)
    actions.keep(promise, by=keeper, now=NOON + DAY)
    actions.dispute(promise, by=None, now=NOON + DAY)
    actions.keep(promise, by=keeper, now=NOON + DAY)
    sweep.presume_due(now=NOON + 60 * DAY)
    promise.refresh_from_db()
    return promise


def found() -> list[str]:
    return [finding.words for finding in audit.findings()]


def test_a_whole_life_is_whole():
    life()

    assert found() == []


def test_each_tale_that_differs_is_found():
    promise = life()
    rows = Promise.objects.filter(pk=promise.pk)
    differ = {
        "counts its disputes wrongly": lambda: Dispute.objects.all().delete(),
        "counts its rests wrongly": lambda: Pause.objects.all().delete(),
        "counts its changes wrongly": lambda: rows.update(changes=2),
        "is confirmed, but not in the ledger": lambda: rows.update(confirmation="CONFIRMED"),
        "was warned of twice for one date": lambda: [
            write(PromiseWarned, promise, due_at="", by=SYSTEM, at=NOON) for _ in range(2)
        ],
        "broke at other times in the ledger than by its dates": lambda: (
            PromiseVersion.objects.update(broken_at=None)
        ),
        "did not break when it was due": lambda: rows.update(broken_at=NOON),
        "is none, but not in the ledger": lambda: (
            rows.update(confirmation="NONE"),
            write(PromiseConfirmed, promise, presumed=True, by=SYSTEM, at=NOON),
        ),
    }
    for words, make_differ in differ.items():
        make_differ()

        assert words in found()


def test_a_break_that_is_told_twice_is_found():
    promise = make_promise(due_at=NOON + HOUR)
    sweep.break_due(now=NOON + DAY)
    assert found() == []

    write(PromiseBroken, promise, was_told=False, by=SYSTEM, at=NOON + HOUR)

    assert found() == ["broke at other times in the ledger than by its dates"]
