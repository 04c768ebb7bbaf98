"""What a letter or a form is made of costs a rule no more than it should, and brings it nowhere."""

from __future__ import annotations

import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.automation.actions import wait
from kept.automation.dry_run import dry_run
from kept.automation.models import Run, Wait, Written
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import Condition, judge
from kept.automation.rules.sheet import Sheet
from kept.automation.rules.triggers import BY_TIME, ON_EVENT
from kept.automation.terms import RuleTerms
from kept.automation.tests.make import URGENT, follow, lou_at_orders, make
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Desk, Message
from kept.customers.models import Customer
from kept.kit import blobs
from kept.macros.models import Macro
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_member,
    make_message,
    make_owner,
    make_reply,
)

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
    if connection.vendor == "postgresql":
        return  # it reads a table of six rows whole, whatever its indexes are
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {walked[0]}")
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


LURE = "Win http://evil.example/now"


def test_a_letter_to_whom_a_stranger_named_holds_no_word_of_the_strangers():
    """Mail of a stranger in a victim's name would else carry a lure from our server."""
    make(
        "OPENED",
        Act("REPLY", "Dear {{customer.first_name}} ({{customer.name}}): {{conversation.subject}}"),
    )
    lure = make_customer("victim")
    Customer.objects.filter(pk=lure.pk).update(name="http://evil.example/now Win")
    lure.refresh_from_db()
    talk = make_conversation(
        customer=lure,
        from_address="victim@valdorra.example",
        from_name=LURE,
        subject=LURE,
        text=LURE,
    )

    follow()

    letter = Message.objects.get(way="OUT")
    (copy,) = queue(letter, now=NOON)
    raw = blobs.get(Outgoing.objects.get().sha256)
    assert copy.recipient == "victim@valdorra.example"
    assert letter.text == (
        f"Dear victim@valdorra.example (victim@valdorra.example): {talk.reference}"
    )
    assert f"Subject: Your letter to Orders ({talk.reference})".encode() in raw
    assert b"evil" not in raw


@pytest.mark.parametrize("proof", [("VOUCHED", "valdorra.example"), ("SEALED", "")])
def test_who_is_proven_to_have_written_is_called_by_name(proof: tuple[str, str]):
    make("OPENED", Act("REPLY", "Dear {{customer.name}}: {{conversation.subject}}"))
    make_conversation(subject="The lamp", reasons=(proof,))

    follow()

    letter = Message.objects.get(way="OUT")
    assert (letter.text, letter.subject) == ("Dear Cy: The lamp", "")


def test_whom_one_of_us_has_answered_is_no_stranger():
    make("NOTED", Act("REPLY", "About {{conversation.subject}}"))
    ada = make_member("ada")
    talk = make_conversation(subject="The lamp")
    make_reply(talk, by=ada)
    conversations.note(talk, text="Hm.", submit_id=uuid4(), by=ada, now=NOON)

    follow()

    assert Message.objects.get(automatic="RULE").text == "About The lamp"


def test_only_so_many_strangers_are_written_to_in_an_hour(monkeypatch: pytest.MonkeyPatch):
    """A thousand letters in a thousand names would else make a thousand letters of ours."""
    monkeypatch.setattr("kept.automation.actions.letters.MOST_STRANGERS", 3)
    make("OPENED", Act("REPLY", "We have it."))
    for n in range(6):
        write_as(f"victim{n}")
    write_as("known", reasons=(("VOUCHED", "valdorra.example"),))
    follow()
    write_as("later", now=NOON + timedelta(minutes=61))
    follow()

    written = Message.objects.filter(way="OUT").order_by("pk")
    assert [one.to[0].partition("@")[0] for one in written] == [
        *("victim0", "victim1", "victim2"),
        *("known", "later"),
    ]
    refused = Run.objects.filter(came="REFUSED")
    assert {run.effects[0]["why"] for run in refused} == {
        "Rules have written to as many unproven senders as they may in an hour."
    }
    assert Written.objects.count() == 5


