"""What has changed is marked, and counted a moment later together with all else that changed.

Marking writes one small row however much there is to count, so a letter waits for no report.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from kept.conversations.models import Conversation, Desk, Tagging
from kept.customers.models import Customer
from kept.reports.models import Counted, Pending

AT_ONCE = 1000


def mark(pks: Iterable[int]) -> None:
    """Have these conversations counted again."""
    rows = [Pending(conversation=pk) for pk in sorted(set(pks)) if pk]
    Pending.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)


def mark_customer(pk: int) -> None:
    """Those of a customer who belongs to another organisation than when they were counted."""
    customer = Customer.objects.filter(pk=pk).first()
    if customer is not None:
        theirs = Conversation.objects.filter(customer=customer).values("pk")
        counted = Counted.objects.filter(conversation__in=theirs)
        mark(_conversations(counted.exclude(organisation=customer.organisation_id or 0)))


def mark_tags(tag: int, *, into: int) -> None:
    """Those with a tag that shows as another from now on, or as itself again."""
    tagged = Tagging.objects.filter(Q(tag=tag) | Q(tag__merged_into__in=[tag, into]))
    mark(tagged.values_list("conversation", flat=True).iterator(chunk_size=AT_ONCE))


def mark_calendar(pk: int, *, since: date | None) -> None:
    """Those of its desks in which anything ended on `since` or later: working time is another."""
    desks = Desk.objects.filter(calendar=pk)
    counted = Counted.objects.filter(desk__in=desks)
    mark(_conversations(counted.filter(last_day__gte=since) if since else counted))


def mark_desk(pk: int) -> None:
    """Those of a desk that works by another calendar than when they were counted."""
    now: Any = Subquery(Desk.objects.filter(pk=OuterRef("desk")).values("calendar"))
    counted = Counted.objects.filter(desk=pk).annotate(by_now=now)
    mark(_conversations(counted.exclude(calendar=F("by_now"))))


def _conversations(counted: Any) -> Iterable[int]:
    found: Iterable[int] = counted.values_list("conversation", flat=True).iterator(
        chunk_size=AT_ONCE
    )
    return found
