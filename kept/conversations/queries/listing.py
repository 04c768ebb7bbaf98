"""One page of a list of conversations, at the same cost whatever lies behind it.

Every desk is read in the order of its own index, 26 rows at most, and the few are merged: a filter
on many desks with one order would sort the whole archive.

Rows are read with one written-out query: putting it together anew from models, and models from its
rows, took longer than all the queries of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation, Desk
from kept.conversations.queries.tags import Shown, of_each, read
from kept.kit.refusals import Refusal
from kept.people.models import Member, Team

PAGE = 25
SHOWN = "NOT (status IN ('SPAM', 'MERGED'))"
"""What stands in the views at all; written like the condition of the index they walk."""
OF_A_TEAM = "team_id IS NOT NULL AND assignee_id IS NULL AND status = 'OPEN'"
"""What a team has and nobody in it yet; word for word the condition of its index."""
LARGEST_ID = 2**63 - 1
MOST_BRANCHES = 400
"""SQLite joins five hundred queries to one and no more."""


class BadPosition(Refusal):
    code = "position_unreadable"
    message = gettext_lazy("That page of the list cannot be found. Begin at the top again.")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list: behind the conversation with this moment and id."""

    last_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.last_at.timestamp():.6f}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> Position | None:
        """The place `str()` wrote; None for an empty text. Raises `BadPosition`."""
        if not text:
            return None
        try:
            seconds, micros, pk = text.split(".")
            moment = datetime.fromtimestamp(int(seconds), UTC)
            place = cls(moment.replace(microsecond=int(micros)), int(pk))
            if not 0 <= place.pk <= LARGEST_ID:
                raise BadPosition
            return place
        except (ValueError, OverflowError, OSError) as error:
            raise BadPosition from error


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation as a row of a list shows it; `is_unread` by the member who looks."""

    pk: int
    subject: str
    status: str
    preview: str
    last_at: datetime
    desk_name: str
    customer_name: str
    assignee_id: int | None
    assignee_name: str | None
    is_unread: bool
    priority: str = "NORMAL"
    tags: tuple[Shown, ...] = ()
    team_name: str | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of rows and where the next begins."""

    rows: list[Listed]
    next: Position | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a walk by the indexes keeps to. `desk_ids` are desks the member may see.

    No statuses are all that stand in the views; `unassigned` are open. `since` is the first moment
    and `until` the first one beyond.
    """

    desk_ids: tuple[int, ...]
    statuses: tuple[str, ...] = ()
    assignee: Member | None = None
    unassigned: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One index walk: equalities that its index begins with."""

    where: str
    params: tuple[Any, ...]


def newest(
    member: Member,
    *,
    desk_ids: Sequence[int],
    statuses: Sequence[str] = (),
    assignee: Member | None = None,
    unassigned: bool = False,
    after: Position | None = None,
    size: int = PAGE,
) -> Slice:
    """Conversations, the last touched first. `desk_ids` are desks the member may see."""
    branches = _branches(
        member, desk_ids=desk_ids, statuses=statuses, assignee=assignee, unassigned=unassigned
    )
    if not branches:
        return Slice([], None)
    return _slice(member, branches, after=after, size=size)


def newest_of_teams(
    member: Member, *, desk_ids: Sequence[int], after: Position | None = None, size: int = PAGE
) -> Slice:
    """What is open, for one of the member's teams, and in nobody's hands yet."""
    if not desk_ids or (member.sees_only_assigned and not member.is_owner):
        return Slice([], None)
    own = Team.members.through.objects.filter(member=member).values("team")
    pairs = Desk.teams.through.objects.filter(team__in=own, desk__in=list(desk_ids))
    branches = [
        Branch(f"team_id = %s AND desk_id = %s AND {OF_A_TEAM}", pair)
        for pair in pairs.values_list("team", "desk").order_by("pk")[:MOST_BRANCHES]
    ]
    return _slice(member, branches, after=after, size=size) if branches else Slice([], None)


