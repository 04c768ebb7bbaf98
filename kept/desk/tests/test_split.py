"""Letters that speak of something else become a conversation of their own, and can go back."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from kept.agreements.models import Target
from kept.agreements.tests.make import hear, make_desk_agreement
from kept.conversations import actions as conversations
from kept.conversations import audit
from kept.conversations.actions import CannotSplit, bring_in, tag_by_names
from kept.conversations.models import Conversation, Entry, Message, Note, Tie
from kept.conversations.queries import bonds
from kept.conversations.queries.tags import tags_on
from kept.desk import actions
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail import seals
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw
from kept.promises import actions as promises
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_member,
    make_message,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def desk(ada):
    return make_desk("Orders", ada)


@pytest.fixture
def lamp(ada, desk) -> Conversation:
    """About a lamp, until Cy speaks of an invoice and Ada answers that."""
    conversation = make_conversation(desk=desk, assignee=ada)
    make_reply(conversation, "Which lamp?", by=ada)
    make_message("And my invoice is wrong.", conversation=conversation, now=LATER)
    make_reply(conversation, "I'll look into it.", by=ada, now=LATER)
    conversations.note(conversation, text="Odd.", submit_id=uuid4(), by=ada, now=LATER)
    conversation.refresh_from_db()
    return conversation


def letters(conversation) -> list[str]:
    return list(Message.objects.filter(conversation=conversation).values_list("text", flat=True))


def of_invoice(lamp) -> list[int]:
    return list(lamp.messages.values_list("pk", flat=True))[2:]


def split(lamp, ada, *, notes=(), **more) -> Conversation:
    tie = actions.split(lamp, of_invoice(lamp), notes=notes, by=ada, now=LATER, **more)
    lamp.refresh_from_db()
    return tie.conversation


def sign_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_both_are_whole_afterwards(ada, lamp):
    tag_by_names(lamp, ["vip"], by=ada, now=NOON)
    conversations.set_priority(lamp, to="HIGH", by=ada, now=NOON)
    bring_in(lamp, address="bob@x.example", by=ada, now=NOON)
    note = lamp.notes.get()

    new = split(lamp, ada, notes=[note.pk], subject=" A wrong\n invoice ")

    new.refresh_from_db()
    assert letters(lamp) == ["The lamp is cracked.", "Which lamp?"]
    assert letters(new) == ["And my invoice is wrong.", "I'll look into it."]
    assert Note.objects.get().conversation == new
    assert (new.subject, new.customer, new.desk) == ("A wrong invoice", lamp.customer, lamp.desk)
    assert (new.status, new.priority, new.assignee) == ("WAITING", "HIGH", ada)
    assert (new.opened_at, new.last_at, new.preview) == (LATER, LATER, "I'll look into it.")
    assert lamp.preview == "Which lamp?"
    assert [tag.name for tag in tags_on(new)] == ["vip"]
    assert [seat.address for seat in new.participants.all()] == ["bob@x.example"]
    assert Entry.objects.filter(conversation=new).count() == 3
    assert list(audit.findings()) == []
    fact = Event.objects.get(kind="conversation.split")
    assert fact.facts == {"conversation": new.pk, "source": lamp.pk, "messages": 2}


def test_a_promise_stays_with_the_letter_it_was_said_in(ada, lamp):
    said = Message.objects.get(text="I'll look into it.")
    there = promises.make(
        lamp, words="look into it", due_at=LATER + timedelta(days=1), keeper=ada, made_in=said,
        by=ada, now=LATER,
    )  # fmt: skip
    here = make_promise(lamp, keeper=ada, words="Another", now=LATER)

    new = split(lamp, ada)

    there.refresh_from_db()
    here.refresh_from_db()
    assert (there.conversation, here.conversation) == (new, lamp)


def test_a_clock_goes_with_the_letter_that_set_it_going(ada, desk):
    make_desk_agreement()
    lamp = make_conversation(desk=desk)
    make_message("And my invoice is wrong.", conversation=lamp, now=LATER)
    hear()
    target = Target.objects.get()

    new = actions.split(lamp, [target.message_id], by=ada, now=LATER).conversation
    make_reply(lamp, by=ada, now=LATER + timedelta(minutes=1))
    hear()

    target.refresh_from_db()
    assert (target.conversation, target.promise.conversation) == (new, new)
    assert target.promise.outcome == "OPEN"
    make_reply(new, by=ada, now=LATER + timedelta(minutes=2))
    hear()
    target.promise.refresh_from_db()
    assert target.promise.outcome == "KEPT"


@pytest.mark.parametrize("way", ["id", "address"])
def test_an_answer_comes_to_where_the_letter_stands_that_it_answers(ada, lamp, settings, way):
    settings.REPLY_ADDRESS = "reply@northmoor.example" if way == "address" else ""
    lamps, invoices = lamp.messages.get(text="Which lamp?"), of_invoice(lamp)[-1]
    new = split(lamp, ada)
    to = ORDERS
    if way == "address":
        to = seals.reply_address(conversation=lamp.pk, customer=lamp.customer_id)

    for text, message in (("The red one.", lamps.pk), ("Thank you.", invoices)):
        answers = seals.message_id(conversation=lamp.pk, message=message)
        raw = make_raw(text, to=to, answers=answers, message_id=f"{message}@valdorra.example")
        file_now(raw, recipients=(to,), now=LATER + timedelta(hours=1))

    assert letters(lamp)[-1] == "The red one."
    assert letters(new)[-1] == "Thank you."
    assert Message.objects.get(text="Thank you.").standing == "KNOWN"
    lamp.refresh_from_db()
    assert lamp.status == "OPEN"


def test_a_seal_that_letters_before_have_shown_to_others_proves_nothing_after(ada, lamp):
    answered = lamp.messages.get(text="Which lamp?")
    shown = make_raw(
        "To all.",
        to=f"{ORDERS}, bob@x.example",
        message_id="shown@valdorra.example",
        answers=seals.message_id(conversation=lamp.pk, message=answered.pk),
    )
    file_now(shown, now=LATER)
    ids = lamp.messages.filter(pk__gt=answered.pk).exclude(text="To all.").values_list("pk")
    new = actions.split(lamp, [pk for (pk,) in ids], by=ada, now=LATER).conversation
    answers = seals.message_id(
        conversation=lamp.pk, message=new.messages.get(text="I'll look into it.").pk
    )

    file_now(make_raw("Mine?", answers=answers, message_id="x@y.example"), now=LATER)

    came = Message.objects.get(text="Mine?")
    assert (came.conversation, came.standing) == (new, "UNVERIFIED")


def test_it_is_undone_whatever_has_come_since(ada, lamp):
    new = split(lamp, ada)
    make_message("Still wrong.", conversation=new, now=LATER + timedelta(hours=1))
    client = sign_in(ada)
    page = client.get(f"/desk/all/{new.pk}/").content.decode()
    assert f'split this off from <a href="/desk/all/{lamp.pk}/">{lamp.reference}</a>' in page
    assert (
        f"{new.reference}</a> was split off from here:"
        in client.get(f"/desk/all/{lamp.pk}/").content.decode()
    )

    tie = Tie.objects.get(kind="SPLIT")
    answer = client.post(f"/c/{new.pk}/ties/{tie.pk}/", {"do": "merge"})

    assert answer["Location"] == f"/desk/all/{lamp.pk}/"
    assert letters(lamp) == [
        "The lamp is cracked.", "Which lamp?", "And my invoice is wrong.", "I'll look into it.",
        "Still wrong.",
    ]  # fmt: skip
    new.refresh_from_db()
    assert new.merged_into == lamp
    assert list(audit.findings()) == []


@pytest.mark.parametrize("chosen", ["none", "all", "others"])
def test_at_least_one_stays_and_at_least_one_goes(ada, desk, lamp, chosen):
    other = make_message("Elsewhere.", desk=desk).pk
    every = list(lamp.messages.values_list("pk", flat=True))
    ids = {"none": [], "all": every, "others": [other]}[chosen]

    with pytest.raises(CannotSplit):
        actions.split(lamp, ids, by=ada, now=LATER)

    assert Conversation.objects.count() == 2
    assert not Event.objects.filter(kind="conversation.split").exists()


def test_spam_is_not_split_nor_what_one_does_not_see(ada, lamp):
    with pytest.raises(NotAllowed):
        actions.split(lamp, of_invoice(lamp), by=make_member("bea"), now=LATER)
    conversations.set_status(lamp, to="SPAM", by=ada, now=LATER)
    with pytest.raises(CannotSplit):
        actions.split(lamp, of_invoice(lamp), by=ada, now=LATER)
    assert Conversation.objects.count() == 1


def test_whoever_had_read_it_has_read_both(ada, lamp):
    conversations.mark_read(lamp, by=ada)

    new = split(lamp, ada)

    rows = sign_in(ada).get("/desk/all/").content.decode()
    assert new.reference
    assert "data-unread" not in rows


def test_the_page_offers_letters_and_chooses_from_one_on(ada, lamp):
    client = sign_in(ada)
    first = of_invoice(lamp)[0]

    page = client.get(f"/c/{lamp.pk}/split/?from={first}").content.decode()
    assert page.count(" checked>") == 3  # two letters, and the note written since
    assert "And my invoice is wrong." in page

    answer = client.post(f"/c/{lamp.pk}/split/", {"subject": "Invoice"})
    assert answer.status_code == 422
    assert "leave at least one where it is" in answer.content.decode()
    assert 'value="Invoice"' in answer.content.decode()

    answer = client.post(
        f"/c/{lamp.pk}/split/",
        {"subject": "Invoice", "letter": of_invoice(lamp), "note": lamp.notes.get().pk},
    )
    new = Conversation.objects.latest("pk")
    assert answer["Location"] == f"/desk/all/{new.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert f"{new.reference} is a conversation of its own now. You can undo it here." in page
    assert f"split {new.reference} off from {lamp.reference}" in page


def test_who_does_not_see_the_other_end_learns_nothing_of_it(ada, lamp):
    new = split(lamp, ada)
    lim = make_member("lim", sees_only_assigned=True)
    lamp.desk.teams.first().members.add(lim)
    conversations.assign(new, to=lim, by=ada, now=LATER)

    assert bonds(lim, new) == []
    assert len(bonds(ada, new)) == 1
    assert CY in new.messages.first().from_address
