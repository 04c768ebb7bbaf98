"""Facts of customers."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("customer.met")
@dataclass(frozen=True, slots=True)
class CustomerMet:
    customer: int


@event("customer.changed")
@dataclass(frozen=True, slots=True)
class CustomerChanged:
    customer: int


@event("customer.links_withdrawn")
@dataclass(frozen=True, slots=True)
class LinksWithdrawn:
    customer: int


@event("address.died")
@dataclass(frozen=True, slots=True)
class AddressDied:
    """Letters to it come back for good, or a member says so."""

    address: int
    customer: int


@event("address.lives")
@dataclass(frozen=True, slots=True)
class AddressLives:
    """A letter came from it, or a member says that it works."""

    address: int
    customer: int


@event("fact.remembered")
@dataclass(frozen=True, slots=True)
class FactRemembered:
    fact: int
    customer: int


@event("fact.forgotten")
@dataclass(frozen=True, slots=True)
class FactForgotten:
    fact: int
    customer: int