def walk_of_priorities(
    priorities: Sequence[str], *, after: Position | None = None, size: int
) -> tuple[str, list[Any]]:
    """A query for `id` and `last_at` of all that are low, high or urgent; no gate.

    What is normal has no index, being nearly everything.
    """
    branches = [
        # Word for word the condition of the index, which is used only so.
        Branch(f"priority = '{Conversation.Priority(one).value}' AND NOT (priority = 'NORMAL')", ())
        for one in priorities
    ]
    walks, params = _walks(branches, after=after, size=size)
    sql = f"SELECT id, last_at FROM ({walks}) merged ORDER BY last_at DESC, id DESC LIMIT %s"  # noqa: S608
    return sql, [*params, size]


def walk(
    member: Member, scope: Scope, *, after: Position | None = None, size: int
) -> tuple[str, list[Any]]:
    """A query for `id` and `last_at` of conversations within `scope`, the last touched first.

    It is for narrowing: whoever shows what it finds asks the gate. "" where there can be none.
    """
    branches = _branches(
        member,
        desk_ids=scope.desk_ids,
        statuses=scope.statuses,
        assignee=scope.assignee,
        unassigned=scope.unassigned,
    )
    if not branches:
        return "", []
    adapted = connection.ops.adapt_datetimefield_value
    ends, within = "", []
    for sign, moment in ((">=", scope.since), ("<", scope.until)):
        if moment:
            ends += f"AND last_at {sign} %s "
            within.append(adapted(moment))
    walks, params = _walks(branches, after=after, ends=ends, within=within, size=size)
    sql = f"SELECT id, last_at FROM ({walks}) merged ORDER BY last_at DESC, id DESC LIMIT %s"  # noqa: S608
    return sql, [*params, size]


def of_customer(
    member: Member, customer_id: int, *, after: Position | None = None, size: int = PAGE
) -> Slice:
    """All a customer and we had to say to each other, as far as the member may see it."""
    found = Conversation.objects.visible_to(member).filter(customer=customer_id)
    found = found.exclude(status__in=[Conversation.Status.SPAM, Conversation.Status.MERGED])
    if after:
        behind = Q(last_at__lt=after.last_at) | Q(last_at=after.last_at, pk__lt=after.pk)
        found = found.filter(behind)
    return _cut(_read(member, found.order_by("-last_at", "-pk")[: size + 1]), size)


def by_ids(member: Member, ids: Sequence[int]) -> dict[int, Listed]:
    """Rows for lists that another room orders, such as the promised ones."""
    found = Conversation.objects.visible_to(member).filter(pk__in=ids)
    return {row.pk: row for row in _read(member, found)}


def _branches(
    member: Member,
    *,
    desk_ids: Sequence[int],
    statuses: Sequence[str],
    assignee: Member | None,
    unassigned: bool,
) -> list[Branch]:
    if member.sees_only_assigned and not member.is_owner:
        if unassigned or (assignee is not None and assignee != member):
            return []
        assignee = member
    if unassigned:
        return [
            Branch("desk_id = %s AND assignee_id IS NULL AND status = 'OPEN'", (desk_id,))
            for desk_id in desk_ids
        ]
    if assignee is None:
        walks = [Branch("desk_id = %s", (desk_id,)) for desk_id in desk_ids]
    elif member.is_owner:
        walks = [Branch("assignee_id = %s", (assignee.pk,))]
    elif desk_ids:
        # Something may be mine at a desk I have since left: the gate, not the assignment, decides.
        some = ", ".join(["%s"] * len(desk_ids))
        walks = [Branch(f"assignee_id = %s AND desk_id IN ({some})", (assignee.pk, *desk_ids))]
    else:
        walks = []
    if not statuses:
        return [Branch(f"{walk.where} AND {SHOWN}", walk.params) for walk in walks]
    if len(walks) * len(statuses) > MOST_BRANCHES:
        some = ", ".join(["%s"] * len(statuses))
        return [
            Branch(f"{walk.where} AND status IN ({some})", (*walk.params, *statuses))
            for walk in walks
        ]
    return [
        Branch(f"{walk.where} AND status = %s", (*walk.params, status))
        for walk in walks
        for status in statuses
    ]


