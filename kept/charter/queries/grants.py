"""Who may decide what, who wanted to, how long that took, and which uses are to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Subquery

from kept.charter.models import AuthorityRequest, Gesture, Grant
from kept.charter.rules import median, without_names
from kept.charter.wording import gesture_words
from kept.kit.along import read_moment, read_rows, rows_along
from kept.people.models import Member
from kept.promises.models import Promise

MOST = 200
COLUMNS = 8
"""Situations that stand side by side; what has no room there is listed beneath."""
WAITED = 500
WAITED_DAYS = 90
LATELY = 10


@dataclass(frozen=True, slots=True)
class Column:
    kind: str
    situation: str


@dataclass(frozen=True, slots=True)
class Line:
    """Of one member, or of a role where that is None; a list of grants for each column."""

    member: Member | None
    role: str
    cells: list[list[Grant]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """People and roles by situation. `rest` is what found no column, `back` what was sent back."""

    columns: list[Column]
    lines: list[Line]
    rest: list[Grant]
    back: list[Grant]


def matrix(member: Member) -> Matrix:
    """All that the member sees, by whom they are for, and never by how much was used."""
    found = Grant.objects.visible_to(member).filter(state__in=["PROPOSED", "AGREED", "DECLINED"])
    found = found.select_related("member", "desk", "policy", "proposed_by")
    rows = list(found.order_by("member__name", "role", "kind", "pk")[:MOST])
    back = [one for one in rows if one.state == Grant.State.DECLINED]
    held = [one for one in rows if one.state != Grant.State.DECLINED]
    by_column: dict[tuple[str, str], list[Grant]] = {}
    for one in held:
        by_column.setdefault((one.kind, one.situation.casefold()), []).append(one)
    # Most people first: such a column says most of who may what.
    keys = sorted(by_column, key=lambda key: (-len(by_column[key]), key))[:COLUMNS]
    columns = [Column(by_column[key][0].get_kind_display(), by_column[key][0].situation)
               for key in keys]  # fmt: skip
    whose: dict[tuple[int, str], dict[tuple[str, str], list[Grant]]] = {}
    shown = {one.pk for key in keys for one in by_column[key]}
    for one in held:
        if one.pk in shown:
            cells = whose.setdefault((one.member_id or 0, one.role), {})
            cells.setdefault((one.kind, one.situation.casefold()), []).append(one)
    lines = []
    for cells in whose.values():
        first = next(iter(cells.values()))[0]
        told = [cells.get(key, []) for key in keys]
        lines.append(Line(first.member, first.get_role_display() if first.role else "", told))
    return Matrix(columns, lines, [one for one in held if one.pk not in shown], back)


def requests_before(member: Member) -> list[AuthorityRequest]:
    """Those that wait for an answer, the longest waiting first; then what was answered lately."""
    found = AuthorityRequest.objects.visible_to(member).select_related(*_BESIDE_REQUEST)
    answered = found.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")[:20]
    return [*requests_waiting(member), *answered]


_BESIDE_REQUEST = ("member", "manager", "promise", "grant", "conversation__customer")


def requests_waiting(member: Member) -> list[AuthorityRequest]:
    """Those that wait for an answer, the longest waiting first."""
    found = AuthorityRequest.objects.visible_to(member).filter(state="ASKED")
    return list(found.select_related(*_BESIDE_REQUEST).order_by("asked_at", "pk")[:MOST])


def waiting_along(member: Member) -> Subquery[Any]:
    """What `requests_waiting` finds, as a text for `read_waiting`."""
    found = AuthorityRequest.objects.visible_to(member).filter(state="ASKED")
    told = ("asked_at", "pk", "wanted", "member__name", "manager__name", "promise__due_at")
    return rows_along(found, *told)


def read_waiting(told: str | None) -> list[AuthorityRequest]:
    """What `waiting_along` has told, the longest waiting first."""
    return [
        AuthorityRequest(
            pk=pk,
            wanted=str(wanted),
            asked_at=read_moment(asked_at),
            member=Member(name=str(name)),
            manager=Member(name=str(manager)),
            promise=Promise(due_at=read_moment(due_at)),
        )
        for asked_at, pk, wanted, name, manager, due_at in sorted(read_rows(told))[:MOST]
    ]


def own_requests(member: Member) -> list[AuthorityRequest]:
    """The member's own, the newest first."""
    found = AuthorityRequest.objects.visible_to(member).filter(member=member)
    return list(found.select_related(*_BESIDE_REQUEST).order_by("-pk")[:20])


@dataclass(frozen=True, slots=True)
class Waited:
    """How long answers took, None where there was none; what is open counts until now."""

    middle: timedelta | None
    longest: timedelta | None
    count: int
    open: int


def waited_for_requests(member: Member, *, now: datetime) -> Waited:
    """Of those in the last ninety days. What the house itself has proposed nobody waited for."""
    since = now - timedelta(days=WAITED_DAYS)
    found = AuthorityRequest.objects.visible_to(member).filter(asked_at__gte=since, widens=None)
    rows = found.order_by("-asked_at").values_list("asked_at", "answered_at")
    return _waited(list(rows[:WAITED]), now=now)


def waited_for_grants(member: Member, *, now: datetime) -> Waited:
    """The same of grants, from their proposal to what its member said."""
    since = now - timedelta(days=WAITED_DAYS)
    found = Grant.objects.visible_to(member).filter(proposed_at__gte=since, member__isnull=False)
    rows = found.order_by("-proposed_at").values_list("proposed_at", "answered_at", "state")
    told = [(begun, None if state == "PROPOSED" else end) for begun, end, state in rows[:WAITED]]
    return _waited([row for row in told if row[0] != row[1]], now=now)


def _waited(rows: list[tuple[datetime, datetime | None]], *, now: datetime) -> Waited:
    lengths = [((end or now) - begun).total_seconds() for begun, end in rows]
    middle = median(lengths)
    return Waited(
        middle=timedelta(seconds=middle) if middle is not None else None,
        longest=timedelta(seconds=max(lengths)) if lengths else None,
        count=len(rows),
        open=sum(end is None for _begun, end in rows),
    )


@dataclass(frozen=True, slots=True)
class Blind:
    """A use, as it is shown to whoever reviews it: nothing says whose it was, nor when."""

    pk: int
    words: str
    reason: str
    situation: str
    conditions: str
    value: str
    policy: str
    cannot: str


def next_to_review(member: Member) -> Blind | None:
    """The one that has waited longest."""
    found = Gesture.objects.to_review(member).select_related("member", "grant__policy", "value")
    first = found.order_by("pk").first()
    return blind(first) if first else None


def blind(gesture: Gesture) -> Blind:
    names = [gesture.member.name]
    grant = gesture.grant
    return Blind(
        pk=gesture.pk,
        words=without_names(
            gesture_words(gesture.kind, gesture.amount, gesture.currency, gesture.what), names
        ),
        reason=without_names(gesture.reason, names),
        situation=without_names(grant.situation, names),
        conditions=without_names(grant.conditions, names),
        value=gesture.value.words if gesture.value else "",
        policy=grant.policy.name if grant.policy else "",
        cannot=grant.policy.cannot if grant.policy else "",
    )


def count_to_review(member: Member) -> int:
    """At most a hundred are counted."""
    return len(Gesture.objects.to_review(member).values_list("pk")[:100])


def own_reviewed(member: Member) -> list[Gesture]:
    """What others thought of the member's newest uses, and not who."""
    found = Gesture.objects.visible_to(member).filter(member=member, is_reviewed=True)
    return list(found.select_related("review", "grant").order_by("-pk")[:LATELY])
