"""A rule runs when its trigger comes and its conditions hold: once, and with a log."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from kept.automation.models import Rule, Run
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import Condition
from kept.automation.tests.make import URGENT, follow, lou_at_orders, make, make_tag
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message, Note
from kept.fields.actions import FieldSettings, make_field
from kept.ledger.models import Cursor, Event
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.notices.models import Notice
from kept.people.models import Member
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_reply,
)

pytestmark = pytest.mark.django_db
NIGHT = NOON + timedelta(hours=11)


def test_a_rule_does_what_it_says_and_writes_down_what_it_saw():
    tag = make_tag()
    rule = make(
        "RECEIVED",
        URGENT,
        Act("TAG", str(tag.pk)),
        conditions=(
            Condition("WORDS", "HAS", "refund, money back"),
            Condition("SENDER", "IS", "valdorra.example"),
        ),
    )
    talk = make_conversation(text="I want my MONEY back.")

    follow()

    talk.refresh_from_db()
    assert talk.priority == "URGENT"
    assert [one.tag.name for one in talk.taggings.all()] == ["refund"]
    run = Run.objects.get()
    assert (run.rule, run.conversation, run.came) == (rule, talk, "DONE")
    assert [(one["about"], one["met"], one["saw"]) for one in run.verdicts] == [
        ("WORDS", True, "money back"),
        ("SENDER", True, "cy@valdorra.example"),
    ]
    assert [(one["do"], one["came"]) for one in run.effects] == [
        ("PRIORITY", "DONE"),
        ("TAG", "DONE"),
    ]
    ran = Event.objects.get(kind="rule.ran")
    assert ran.by == f"rule:{rule.pk}"
    assert ran.facts == {
        "rule": rule.pk,
        "run": run.pk,
        "conversation": talk.pk,
        "did": ["PRIORITY", "TAG"],
    }
    changed = Event.objects.get(kind="conversation.priority_changed")
    assert (changed.by, changed.cause.kind) == (f"rule:{rule.pk}", "message.received")


def test_where_a_condition_does_not_hold_nothing_happens_and_nothing_is_written():
    make(conditions=(Condition("WORDS", "HAS", "refund"),))
    talk = make_conversation(text="Where is my lamp?")
    before = Event.objects.count()

    follow()

    talk.refresh_from_db()
    assert (talk.priority, Run.objects.count()) == ("NORMAL", 0)
    assert Event.objects.count() == before


def test_read_again_the_same_event_runs_nothing_twice():
    make("RECEIVED", Act("NOTE", "Look at {{customer.name}}."))
    make_conversation()
    follow()

    Cursor.objects.filter(reader="automation").update(transaction=0, event_id=0)
    follow()

    assert Run.objects.count() == 1
    note = Note.objects.get()
    assert (note.text, note.member, note.why) == ("Look at Cy.", None, "RULE")
    assert Event.objects.filter(kind="note.written").count() == 1


@pytest.mark.parametrize("state", ["off", "paused", "retired", "elsewhere"])
def test_a_rule_that_does_not_run_here_does_nothing(state: str):
    rule = make()
    change = {
        "off": {"is_on": False},
        "paused": {"paused": "MANY", "paused_at": NOON},
        "retired": {"retired_at": NOON},
        "elsewhere": {"desk": make_desk("Billing")},
    }[state]
    Rule.objects.filter(pk=rule.pk).update(**change)
    make_conversation()

    follow()

    assert Run.objects.count() == 0


def test_rules_run_in_their_order_and_the_next_sees_what_the_one_before_did():
    tag = make_tag()
    make("RECEIVED", Act("TAG", str(tag.pk)), name="First")
    make(name="Then", conditions=(Condition("TAG", "HAS", str(tag.pk)),))
    talk = make_conversation()

    follow()

    talk.refresh_from_db()
    assert talk.priority == "URGENT"
    assert [run.rule.name for run in Run.objects.order_by("pk")] == ["First", "Then"]


def test_what_is_so_already_is_said_and_not_done_again():
    make()
    talk = make_conversation()
    conversations.set_priority(talk, to="URGENT", by=make_member("ada"), now=NOON)
    before = Event.objects.filter(kind="conversation.priority_changed").count()

    follow()

    assert Run.objects.get().came == "SAME"
    assert Event.objects.filter(kind="conversation.priority_changed").count() == before


def test_what_one_action_is_refused_keeps_no_other_from_being_done():
    bea = make_member("bea")
    make("RECEIVED", Act("ASSIGN", str(bea.pk)), URGENT)
    talk = make_conversation()

    follow()

    talk.refresh_from_db()
    run = Run.objects.get()
    assert (talk.assignee, talk.priority, run.came) == (None, "URGENT", "PARTLY")
    refused = "They do not serve this desk, so they could not see the conversation."
    assert [one["why"] for one in run.effects] == [refused, ""]


def test_a_rule_closes_nothing_over_what_has_to_be_filled_in_before():
    lou = lou_at_orders()
    make_field(FieldSettings("Order number", is_required=True), by=lou, now=NOON)
    make("RECEIVED", Act("CLOSE"), URGENT, by=lou)

    found = make_conversation(desk=make_desk("Orders"))
    follow()

    found.refresh_from_db()
    assert (found.status, found.priority) == ("OPEN", "URGENT")
    run = Run.objects.get()
    assert run.came == "PARTLY"
    assert "It is not closed yet. Still to be filled in: Order number." in str(run.effects)


def test_a_rule_does_no_more_than_whoever_answers_for_it_may():
    lou = lou_at_orders()
    rule = make(by=lou, desk=None)
    there = make_conversation(desk=make_desk("Billing", make_member("bea")))
    here = make_conversation(desk=make_desk("Orders"), customer=make_customer("dee"))

    follow()

    there.refresh_from_db()
    here.refresh_from_db()
    assert (there.priority, here.priority) == ("NORMAL", "URGENT")

    Member.objects.filter(pk=lou.pk).update(role="MEMBER")
    make_message(conversation=here)
    follow()
    rule.refresh_from_db()
    assert (rule.paused, Run.objects.count()) == ("KEEPER", 1)


def test_two_rules_that_undo_each_other_are_cut_off():
    make("PRIORITY", Act("PRIORITY", "LOW"), name="Calm")
    make("PRIORITY", Act("PRIORITY", "HIGH"), name="Alarm")
    talk = make_conversation()
    conversations.set_priority(talk, to="URGENT", by=make_member("ada"), now=NOON)

    follow()

    changes = Event.objects.filter(kind="conversation.priority_changed")
    assert max(changes.values_list("depth", flat=True)) == 5
    assert Run.objects.filter(came="LOOP").exists()


def test_a_rule_that_runs_too_often_on_one_conversation_stops_itself_and_says_so():
    lou = lou_at_orders()
    rule = make("NOTED")
    talk = make_conversation()
    for _ in range(8):
        conversations.note(talk, text="Again.", submit_id=uuid4(), by=make_member("ada"), now=NOON)

    follow()

    rule.refresh_from_db()
    assert (Run.objects.count(), rule.paused, rule.is_running) == (6, "MANY", False)
    told = Notice.objects.get()
    assert (told.member, told.kind, told.conversation, told.words) == (
        lou,
        "RULE_OFF",
        talk,
        "The rule",
    )
    paused = Event.objects.get(kind="rule.paused")
    assert paused.facts == {"rule": rule.pk, "conversation": talk.pk, "why": "MANY"}


def test_an_answer_by_a_rule_is_marked_leaves_by_the_outbox_and_answers_nothing(settings):
    make(
        "OPENED",
        Act("REPLY", "Dear {{customer.first_name}}, we open at nine.\n\n{{member.name}}"),
        name="Out of hours",
        conditions=(Condition("HOURS", "OUTSIDE"),),
    )
    day = make_conversation()
    dee = make_customer("dee")
    night = make_conversation(customer=dee, from_address="dee@valdorra.example", now=NIGHT)

    follow()

    letter = Message.objects.get(way="OUT")
    assert (letter.conversation, letter.member, letter.automatic) == (night, None, "RULE")
    assert letter.from_name == "Out of hours"
    assert letter.text == f"Dear Dee, we open at nine.\n\n{settings.ORGANISATION}"
    night.refresh_from_db()
    assert (night.status, night.last_message, night.preview) == (
        "OPEN",
        letter.pk,
        "The lamp is cracked.",
    )
    assert not Event.objects.filter(kind="message.sent").exists()
    assert not Message.objects.filter(conversation=day, way="OUT").exists()

    catch_mail = queue(letter, now=NIGHT)
    assert [copy.recipient for copy in catch_mail] == ["dee@valdorra.example"]
    from kept.kit import blobs

    raw = blobs.get(Outgoing.objects.get().sha256)
    assert b"Auto-Submitted: auto-" in raw
    assert b"X-Auto-Response-Suppress: All" in raw


@pytest.mark.parametrize(
    ("letter", "why"),
    [
        ({"automatic": "out_of_office"}, "A machine wrote, and machines get no answer"),
        ({"is_suspicious": True}, "The sender is suspicious"),
    ],
)
def test_machines_and_suspects_get_no_answer(letter: dict[str, str], why: str):
    make("OPENED", Act("REPLY", "We have it."))
    make_message(**letter)

    follow()

    run = Run.objects.get()
    assert run.came == "REFUSED"
    assert run.effects[0]["why"].startswith(why)
    assert not Message.objects.filter(way="OUT").exists()


def test_nobody_is_written_to_after_one_of_us_has_answered():
    make("OPENED", Act("REPLY", "We have it."))
    talk = make_conversation()
    make_reply(talk, by=make_member("ada"), now=NOON + timedelta(minutes=1))

    follow()

    assert Run.objects.get().effects[0]["why"] == "One of us has answered since."
    assert Message.objects.filter(way="OUT").count() == 1


def test_a_rule_tells_whom_it_names_and_nobody_who_may_not_see_it():
    ada = make_member("ada")
    bea = make_member("bea")
    make("RECEIVED", Act("NOTIFY", "ASSIGNEE"), Act("NOTIFY", str(bea.pk)))
    make_conversation(assignee=ada)

    follow()

    told = Notice.objects.get()
    assert (told.member, told.kind, told.words) == (ada, "RULE", "The rule")
    assert Run.objects.get().came == "PARTLY"


def test_what_lies_in_spam_is_no_rules_business():
    make()
    talk = make_conversation()
    Conversation.objects.filter(pk=talk.pk).update(status="SPAM")

    follow()

    assert Run.objects.count() == 0


def test_our_answer_a_note_and_an_assignment_are_triggers_too():
    ada = make_member("ada")
    for trigger in ("SENT", "NOTED", "ASSIGNED"):
        make(trigger, Act("NOTIFY", "KEEPER"), name=trigger)
    talk = make_conversation(assignee=ada)
    make_reply(talk, by=ada)
    conversations.note(talk, text="Hm.", submit_id=uuid4(), by=ada, now=NOON)

    follow()

    ran = sorted(Run.objects.values_list("rule__name", flat=True))
    assert ran == ["ASSIGNED", "NOTED", "SENT"]


def test_a_manager_of_another_desk_sees_no_rule_of_this_one():
    rule = make()
    other = make_manager("max")
    make_desk("Billing", other)

    assert list(Rule.objects.visible_to(other)) == []
    assert list(Rule.objects.visible_to(make_manager())) == [rule]
    assert list(Rule.objects.visible_to(make_member("ada"))) == []
