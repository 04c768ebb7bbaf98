"""What a customer's page has to know of them, beside what each room says."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from kept.brand.queries import newest_desk_of
from kept.conversations.speaking import last_letter_of, spoken_in
from kept.customers.models import Customer
from kept.improvement.queries import no_news_for


@dataclass(frozen=True, slots=True)
class Known:
    """`language` is a code of `LANGUAGES`, or empty; `desk` the one they last wrote with."""

    desk: int | None
    language: str
    wants_news: bool


def known_of(customer: Customer) -> Known:
    """All of it in one query: a page that shows so many rooms has none to spare."""
    this = OuterRef("pk")
    desk, beside, is_left_alone = (
        Customer.objects.filter(pk=customer.pk)
        .values_list(
            Subquery(newest_desk_of(this)),
            Subquery(last_letter_of(this)),
            Exists(no_news_for(this)),
        )
        .get()
    )
    return Known(desk, spoken_in(customer, beside), not is_left_alone)
