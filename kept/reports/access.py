"""Whose figures a member may see, and of which of them by name.

Reports tell of whole desks: of those a member's teams serve, and of all to an owner. A desk that
one other person serves alone is told of to nobody else: its figures would be theirs.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from kept.conversations.models import Desk, Tag
from kept.customers.models import Organisation
from kept.people.models import Member
from kept.promises.counting import Desks, desks_told_to
from kept.reports.models import DaySum, Facet

desks_of = desks_told_to


def may_tell(desks: Iterable[Desk], facet: str, key: int) -> bool:
    """Whether anything is counted under this key at desks that the member sees."""
    found = DaySum.objects.filter(facet=facet, key=key, desk__in=list(desks))
    return found.exists()


def names_of(member: Member, facet: str, keys: Iterable[int]) -> dict[int, str]:
    """Names of tags or organisations that were found among the sums of desks in sight."""
    found: QuerySet[Tag] | QuerySet[Organisation]
    if facet == Facet.TAG:
        found = Tag.objects.visible_to(member).filter(pk__in=list(keys))
    else:
        # What stands in a sum of a desk has written to that desk: its readers know the name.
        found = Organisation.objects.filter(pk__in=list(keys))
    return dict(found.order_by().values_list("pk", "name"))


__all__ = ["Desks", "desks_of", "may_tell", "names_of"]
