"""The column of views with its counts: one query, and none of them counts beyond a limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from kept.conversations.models import Desk
from kept.kit.prepared import prepared
from kept.people.models import Member

MOST = 100
"""Counts stop here: nobody works through a hundred by number, and a page must not wait for it."""


@dataclass(frozen=True, slots=True)
class DeskCounts:
    desk: Desk
    open: int


@dataclass(frozen=True, slots=True)
class Navigation:
    """The desks a member may see and how much stands where, each count at most `MOST`.

    `mine` are those the member looks after that are open or waiting; `team` those that one of their
    teams has and nobody in it yet; `also` what the caller counts, `along` what it had come along.
    """

    desks: list[DeskCounts]
    mine: int
    team: int
    unassigned: int
    waiting: int
    open: int
    also: dict[str, int] = field(default_factory=dict)
    along: dict[str, str] = field(default_factory=dict)

    @property
    def desk_ids(self) -> list[int]:
        return [row.desk.pk for row in self.desks]


_OF_OWN_TEAMS = (
    "c.team_id IS NOT NULL AND c.assignee_id IS NULL AND c.status = 'OPEN' AND c.team_id IN "
    "(SELECT own.team_id FROM people_team_members own WHERE own.member_id = %s)"
)
Count = Callable[[Member], RawSQL]
Text = Callable[[Member], "Subquery[Any]"]


def navigation(
    member: Member,
    *,
    also: Mapping[str, Count] | None = None,
    along: Mapping[str, Text] | None = None,
) -> Navigation:
    """Desks in the order of their names, with counts.

    `also` are counts beside each desk that only rooms above can make; `along` are texts of theirs
    that come in the same query. Whoever sees no desk gets none of either.
    """
    also, along = also or {}, along or {}
    desks = _desks(member, tuple(also.items()), tuple(along.items()))
    return Navigation(
        desks=[DeskCounts(desk, _told(desk, "open_count")) for desk in desks],
        mine=min(MOST, sum(_told(desk, "mine_count") for desk in desks)),
        team=min(MOST, sum(_told(desk, "team_count") for desk in desks)),
        unassigned=min(MOST, sum(_told(desk, "unassigned_count") for desk in desks)),
        waiting=min(MOST, sum(_told(desk, "waiting_count") for desk in desks)),
        open=min(MOST, sum(_told(desk, "open_count") for desk in desks)),
        also={name: min(MOST, sum(_told(desk, f"also_{name}") for desk in desks)) for name in also},
        along={name: str(getattr(desks[0], f"along_{name}") or "") for name in along if desks},
    )


@prepared
def _desks(
    member: Member, also: tuple[tuple[str, Count], ...], along: tuple[tuple[str, Text], ...]
) -> QuerySet[Desk]:
    only = ""
    params: list[int] = []
    if member.sees_only_assigned and not member.is_owner:
        only, params = "AND c.assignee_id = %s", [member.pk]
    return Desk.objects.visible_to(member).annotate(
        open_count=_count(f"c.status = 'OPEN' {only}", params),
        waiting_count=_count(f"c.status = 'WAITING' {only}", params),
        unassigned_count=(
            Value(0) if only else _count("c.status = 'OPEN' AND c.assignee_id IS NULL", [])
        ),
        team_count=Value(0) if only else _count(_OF_OWN_TEAMS, [member.pk]),
        mine_count=_count("c.status IN ('OPEN', 'WAITING') AND c.assignee_id = %s", [member.pk]),
        **{f"also_{name}": count(member) for name, count in also},
        **{f"along_{name}": text(member) for name, text in along},
    )


def _count(where: str, params: list[int]) -> RawSQL:
    # The text is ours throughout; every value is a parameter.
    return RawSQL(  # noqa: S611
        "SELECT count(*) FROM (SELECT 1 FROM conversations_conversation c "  # noqa: S608
        f"WHERE c.desk_id = conversations_desk.id AND {where} LIMIT {MOST}) few",
        params,
    )


def _told(desk: Desk, count: str) -> int:
    """A column the query added to the row; the type of a model knows nothing of it."""
    return int(getattr(desk, count))
