"""The link to a customer's own page: readable by whoever holds it, alterable by nobody.

It is the customer's alone. A text keeps `{{page}}` in its place, which members may type; where they
read or write a letter, words stand for it, such as “the link to their page”. It becomes a link only
while a letter to the customer is rendered; a link in a letter that comes back is hidden again.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from kept.customers.models import Customer
from kept.kit import tokens

PURPOSE = "customer-page"
GOOD_FOR = timedelta(days=90)
PLACE = "{{page}}"


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
        raise tokens.BadToken(_("This link has been withdrawn."))
    return customer


def shown(text: str, customer: Customer, *, now: datetime) -> str:
    """`text` as the customer reads it: with their link where it says `{{page}}`."""
    return text.replace(PLACE, page_url(customer, now=now)) if PLACE in text else text


def hidden(text: str) -> str:
    """`text` with `{{page}}` where a link to a page of ours stood, whoever's it was."""
    start = f"{settings.BASE_URL}/for/"
    if start not in text:
        return text
    return re.sub(re.escape(start) + r"[\w.~%=-]{1,2000}/?", PLACE, text)
