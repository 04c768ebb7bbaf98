"""What the audit finds where a handoff and the ledger were made to differ."""

from __future__ import annotations

import pytest

from kept.handoffs import actions
from kept.handoffs.actions import Pack
from kept.handoffs.audit import findings
from kept.handoffs.models import Handoff
from tests.cast import NOON, make_conversation, make_desk, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def handoff() -> Handoff:
    """Offered, asked back, offered again and accepted."""
    ada, bea = make_member("ada"), make_member("bea")
    lamp = make_conversation(desk=make_desk("Orders", ada, bea), assignee=ada)
    pack = Pack(to=bea, summary="The shade cracked twice.")
    offered = actions.offer(lamp, pack, by=ada, now=NOON)
    actions.ask_back(offered, question="Which shade?", by=bea, now=NOON)
    actions.offer_again(offered, pack, by=ada, now=NOON)
    return actions.accept(offered, by=bea, now=NOON)


def found() -> list[str]:
    return [finding.words for finding in findings()]


def test_a_sound_handoff_has_no_findings(handoff):
    assert found() == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"round": 1}, "counts its rounds wrongly"),
        ({"state": "WITHDRAWN"}, "is withdrawn, but not in the ledger"),
        ({"told_at": NOON}, "was told by its row and not once in the ledger"),
    ],
)
def test_a_row_that_the_ledger_does_not_know_is_found(handoff, changed, words):
    Handoff.objects.update(**changed)

    assert found() == [words]