def _slice(member: Member, branches: list[Branch], *, after: Position | None, size: int) -> Slice:
    walks, params = _walks(branches, after=after, size=size + 1)
    # The text is ours throughout; every value is a parameter.
    sql = f"SELECT id FROM ({walks}) merged ORDER BY last_at DESC, id DESC LIMIT %s"  # noqa: S608
    return _cut(_rows(member, sql, [*params, size + 1]), size)


def _walks(
    branches: list[Branch],
    *,
    after: Position | None,
    size: int,
    ends: str = "",
    within: Sequence[Any] = (),
) -> tuple[str, list[Any]]:
    """Each branch's first rows behind `after`; `ends` are more conditions, with values `within`."""
    behind = ""
    place: tuple[str | None, int] | tuple[()] = ()
    if after:
        behind = "AND (last_at, id) < (%s, %s)"
        place = (connection.ops.adapt_datetimefield_value(after.last_at), after.pk)
    walks: list[str] = []
    params: list[Any] = []
    for branch in branches:
        walks.append(
            "SELECT * FROM (SELECT id, last_at FROM conversations_conversation "  # noqa: S608
            f"WHERE {branch.where} {behind} {ends} ORDER BY last_at DESC, id DESC LIMIT %s) walk"
        )
        params += [*branch.params, *place, *within, size]
    return " UNION ALL ".join(walks), params


def _read(member: Member, conversations: QuerySet[Conversation]) -> list[Listed]:
    try:
        sql, params = conversations.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    return _rows(member, sql, params)


def _rows(member: Member, ids: str, params: Sequence[Any]) -> list[Listed]:
    """Those whose ids the query `ids` finds, the last touched first."""
    # The text is ours throughout; every value is a parameter.
    sql = (
        "SELECT c.id, c.subject, c.status, c.preview, c.last_at, d.name, k.name, "  # noqa: S608
        "c.assignee_id, m.name, c.last_in_message <> 0 AND NOT EXISTS (SELECT 1 "
        "FROM conversations_readmark r WHERE r.member_id = %s AND r.conversation_id = c.id "
        f"AND r.message_id >= c.last_in_message), c.priority, {of_each('c.id')}, t.name "
        "FROM conversations_conversation c "
        "JOIN conversations_desk d ON d.id = c.desk_id "
        "JOIN customers_customer k ON k.id = c.customer_id "
        "LEFT JOIN people_member m ON m.id = c.assignee_id "
        "LEFT JOIN people_team t ON t.id = c.team_id "
        f"WHERE c.id IN ({ids})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [member.pk, *params])
        found = [
            Listed(
                pk=pk,
                subject=subject,
                status=status,
                preview=preview,
                last_at=moment(last_at),
                desk_name=desk,
                customer_name=customer,
                assignee_id=by,
                assignee_name=name,
                is_unread=bool(new),
                priority=priority,
                tags=read(tags),
                team_name=team,
            )
            for (
                *(pk, subject, status, preview, last_at, desk, customer, by, name, new),
                priority,
                tags,
                team,
            ) in cursor
        ]
    # Told to put them in order, SQLite may choose to go through all there are in that order.
    return sorted(found, key=attrgetter("last_at", "pk"), reverse=True)


def moment(stored: datetime) -> datetime:
    """SQLite keeps moments without saying that they are in UTC."""
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)


def _cut(rows: list[Listed], size: int) -> Slice:
    more = rows[size:]
    rows = rows[:size]
    return Slice(rows, Position(rows[-1].last_at, rows[-1].pk) if more else None)
