"""What screens read of a customer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from django.db import connection
from django.db.models import QuerySet

from kept.customers.models import Address, Customer, Fact
from kept.kit.prepared import prepared


def facts(customer: Customer, *, most: int | None = None) -> list[Fact]:
    """What we remember of them, in the order in which facts are told."""
    return _facts.first(most, customer)


def addresses_of(customer: Customer) -> list[Address]:
    return _addresses(customer)


def first_alike(
    key: Literal["likeness", "domain_likeness"], values: Collection[str]
) -> dict[str, str]:
    """The first address that bears each of these values of `key`; of many, one is read."""
    if not values:
        return {}
    sought = ", ".join(["(%s)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sought.column1, (SELECT value FROM customers_address "  # noqa: S608
            f"WHERE {key} = sought.column1 ORDER BY id LIMIT 1) FROM (VALUES {sought}) AS sought",
            list(values),
        )
        return {value: address for value, address in cursor.fetchall() if address is not None}


@prepared
def _facts(customer: Customer) -> QuerySet[Fact]:
    return Fact.objects.filter(customer=customer)


@prepared
def _addresses(customer: Customer) -> QuerySet[Address]:
    return Address.objects.filter(customer=customer)
