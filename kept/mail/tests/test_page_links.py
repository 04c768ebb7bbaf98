"""The link to a customer's page is theirs: members write and read `{{page}}`."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

import pytest
from django.conf import settings

from kept.conversations.models import Message
from kept.customers.actions import withdraw_links
from kept.customers.links import customer_of, page_url
from kept.kit.tokens import BadToken
from kept.mail.outbox import letter_of
from kept.mail.rendering import render
from kept.mail.tests.make import CY, file_now, make_raw
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
WORDS = "Choose a time:\n{{page}}\nAda"


@pytest.fixture
def conversation():
    return make_conversation(desk=make_desk("Orders", make_member("ada")))


def rendered(message: Message) -> str:
    mail = message_from_bytes(render(letter_of(message)), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def tokens_in(text: str) -> list[str]:
    return re.findall(re.escape(settings.BASE_URL) + r"/for/([^/\s]+)/", text)


def test_a_letter_to_the_customer_brings_the_link_and_our_copy_does_not(conversation):
    message = make_reply(conversation, WORDS, by=make_member("ada"))

    (token,) = tokens_in(rendered(message))

    assert customer_of(token, now=NOON) == conversation.customer
    assert message.text == WORDS


def test_whoever_else_reads_the_letter_gets_no_link(conversation):
    message = make_reply(conversation, WORDS, by=make_member("ada"), cc=["third@evil.example"])

    text = rendered(message)

    assert tokens_in(text) == []
    assert "(ask us for the link to your page)" in text


def test_a_link_that_comes_back_beneath_an_answer_is_hidden(conversation):
    link = page_url(conversation.customer, now=NOON)

    file_now(
        make_raw(f"Friday, as I chose at {link}.\n\nOn Monday you wrote:\n> Choose:\n> {link}")
    )

    message = Message.objects.filter(from_address=CY).latest("pk")
    assert message.text == "Friday, as I chose at {{page}}."
    assert "{{page}}" in message.quoted
    assert tokens_in(message.text + message.quoted + message.conversation.preview) == []


def test_links_that_were_withdrawn_open_nothing_and_the_next_letter_brings_a_new_one(conversation):
    ada = make_member("ada")
    (old,) = tokens_in(rendered(make_reply(conversation, WORDS, by=ada)))

    withdraw_links(conversation.customer, by=ada, now=NOON)

    with pytest.raises(BadToken):
        customer_of(old, now=NOON)
    conversation.refresh_from_db()
    (new,) = tokens_in(rendered(make_reply(conversation, WORDS, by=ada)))
    assert customer_of(new, now=NOON) == conversation.customer
