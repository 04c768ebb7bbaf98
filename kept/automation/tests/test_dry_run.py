"""A dry run says what would have happened, and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.automation.dry_run import dry_run
from kept.automation.rules.acts import DOES, Act
from kept.automation.rules.conditions import Condition
from kept.automation.rules.triggers import BY_TIME, ON_EVENT
from kept.automation.terms import RuleTerms
from kept.automation.tests.make import lou_at_orders, make_tag
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Desk
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise, make_reply

pytestmark = pytest.mark.django_db
NIGHT = NOON + timedelta(hours=11)
LATER = NOON + timedelta(days=9)


@pytest.fixture
def lou() -> Member:
    return lou_at_orders()


def terms(
    trigger: str, *acts: Act, conditions: tuple[Condition, ...] = (), **more: Any
) -> RuleTerms:
    if trigger in BY_TIME:
        more = {"amount": 2, "unit": "DAYS", "counted": "CLOCK"} | more
    desk = more.pop("desk", Desk.objects.get(name="Orders"))
    done = acts or (Act("CLOSE"),)
    return RuleTerms("Try", trigger, desk, conditions=conditions, acts=done, **more)


def everything() -> dict[str, list[Any]]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_it_shows_where_it_would_have_run_and_what_it_would_have_done(lou: Member):
    tag = make_tag()
    talk = make_conversation(text="A refund, please.", now=NIGHT)
    conversations.tag(talk, [tag], by=lou, now=NIGHT)
    make_conversation(text="Thank you.", now=NIGHT)
    make_conversation(text="Another refund.")

    found = dry_run(
        terms(
            "OPENED",
            Act("TAG", str(tag.pk)),
            Act("PRIORITY", "HIGH"),
            conditions=(Condition("WORDS", "HAS", "refund"), Condition("HOURS", "OUTSIDE")),
        ),
        lou,
        now=LATER,
    )

    assert (found.looked, found.met, found.next) == (3, 1, "")
    (match,) = found.matches
    assert (match.conversation, match.at) == (talk, NIGHT)
    assert [one.met for one in match.verdicts] == [True, True]
    assert [one.came for one in match.effects] == ["SAME", "WOULD"]


@pytest.mark.parametrize("trigger", [*ON_EVENT, *BY_TIME])
def test_it_changes_nothing_whatever_it_would_do(lou: Member, trigger: str):
    ada = make_member("ada")
    talk = make_conversation(assignee=ada)
    make_reply(talk, by=ada)
    make_promise(talk, keeper=ada, due_at=NOON + timedelta(days=3))
    conversations.tag(talk, [make_tag()], by=ada, now=NOON)
    acts = [Act(code, "1", "DAYS") for code in DOES]
    before = everything()

    dry_run(terms(trigger, *acts), lou, now=LATER)

    assert everything() == before


def test_by_time_it_counts_those_that_lasted_so_long(lou: Member):
    ada = make_member("ada")
    long, short, still = (make_conversation() for _ in range(3))
    make_reply(long, by=ada, now=NOON + timedelta(days=3))
    make_reply(short, by=ada, now=NOON + timedelta(days=1))

    found = dry_run(terms("UNANSWERED"), lou, now=LATER)

    assert {match.conversation for match in found.matches} == {long, still}
    assert {match.at for match in found.matches} == {NOON + timedelta(days=2)}


def test_nobody_tries_a_rule_on_what_they_may_not_see(lou: Member):
    make_conversation(desk=make_desk("Billing", make_member("bea")))
    here = make_conversation(desk=make_desk("Orders"))

    found = dry_run(terms("OPENED", desk=None), lou, now=LATER)

    assert [match.conversation for match in found.matches] == [here]
    assert found.looked == 1


def test_it_goes_on_where_a_moment_was_too_short(lou: Member, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kept.automation.dry_run.BATCH", 2)
    for minute in range(5):
        make_conversation(now=NOON + timedelta(minutes=minute))

    runs = [dry_run(terms("OPENED"), lou, now=LATER, seconds=-1)]
    while (last := runs[-1]).next:
        more = {"after": last.next, "looked": last.looked, "met": last.met}
        runs.append(dry_run(terms("OPENED"), lou, now=LATER, seconds=-1, **more))

    assert [(run.looked, run.met) for run in runs] == [(n, n) for n in range(1, 6)]
    seen = [match.conversation.pk for run in runs for match in run.matches]
    assert len(seen) == len(set(seen)) == 5


def test_what_was_found_before_stands_at_the_top_again(lou: Member):
    older = make_conversation(now=NOON)
    newer = make_conversation(now=NOON + timedelta(minutes=1))
    unseen = make_conversation(desk=make_desk("Billing", make_member("bea")))
    first = dry_run(terms("OPENED"), lou, now=LATER, seconds=-1)

    shown = [newer.pk, unseen.pk, 999_999]
    last = dry_run(terms("OPENED"), lou, now=LATER, after=first.next, looked=1, met=1, shown=shown)

    assert [match.conversation for match in last.matches] == [newer, older]
    assert (last.looked, last.met) == (2, 2)


def test_a_batch_costs_the_same_number_of_queries_however_many_are_in_it(lou: Member):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            dry_run(terms("OPENED"), lou, now=LATER)
        return len(queries)

    make_conversation()
    asked()  # the first in a process reads the calendar, which the next ones find remembered
    few = asked()
    for _ in range(6):
        make_conversation()

    assert asked() == few
    assert Conversation.objects.count() == 7
    assert not Event.objects.filter(kind="rule.ran").exists()
