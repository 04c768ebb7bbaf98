"""What the audit finds where rules and the ledger were made to differ."""

from __future__ import annotations

import pytest

from kept.automation.audit import findings
from kept.automation.models import Rule, Run
from kept.automation.tests.make import follow, make
from tests.cast import NOON, make_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule() -> Rule:
    """It has run once."""
    rule = make("OPENED")
    make_conversation()
    follow()
    assert Run.objects.get().came == "DONE"
    return rule


def found() -> list[str]:
    return [str(finding) for finding in findings()]


def test_a_sound_rule_has_no_findings(rule):
    assert found() == []


def test_a_rule_that_was_retired_by_nobody_is_found(rule):
    Rule.objects.update(retired_at=NOON, is_on=False)

    assert found() == [f"half-written: rule:{rule.pk}: is retired by its row or by the ledger"]


def test_a_rule_that_nobody_made_is_found(rule):
    rule.pk, rule.name, rule.key = None, "Another", "another"
    rule.save()

    assert found() == [f"half-written: rule:{rule.pk}: was not made once in the ledger"]


def test_a_run_that_the_ledger_does_not_know_is_found(rule):
    run = Run.objects.get()
    run.pk, run.occasion = None, "event:0"
    run.save()
    Run.objects.filter(pk=run.pk).update(came="LOOP")
    assert found() == []

    Run.objects.filter(pk=run.pk).update(came="SAME")
    assert found() == [f"half-written: run:{run.pk}: does not stand once in the ledger"]
