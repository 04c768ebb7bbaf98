"""Clocks: promises that a desk makes by rule, kept, rested and broken at their second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.agreements.models import Target
from kept.agreements.tests.make import HOUR, clock, hear, make_agreement, make_desk_agreement
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.ledger.models import Event
from kept.ledger.reading import READERS
from kept.promises.actions import sweep
from kept.promises.models import Promise
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

FIRST, NEXT, DONE = "FIRST_ANSWER", "NEXT_ANSWER", "RESOLUTION"
TEN = NOON - timedelta(hours=2)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def promises(conversation: Conversation) -> list[Promise]:
    return list(Promise.objects.filter(conversation=conversation).order_by("pk"))


def status(conversation: Conversation, to: str, *, now: datetime) -> None:
    conversations.set_status(conversation, to=to, by=make_member(), now=now)


def test_a_letter_is_promised_a_first_answer_within_the_desks_hours():
    agreement = make_desk_agreement()
    conversation = make_conversation(now=TEN)

    hear()

    (promise,) = promises(conversation)
    assert (promise.kind, promise.outcome, promise.origin) == (FIRST, "OPEN", "RULE")
    assert promise.words == "You hear from us within 4 working hours."
    assert promise.made_at == TEN
    assert promise.due_at == TEN + timedelta(hours=4)
    assert promise.keeper is None
    target = Target.objects.get(promise=promise)
    assert target.clause.version.agreement == target.agreement == agreement
    assert target.message == conversation.messages.get()


def test_a_members_answer_keeps_it_at_its_second():
    make_desk_agreement()
    ada = make_member()
    conversation = make_conversation(now=TEN)
    make_reply(conversation, by=ada, now=NOON)

    hear()

    (promise,) = promises(conversation)
    assert (promise.outcome, promise.settled_at, promise.broken_at) == ("KEPT", NOON, None)
    assert promise.confirmation == "NONE"
    kept = Event.objects.get(kind="promise.kept")
    assert (kept.at, kept.by, kept.facts["late_by"]) == (NOON, "system:agreements", -7200)
    assert kept.cause.kind == "message.sent"


def test_silence_breaks_it_at_the_exact_second_and_a_late_answer_keeps_it_late():
    make_desk_agreement()
    conversation = make_conversation(now=TEN)
    hear()
    due = TEN + timedelta(hours=4)

    sweep.break_due(now=due)
    assert promises(conversation)[0].broken_at is None

    sweep.break_due(now=due + timedelta(seconds=2))
    assert promises(conversation)[0].broken_at == due
    assert Event.objects.get(kind="promise.broken").at == due

    make_reply(conversation, by=make_member(), now=due + minutes(5))
    hear()
    (promise,) = promises(conversation)
    assert (promise.outcome, promise.broken_at) == ("KEPT", due)
    assert promise.settled_at == due + minutes(5)


def test_it_runs_over_night_and_weekend_to_the_second():
    make_desk_agreement()
    friday = datetime(2026, 11, 27, 15, 20, 7, tzinfo=UTC)
    conversation = make_conversation(now=friday)

    hear()

    assert promises(conversation)[0].due_at == datetime(2026, 11, 30, 11, 20, 7, tzinfo=UTC)


def test_a_robots_mail_neither_begins_nor_keeps_anything():
    make_desk_agreement(None, clock(), clock(NEXT, 60), clock(DONE, 480))
    begun_by_robot = make_conversation(now=TEN, automatic="out_of_office")
    hear()
    assert promises(begun_by_robot) == []

    make_message(conversation=begun_by_robot, now=TEN + minutes(1))
    hear()
    assert [p.kind for p in promises(begun_by_robot)] == [FIRST, DONE]

    make_message(conversation=begun_by_robot, now=TEN + minutes(2), automatic="bounce")
    hear()
    assert [p.outcome for p in promises(begun_by_robot)] == ["OPEN", "OPEN"]


def test_a_robots_mail_lets_no_resting_clock_go_on():
    make_desk_agreement(None, clock(DONE, 480))
    conversation = make_conversation(now=TEN)
    make_reply(conversation, by=make_member(), now=TEN + minutes(30))
    make_message(conversation=conversation, now=TEN + minutes(40), automatic="out_of_office")

    hear()

    assert promises(conversation)[0].paused_at == TEN + minutes(30)


def test_a_further_letter_is_promised_an_answer_only_while_none_is_owed():
    make_desk_agreement(None, clock(), clock(NEXT, 60))
    conversation = make_conversation(now=TEN)
    make_message(conversation=conversation, now=TEN + minutes(5))
    hear()
    assert [p.kind for p in promises(conversation)] == [FIRST]

    make_reply(conversation, by=make_member(), now=TEN + minutes(10))
    make_message(conversation=conversation, now=TEN + minutes(20))
    make_message(conversation=conversation, now=TEN + minutes(25))
    hear()

    first, further = promises(conversation)
    assert (first.outcome, further.kind, further.outcome) == ("KEPT", NEXT, "OPEN")
    assert further.due_at == TEN + minutes(80)
    assert further.words == "Whenever you write again, you hear from us within 1 working hour."

    make_reply(conversation, by=make_member(), now=TEN + minutes(50))
    hear()
    assert promises(conversation)[1].settled_at == TEN + minutes(50)


def test_what_is_closed_unanswered_is_neither_kept_nor_broken():
    make_desk_agreement(None, clock(), clock(NEXT, 60))
    conversation = make_conversation(now=TEN)
    make_reply(conversation, by=make_member(), now=TEN + minutes(10))
    make_message("Thank you!", conversation=conversation, now=TEN + minutes(20))
    status(conversation, "CLOSED", now=TEN + minutes(30))

    hear()

    further = promises(conversation)[1]
    assert (further.outcome, further.settled_at) == ("RELEASED", TEN + minutes(30))
    assert further.settled_why == "Closed, and nobody wrote."


def test_work_rests_while_we_wait_over_night_and_weekend_and_goes_on_to_the_second():
    make_desk_agreement(None, clock(DONE, 6 * HOUR))
    friday = datetime(2026, 11, 27, 13, 0, 7, tzinfo=UTC)
    conversation = make_conversation(now=friday)
    # 2 h 30 min 10 s are used when we ask; 3 h 29 min 50 s are left.
    asked = datetime(2026, 11, 27, 15, 30, 17, tzinfo=UTC)
    make_reply(conversation, by=make_member(), now=asked)
    hear()
    (promise,) = promises(conversation)
    assert (promise.outcome, promise.paused_at) == ("OPEN", asked)
    rest = promise.pauses.get()
    assert (rest.reason, rest.left_seconds) == ("CUSTOMER", 12590.0)

    sunday = datetime(2026, 11, 29, 20, 0, 0, tzinfo=UTC)
    make_message("The second one.", conversation=conversation, now=sunday)
    hear()

    (promise,) = promises(conversation)
    assert promise.paused_at is None
    assert promise.pauses.get().ended_at == sunday
    assert promise.due_at == datetime(2026, 11, 30, 12, 29, 50, tzinfo=UTC)

    status(conversation, "ON_HOLD", now=datetime(2026, 11, 30, 10, 0, tzinfo=UTC))
    status(conversation, "WAITING", now=datetime(2026, 11, 30, 11, 0, tzinfo=UTC))
    status(conversation, "OPEN", now=datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    hear()

    (promise,) = promises(conversation)
    assert [p.reason for p in promise.pauses.all()] == ["CUSTOMER", "PARTNER", "CUSTOMER"]
    assert promise.due_at == datetime(2026, 12, 1, 11, 29, 50, tzinfo=UTC)

    status(conversation, "CLOSED", now=datetime(2026, 12, 1, 11, 0, tzinfo=UTC))
    hear()
    (promise,) = promises(conversation)
    assert promise.outcome == "KEPT"
    assert promise.settled_at == datetime(2026, 12, 1, 11, 0, tzinfo=UTC)


def test_work_closed_after_a_long_rest_was_done_in_time():
    make_desk_agreement(None, clock(DONE, 4 * HOUR))
    conversation = make_conversation(now=TEN)
    make_reply(conversation, by=make_member(), now=TEN + minutes(60))
    later = NOON + timedelta(days=9)
    status(conversation, "CLOSED", now=later)

    hear()

    (promise,) = promises(conversation)
    assert (promise.outcome, promise.settled_at, promise.broken_at) == ("KEPT", later, None)
    assert promise.due_at > later
    assert promise.pauses.get().ended_at == later


def test_conditions_say_where_a_clock_applies():
    ada, lou = make_member(), make_manager()
    orders, billing = make_desk("Orders", ada, lou), make_desk("Billing", ada, lou)
    cy, dee = make_customer("cy"), make_customer("dee")
    firm = make_agreement(clock(minutes=300), _theirs(), customer=cy).organisation
    make_desk_agreement(
        billing,
        clock(minutes=240),
        clock(minutes=60, subject_words="urgent, no light"),
        clock(minutes=120, organisation=firm),
    )

    def first(desk, customer, subject):
        conversation = make_conversation(desk=desk, customer=customer, subject=subject, now=TEN)
        hear()
        found = promises(conversation)
        return [int((p.due_at - TEN).total_seconds() // 60) for p in found]

    assert first(billing, dee, "Invoice 7") == [240]
    assert first(billing, dee, "URGENT: invoice 7") == [60]
    assert first(billing, dee, "There is no  light here") == [60]
    assert first(billing, dee, "Insurgent invoices") == [240]
    assert first(billing, cy, "Invoice 7") == [120]
    assert first(billing, cy, "Urgent") == [60]
    assert first(orders, cy, "A lamp") == [300]
    assert first(orders, dee, "A lamp") == []


def test_the_strictest_clause_holds_whichever_agreement_it_stands_in():
    ada, lou = make_member(), make_manager()
    desk, cy = make_desk("Orders", ada, lou), make_customer()
    with_cy = make_agreement(clock(minutes=120), _theirs(), customer=cy)
    with_all = make_desk_agreement(desk, clock(minutes=120))

    conversation = make_conversation(customer=cy, now=TEN)
    hear()
    assert Target.objects.get(conversation=conversation).agreement == with_cy

    from kept.agreements import actions

    actions.begin_version(with_all, by=lou, now=NOON)
    clause = with_all.open_version().clauses.get()
    actions.change_clause(clause, terms=clock(minutes=30), by=lou, now=NOON)
    _sign(with_all, lou, now=NOON)
    second = make_conversation(customer=cy, now=NOON + minutes(1), subject="Another")
    hear()
    assert Target.objects.get(conversation=second).agreement == with_all
    assert promises(second)[0].due_at == NOON + minutes(31)


def test_a_change_of_terms_leaves_what_was_promised_before():
    lou = make_manager()
    agreement = make_desk_agreement()
    before = make_conversation(now=TEN)
    hear()
    old = Target.objects.get(conversation=before)

    from kept.agreements import actions

    actions.begin_version(agreement, by=lou, now=NOON)
    clause = agreement.open_version().clauses.get()
    actions.change_clause(clause, terms=clock(minutes=60), by=lou, now=NOON)
    _sign(agreement, lou, now=NOON)

    # A letter from before the change, of which we hear only now, is promised by the old terms.
    late = make_conversation(now=NOON - minutes(1), subject="Late")
    after = make_conversation(now=NOON + minutes(1), subject="After")
    hear()

    assert promises(before)[0].due_at == TEN + timedelta(hours=4)
    assert Target.objects.get(pk=old.pk).clause == old.clause
    assert old.clause.minutes == 240
    assert promises(late)[0].due_at == NOON - minutes(1) + timedelta(hours=4)
    assert promises(after)[0].due_at == NOON + minutes(61)
    assert Target.objects.get(conversation=after).clause.line == old.clause.line


def test_nothing_is_promised_before_it_holds_or_after_it_ended():
    lou = make_manager()
    agreement = make_desk_agreement(now=TEN)
    early = make_conversation(now=TEN - minutes(1))

    from kept.agreements import actions

    actions.end(agreement, why="We closed the desk.", by=lou, now=NOON)
    within = make_conversation(now=NOON - minutes(1), subject="Within")
    after = make_conversation(now=NOON + minutes(1), subject="After")
    hear()

    assert (promises(early), promises(after)) == ([], [])
    assert promises(within)[0].kind == FIRST


def test_events_handled_twice_happen_once():
    make_desk_agreement(None, clock(), clock(NEXT, 60), clock(DONE, 480))
    conversation = make_conversation(now=TEN)
    make_reply(conversation, by=make_member(), now=TEN + minutes(10))
    make_message(conversation=conversation, now=TEN + minutes(20))
    hear()
    before = _state()

    reader = READERS["agreements"]
    for _ in range(2):
        for event in Event.objects.filter(kind__in=reader.reactions).order_by("pk"):
            reader.reactions[event.kind](event)

    assert _state() == before
    assert [(p.kind, p.outcome) for p in promises(conversation)] == [
        (FIRST, "KEPT"), (DONE, "OPEN"), (NEXT, "OPEN"),
    ]  # fmt: skip


def test_two_letters_in_one_moment_begin_one_clock():
    make_desk_agreement(None, clock(), clock(NEXT, 60))
    conversation = make_conversation(now=TEN)
    make_message(conversation=conversation, now=TEN)
    make_reply(conversation, by=make_member(), now=TEN)
    make_message(conversation=conversation, now=TEN)
    make_message(conversation=conversation, now=TEN)

    hear()

    assert [(p.kind, p.outcome) for p in promises(conversation)] == [
        (FIRST, "KEPT"), (NEXT, "OPEN"),
    ]  # fmt: skip


def test_however_late_the_worker_comes_what_was_in_time_counts_as_in_time():
    make_desk_agreement(None, clock(minutes=60), clock(DONE, 120))
    conversation = make_conversation(now=TEN)
    hear()
    answered = TEN + minutes(59)
    make_reply(conversation, by=make_member(), now=answered)

    # The clock comes by hours after, before anybody has heard of the reply.
    sweep.break_due(now=NOON + timedelta(hours=3))

    first, work = promises(conversation)
    assert (first.outcome, first.settled_at, first.broken_at) == ("KEPT", answered, None)
    assert (work.outcome, work.paused_at, work.broken_at) == ("OPEN", answered, None)
    assert not Event.objects.filter(kind="promise.broken").exists()

    before = _state()
    hear()
    assert _state() == before


def test_an_answer_after_its_date_does_not_hide_that_it_broke():
    make_desk_agreement(None, clock(minutes=60))
    conversation = make_conversation(now=TEN)
    hear()
    make_reply(conversation, by=make_member(), now=TEN + minutes(61))

    sweep.break_due(now=NOON)
    hear()

    (promise,) = promises(conversation)
    assert (promise.outcome, promise.broken_at) == ("KEPT", TEN + minutes(60))
    told = Event.objects.filter(kind__startswith="promise.").order_by("pk")
    assert [(e.kind, e.at) for e in told] == [
        ("promise.made", TEN),
        ("promise.broken", TEN + minutes(60)),
        ("promise.kept", TEN + minutes(61)),
    ]


def test_hearing_of_a_letter_asks_little(django_assert_max_num_queries):
    make_desk_agreement(None, clock(), clock(DONE, 480))
    make_conversation(now=TEN)
    desk_without = make_desk("Billing", make_member())
    event = Event.objects.get(kind="message.received")
    handle = READERS["agreements"].reactions["message.received"]
    with django_assert_max_num_queries(14):
        handle(event)
    make_conversation(desk=desk_without, now=TEN, subject="Elsewhere")
    event = Event.objects.filter(kind="message.received").latest("pk")
    with CaptureQueriesContext(connection) as asked:
        handle(event)
    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) == 1


def _theirs():
    from kept.agreements.tests.make import words

    return words("THEIRS", "We say what is broken.")


def _sign(agreement, by, *, now):
    from kept.agreements.tests.make import sign

    return sign(agreement, by=by, now=now)


def _state():
    return (
        Event.objects.count(),
        list(Promise.objects.order_by("pk").values_list("outcome", "settled_at", "due_at")),
        list(Promise.objects.order_by("pk").values_list("pauses__began_at", "pauses__ended_at")),
        Target.objects.count(),
    )


def test_where_a_rest_moves_its_date_all_that_happened_until_then_is_heard_first():
    make_desk_agreement(None, clock(DONE, minutes=3 * HOUR))
    nine = NOON - timedelta(hours=3)
    conversation = make_conversation(now=nine)
    hear()
    (promise,) = promises(conversation)
    assert promise.due_at == NOON
    status(conversation, "WAITING", now=nine + timedelta(hours=1))
    status(conversation, "OPEN", now=nine + timedelta(hours=2))
    status(conversation, "CLOSED", now=NOON + minutes(30))

    # The clock comes by long after, before the reader does.
    sweep.break_due(now=NOON + timedelta(hours=4))
    hear()

    promise.refresh_from_db()
    assert (promise.outcome, promise.broken_at) == ("KEPT", None)
    assert (promise.due_at, promise.settled_at) == (NOON + timedelta(hours=1), NOON + minutes(30))
