"""Names as people say them, looked up once for all questions that are read together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Value

from kept.conversations.models import Desk
from kept.conversations.queries.tags import TagNames
from kept.customers.models import Address
from kept.kit.words import plain_words
from kept.people.models import Member, Team
from kept.search.asked_fields import FieldNames
from kept.search.rules import read

MOST_MEMBERS = 5_000
MOST_OF_A_NAME = 20
MOST_OF_A_HOUSE = 200
"""Addresses of an organisation that stand for its name."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Whoever has a desk in common with the member who asks."""

    pk: int
    name: str
    email: str


class Names:
    """Tags, fields, people and organisations: a query for each kind, however many are asked for.

    `seen` are the desks whose people are known; `asked` the questions that will be read. What none
    of them names is looked up alone.
    """

    def __init__(self, seen: Sequence[Desk], asked: Iterable[str] = ()) -> None:
        self.seen = seen
        self.tags = TagNames()
        self.fields = FieldNames(seen)
        self._asked = list(asked)

    def colleagues(self, said: str) -> list[Colleague]:
        """Those whose name holds the words, or whose address begins with them."""
        words = said.casefold()
        alike = (
            one
            for one in self._colleagues
            if words in one.name.casefold() or one.email.casefold().startswith(words)
        )
        return [one for _, one in zip(range(MOST_OF_A_NAME), alike, strict=False)]

    def addresses(self, organisation: str) -> list[str]:
        """Addresses at organisations whose name holds the words."""
        if organisation not in self._organisations:
            self._organisations |= _addresses_at([organisation])
        return self._organisations[organisation]

    def teams(self, said: str) -> dict[int, str]:
        """Names of the teams of these desks that are called so, as it is typed, by id."""
        wanted = plain_words(said)
        return {pk: name for pk, name in self._serving[1] if plain_words(name) == wanted}

    @property
    def _colleagues(self) -> list[Colleague]:
        return self._serving[0]

    @cached_property
    def _serving(self) -> tuple[list[Colleague], list[tuple[int, str]]]:
        """Members and teams of these desks, in one query."""
        members = Member.objects.filter(teams__desks__in=self.seen).order_by().distinct()
        teams = Team.objects.filter(desks__in=self.seen).order_by().distinct()
        rows = members.values_list("pk", "name", "email").union(
            teams.values_list("pk", "name", Value(""))
        )
        # No member is without an address, so whatever has none is a team.
        told = list(rows.order_by("pk")[:MOST_MEMBERS])
        colleagues = [Colleague(*row) for row in told if row[2]]
        return colleagues, [(pk, name) for pk, name, email in told if not email]

    @cached_property
    def _organisations(self) -> dict[str, list[str]]:
        named = {
            part.value
            for text in self._asked
            for part in read(text).parts
            if part.name in {"from", "to"} and not is_address(part.value)
        }
        return _addresses_at(sorted(named))


def is_address(said: str) -> bool:
    """Whether this is an address or a part of one, and no name."""
    return "." in said or "@" in said


def _addresses_at(names: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in names}
    selects: list[str] = []
    params: list[Any] = []
    for number, name in enumerate(names):
        rows = Address.objects.filter(customer__organisation__name__icontains=name)
        sql, given = rows.order_by().values("value")[:MOST_OF_A_HOUSE].query.sql_with_params()
        # Our number and Django's text; every value is a parameter.
        selects.append(f"SELECT {number}, value FROM ({sql}) told")  # noqa: S608
        params += given
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), params)
            for number, value in cursor.fetchall():
                found[names[number]].append(value)
    return found
