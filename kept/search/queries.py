"""The views a member has, for the column and for the page where they are put in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from kept.kit.along import read_rows, rows_along
from kept.kit.prepared import prepared
from kept.people.models import Member
from kept.search.models import SavedView, ViewPlace

MOST_VIEWS = 50
"""In one column; nobody looks through more."""
_LAST = 1_000_000
"""The place of a view that nobody has moved: behind those that were."""


@dataclass(frozen=True, slots=True)
class InColumn:
    """A saved view as the column of views needs it."""

    pk: int
    name: str
    icon: str
    asks: str

    @property
    def key(self) -> str:
        return f"view-{self.pk}"


def views_beside(member: Member) -> list[SavedView]:
    """The views in the member's column, in their order."""
    return _beside.first(MOST_VIEWS, member)


def column_of(member: Member) -> Subquery[Any]:
    """The views in the member's column as a text within another query, for `read_column`."""
    return rows_along(_placed(member), "place", "pk", "name", "icon", "asks")


def read_column(text: str) -> list[InColumn]:
    """What `column_of` has told, in the member's order."""
    rows = sorted(read_rows(text))
    return [InColumn(*row) for _place, *row in rows[:MOST_VIEWS]]


@prepared
def _beside(member: Member) -> QuerySet[SavedView]:
    return _placed(member).select_related("desk", "team", "owner")


def _placed(member: Member) -> QuerySet[SavedView]:
    place = ViewPlace.objects.filter(member=member, view=OuterRef("pk")).values("position")
    last = Coalesce(Subquery(place), _LAST, output_field=IntegerField())
    found = SavedView.objects.beside(member).annotate(place=last)
    return found.order_by(F("place"), "pk")


def deleted_lately(member: Member, *, since: datetime) -> QuerySet[SavedView]:
    """What was deleted and can be brought back, the last one first."""
    found = SavedView.objects.visible_to(member).filter(deleted_at__gte=since)
    return found.select_related("desk", "team").order_by("-deleted_at")
