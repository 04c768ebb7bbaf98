"""Undo send and send later: until a letter leaves nothing is said, and then all of it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client

from kept.conversations import actions as conversations
from kept.conversations.actions import File, LeftAlready, Writing
from kept.conversations.models import Conversation, Departure, Draft, DraftFile, Message
from kept.conversations.reactions import hold_what_waits_for_a_reply
from kept.desk import composing
from kept.desk.actions import AnotherWaits, TimeMoved, leave, leave_due, send, take_back
from kept.desk.leaving import moment_of
from kept.desk.tests.make import composer_of
from kept.kit import blobs
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.promises import actions as promises
from kept.promises.models import Offer, Promise
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
TEXT = "Dear Cy, I'll call you tomorrow morning."
WORDS = "I'll call you tomorrow morning"
TOMORROW = NOON + timedelta(days=1)
REST = timedelta(seconds=10)
NINE = NOON + timedelta(hours=21)
HEAD = {"cc": "dee@valdorra.example", "bcc": "eve@law.example"}


@pytest.fixture
def ada():
    return make_member("ada", rest_seconds=10)


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada))


def a_file() -> File:
    return File("bill.pdf", "application/pdf", 6, blobs.put(b"A bill"))


def lay(conversation, *, by, text=TEXT, now=NOON, submit_id=None, then="WAITING", **more):
    writing = Writing(
        text=text,
        to=["cy@valdorra.example"],
        cc=["dee@valdorra.example"],
        bcc=["eve@law.example"],
        files=(a_file(),),
        then=then,
        head=HEAD,
    )
    return send(conversation, writing, submit_id=submit_id or uuid4(), by=by, now=now, **more)


def accept(conversation, ada, due_at=TOMORROW):
    promises.accept_offer(conversation, words=WORDS, due_from=None, due_at=due_at, by=ada, now=NOON)


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_while_it_rests_nothing_is_said_and_nothing_promised(ada, conversation):
    accept(conversation, ada)
    before = kinds()

    laid = lay(conversation, by=ada)

    assert isinstance(laid, Departure)
    assert laid.leaves_at == NOON + REST
    assert leave_due(now=NOON + REST - timedelta(seconds=1)) == 0
    assert not Message.objects.filter(way="OUT").exists()
    assert not Promise.objects.exists()
    assert not Outgoing.objects.exists()
    conversation.refresh_from_db()
    assert (conversation.status, conversation.assignee) == ("OPEN", None)
    assert kinds() == [*before, "departure.laid"]


def test_then_all_of_it_is(ada, conversation):
    accept(conversation, ada)
    lay(conversation, by=ada)

    assert leave_due(now=NOON + REST) == 1
    assert leave_due(now=NOON + REST) == 0

    message = Message.objects.get(way="OUT")
    assert (message.to, message.cc) == (["cy@valdorra.example"], ["dee@valdorra.example"])
    assert (message.bcc, message.at) == (["eve@law.example"], NOON + REST)
    assert message.attachments.get().name == "bill.pdf"
    promise = Promise.objects.get()
    assert (promise.words, promise.due_at, promise.made_in) == (WORDS, TOMORROW, message)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.assignee) == ("WAITING", ada)
    assert not Departure.objects.exists()


def test_undo_gives_back_words_files_people_and_what_was_agreed(ada, conversation):
    accept(conversation, ada)
    laid = lay(conversation, by=ada)
    assert not Draft.objects.exists()
    assert not Offer.objects.exists()

    take_back(laid, by=ada, now=NOON + timedelta(seconds=5))

    shown = composer_of(conversation, by=ada)
    assert (shown.text, shown.cc, shown.bcc) == (TEXT, HEAD["cc"], HEAD["bcc"])
    assert [(file.name, file.sha256) for file in shown.files] == [("bill.pdf", a_file().sha256)]
    (offer,) = shown.offers
    assert (offer.words, offer.answer, offer.due_at) == (WORDS, "ACCEPTED", TOMORROW)
    assert leave_due(now=NOON + timedelta(days=1)) == 0
    assert not Message.objects.filter(way="OUT").exists()
    assert kinds()[-1] == "departure.taken_back"


def test_it_can_be_sent_again_after_that_and_is_said_once(ada, conversation):
    accept(conversation, ada)
    take_back(lay(conversation, by=ada), by=ada, now=NOON)
    lay(conversation, by=ada)
    leave_due(now=NOON + REST)

    assert Message.objects.filter(way="OUT").count() == 1
    assert Promise.objects.count() == 1


def test_what_has_left_is_not_taken_back(ada, conversation):
    laid = lay(conversation, by=ada)
    leave_due(now=NOON + REST)
    before = kinds()

    with pytest.raises(LeftAlready):
        take_back(laid, by=ada, now=NOON + REST)

    assert Message.objects.filter(way="OUT").count() == 1
    assert not Draft.objects.exists()
    assert kinds() == before


def test_what_was_taken_back_does_not_leave(ada, conversation):
    laid = lay(conversation, by=ada)
    take_back(laid, by=ada, now=NOON)

    assert not leave(laid, now=NOON + REST)
    assert not Message.objects.filter(way="OUT").exists()


def test_the_same_submit_is_the_same_letter_resting_or_gone(ada, conversation):
    submit_id = uuid4()
    first = lay(conversation, by=ada, submit_id=submit_id)
    assert lay(conversation, by=ada, submit_id=submit_id) == first

    leave_due(now=NOON + REST)

    assert lay(conversation, by=ada, submit_id=submit_id) == Message.objects.get(way="OUT")
    assert not Departure.objects.exists()


def test_words_begun_meanwhile_are_not_lost(ada, conversation):
    laid = lay(conversation, by=ada)
    conversations.save_draft(conversation, kind="REPLY", text="P.S. The box", by=ada, now=NOON)

    take_back(laid, by=ada, now=NOON)

    assert Draft.objects.get().text == f"{TEXT}\n\nP.S. The box"


def test_whoever_wants_no_rest_sends_at_once(conversation, ada):
    ada.rest_seconds = 0

    assert isinstance(lay(conversation, by=ada), Message)


def test_what_would_be_refused_later_is_refused_now(ada, conversation):
    with pytest.raises(conversations.EmptyReply):
        lay(conversation, by=ada, text=" ")
    with pytest.raises(NotAllowed):
        lay(conversation, by=make_member("bea", rest_seconds=10))
    assert not Departure.objects.exists()


def test_a_letter_sent_later_leaves_at_its_time(ada, conversation):
    laid = lay(conversation, by=ada, text="Good morning", leaves_at=NINE)

    assert laid.is_scheduled
    assert leave_due(now=NINE - timedelta(seconds=1)) == 0
    assert leave_due(now=NINE + timedelta(hours=3)) == 1
    assert Message.objects.get(way="OUT").at == NINE + timedelta(hours=3)


def test_its_promises_count_from_when_it_leaves(ada, conversation):
    composing.answer(conversation, accept="*", dismiss="", undo="", text=TEXT, by=ada, now=NINE)
    laid = lay(conversation, by=ada, leaves_at=NINE)
    assert isinstance(laid, Departure)

    leave_due(now=NINE)

    promise = Promise.objects.get()
    # It leaves on Wednesday, so tomorrow is Thursday.
    assert promise.due_at.date() == (NOON + timedelta(days=2)).date()
    assert promise.made_at == NINE


def test_a_promise_agreed_for_now_is_asked_about_again_when_it_leaves_later(ada, conversation):
    composing.answer(conversation, accept="*", dismiss="", undo="", text=TEXT, by=ada, now=NOON)

    with pytest.raises(TimeMoved):
        lay(conversation, by=ada, leaves_at=NINE)
    assert not Departure.objects.exists()


def reply_of_theirs(conversation, **more):
    message = make_message("Never mind.", conversation=conversation, **more)
    fact = Event.objects.filter(kind="message.received").latest("pk")
    hold_what_waits_for_a_reply(fact)
    return message


def test_their_reply_holds_what_was_to_leave_only_without_one(ada, conversation):
    laid = lay(conversation, by=ada, text="Any news?", leaves_at=NINE, stays=False)

    reply_of_theirs(conversation, now=NOON + timedelta(hours=1))

    laid.refresh_from_db()
    assert (laid.held, laid.leaves_at) == ("REPLIED", None)
    assert leave_due(now=NINE) == 0
    assert not Message.objects.filter(way="OUT").exists()
    assert Event.objects.get(kind="departure.held").facts["why"] == "REPLIED"


def test_their_reply_holds_it_even_where_nobody_has_heard_of_it_yet(ada, conversation):
    laid = lay(conversation, by=ada, text="Any news?", leaves_at=NINE, stays=False)
    make_message("Never mind.", conversation=conversation, now=NINE - timedelta(seconds=1))

    leave_due(now=NINE)

    laid.refresh_from_db()
    assert (laid.held, laid.leaves_at) == ("REPLIED", None)
    assert not Message.objects.filter(way="OUT").exists()
    hold_what_waits_for_a_reply(Event.objects.filter(kind="message.received").latest("pk"))
    assert kinds().count("departure.held") == 1
    conversations.leave_at(laid, leaves_at=NINE, by=ada, now=NINE)
    leave_due(now=NINE)
    assert Message.objects.get(way="OUT").text == "Any news?"


def test_a_machine_s_answer_holds_nothing(ada, conversation):
    laid = lay(conversation, by=ada, text="Any news?", leaves_at=NINE, stays=False)

    reply_of_theirs(conversation, automatic="out_of_office")

    laid.refresh_from_db()
    assert (laid.held, laid.leaves_at) == ("", NINE)
    assert leave_due(now=NINE) == 1
    assert Message.objects.get(way="OUT").text == "Any news?"


def test_where_it_leaves_all_the_same_their_letter_stays_unanswered(ada, conversation):
    lay(conversation, by=ada, text="Any news?", leaves_at=NINE, stays=True)
    reply_of_theirs(conversation, now=NOON + timedelta(hours=1))

    leave_due(now=NINE)

    message = Message.objects.get(way="OUT")
    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.OPEN
    # It quotes what its writer had read.
    copies = [blobs.get(copy.sha256) for copy in queue(message, now=NINE)]
    assert len(copies) == 3
    assert not any(b"Never mind" in copy for copy in copies)


def test_what_a_held_letter_waits_for_is_a_member(ada, conversation):
    laid = lay(conversation, by=ada, text="Any news?", leaves_at=NINE, stays=False)
    reply_of_theirs(conversation)
    laid.refresh_from_db()

    conversations.leave_at(laid, leaves_at=NOON, by=ada, now=NOON)
    assert leave_due(now=NOON) == 1

    assert Message.objects.filter(way="OUT").count() == 1


def test_a_promise_whose_time_has_passed_holds_the_letter(ada, conversation):
    text = "I'll call you by 13:00."
    composing.answer(conversation, accept="*", dismiss="", undo="", text=text, by=ada, now=NOON)
    laid = lay(conversation, by=ada, text=text)

    # The house stood still over night.
    assert leave_due(now=NINE) == 1

    laid.refresh_from_db()
    assert laid.held == "TIME_MOVED"
    assert not Message.objects.filter(way="OUT").exists()
    assert not Promise.objects.exists()
    take_back(laid, by=ada, now=NINE)
    assert Draft.objects.get().text == text


def test_whoever_may_not_write_any_more_sends_nothing(ada, conversation):
    laid = lay(conversation, by=ada)
    conversation.desk.teams.clear()

    leave_due(now=NOON + REST)

    laid.refresh_from_db()
    assert laid.held == "REFUSED"
    assert laid.held_words == "You may not do that here."
    assert not Message.objects.filter(way="OUT").exists()


def test_a_colleague_calls_it_off_and_it_is_its_writer_s_draft(ada, conversation):
    lou = make_member("lou")
    make_desk("Orders", lou)
    laid = lay(conversation, by=ada, text="Any news?", leaves_at=NINE)

    with pytest.raises(NotAllowed):
        take_back(laid, by=make_member("bea"), now=NOON)
    take_back(laid, by=lou, now=NOON)

    draft = Draft.objects.get()
    assert (draft.member, draft.text) == (ada, "Any news?")
    assert DraftFile.objects.get().name == "bill.pdf"


def test_nobody_closes_by_a_letter_while_another_waits(ada, conversation):
    lay(conversation, by=ada, text="Any news?", leaves_at=NINE)

    with pytest.raises(AnotherWaits):
        lay(conversation, by=ada, text="Done.", then="CLOSED")

    assert Departure.objects.count() == 1


@pytest.mark.parametrize("to", ["CLOSED", "SPAM"])
def test_a_letter_that_was_let_leave_does_not_open_what_was_closed(ada, conversation, to):
    lay(conversation, by=ada, text="Any news?", leaves_at=NINE)
    conversations.set_status(conversation, to=to, by=ada, now=NOON)

    leave_due(now=NINE)

    conversation.refresh_from_db()
    assert conversation.status == to
    assert Message.objects.get(way="OUT").text == "Any news?"


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("tomorrow 9:00", 20),
        ("2026-11-25 09:00", 20),
        ("in two hours", 2),
        ("tomorrow", 21),
        ("today", 0),
        ("yesterday 9:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_words_for_when_it_leaves(ada, conversation, words, hours):
    found = moment_of(
        words, now=NOON, zone="Europe/Berlin", hours=conversation.desk.hours, language="en"
    )

    assert found == (NOON + timedelta(hours=hours) if hours else None)


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def post(client, conversation, **more):
    values = {
        "text": "Any news?", "to": "cy@valdorra.example", "submit_id": str(uuid4()),
        "kind": "REPLY", "place": "all",
    }  # fmt: skip
    return client.post(f"/c/{conversation.pk}/reply/", values | more)


def test_the_strip_with_undo_works_without_scripts(client, conversation):
    post(client, conversation)
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    laid = Departure.objects.get()
    assert "Sent." in page
    assert f'action="/departures/{laid.pk}/undo/"' in page

    answer = client.post(f"/departures/{laid.pk}/undo/", {"place": "all"})

    assert answer["Location"] == f"/desk/all/{conversation.pk}/?write=reply#write"
    assert "Any news?</textarea>" in client.get(answer["Location"]).content.decode()


def test_send_later_asks_and_says_what_was_answered(client, conversation):
    post(client, conversation, leaves="tomorrow 9:00", later="unless")
    laid = Departure.objects.get()
    assert (laid.is_scheduled, laid.stays) == (True, False)

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "Not if they write before." in page
    assert "Send now" in page

    client.post(f"/departures/{laid.pk}/leave/", {"place": "all"})
    assert Message.objects.filter(way="OUT").count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"leaves": "soon", "later": "even"}, "Say when it shall leave"),
        ({"leaves": "", "later": "even"}, "Say when it shall leave"),
        ({"leaves": "tomorrow 9:00"}, "A time stands under"),
    ],
)
def test_an_unclear_time_sends_nothing_and_keeps_the_words(client, conversation, more, words):
    answer = post(client, conversation, **more)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Any news?</textarea>" in page
    assert not Departure.objects.exists()
    assert not Message.objects.filter(way="OUT").exists()


@pytest.mark.parametrize(("waiting", "left"), [("leave", 1), ("call_off", 0)])
@pytest.mark.parametrize(
    ("to", "question"),
    [("CLOSED", "Close, and let it leave"), ("SPAM", "Mark as spam, and let it leave")],
)
def test_closing_asks_about_letters_that_wait(client, conversation, waiting, left, to, question):
    post(client, conversation, leaves="tomorrow 9:00", later="even")
    values = {"to": to, "place": "all"}

    asked = client.post(f"/c/{conversation.pk}/status/", values).content.decode()
    assert question in asked
    assert f'name="to" value="{to}"' in asked
    conversation.refresh_from_db()
    assert conversation.status == "OPEN"

    client.post(f"/c/{conversation.pk}/status/", values | {"waiting": waiting})

    conversation.refresh_from_db()
    assert conversation.status == to
    assert Departure.objects.count() == left
    assert Draft.objects.count() == 1 - left


def test_a_member_of_another_desk_neither_undoes_nor_sends(conversation, ada):
    laid = lay(conversation, by=ada)
    bea = make_member("bea")
    other = Client()
    other.force_login(bea, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert other.post(f"/departures/{laid.pk}/undo/").status_code == 404
    assert other.post(f"/departures/{laid.pk}/leave/").status_code == 404
    assert Departure.objects.count() == 1


def test_a_page_with_a_draft_its_files_and_a_resting_letter_stays_within_twelve_queries(
    client, conversation, ada, django_assert_max_num_queries, ledger_end_known
):
    lay(conversation, by=ada)
    conversations.attach(conversation, kind="REPLY", files=[a_file()], by=ada, now=NOON)
    client.get(f"/desk/all/{conversation.pk}/")

    with django_assert_max_num_queries(12):
        assert client.get(f"/desk/all/{conversation.pk}/").status_code == 200


@pytest.mark.parametrize("keep", ["9" * 25, "9" * 5_000])
def test_no_number_in_a_form_is_too_long_for_a_forward(ada, conversation, keep):
    theirs = Message.objects.get(conversation=conversation)
    head = {"of": str(theirs.pk), "original": "QUOTED", "keep": [keep]}
    writing = Writing(text="Look.", to=["mill@glass.example"], kind="FORWARD", head=head)
    send(conversation, writing, submit_id=uuid4(), by=ada, now=NOON)

    assert leave_due(now=NOON + REST) == 1

    assert not Departure.objects.exists()
    assert Message.objects.get(way="OUT").has_attachments is False


def test_a_letter_that_breaks_us_waits_for_a_member_and_stops_no_other(
    ada, conversation, monkeypatch
):
    first = lay(conversation, by=ada)
    other = make_conversation(desk=conversation.desk)
    lay(other, by=ada, now=NOON + timedelta(seconds=1))

    def breaks(message, **more):
        if message.conversation_id == conversation.pk:
            raise ValueError("poison")

    monkeypatch.setattr(
        "kept.desk.actions._note_promises", lambda message, *_, **__: breaks(message)
    )
    assert leave_due(now=NOON + timedelta(minutes=1)) == 2

    assert [message.conversation for message in Message.objects.filter(way="OUT")] == [other]
    first.refresh_from_db()
    assert (first.held, first.leaves_at) == ("REFUSED", None)
    assert first.held_words.startswith("Something broke")


def test_a_database_without_time_holds_no_letter_back(ada, conversation, monkeypatch):
    laid = lay(conversation, by=ada)

    def busy(*_, **__):
        raise OperationalError("database is locked")

    monkeypatch.setattr("kept.desk.actions._go", busy)
    with pytest.raises(OperationalError):
        leave_due(now=NOON + REST)

    laid.refresh_from_db()
    assert (laid.held, laid.leaves_at) == ("", NOON + REST)
