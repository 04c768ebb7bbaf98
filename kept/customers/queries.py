"""What screens read of a customer."""

from __future__ import annotations

from django.db.models import QuerySet

from kept.customers.models import Address, Customer, Fact
from kept.kit.prepared import prepared


def facts(customer: Customer, *, most: int | None = None) -> list[Fact]:
    """What we remember of them, in the order in which facts are told."""
    return _facts.first(most, customer)


def addresses_of(customer: Customer) -> list[Address]:
    return _addresses(customer)


@prepared
def _facts(customer: Customer) -> QuerySet[Fact]:
    return Fact.objects.filter(customer=customer)


@prepared
def _addresses(customer: Customer) -> QuerySet[Address]:
    return Address.objects.filter(customer=customer)
