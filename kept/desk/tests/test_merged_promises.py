"""A promise was made to a person: it stays theirs when their conversation becomes another's."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from kept.charter import actions as charter
from kept.charter.models import Gesture
from kept.conversations.actions import Writing
from kept.conversations.models import Conversation, Message
from kept.conversations.queries import customers_here, written_to
from kept.customers.links import PLACE, page_url
from kept.desk import actions
from kept.mail.outbox import letter_of
from kept.promises import actions as promises
from kept.promises.fields import typed
from kept.promises.models import Promise
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def cys(ada) -> Conversation:
    return make_conversation(desk=make_desk("Orders", ada, make_manager()), assignee=ada)


@pytest.fixture
def dees(ada, cys) -> Conversation:
    """Dee's own, to which Cy's is merged."""
    return make_conversation(
        desk=cys.desk, customer=make_customer("dee"), assignee=ada, subject="Dee's own affair"
    )


def merged(cys: Conversation, dees: Conversation, ada) -> Conversation:
    actions.merge(cys, into=dees, by=ada, now=LATER)
    return Conversation.objects.get(pk=dees.pk)


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_letter_about_it_goes_to_whom_it_was_promised_with_the_link_to_their_page(ada, cys, dees):
    cy = cys.customer
    moved, done = make_promise(cys, keeper=ada), make_promise(cys, keeper=ada)
    hers = make_promise(dees, keeper=ada)
    there = merged(cys, dees, ada)

    text = f"I am late. {PLACE}"
    promises.ask_for_another_time(
        moved, due_at=TOMORROW + timedelta(days=1), windows=[], text=text, submit_id=uuid4(),
        by=ada, now=LATER,
    )  # fmt: skip
    promises.tell_it_is_done(done, text=text, submit_id=uuid4(), by=ada, now=LATER)
    promises.tell_it_is_done(hers, text=text, submit_id=uuid4(), by=ada, now=LATER)

    letters = list(Message.objects.filter(way="OUT").order_by("pk"))
    assert [letter.to for letter in letters] == [
        ["cy@valdorra.example"], ["cy@valdorra.example"], ["dee@valdorra.example"],
    ]  # fmt: skip
    assert {letter.conversation for letter in letters} == {there}
    owners = [cy, cy, dees.customer]
    for letter, owner in zip(letters, owners, strict=True):
        assert letter_of(letter).text == f"I am late. {page_url(owner, now=letter.at)}"
    assert [one.customer for one in Promise.objects.order_by("pk")] == owners


def test_the_link_goes_to_nobody_where_two_of_them_read_the_letter(ada, cys, dees):
    there = merged(cys, dees, ada)
    letter = make_reply(there, text=f"Look: {PLACE}", by=ada, cc=["dee@valdorra.example"])

    assert letter_of(letter).text == "Look: (ask us for the link to your page)"


def test_what_is_promised_in_a_letter_is_promised_to_whom_it_is_written(ada, cys, dees):
    cy, dee = cys.customer, dees.customer
    assert customers_here(dees) == [dee]
    there = merged(cys, dees, ada)
    assert customers_here(there) == [dee, cy]
    third = make_conversation(desk=cys.desk, customer=make_customer("fay"), assignee=ada)
    there = merged(there, third, ada)
    assert customers_here(there) == [third.customer, dee, cy]

    words = "I'll call you tomorrow morning"
    promises.accept_offer(there, words=words, due_from=None, due_at=TOMORROW, by=ada, now=LATER)
    actions.send(
        there,
        Writing(text=f"Dear Cy, {words}.", to=["cy@valdorra.example"], then="WAITING"),
        submit_id=uuid4(),
        rest=timedelta(),
        by=ada,
        now=LATER,
    )
    assert written_to(Message.objects.get(way="OUT")) == cy
    assert Promise.objects.get().customer == cy


def test_whoever_promises_or_gives_by_hand_says_to_whom(ada, cys, dees):
    cy = cys.customer
    terms = charter.GrantTerms("CREDIT", "Late", ada, amount=5_000, currency="EUR")
    grant = charter.agree(charter.propose(terms, by=make_manager(), now=NOON), by=ada, now=NOON)
    client = signed_in(ada)
    alone = client.get(f"/c/{dees.pk}/promise/").content.decode()
    assert 'name="customer"' not in alone
    there = merged(cys, dees, ada)
    assert f'<option value="{cy.pk}">Cy</option>' in client.get(
        f"/c/{there.pk}/promise/"
    ).content.decode()  # fmt: skip

    due = typed(TOMORROW + timedelta(days=3_650), "UTC")
    given = {"words": "I'll ring.", "due_at": due, "keeper": ada.pk, "submit_id": uuid4()}
    assert client.post(f"/c/{there.pk}/promise/", given).status_code == 422
    stranger = make_customer("gus").pk
    assert client.post(
        f"/c/{there.pk}/promise/", given | {"customer": stranger}
    ).status_code == 422  # fmt: skip
    assert not Promise.objects.exists()
    client.post(f"/c/{there.pk}/promise/", given | {"customer": cy.pk})
    assert Promise.objects.get().customer == cy

    use = {
        "grant": grant.pk, "amount": "12", "reason": "It was late.", "due_at": due,
        "submit_id": uuid4(), "customer": cy.pk,
    }  # fmt: skip
    assert client.post(f"/c/{there.pk}/decide/", use).status_code == 302
    assert Gesture.objects.get().promise.customer == cy
