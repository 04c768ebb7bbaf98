"""What is offered while somebody types."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.customers.models import Organisation
from kept.people.models import Member
from kept.search.completing import Piece, complete, piece_at
from kept.search.reading import Reader
from kept.search.rules import FILTERS
from tests.cast import NOON, make_conversation, make_customer, make_desk, make_member


@pytest.mark.parametrize(
    ("text", "at", "piece"),
    [
        ("", 0, Piece(0, 0, "", "", "")),
        ("lamp ", 5, Piece(5, 5, "", "", "")),
        ("de", 2, Piece(0, 2, "", "", "de")),
        ("lamp -de", 8, Piece(5, 8, "-", "", "de")),
        ("desk:or", 7, Piece(0, 7, "", "desk", "or")),
        ("desk:or is:open", 7, Piece(0, 7, "", "desk", "or")),
        ("desk:orders is:open", 7, Piece(0, 11, "", "desk", "or")),
        ('desk:"Lost and f', 16, Piece(0, 16, "", "desk", "Lost and f")),
        ('desk:"Lost and found" x', 9, Piece(0, 21, "", "desk", "Los")),
        ('"blue in', 8, Piece(6, 8, "", "", "in")),
    ],
)
def test_the_piece_at_the_caret(text, at, piece):
    assert piece_at(text, at) == piece


@pytest.mark.django_db
def test_every_word_of_the_language_is_offered():
    piece, offered = complete("", 0, Member())

    assert piece == Piece(0, 0, "", "", "")
    assert {one.put.rstrip(":") for one in offered} == set(FILTERS)


pytest_db = pytest.mark.django_db


def puts(text: str, member: Member) -> list[str]:
    found = complete(text, len(text), member)
    return [one.put for one in found[1]] if found else []


@pytest.fixture
def ada(db) -> Member:
    ada = make_member("ada")
    make_desk("Orders", ada)
    make_desk("Lost and found", ada)
    make_desk("Billing", make_member("bea"))
    return ada


def test_values_are_offered_that_the_member_may_see(ada):
    assert puts("desk:", ada) == ['desk:"lost and found" ', "desk:orders "]
    assert puts("-desk:OR", ada) == ["-desk:orders "]
    assert puts("desk:b", ada) == []
    assert puts("is:o", ada) == ["is:open ", "is:overdue "]
    assert puts("has:", ada) == ["has:attachment ", "has:note ", "has:promise "]
    assert puts("promised:<", ada) == ["promised:<4h ", "promised:<2d ", "promised:<1w "]
    assert puts("after:to", ada) == ["after:today "]
    assert puts("assigned:", ada) == [
        *("assigned:me ", "assigned:nobody ", "assigned:Ada "),
        *('assigned:"Lost and found team" ', 'assigned:"Orders team" '),
    ]
    assert puts("assigned:be", ada) == []
    assert puts("subject:", ada) == []
    assert puts("colour:", ada) == []


def test_an_organisation_is_offered_to_those_who_serve_it(ada):
    acme = Organisation.objects.create(name="Acme Lamps", domain="acme.example")
    customer = make_customer("cy")
    customer.organisation = acme
    customer.save()
    make_conversation(desk=make_desk("Orders"), customer=customer)

    assert puts("from:ac", ada) == puts("from:@acme.", ada) == ["from:acme.example "]
    assert puts("to:acme l", ada) == []  # two words are typed in quotation marks
    assert puts('to:"acme l', ada) == ["to:acme.example "]
    assert puts("from:ac", make_member("bea")) == []


def test_whatever_is_offered_can_be_read(ada):
    for text in ("desk:", "is:", "assigned:", "has:", "promised:", "before:", "after:"):
        for put in puts(text, ada):
            assert Reader(ada, now=NOON).read(put).problems == [], put


def test_the_list_is_asked_for_with_the_caret(ada):
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get("/search/offers/", {"q": "is:op lamp", "at": "5"}).content.decode()
    assert 'data-start="0" data-end="5" data-put="is:open "' in page
    assert client.get("/search/offers/", {"q": '"<b>', "at": "x"}).content.strip() == b""
    assert client.get("/search/offers/", {"at": "9999"}).status_code == 200
