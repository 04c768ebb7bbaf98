"""Every change to a customer, one verb a function."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from kept.customers.events import (
    AddressDied,
    AddressLives,
    CustomerChanged,
    CustomerMet,
    FactForgotten,
    FactRemembered,
    LinksWithdrawn,
)
from kept.customers.models import Address, Customer, Fact, Organisation
from kept.kit.likeness import domain_looks_like, looks_like
from kept.kit.refusals import Refusal
from kept.ledger import Entry, record, record_all

Named = tuple[str, str]
"""Name and address of somebody, as a letter names them."""


class EmptyFact(Refusal):
    code = "fact_empty"
    message = gettext_lazy("Write what we should remember.")


class NamelessCustomer(Refusal):
    code = "customer_nameless"
    message = gettext_lazy("A customer needs a name we can greet them by.")


def meet(*, address: str, name: str, now: datetime, by: Any = "system:mail") -> Customer:
    """The customer at `address`, made at first sight."""
    return _at(address) or meet_first(address=address, name=name, now=now, by=by)


def meet_first(*, address: str, name: str, now: datetime, by: Any = "system:mail") -> Customer:
    """A customer for an `address` that is not known yet. Two at once make one customer."""
    try:
        return meet_all([(name, address)], now=now, by=by)[0]
    except IntegrityError:
        # Somebody else met them in the same moment; their row is the one.
        known = _at(address)
        if known is None:
            raise
        return known


@transaction.atomic
def meet_all(named: Sequence[Named], *, now: datetime, by: Any = "system:mail") -> list[Customer]:
    """A customer for each of several addresses, of which none is known yet.

    Raises `IntegrityError` where somebody else has met one of them meanwhile.
    """
    if not named:
        return []
    organisations = _organisations_of({_domain(address) for _name, address in named})
    customers = Customer.objects.bulk_create(
        Customer(
            name=(name.strip() or address)[:200],
            organisation=organisations.get(_domain(address)),
            since=now,
        )
        for name, address in named
    )
    Address.objects.bulk_create(
        Address(
            customer=customer,
            value=address,
            likeness=looks_like(address),
            domain_likeness=domain_looks_like(address),
        )
        for customer, (_name, address) in zip(customers, named, strict=True)
    )
    record_all(
        [Entry(CustomerMet(customer=one.pk), about=[one], at=now) for one in customers], by=by
    )
    return customers


@transaction.atomic
def change(
    customer: Customer,
    *,
    name: str,
    phone: str,
    place: str,
    zone: str,
    organisation: str,
    language: str,
    by: Any,
    now: datetime,
) -> Customer:
    """What we call them, where they are, and the tag of their language, empty where their letters
    shall tell. Raises `NamelessCustomer`."""
    if not name.strip():
        raise NamelessCustomer
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    customer.name, customer.phone = name.strip(), phone.strip()
    customer.place, customer.zone, customer.language = place.strip(), zone, language
    customer.organisation = _organisation(organisation.strip())
    customer.save(update_fields=["name", "phone", "place", "zone", "language", "organisation"])
    record(CustomerChanged(customer=customer.pk), about=[customer], by=by, at=now)
    return customer


@transaction.atomic
def withdraw_links(customer: Customer, *, by: Any, now: datetime) -> Customer:
    """Every link to their page that went out stops working; the next letter brings a new one."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    customer.link_epoch += 1
    customer.save(update_fields=["link_epoch"])
    record(LinksWithdrawn(customer=customer.pk), about=[customer], by=by, at=now)
    return customer


@transaction.atomic
def mark_dead(value: str, *, by: Any, now: datetime) -> None:
    """Nobody has this address any more: whose it was, writers are warned. Safe to do twice."""
    _mark([value], is_dead=True, by=by, now=now)


def mark_alive(value: str, *, by: Any, now: datetime) -> None:
    """Letters reach this address after all. Safe to do twice."""
    mark_all_alive([value], by=by, now=now)


@transaction.atomic(savepoint=False)
def mark_all_alive(values: Iterable[str], *, by: Any, now: datetime) -> None:
    """Letters reach these addresses after all. Safe to do twice."""
    _mark(values, is_dead=False, by=by, now=now)


def _mark(values: Iterable[str], *, is_dead: bool, by: Any, now: datetime) -> None:
    lower = {value.strip().lower() for value in values}
    known = Address.objects.annotate(low=Lower("value")).filter(low__in=lower)
    fact = AddressDied if is_dead else AddressLives
    for row in known.exclude(is_dead=is_dead).select_for_update().order_by("pk"):
        row.is_dead = is_dead
        row.save(update_fields=["is_dead"])
        about = [f"customer:{row.customer_id}"]
        record(fact(address=row.pk, customer=row.customer_id), about=about, by=by, at=now)


@transaction.atomic
def remember(
    customer: Customer, *, words: str, source: str, icon: str = "pen", by: Any, now: datetime
) -> Fact:
    """Keep something worth knowing, and how we know it. Raises `EmptyFact`."""
    if not words.strip():
        raise EmptyFact
    fact = Fact.objects.create(
        customer=customer,
        words=words.strip(),
        source=source.strip(),
        icon=icon,
        told_at=now,
    )
    record(FactRemembered(fact=fact.pk, customer=customer.pk), about=[customer], by=by, at=now)
    return fact


@transaction.atomic
def forget(fact: Fact, *, by: Any, now: datetime) -> None:
    """Erase something we remembered."""
    pk, customer = fact.pk, fact.customer
    fact.delete()
    record(FactForgotten(fact=pk, customer=customer.pk), about=[customer], by=by, at=now)


def _at(address: str) -> Customer | None:
    # In lower case, as the index has it; a comparison "in any case" would read every address.
    known = Address.objects.annotate(low=Lower("value")).filter(low=address.lower())
    found = known.select_related("customer").first()
    return found.customer if found else None


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _organisations_of(domains: Collection[str]) -> dict[str, Organisation]:
    """Those whose mail domains these are, by domain."""
    known = Organisation.objects.annotate(low=Lower("domain")).exclude(domain="")
    return {one.low: one for one in known.filter(low__in=domains)}


def _organisation(name: str) -> Organisation | None:
    if not name:
        return None
    found = Organisation.objects.filter(name__iexact=name).first()
    return found or Organisation.objects.create(name=name)
