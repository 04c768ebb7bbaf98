"""What a member looks after, in its order, over as many pages as it takes."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from tests.cast import make_conversation, make_customer, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def of_ada(ada, name, *, minutes_ago, status="OPEN"):
    """A conversation Ada looks after; the smaller `minutes_ago`, the further up it stands."""
    conversation = make_conversation(
        desk=make_desk("Orders", ada),
        customer=make_customer(name),
        assignee=ada,
        now=timezone.now() - timedelta(minutes=minutes_ago),
    )
    return conversations.set_status(conversation, to=status, by=ada, now=timezone.now())


def make_overdue(conversation, ada):
    now = timezone.now()
    made_at, due_at = now - timedelta(hours=2), now - timedelta(hours=1)
    return make_promise(conversation, keeper=ada, due_at=due_at, now=made_at)


def pages(client):
    """Each page as "Show more" brings it: its headings with their counts, and its rows."""
    address, shown = "/desk/mine/", []
    headers = {}
    while address:
        page = client.get(address, **headers).content.decode()
        headings = re.findall(r'list__group"><span>([^<]+)</span>.*?</span>([0-9+]+)<', page)
        shown.append((headings, [int(pk) for pk in re.findall(r'data-row="(\d+)"', page)]))
        more = re.search(r'list__more"><a [^>]*href="([^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else ""
        headers = {"HTTP_HX_REQUEST": "true"}
    return shown


def test_a_long_list_shows_each_conversation_and_each_heading_once(client, ada):
    waiting = [
        of_ada(ada, f"wen{n}", minutes_ago=2 * n + 1, status="WAITING").pk for n in range(30)
    ]
    opened = [of_ada(ada, f"cy{n}", minutes_ago=2 * n + 2).pk for n in range(30)]
    due = waiting.pop(), opened.pop()
    for pk in due:
        make_overdue(Conversation.objects.get(pk=pk), ada)

    shown = pages(client)

    assert shown == [
        ([("Before you go home", "2"), ("They are waiting", "25+")], [*due, *opened[:25]]),
        ([("You are waiting", "25+")], [*opened[25:], *waiting[:25]]),
        ([], waiting[25:]),
    ]


def test_a_short_list_is_one_page(client, ada):
    waits = of_ada(ada, "wen", minutes_ago=1, status="WAITING").pk
    opened = of_ada(ada, "cy", minutes_ago=2).pk

    assert pages(client) == [
        ([("They are waiting", "1"), ("You are waiting", "1")], [opened, waits])
    ]


def test_a_page_by_itself_says_what_it_goes_on_with(client, ada):
    for n in range(26):
        of_ada(ada, f"cy{n}", minutes_ago=n)
    more = re.search(
        r'list__more"><a [^>]*href="([^"]+)"', client.get("/desk/mine/").content.decode()
    )

    alone = client.get(more[1]).content.decode()

    assert re.findall(r'list__group"><span>([^<]+)</span>', alone) == ["They are waiting"]


def test_no_page_of_it_needs_more_than_twelve_queries(
    client, ada, django_assert_max_num_queries, ledger_end_known
):
    for n in range(26):
        found = of_ada(ada, f"cy{n}", minutes_ago=n)
        if n > 20:
            make_overdue(found, ada)
        of_ada(ada, f"wen{n}", minutes_ago=n, status="WAITING")
    first = client.get("/desk/mine/").content.decode()
    more = re.search(r'list__more"><a [^>]*href="([^"]+)"', first)

    for address in ("/desk/mine/", more[1]):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
