"""The link to a customer's own page: readable by whoever holds it, alterable by nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from kept.customers.models import Customer
from kept.kit import tokens

PURPOSE = "customer-page"
GOOD_FOR = timedelta(days=90)


def page_url(customer: Customer, *, now: datetime) -> str:
    """An absolute address, good for 90 days or until the customer's links are withdrawn."""
    return f"{settings.BASE_URL}/for/{page_token(customer, now=now)}/"


def page_token(customer: Customer, *, now: datetime) -> str:
    payload = {"c": customer.pk, "e": customer.link_epoch}
    return tokens.sign(PURPOSE, payload, expires_at=now + GOOD_FOR)


def customer_of(token: str, *, now: datetime) -> Customer:
    """The customer whose page this token opens. Raises `tokens.BadToken`."""
    payload = tokens.unsign(token, PURPOSE, now=now)
    customer = Customer.objects.filter(pk=payload["c"], link_epoch=payload["e"]).first()
    if customer is None:
        raise tokens.BadToken("This link has been withdrawn.")
    return customer
