"""The desk through its pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.models import Conversation, Draft, Message, Note
from kept.ledger.models import Event
from kept.promises.models import Offer, Promise
from tests.cast import (
    make_conversation,
    make_customer,
    make_desk,
    make_member,
    make_message,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada():
    return make_member("ada", zone="Europe/Berlin")


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def conversation(ada):
    now = timezone.now()
    return make_conversation(desk=make_desk("Orders", ada), now=now)


def test_a_letter_is_found_in_unassigned_and_opened(client, conversation):
    page = client.get("/desk/unassigned/").content.decode()
    assert "A cracked lamp" in page

    page = client.get(f"/desk/unassigned/{conversation.pk}/").content.decode()
    assert "The lamp is cracked." in page
    assert f"K-{conversation.pk}" in page


@pytest.mark.parametrize("place", ["mine", "unassigned", "waiting", "promised", "all", "at-orders"])
def test_every_view_has_a_page_and_an_empty_one(client, ada, place):
    make_desk("Orders", ada)

    assert client.get(f"/desk/{place}/").status_code == 200


@pytest.mark.parametrize("place", ["nothing", "at-billing", "at-", "mine%00"])
def test_a_view_that_is_not_there_is_not_found(client, conversation, place):
    make_desk("Billing")

    assert client.get(f"/desk/{place}/").status_code == 404


def test_a_reply_goes_out_and_waits(client, conversation):
    answer = client.post(
        f"/c/{conversation.pk}/reply/",
        {
            "text": "Dear Cy,\r\nit is on its way.",
            "to": "cy@valdorra.example",
            "submit_id": str(uuid4()),
            "place": "mine",
        },
    )

    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/mine/{conversation.pk}/"
    message = Message.objects.get(way="OUT")
    assert message.text == "Dear Cy,\nit is on its way."
    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.WAITING


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"text": ""}, 409, "There is nothing to send yet"),
        ({"to": "nobody"}, 422, "is no mail address"),
        ({"to": "a@b.example\r\nBcc: c@d.example"}, 422, "is no mail address"),
        ({"to": ""}, 409, "Nobody would receive this"),
    ],
)
def test_a_refused_reply_keeps_every_word(client, conversation, change, status, words):
    values = {
        "text": "Words I will not type again",
        "to": "cy@valdorra.example",
        "submit_id": str(uuid4()),
    } | change
    before = Event.objects.count()

    answer = client.post(f"/c/{conversation.pk}/reply/", values)

    assert answer.status_code == status
    page = answer.content.decode()
    assert words in page
    assert values["text"] in page
    assert not Message.objects.filter(way="OUT").exists()
    assert Event.objects.count() == before


def test_a_note_is_for_us(client, conversation):
    client.post(f"/c/{conversation.pk}/note/", {"text": "The old box.", "submit_id": str(uuid4())})

    assert Note.objects.get().text == "The old box."
    assert not Message.objects.filter(way="OUT").exists()
    assert "The old box." in client.get(f"/desk/all/{conversation.pk}/").content.decode()


def test_a_draft_is_saved_and_stands_there_again(client, conversation):
    answer = client.post(
        f"/c/{conversation.pk}/draft/", {"kind": "REPLY", "text": "Dear Cy, half a th"}, **HTMX
    )

    assert answer.status_code == 200
    assert Draft.objects.get().text == "Dear Cy, half a th"
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "Dear Cy, half a th" in page


def test_a_promise_is_offered_accepted_and_noted_with_the_reply(client, conversation):
    text = "Dear Cy, I'll call you tomorrow morning."
    page = client.post(f"/c/{conversation.pk}/offers/", {"text": text}, **HTMX).content.decode()
    assert "I&#x27;ll call you tomorrow morning" in page

    client.post(
        f"/c/{conversation.pk}/offers/answer/",
        {"text": text, "accept": "I'll call you tomorrow morning"},
        **HTMX,
    )
    assert Offer.objects.get().answer == "ACCEPTED"

    client.post(
        f"/c/{conversation.pk}/reply/",
        {"text": text, "to": "cy@valdorra.example", "submit_id": str(uuid4())},
    )
    promise = Promise.objects.get()
    assert promise.words == "I'll call you tomorrow morning"
    assert promise.due_from is not None
    assert promise.due_at > timezone.now()


def test_words_that_the_draft_does_not_hold_cannot_be_accepted(client, conversation):
    client.post(
        f"/c/{conversation.pk}/offers/answer/",
        {"text": "Dear Cy", "accept": "I'll give you the house by Friday"},
        **HTMX,
    )

    assert not Offer.objects.exists()


def test_take_done_and_open_again(client, ada, conversation):
    client.post(f"/c/{conversation.pk}/assign/", {"to": "me"})
    client.post(f"/c/{conversation.pk}/status/", {"to": "CLOSED"})
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.status) == (ada, "CLOSED")

    client.post(f"/c/{conversation.pk}/status/", {"to": "OPEN"})
    conversation.refresh_from_db()
    assert conversation.closed_at is None


def test_a_status_that_is_none_is_refused(client, conversation):
    answer = client.post(f"/c/{conversation.pk}/status/", {"to": "GONE"})

    assert answer.status_code == 422
    conversation.refresh_from_db()
    assert conversation.status == "OPEN"


def test_a_long_thread_opens_folded(client, conversation):
    now = timezone.now()
    for n in range(40):
        make_message(f"Letter number {n}.", conversation=conversation, now=now)

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()

    assert "Letter number 39." in page
    assert "Letter number 2." not in page
    assert "Show earlier letters" in page


def test_what_a_customer_writes_is_text(client, ada):
    desk = make_desk("Orders", ada)
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
    conversation = make_conversation(
        desk=desk,
        text=evil,
        subject=evil,
        from_name=evil,
        customer=make_customer("eve"),
        now=timezone.now(),
    )
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    listed = client.get("/desk/all/").content.decode()

    for html in (page, listed):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "14" not in html.split("7|add:7")[0][-3:]


@pytest.mark.parametrize(
    "address",
    [
        "/desk/mine/",
        "/desk/all/",
        "/desk/promised/",
        "/desk/at-orders/",
        "/today/",
        "{thread}",
        "{customer}",
    ],
)
def test_no_page_needs_more_than_twelve_queries(
    client, ada, conversation, address, django_assert_max_num_queries, monkeypatch
):
    # Where the ledger stands is asked once a second, not once a page.
    monkeypatch.setattr("kept.live.middleware.KNOWN_FOR_SECONDS", 60.0)
    now = timezone.now()
    for n in range(30):
        other = make_conversation(desk=conversation.desk, customer=make_customer(f"cy{n}"), now=now)
        make_promise(other, keeper=ada, due_at=now + timedelta(hours=n + 1), now=now)
        make_reply(other, by=ada, now=now)
    make_promise(conversation, keeper=ada, due_at=now + timedelta(days=1), now=now)
    make_reply(conversation, by=ada, now=now)
    client.post(f"/c/{conversation.pk}/assign/", {"to": "me"})
    address = address.format(
        thread=f"/desk/mine/{conversation.pk}/",
        customer=f"/customers/{conversation.customer_id}/",
    )

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
