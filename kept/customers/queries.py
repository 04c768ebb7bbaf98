"""What screens read of a customer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL

from kept.customers.models import Address, Customer, Fact
from kept.kit.along import json_functions, read_rows
from kept.kit.prepared import prepared


def facts(customer: Customer) -> list[Fact]:
    """What we remember of them, in the order in which facts are told."""
    return _facts(customer)


def facts_along(column: str, *, most: int) -> RawSQL:
    """The first of them as a text within another query, for `read_facts`; `column` holds the
    customer's id.
    """
    gather, line = json_functions()
    # The text is ours throughout, and so is the name of the column.
    return RawSQL(  # noqa: S611
        f"(SELECT CAST({gather}({line}(fact.id, fact.icon, fact.words, fact.source)) AS text) "  # noqa: S608
        "FROM (SELECT id, icon, words, source FROM customers_fact "
        f"WHERE customer_id = {column} ORDER BY told_at DESC, id DESC LIMIT {most}) fact)",
        (),
        output_field=TextField(),
    )


def read_facts(told: str | None) -> list[Fact]:
    """What `facts_along` has told, as much of each as is shown beside a conversation."""
    rows = read_rows(told)
    return [Fact(pk=pk, icon=icon, words=words, source=source) for pk, icon, words, source in rows]


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
