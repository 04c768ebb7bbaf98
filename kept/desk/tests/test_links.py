"""Conversations are linked by their numbers: related, or one a part of the other."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kept.conversations import actions as conversations
from kept.conversations.actions import CannotRelate, relate, unrelate
from kept.conversations.actions.relate import HasParent, RelatedAlready, TooDeep
from kept.conversations.models import Conversation, Relation
from kept.conversations.queries.relations import links_of
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import NOON, make_conversation, make_desk, make_member

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def client(ada) -> Client:
    return sign_in(ada)


@pytest.fixture
def three(ada):
    desk = make_desk("Orders", ada)
    return [make_conversation(desk=desk, subject=name) for name in ("one", "two", "three")]


def sign_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def link(one, other, *, by, kind="CHILD") -> Relation:
    return relate(one, other, kind=kind, by=by, now=NOON)


def roles(conversation, member) -> list[tuple[str, str]]:
    return [(linked.role, linked.subject) for linked in links_of(conversation, member)]


def test_each_end_sees_the_other_as_what_it_is(ada, three):
    one, two, three_ = three
    link(two, one, by=ada)
    link(one, three_, kind="RELATED", by=ada)
    conversations.set_status(two, to="WAITING", by=ada, now=NOON)

    assert roles(one, ada) == [("CHILD", "two"), ("RELATED", "three")]
    assert roles(two, ada) == [("PARENT", "one")]
    assert roles(three_, ada) == [("RELATED", "one")]
    assert links_of(one, ada)[0].status == "WAITING"
    fact = Event.objects.filter(kind="conversation.related").first()
    assert fact.facts == {"conversation": two.pk, "other": one.pk, "kind": "CHILD"}


def test_there_are_no_circles_and_one_link_a_pair(ada, three):
    one, two, other = three
    link(two, one, by=ada)

    for wrong, refusal in (
        ((one, two), RelatedAlready),
        ((two, one), RelatedAlready),
        ((two, other), HasParent),
        ((one, other), TooDeep),
        ((other, two), TooDeep),
        ((one, one), CannotRelate),
    ):
        with pytest.raises(refusal):
            link(*wrong, by=ada)

    assert Relation.objects.count() == 1
    row = {"member": ada, "at": NOON, "kind": "RELATED"}
    for ends in ((one, two), (two, one), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Relation.objects.create(conversation=ends[0], other=ends[1], **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(conversation=two, other=other, **row | {"kind": "CHILD"})


def test_spam_and_what_one_does_not_see_is_not_linked(ada, three):
    one, two, _other = three
    unseen = make_conversation(desk=make_desk("Billing", make_member("bea")))
    conversations.set_status(two, to="SPAM", by=ada, now=NOON)

    with pytest.raises(CannotRelate):
        link(one, two, by=ada)
    with pytest.raises(NotAllowed):
        link(one, unseen, by=ada)

    assert not Relation.objects.exists()


def test_a_link_shows_nothing_to_whoever_does_not_see_its_other_end(ada, three, client):
    bea = make_member("bea")
    one = three[0]
    hidden = make_conversation(desk=make_desk("Billing", bea), subject="CANARY")
    bea.teams.add(one.desk.teams.first())
    row = link(hidden, one, by=bea)

    assert roles(one, bea) == [("CHILD", "CANARY")]
    assert roles(one, ada) == []
    page = client.get(f"/desk/all/{one.pk}/").content.decode()
    assert "CANARY" not in page
    assert 'id="h-links"' not in page
    assert f"K-{hidden.pk}" not in page
    assert client.post(f"/c/{one.pk}/links/{row.pk}/").status_code == 404
    answer = client.post(f"/c/{one.pk}/links/", {"number": hidden.reference, "role": "RELATED"})
    assert "There is no such conversation that you may see." in answer.content.decode()
    assert Relation.objects.count() == 1
    # Nor does closing tell of it.
    client.post(f"/c/{one.pk}/status/", {"to": "CLOSED"})
    assert Conversation.objects.get(pk=one.pk).status == "CLOSED"


@pytest.mark.parametrize(
    ("role", "seen"), [("RELATED", "RELATED"), ("CHILD", "CHILD"), ("PARENT", "PARENT")]
)
def test_one_is_linked_by_its_number_and_taken_off(ada, three, client, role, seen):
    one, two, _other = three

    answer = client.post(f"/c/{one.pk}/links/", {"number": f" k-{two.pk} ", "role": role})

    assert answer["Location"] == f"/desk/all/{one.pk}/"
    assert roles(one, ada) == [(seen, "two")]
    page = client.get(answer["Location"]).content.decode()
    assert page.count(f'href="/desk/all/{two.pk}/">K-{two.pk} <bdi>two</bdi>') == 2
    row = Relation.objects.get()
    client.post(f"/c/{one.pk}/links/{row.pk}/")
    assert not Relation.objects.exists()
    unrelate(row, by=ada, now=NOON)
    assert Event.objects.filter(kind="conversation.unrelated").count() == 1


@pytest.mark.parametrize("number", ["K-999999", "lamp", "", "K-0"])
def test_what_is_no_number_says_so_and_stays(three, client, number):
    answer = client.post(f"/c/{three[0].pk}/links/", {"number": number, "role": "CHILD"})

    assert answer.status_code == 422
    assert f'value="{number}"' in answer.content.decode() or not number
    assert not Relation.objects.exists()


def test_closing_over_an_open_part_asks_once(ada, three, client):
    one, two, other = three
    link(two, one, by=ada)
    link(other, one, by=ada)
    conversations.set_status(other, to="CLOSED", by=ada, now=NOON)
    close = f"/c/{one.pk}/status/"

    for extra in ({}, HTMX):
        page = client.post(close, {"to": "CLOSED"}, **extra).content.decode()
        assert "One part of it is not done:" in page
        assert f"K-{two.pk} <bdi>two</bdi>" in page
        assert f"K-{other.pk} <bdi>" not in page
    assert Conversation.objects.get(pk=one.pk).status == "OPEN"

    client.post(close, {"to": "CLOSED", "sure": "1"})
    assert Conversation.objects.get(pk=one.pk).status == "CLOSED"


def test_a_letter_that_closes_says_what_is_still_open(ada, three, client):
    one, two, _other = three
    link(two, one, by=ada)

    answer = client.post(
        f"/c/{one.pk}/reply/",
        {
            "text": "Here it is.",
            "to": "cy@valdorra.example",
            "submit_id": str(uuid4()),
            "then": "CLOSED",
        },
    )

    page = client.get(answer["Location"]).content.decode()
    assert f"Still open, as parts of it: K-{two.pk}." in page
    assert Conversation.objects.get(pk=one.pk).status == "CLOSED"


def test_links_cost_a_page_no_query(
    ada, three, client, django_assert_max_num_queries, ledger_end_known
):
    one, two, other = three
    link(two, one, by=ada)
    link(other, one, by=ada)
    client.get(f"/desk/all/{one.pk}/")

    with django_assert_max_num_queries(12):
        assert client.get(f"/desk/all/{one.pk}/").status_code == 200
