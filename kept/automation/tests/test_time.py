"""Rules by time: what waits is a row, counted in working time or by the clock, and asked once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.automation.actions import change_rule, look_at_due, switch_rule
from kept.automation.models import Rule, Run, Wait
from kept.automation.queries import terms_of
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import Condition
from kept.automation.rules.triggers import due
from kept.automation.terms import RuleTerms
from kept.automation.tests.make import follow, lou_at_orders, make
from kept.conversations import actions as conversations
from kept.conversations.models import Message
from kept.kit.hours import Hours
from kept.ledger.models import Event
from kept.notices.models import Notice
from kept.promises import actions as promises
from tests.cast import NOON, make_conversation, make_member, make_message, make_promise, make_reply

pytestmark = pytest.mark.django_db
TOLD = Act("NOTIFY", "DESK")
TWO_DAYS: dict[str, Any] = {"amount": 2, "unit": "DAYS", "counted": "WORKING"}
FOUR_HOURS: dict[str, Any] = {"amount": 4, "unit": "HOURS", "counted": "CLOCK"}
THURSDAY_NOON = NOON + timedelta(days=2)


@pytest.mark.parametrize(
    ("amount", "unit", "counted", "expected"),
    [
        (4, "HOURS", "CLOCK", datetime(2026, 11, 27, 20, tzinfo=UTC)),
        (4, "HOURS", "WORKING", datetime(2026, 11, 30, 12, tzinfo=UTC)),
        (2, "DAYS", "CLOCK", datetime(2026, 11, 29, 16, tzinfo=UTC)),
        (2, "DAYS", "WORKING", datetime(2026, 12, 1, 16, tzinfo=UTC)),
    ],
)
def test_time_is_counted_by_the_clock_or_in_working_time(
    amount: int, unit: str, counted: str, expected: datetime
):
    week = tuple([((540, 1020),)] * 5 + [()] * 2)
    hours = Hours(zone="UTC", week=week)
    friday_four = datetime(2026, 11, 27, 16, tzinfo=UTC)

    at = due("UNANSWERED", friday_four, amount=amount, unit=unit, counted=counted, hours=hours)

    assert at == expected


def test_before_a_promise_time_is_counted_back():
    week = tuple([((540, 1020),)] * 5 + [()] * 2)
    monday_ten = datetime(2026, 11, 30, 10, tzinfo=UTC)

    at = due("DUE", monday_ten, amount=2, unit="HOURS", counted="WORKING", hours=Hours("UTC", week))

    assert at == datetime(2026, 11, 27, 16, tzinfo=UTC)


def test_somebody_is_told_when_a_customer_has_waited_for_two_working_days():
    make("UNANSWERED", TOLD, **TWO_DAYS)
    talk = make_conversation()
    make_message(conversation=talk, now=NOON + timedelta(hours=2))
    follow()
    assert Wait.objects.get().due_at == THURSDAY_NOON

    assert look_at_due(now=THURSDAY_NOON - timedelta(seconds=1)) == 0
    assert look_at_due(now=THURSDAY_NOON) == 1

    run = Run.objects.get()
    assert (run.conversation, run.came, run.at) == (talk, "DONE", THURSDAY_NOON)
    assert sorted(Notice.objects.values_list("member__name", flat=True)) == ["Ada", "Lou"]
    assert (look_at_due(now=THURSDAY_NOON), Wait.objects.count()) == (0, 0)


def test_our_answer_ends_the_wait_and_an_answer_by_a_rule_does_not():
    make("UNANSWERED", TOLD, name="Remind", **TWO_DAYS)
    make("OPENED", Act("REPLY", "We have it."), name="Hello")
    talk = make_conversation()
    follow()
    assert Wait.objects.count() == 1

    make_reply(talk, by=make_member("ada"))
    follow()
    assert Wait.objects.count() == 0


def test_the_clock_asks_nobody_for_what_was_answered_while_the_reader_was_behind():
    make("UNANSWERED", TOLD, **TWO_DAYS)
    talk = make_conversation()
    follow()
    make_reply(talk, by=make_member("ada"), now=NOON + timedelta(hours=1))

    look_at_due(now=THURSDAY_NOON)

    assert (Run.objects.count(), Notice.objects.count()) == (0, 0)


def test_after_silence_it_is_asked_about_and_then_closed_and_a_letter_ends_that():
    waiting = (Condition("STATUS", "IS", "WAITING"),)
    quiet: dict[str, Any] = {"unit": "DAYS", "counted": "CLOCK", "conditions": waiting}
    make("SILENT", Act("REPLY", "May we close this?"), name="Ask", amount=5, **quiet)
    make("SILENT", Act("CLOSE"), name="Close", amount=7, **quiet)
    ada = make_member("ada")
    talk, other = make_conversation(), make_conversation()
    make_reply(talk, by=ada)
    make_reply(other, by=ada)
    follow()
    make_message(conversation=other, now=NOON + timedelta(days=1))
    follow()

    look_at_due(now=NOON + timedelta(days=5))
    follow()
    look_at_due(now=NOON + timedelta(days=7))

    talk.refresh_from_db()
    other.refresh_from_db()
    assert (talk.status, other.status) == ("CLOSED", "OPEN")
    assert Message.objects.get(automatic="RULE").conversation == talk
    assert [run.rule.name for run in Run.objects.order_by("pk")] == ["Ask", "Close"]


def test_a_promise_that_comes_near_is_told_and_one_that_moved_is_counted_anew():
    make("DUE", TOLD, **FOUR_HOURS)
    talk = make_conversation()
    ada = make_member("ada")
    due_at = NOON + timedelta(days=1)
    promise = make_promise(talk, keeper=ada, due_at=due_at)
    follow()
    assert Wait.objects.get().due_at == due_at - timedelta(hours=4)

    later = due_at + timedelta(days=1)
    promises.renegotiate(promise, due_at=later, by=ada, now=NOON)
    follow()
    assert (Wait.objects.get().promise_id, Wait.objects.get().since) == (promise.pk, later)

    promises.keep(promise, by=ada, now=NOON)
    follow()
    assert Wait.objects.count() == 0


def test_what_a_rule_laid_aside_comes_back_by_itself_but_not_over_what_somebody_did():
    make("RECEIVED", Act("SNOOZE", "2", "DAYS"))
    talk, other = make_conversation(), make_conversation()
    follow()
    talk.refresh_from_db()
    assert talk.status == "ON_HOLD"
    ada = make_member("ada")
    conversations.set_status(other, to="WAITING", by=ada, now=NOON)
    follow()
    conversations.set_status(other, to="ON_HOLD", by=ada, now=NOON)
    follow()

    look_at_due(now=THURSDAY_NOON)

    talk.refresh_from_db()
    other.refresh_from_db()
    assert (talk.status, other.status) == ("OPEN", "ON_HOLD")


def test_a_rule_that_is_changed_counts_anew_what_waits_and_one_switched_off_forgets_it():
    lou = lou_at_orders()
    rule = make("UNANSWERED", TOLD, by=lou, **TWO_DAYS)
    make_conversation()
    follow()
    terms = terms_of(rule)
    longer = RuleTerms(terms.name, terms.trigger, rule.desk, 3, "DAYS", "WORKING", acts=terms.acts)
    change_rule(rule, longer, by=lou, now=NOON)

    look_at_due(now=NOON)
    assert Wait.objects.get().due_at == NOON + timedelta(days=3)

    switch_rule(rule, is_on=False, by=lou, now=NOON)
    assert Wait.objects.count() == 0


def test_a_wait_whose_rule_has_stopped_is_dropped():
    rule = make("UNANSWERED", TOLD, **TWO_DAYS)
    make_conversation()
    follow()
    Rule.objects.filter(pk=rule.pk).update(paused="MANY", paused_at=NOON)

    look_at_due(now=THURSDAY_NOON)

    assert (Wait.objects.count(), Run.objects.count()) == (0, 0)


def test_a_round_of_the_clock_with_nothing_due_is_one_look_at_an_index():
    make("UNANSWERED", TOLD, **TWO_DAYS)
    make_conversation()
    follow()

    with CaptureQueriesContext(connection) as asked:
        assert look_at_due(now=NOON) == 0

    assert len(asked) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "wait_due" in plan
        assert "SCAN" not in plan


def test_where_no_rule_asks_for_it_an_event_costs_one_query():
    make_conversation()
    follow()
    event = Event.objects.filter(kind="message.received").get()
    from kept.automation.actions import hear

    with CaptureQueriesContext(connection) as asked:
        hear(event)

    assert len(asked) == 1


def test_one_that_breaks_holds_up_none_behind_it(caplog):
    first = make("UNANSWERED", TOLD, name="First", **FOUR_HOURS)
    make("UNANSWERED", TOLD, name="Second", **FOUR_HOURS)
    make_conversation()
    follow()
    Rule.objects.filter(pk=first.pk).update(conditions=[{"about": "WEATHER", "how": "IS"}])
    due_at = NOON + timedelta(hours=4)

    assert look_at_due(now=due_at) == 1

    assert [run.rule.name for run in Run.objects.all()] == ["Second"]
    waits = Wait.objects.get()
    assert (waits.rule, waits.due_at) == (first, due_at + timedelta(hours=1))
    assert "it broke" in caplog.text
    assert look_at_due(now=due_at) == 0