def test_a_storm_of_letters_and_of_rules_makes_one_letter_a_day():
    """Faster than the post, which counts only what has left."""
    make("OPENED", Act("REPLY", "We have it."), Act("REPLY", "Once more."), name="One")
    make("RECEIVED", Act("REPLY", "We have it."), name="Two")
    for _ in range(8):
        make_conversation()

    follow()

    assert Message.objects.filter(way="OUT").count() == 1
    make_conversation(now=NOON + timedelta(days=1))
    follow()
    assert Message.objects.filter(way="OUT").count() == 2


def test_an_answer_goes_to_the_address_that_wrote_and_to_nobody_who_did_not():
    make("RECEIVED", Act("REPLY", "We have it."))
    cy = make_customer()
    cy.addresses.create(value="Cy.Home@Valdorra.example")
    talk = make_conversation(customer=cy, from_address="cy.home@valdorra.example")
    follow()
    make_message(
        conversation=talk, from_address="mallory@evil.example", now=NOON + timedelta(days=2)
    )
    follow()

    assert Message.objects.get(way="OUT").to == ["Cy.Home@Valdorra.example"]
    assert Run.objects.latest("pk").effects[0]["why"] == (
        "Somebody else than the customer wrote, so the customer gets no answer."
    )


def write_as(name: str, **more: object) -> None:
    customer = make_customer(name)
    make_conversation(customer=customer, from_address=f"{name}@valdorra.example", **more)


def test_a_customer_who_writes_often_switches_off_no_rule():
    """Seven letters within an hour would else end a rule for the whole desk."""
    rule = make("RECEIVED", Act("NOTE", "Look."))
    talk = make_conversation()
    for minute in range(1, 9):
        make_message(conversation=talk, now=NOON + timedelta(minutes=minute))
    other = make_conversation(customer=make_customer("dee"))

    follow()

    rule.refresh_from_db()
    assert (rule.is_running, Run.objects.filter(conversation=talk).count()) == (True, 6)
    assert Run.objects.filter(conversation=other).count() == 1
    make_message(conversation=talk, now=NOON + timedelta(hours=2))
    follow()
    assert Run.objects.filter(conversation=talk).count() == 7


def test_a_rule_by_time_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch):
    ada = make_member("ada")
    make("WAITING", Act("NOTE", "x"), amount=1, unit="HOURS", counted="CLOCK")
    bad, good = make_conversation(), make_conversation()
    for talk in (bad, good):
        conversations.set_status(talk, to="WAITING", by=ada, now=NOON)
    follow()
    plain = wait.sheet_of

    def fails(conversation: Conversation, *asked: object, **more: object) -> Sheet:
        if conversation == bad:
            raise ValueError("nobody thought of this")
        return plain(conversation, *asked, **more)

    monkeypatch.setattr(wait, "sheet_of", fails)
    later = NOON + timedelta(hours=2)
    wait.look_at_due(now=later)

    assert [run.conversation for run in Run.objects.all()] == [good]
    assert Wait.objects.get().due_at == later + wait.AGAIN_AFTER
    monkeypatch.undo()
    wait.look_at_due(now=later + wait.AGAIN_AFTER)
    assert {run.conversation for run in Run.objects.all()} == {bad, good}


def test_a_rule_for_all_desks_tells_a_manager_nothing_of_desks_they_do_not_see(client: Client):
    lou, odo = lou_at_orders(), make_owner()
    secret = make_desk("Mergers", make_member("gus"))
    macro = Macro.objects.create(name="Project Zebra", key="project zebra", desk=secret, text="x")
    here = (Condition("DESK", "IS_NOT", str(secret.pk)), Condition("DESK", "IS", str(secret.pk)))
    acts = (URGENT, Act("MACRO", str(macro.pk)))
    rule = make("RECEIVED", *acts, conditions=here, by=odo, desk=None, match="ANY", name="All")
    make_conversation()
    for _ in range(6):
        make_conversation(desk=secret)
    follow()
    assert Run.objects.count() == 7

    for member, count, knows in ((lou, "Ran once in", False), (odo, "Ran 7 times in", True)):
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        rules = client.get("/settings/rules/").content.decode()
        page = client.get(f"/settings/rules/{rule.pk}/").content.decode()
        form = client.get(f"/settings/rules/{rule.pk}/change/").content.decode()
        assert count in rules
        for told in (rules, page, form if not knows else page):
            assert ("Mergers" in told, "Project Zebra" in told) == (knows, knows)
