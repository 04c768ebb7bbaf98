"""With whom contact has ended by a boundary: they get no letter that they did not ask for."""

from __future__ import annotations

from collections.abc import Iterable

from kept.customers.contact import where_contact_ended
from kept.recovery.models import Boundary


@where_contact_ended
def by_a_boundary(customers: Iterable[int]) -> set[int]:
    held = Boundary.objects.filter(customer__in=list(customers), level=Boundary.Level.ENDED)
    return set(held.values_list("customer", flat=True))
