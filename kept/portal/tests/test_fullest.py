"""A customer's page with nearly all that may stand on it, and no more queries than any page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kept.agreements.tests.make import make_agreement
from kept.brand.queries import forget_brands
from kept.customers.actions import remember
from kept.customers.links import page_token
from kept.customers.models import Customer
from kept.improvement.models import TellBack
from kept.improvement.tests.make import adopted, begun, make_house
from kept.kit import clock
from kept.promises import actions as promises
from kept.recovery.tests.make import opened, warned
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


def a_full_page() -> Customer:
    """Cy's: promised and kept, put right, warned, told what changed, agreed with, remembered."""
    now = clock.now()
    policy = make_house()
    talk = make_conversation(desk=make_desk("Orders"), assignee=make_member(), now=NOON)
    cy = talk.customer
    for hours in (3, 30, 90):
        make_promise(talk, words=f"I do {hours}.", due_at=now + timedelta(hours=hours), now=now)
    kept = make_promise(talk, words="I call.", due_at=now + timedelta(hours=5), now=now)
    promises.keep(kept, by=make_member(), now=now)
    opened(talk)
    warned(talk)
    change = adopted(begun(policy))
    TellBack.objects.create(
        change=change,
        customer=cy,
        conversation=talk,
        then="We said no.",
        state="SENT",
        reviewed_by=make_manager(),
        message=make_reply(talk, by=make_member(), now=now),
        sent_at=now,
    )
    make_agreement(customer=cy, desk=make_desk("Orders"), by=make_manager())
    remember(cy, words="Has three lamps.", source="Bea", by=make_member(), now=now)
    return Customer.objects.get(pk=cy.pk)


@pytest.mark.parametrize("whose", ["theirs", "preview"])
def test_a_full_page_stays_within_twelve_queries(
    whose, django_assert_max_num_queries, ledger_end_known
):
    cy = a_full_page()
    client = Client()
    address = f"/for/{page_token(cy, now=clock.now())}/"
    if whose == "preview":
        client.force_login(
            make_manager(), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        address = reverse("portal:preview", args=[cy.pk])
    # Read every ten seconds: now, and not between the two.
    forget_brands()
    client.get(address)

    with django_assert_max_num_queries(12):
        page = client.get(address).content.decode()

    for words in (
        "I do 30.",
        "I call.",
        "How we put it right",
        "Our contact with you",
        "We said no.",
        "What we and Hotel Tidewater promise each other",
        "Has three lamps.",
    ):
        assert words in page, words


def test_whoever_wants_no_news_reads_so_in_the_language_of_their_last_letter():
    # So that a letter and whoever wrote it have no number in common.
    make_customer("cy")
    dee = make_customer("dee")
    talk = make_conversation(desk=make_desk("Orders"), customer=dee, now=NOON)
    talk.messages.update(beside={"language": "de"})
    assert not talk.messages.filter(pk=dee.pk).exists()
    address = f"/for/{page_token(dee, now=clock.now())}/"

    answer = Client().post(f"{address}news/", {"wants": "0"}, follow=True)

    assert answer.headers["Content-Language"] == "de"
    assert "Wir schreiben Ihnen nicht über Änderungen." in answer.content.decode()
