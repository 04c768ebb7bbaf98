"""Ada at Orders and Ben at Billing look for things; each finds what they may see."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.conversations import actions, index
from kept.conversations.actions import tags as house
from kept.conversations.index import Phrase, Term
from kept.conversations.models import Conversation, Tag
from kept.people.models import Member
from kept.search.finding import find
from tests.cast import (
    NOON,
    make_arrival,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_owner,
    make_promise,
)

pytestmark = pytest.mark.django_db


def letter(text: str, **values):
    """A letter that opens a conversation of its own. Answers the conversation."""
    desk = values.pop("desk", None) or make_desk()
    customer = values.pop("customer", None) or make_customer()
    now = values.pop("now", NOON)
    arrival = make_arrival(**{"text": text, "subject": "A question"} | values)
    return actions.receive(
        arrival, desk=desk, customer=customer, conversation=None, now=now
    ).conversation


def found(text: str, by: Member) -> list[int]:
    answer = find(text, by, now=NOON + timedelta(hours=1))
    assert answer.problems == []
    return [result.conversation.pk for result in answer.results]


@pytest.fixture
def ada() -> Member:
    ada = make_member("ada")
    make_desk("Orders", ada)
    return ada


def test_a_word_is_found_in_any_of_its_forms_and_without_its_accents(ada):
    one = letter("Both kettles were cracked when they arrived.")
    two = letter("Die Kaffeemühlen sind da, danke für alles und bis bald.")
    letter("The lamp is broken.")

    assert found("kettle", ada) == [one.pk]
    assert found("KETTLES crack", ada) == [one.pk]
    assert found("kaffeemuhle", ada) == [two.pk]
    assert found("Kaffeemühle", ada) == [two.pk]
    assert found("kett*", ada) == [one.pk]
    assert found("ket", ada) == []


def test_words_stand_in_letters_subjects_names_notes_and_names_of_files(ada):
    file = actions.File(name="Invoice-2031.pdf", type="application/pdf", size=3, sha256="0" * 64)
    one = letter("See above.", subject="A blue teapot", files=(file,))
    actions.note(one, text="The deposit is waived.", submit_id=uuid4(), by=ada, now=NOON)

    for asked in ("teapot", "Cy", "deposit", "invoice", "subject:teapot", "note:deposit"):
        assert found(asked, ada) == [one.pk], asked
    assert found("file:invoice", ada) == [one.pk]
    assert found("file:teapot", ada) == []
    assert found("note:teapot -subject:teapot", ada) == []
    assert found("has:attachment has:note", ada) == []  # no single letter has both
    assert found("has:attachment", ada) == [one.pk]


def test_a_word_of_the_letter_is_in_no_other_part_of_it_in_any_of_its_forms(ada):
    one = letter("Both kettles were cracked.", subject="A question")

    assert found("kettle", ada) == [one.pk]
    assert found("subject:kettle", ada) == found("file:kettle", ada) == []


def test_a_phrase_is_its_words_in_their_order(ada):
    one = letter("Please send the blue invoice again.")
    letter("An invoice for a blue lamp.")

    assert found('"blue invoice"', ada) == [one.pk]
    assert found('"invoice blue"', ada) == []
    assert len(found("blue invoice", ada)) == 2


def test_numbers_with_dashes_are_found_as_they_are_written(ada):
    one = letter("It is about INV-2031-0042.")
    letter("It is about INV-2031-0043, and 0042 is not it.")

    assert found("INV-2031-0042", ada) == [one.pk]


def test_a_script_without_spaces_is_found_by_any_part_of_it(ada):
    one = letter("東京都に送ってください。")
    letter("京都に送ってください。")

    assert found("東京", ada) == [one.pk]
    assert found("東京都", ada) == [one.pk]
    assert len(found("京都", ada)) == 2
    assert len(found("都", ada)) == 2


def test_a_minus_leaves_out_the_whole_conversation(ada):
    one = letter("The kettle is cracked.")
    make_message("I would like a refund.", conversation=one)
    two = letter("The kettle is late.")

    assert found("kettle -refund", ada) == [two.pk]
    assert found("-refund", ada) == [two.pk]


def test_filters_are_taken_together(ada):
    billing = make_desk("Billing", ada)
    one = letter("The lamp.", desk=billing)
    two = letter("The lamp.")
    actions.set_status(two, to="CLOSED", by=ada, now=NOON)

    assert found("lamp desk:billing", ada) == [one.pk]
    assert found("lamp -desk:billing", ada) == [two.pk]
    assert set(found("desk:billing desk:orders", ada)) == {one.pk, two.pk}
    assert found("is:closed", ada) == [two.pk]
    assert found("-is:closed", ada) == [one.pk]
    assert found("is:unassigned is:open", ada) == [one.pk]
    actions.assign(one, to=ada, by=ada, now=NOON)
    assert found("is:mine", ada) == found("assigned:ada", ada) == [one.pk]


def test_several_statuses_are_taken_as_either(ada):
    one, two, three = letter("One."), letter("Two."), letter("Three.")
    actions.set_status(two, to="WAITING", by=ada, now=NOON)
    actions.set_status(three, to="CLOSED", by=ada, now=NOON)

    assert set(found("is:open is:waiting", ada)) == {one.pk, two.pk}
    assert found("is:open is:waiting -is:waiting", ada) == [one.pk]
    assert set(found("-is:closed", ada)) == {one.pk, two.pk}
    assert found("is:open -is:open", ada) == []
    told = find("is:waiting is:open", ada, now=NOON).told
    assert told == ["open or waiting for the customer"]


def test_what_one_has_not_read_is_found_page_by_page(ada):
    ids = [letter(f"Lamp {n}.", now=NOON + timedelta(minutes=n)).pk for n in range(30)]
    for read in Conversation.objects.filter(pk__in=ids[2:]):
        actions.mark_read(read, shown=read.last_in_message, by=ada)

    for asked in ("is:unread", "lamp is:unread"):
        assert found(asked, ada) == [ids[1], ids[0]], asked
    assert len(found("-is:unread", ada)) == 25


def test_who_wrote_is_found_by_address_domain_and_name(ada):
    cy = letter("One.")
    bo = letter(
        "Two.", from_address="bo@mill.example", from_name="Bo", customer=make_customer("bo")
    )

    assert found("from:cy@valdorra.example", ada) == [cy.pk]
    assert found("from:mill.example", ada) == [bo.pk]
    assert found("from:@mill.example", ada) == [bo.pk]
    assert found("from:bo", ada) == [bo.pk]
    assert found("-from:mill.example", ada) == [cy.pk]


def test_promises_that_are_due_are_found_by_when(ada):
    one = letter("One.")
    two = letter("Two.")
    make_promise(conversation=one, keeper=ada, due_at=NOON + timedelta(hours=5))
    make_promise(conversation=two, keeper=ada, due_at=NOON + timedelta(days=5))

    assert found("promised:<2d", ada) == [one.pk]
    assert set(found("has:promise", ada)) == {one.pk, two.pk}
    assert found("is:overdue", ada) == []


def test_a_number_is_a_conversation_and_may_be_a_word_too(ada):
    one = letter("The lamp.")
    two = letter(f"Order {one.pk} is late.")

    assert found(f"K-{one.pk}", ada) == [one.pk]
    assert found(str(one.pk), ada) == [one.pk, two.pk]


def test_nobody_finds_what_they_may_not_see(ada):
    ben = make_member("ben")
    billing = make_desk("Billing", ben)
    secret = letter("The secret kettle.", desk=billing)
    actions.note(secret, text="A hidden deposit.", submit_id=uuid4(), by=ben, now=NOON)

    for asked in (
        "kettle",
        "deposit",
        "-lamp",
        "is:open",
        f"K-{secret.pk}",
        "from:valdorra.example",
    ):
        assert found(asked, ada) == [], asked
        assert found(asked, ben) == [secret.pk], asked
        assert found(asked, make_owner()) == [secret.pk], asked
    answer = find("desk:billing kettle", ada, now=NOON)
    assert answer.results == []
    assert answer.problems == ["You see no desk called “billing”. There are: orders."]


def test_whoever_sees_only_what_is_theirs_finds_only_that(ada):
    one, two = letter("The kettle."), letter("The kettle, too.")
    ada.sees_only_assigned = True
    ada.save()
    actions.assign(one, to=ada, by=make_owner(), now=NOON)

    assert found("kettle", ada) == [one.pk]
    assert found("-lamp", ada) == [one.pk]
    assert found(f"K-{two.pk}", ada) == []


def test_pages_follow_one_another_and_show_each_conversation_once(ada):
    ids = [letter(f"Lamp number {n}.", now=NOON + timedelta(minutes=n)).pk for n in range(30)]
    for again in Conversation.objects.filter(pk__in=ids[:3]):
        make_message("The lamp again.", conversation=again)

    for asked in ("lamp", "is:open"):
        first = find(asked, ada, now=NOON + timedelta(days=1))
        second = find(asked, ada, after=first.next, now=NOON + timedelta(days=1))
        shown = [row.conversation.pk for row in [*first.results, *second.results]]
        assert len(first.results) == 25
        assert sorted(shown) == ids
        assert second.next == ""


def test_the_words_around_what_was_found_are_shown_and_marked(ada):
    letter("It arrived " + "very " * 40 + "late, and both kettles were <b>cracked</b>.")

    pieces = find("kettle crack", ada, now=NOON).results[0].pieces

    assert [piece.text for piece in pieces if piece.is_match] == ["kettles", "cracked"]
    assert pieces[0].text == "… "


def test_what_was_asked_is_said_in_plain_words(ada):
    told = find('desk:orders "blue invoice" -is:closed', ada, now=NOON).told

    assert told == ["at the desk Orders", "with “blue invoice”", "not closed"]


def test_what_cannot_be_read_finds_nothing_and_says_why(ada):
    letter("The lamp.")

    answer = find("lamp is:lost", ada, now=NOON)

    assert answer.results == []
    assert answer.problems[0].startswith("is:lost says nothing here. It may be: open, waiting")


def test_spam_is_found_where_it_is_asked_for(ada):
    one = letter("The kettle.")
    actions.set_status(one, to="SPAM", by=ada, now=NOON)

    assert found("kettle", ada) == []
    assert found("kettle is:spam", ada) == [one.pk]
    assert found(f"K-{one.pk}", ada) == [one.pk]


@pytest.mark.parametrize("text", ["promised:9999-12-31", "before:0001-01-01", "after:9999-12-31"])
def test_the_ends_of_the_calendar_are_no_days(ada, text):
    ada.zone = "Pacific/Kiritimati"

    answer = find(text, ada, now=NOON)

    assert len(answer.problems) == 1
    assert answer.results == []


@pytest.mark.parametrize("text", ["from:a\0b", "assigned:a\0b", "a\0b", 'subject:"a\0b"'])
def test_a_nul_breaks_no_question(ada, text):
    letter("The lamp is broken.")

    assert find(text, ada, now=NOON).results == []


def test_what_was_merged_is_found_where_it_stands_by_those_who_see_that(ada):
    bob = make_member("bob", sees_only_assigned=True)
    desk = make_desk("Orders", ada, bob)
    target = letter("The kettle is late.", desk=desk)
    source = letter("The lamp is broken.", desk=desk, customer=make_customer("dee"))
    actions.note(source, text="A chip in the glass.", submit_id=uuid4(), by=ada, now=NOON)
    actions.assign(source, to=bob, by=ada, now=NOON)
    tie = actions.merge(source, into=target, by=ada, now=NOON)
    actions.assign(Conversation.objects.get(pk=target.pk), to=ada, by=ada, now=NOON)

    assert found("lamp", ada) == found("glass", ada) == found(f"K-{source.pk}", ada) == [target.pk]
    assert found("", bob) == found("lamp", bob) == found("glass", bob) == []
    assert found(f"K-{source.pk}", bob) == found("desk:orders", bob) == []

    actions.part(tie, by=ada, now=NOON)
    assert found("lamp", bob) == found("glass", bob) == [source.pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own plans")
def test_words_that_begin_so_are_put_together_once_and_not_for_each_entry(ada):
    one = letter("The kettle is cracked.")
    match = (Term((("", Phrase(("kett",), is_beginning=True)),)),)

    with CaptureQueriesContext(connection) as asked:
        hits = index.among(match, [one.pk])

    assert [hit.conversation for hit in hits] == [one.pk]
    assert "FROM conversations_words w CROSS JOIN conversations_entry e" in asked[1]["sql"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own plans")
def test_entries_that_lie_close_together_are_looked_through_in_one_go(ada, monkeypatch):
    ids = [letter("A lamp.", customer=make_customer(f"c{n}")).pk for n in range(6)]
    match = (Term((("", Phrase(("lamp",))),)),)
    monkeypatch.setattr(index, "_NEAR", 2)

    with CaptureQueriesContext(connection) as asked:
        hits = index.among(match, [ids[0], ids[1], ids[5]])

    assert [hit.conversation for hit in hits] == [ids[0], ids[1], ids[5]]
    assert len(asked) == 3  # where their entries are, and two stretches of them


def test_tags_are_found_alone_with_words_and_left_out(ada):
    one, two, three = (letter(text, now=NOON + timedelta(minutes=n)) for n, text in enumerate(
        ("The kettle.", "The kettle, too.", "The lamp.")))  # fmt: skip
    actions.tag_by_names(one, ["VIP", "Old stock"], by=ada, now=NOON)
    actions.tag_by_names(three, ["vip"], by=ada, now=NOON)

    assert found("tag:vip", ada) == [three.pk, one.pk]
    assert found("tag:VIP kettle", ada) == [one.pk]
    assert found('tag:"old stock" tag:vip', ada) == [one.pk]
    assert found("-tag:vip", ada) == [two.pk]
    assert found("kettle -tag:vip", ada) == [two.pk]
    assert found("tag:vip -tag:old-stock", ada) == [three.pk]
    assert find("tag:vip -is:closed", ada, now=NOON).told == ["tagged “vip”", "not closed"]
    assert [tag.name for tag in find("lamp", ada, now=NOON).results[0].conversation.tags] == ["VIP"]


def test_a_tag_that_was_merged_is_found_by_either_name(ada):
    lou = make_manager()
    one, two = letter("One."), letter("Two.", now=NOON + timedelta(minutes=1))
    actions.tag_by_names(one, ["refunds"], by=ada, now=NOON)
    actions.tag_by_names(two, ["refund", "refunds"], by=ada, now=NOON)
    old, into = Tag.objects.get(key="refunds"), Tag.objects.get(key="refund")
    house.merge_tag(old, into=into, by=lou, now=NOON)

    assert found("tag:refund", ada) == found("tag:refunds", ada) == [two.pk, one.pk]
    assert found("-tag:refund", ada) == []


def test_a_tag_finds_nobody_what_they_may_not_see(ada):
    ben = make_member("ben")
    secret = letter("The secret kettle.", desk=make_desk("Billing", ben))
    actions.tag_by_names(secret, ["vip"], by=ben, now=NOON)

    assert found("tag:vip", ada) == found("tag:vip kettle", ada) == []
    assert found("tag:vip", ben) == [secret.pk]


def test_a_tag_there_is_not_finds_nothing_and_says_which_there_are(ada):
    one = letter("The lamp.")
    answer = find("tag:vip", ada, now=NOON)
    assert answer.problems == ["There is no tag called “vip”, nor any other."]

    actions.tag_by_names(one, ["100 % wool", "lamp"], by=ada, now=NOON)
    answer = find("tag:vip", ada, now=NOON)
    assert answer.problems == ["There is no tag called “vip”. There are: 100 % wool, lamp"]
    assert answer.results == []


def test_pages_of_a_tag_follow_one_another(ada):
    ids = [letter(f"Lamp {n}.", now=NOON + timedelta(minutes=n)).pk for n in range(30)]
    for one in Conversation.objects.filter(pk__in=ids):
        actions.tag_by_names(one, ["vip"], by=ada, now=NOON)

    first = find("tag:vip", ada, now=NOON)
    second = find("tag:vip", ada, after=first.next, now=NOON)

    shown = [row.conversation.pk for row in [*first.results, *second.results]]
    assert (len(first.results), shown, second.next) == (25, ids[::-1], "")


def test_priorities_are_found_and_several_are_taken_as_either(ada):
    ben = make_member("ben")
    make_desk("Billing", ben)
    ids = {}
    for n, priority in enumerate(("LOW", "NORMAL", "HIGH", "URGENT")):
        one = letter(f"Lamp {n}.", now=NOON + timedelta(minutes=n))
        actions.set_priority(one, to=priority, by=ada, now=NOON)
        ids[priority] = one.pk

    assert found("priority:urgent", ada) == [ids["URGENT"]]
    assert found("priority:High priority:low", ada) == [ids["HIGH"], ids["LOW"]]
    assert found("priority:normal", ada) == [ids["NORMAL"]]
    assert found("-priority:normal -priority:low", ada) == [ids["URGENT"], ids["HIGH"]]
    assert found("lamp priority:high", ada) == [ids["HIGH"]]
    assert found("priority:urgent", ben) == []
    answer = find("priority:high priority:low", ada, now=NOON)
    assert answer.told == ["of priority High or Low"]
    answer = find("priority:mild", ada, now=NOON)
    assert answer.problems == [
        "priority:mild says nothing here. It may be: low, normal, high, urgent"
    ]


def test_pages_of_a_priority_follow_one_another(ada):
    ids = [letter(f"Lamp {n}.", now=NOON + timedelta(minutes=n)).pk for n in range(30)]
    Conversation.objects.filter(pk__in=ids).update(priority="HIGH")

    first = find("priority:high", ada, now=NOON)
    second = find("priority:high", ada, after=first.next, now=NOON)

    shown = [row.conversation.pk for row in [*first.results, *second.results]]
    assert (len(first.results), shown, second.next) == (25, ids[::-1], "")
