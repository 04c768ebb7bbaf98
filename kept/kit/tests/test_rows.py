"""Rows that are there are written together, and no other field of them."""

import pytest

from kept.customers.models import Customer
from kept.kit.rows import save_all
from tests.cast import make_customer

pytestmark = pytest.mark.django_db


def test_the_named_fields_of_all_rows_are_written():
    cy, eve, bob = make_customer("cy"), make_customer("eve"), make_customer("bob")
    cy.place, eve.place = "Ghent", "Turku"
    cy.name = "Not this"

    save_all([cy, eve], fields=["place", "organisation"])

    assert list(Customer.objects.order_by("pk").values_list("name", "place")) == [
        ("Cy", "Ghent"),
        ("Eve", "Turku"),
        ("Bob", ""),
    ]
    assert bob.place == ""


def test_nothing_is_asked_where_there_is_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        save_all([], fields=["name"])
