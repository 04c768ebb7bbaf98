"""What a letter or a form is made of costs a rule no more than it should, and brings it nowhere."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.automation.dry_run import dry_run
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import Condition, judge
from kept.automation.rules.sheet import Sheet
from kept.automation.rules.triggers import BY_TIME, ON_EVENT
from kept.automation.terms import RuleTerms
from kept.automation.tests.make import lou_at_orders
from kept.conversations.models import Desk
from tests.cast import NOON, make_conversation

pytestmark = pytest.mark.django_db


def steps_of(conditions: list[Condition], sheet: Sheet) -> int:
    """How many lines of ours run to judge it: time would depend on the machine."""
    steps = 0

    def count(_frame: object, event: str, _arg: object) -> object:
        nonlocal steps
        steps += event == "line"
        return count

    sys.settrace(count)
    try:
        judge(conditions, sheet, needs_all=False)
    finally:
        sys.settrace(None)
    return steps


@pytest.mark.parametrize("looked_for", ["no{n}", "lamp no{n}"])
def test_a_long_letter_makes_no_rule_think_long(looked_for: str):
    """One condition of fifty phrases looked at each of twenty thousand words fifty times."""
    phrases = ", ".join(looked_for.format(n=n) for n in range(50))
    conditions = [Condition("WORDS", "HAS", phrases)] * 20
    short, long = (Sheet(1, 1, NOON, text="lamp " * words) for words in (20, 20_000))

    # Twenty million before; cutting it into words takes three for each, once.
    assert steps_of(conditions, long) <= steps_of(conditions, short) + 4 * 20_000


@pytest.mark.parametrize(
    ("phrase", "text", "holds"),
    [
        ("money back", "My MONEY\n back, please", True),
        ("mon", "my money", True),
        ("oney", "my money", False),
        ("money ba", "money back", True),
        ("mone back", "money back", False),
        ("lamp the", "The", False),
        ("!!", "!! What?", False),
    ],
)
def test_phrases_are_found_as_before(phrase: str, text: str, *, holds: bool):
    sheet = Sheet(1, 1, NOON, subject="A lamp", text=text)
    assert judge([Condition("WORDS", "HAS", phrase)], sheet, needs_all=True)[0] is holds


@pytest.mark.parametrize(
    "place",
    ["0001-01-01T00:00:00+14:00|5", "99999999999999999.0.1", "1.1.99999999999999999999", "x"],
)
def test_a_place_that_cannot_be_is_the_begin(place: str):
    lou = lou_at_orders()
    make_conversation()

    found = dry_run(trial("OPENED"), lou, now=NOON, after=place)

    assert (found.looked, found.met) == (1, 1)


def trial(trigger: str) -> RuleTerms:
    more = {"amount": 2, "unit": "DAYS", "counted": "CLOCK"} if trigger in BY_TIME else {}
    return RuleTerms("Try", trigger, Desk.objects.get(name="Orders"), acts=[Act("CLOSE")], **more)


@pytest.mark.parametrize("trigger", [*ON_EVENT, *BY_TIME])
def test_a_dry_run_looks_at_the_newest_and_not_for_those_that_are_rare(
    trigger: str, monkeypatch: pytest.MonkeyPatch
):
    """Nothing has had the trigger, so the archive would be walked to its end for a batch."""
    monkeypatch.setattr("kept.automation.dry_run.BATCH", 2)
    lou = lou_at_orders()
    for minute in range(6):
        make_conversation(now=NOON + timedelta(minutes=minute))

    with CaptureQueriesContext(connection) as queries:
        found = dry_run(trial(trigger), lou, now=NOON, most=2)

    assert (found.looked, found.next) == (2, "")
    walked = [one["sql"] for one in queries if "merged ORDER BY last_at" in one["sql"]]
    assert len(walked) == 1
    with connection.cursor() as cursor:
        plan = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{plan} {walked[0]}")
        assert "conv_of_desk" in repr(cursor.fetchall())


def test_a_dry_run_stops_within_a_batch(monkeypatch: pytest.MonkeyPatch):
    """Two hundred costly letters are one batch, and the moment is over after the first."""
    lou = lou_at_orders()
    for minute in range(3):
        make_conversation(now=NOON + timedelta(minutes=minute))

    first = dry_run(trial("OPENED"), lou, now=NOON, seconds=-1)
    rest = dry_run(trial("OPENED"), lou, now=NOON, after=first.next, looked=1, met=1)

    assert (first.looked, first.met) == (1, 1)
    assert (rest.looked, rest.met, rest.next) == (3, 3, "")
