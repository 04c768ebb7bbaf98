"""The house of the canary: three desks, who serves them, and what each of them may see by rule.

Who may see what is written out here by name, and never asked of the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from kept.conversations.actions import assign
from kept.conversations.models import Conversation, Desk
from kept.customers.models import Customer, Organisation
from kept.people.models import Member, Team
from kept.people.names import forget_names
from tests.cast import (
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_team,
)

OWNERS = frozenset({"odo"})
ALONE = {"mia", "ned", "tia"}
"""Whoever sees only what is assigned to them."""
CREW = {
    "Orders": ("ada", "lou", "mia", "rea"),
    "Billing": ("bea", "max", "ned", "rea"),
    "Returns": ("tom", "lea", "tia"),
}
"""Of each desk: a member, who leads, who sees only what is assigned; Rea serves two of them."""
CHIEFS = {"Orders": "lou", "Billing": "max", "Returns": "lea"}
MEMBERS = frozenset({name for crew in CREW.values() for name in crew} | OWNERS)
MANAGERS = frozenset({"lou", "max", "lea"}) | OWNERS


class House:
    """Its members by name, and its desks. Gus has left; he still has what he once had."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.members: dict[str, Member] = {"odo": make_owner("odo")}
        self.desks: dict[str, Desk] = {}
        for desk, crew in CREW.items():
            for name in crew:
                self.members[name] = self._member(name)
            self.desks[desk] = make_desk(desk, *(self.members[name] for name in crew))
        self.members["gus"] = make_member("gus")
        make_team("Orders team", self.members["gus"])
        forget_names()  # those of another house, which a process remembers for half a minute
        self.numbers = count(1)
        self.sees: dict[int, frozenset[str]] = {}
        """By conversation, who may see it."""

    def _member(self, name: str) -> Member:
        if name == "lea":
            return make_member(name, role=Member.Role.LEADER)
        if name in CHIEFS.values():
            return make_manager(name)
        return make_member(name, sees_only_assigned=name in ALONE)

    def everybody_at(self, desk: str) -> frozenset[str]:
        """Who sees what stands at a desk as such: its signature, macros, saved views."""
        return frozenset(CREW[desk]) | OWNERS


@dataclass
class Scene:
    """One conversation at a desk, with those who have to do with it, and who may see it.

    A place takes what it needs from here.
    """

    house: House
    at: str
    now: datetime
    is_assigned: bool = False
    number: int = 0

    def __post_init__(self) -> None:
        self.number = next(self.house.numbers)
        self.desk = self.house.desks[self.at]
        self.team = Team.objects.get(name=f"{self.at} team")
        who = CREW[self.at]
        self.names = {"worker": who[0], "chief": CHIEFS[self.at], "loner": who[2]}
        self.worker, self.chief = self.house.members[who[0]], self.house.members[CHIEFS[self.at]]
        self.loner, self.owner = self.house.members[who[2]], self.house.members["odo"]
        self.firm = Organisation.objects.create(name=f"House {self.number}")
        self.customer: Customer = make_customer(f"cy{self.number}")
        self.customer.organisation = self.firm
        self.customer.save(update_fields=["organisation"])
        self.address = f"cy{self.number}@valdorra.example"
        self.conversation: Conversation = self.begin()

    def begin(self, **more: Any) -> Conversation:
        """A conversation of the customer, seen by `sees`."""
        values = {"customer": self.customer, "from_address": self.address} | more
        begun = make_conversation(desk=self.desk, **values)
        if self.is_assigned:
            begun = assign(begun, to=self.loner, by=self.chief, now=self.now)
        self.house.sees[begun.pk] = self.sees
        return begun

    @property
    def client(self) -> str:
        """The customer, as an actor."""
        return f"cy{self.number}"

    @property
    def sees(self) -> frozenset[str]:
        """Who may see the conversation."""
        everybody = self.house.everybody_at(self.at)
        return everybody if self.is_assigned else everybody - ALONE

    @property
    def serves(self) -> frozenset[str]:
        """Whoever serves the desk: what stands there is theirs to use."""
        return self.house.everybody_at(self.at)

    @property
    def agrees(self) -> frozenset[str]:
        """Who may read what the desk has agreed with somebody."""
        return self.house.everybody_at(self.at) - ALONE
