"""What a manager is asked from, in one question that does not grow with what lies behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, JSONArray, Left
from django.utils.dateparse import parse_datetime

from kept.charter.models import AuthorityRequest, Policy
from kept.conversations.models import Conversation, Desk
from kept.focus.queries import looks_along, steps_along
from kept.improvement.models import Denial, Friction, Huddle, HuddleItem, Obstacle, Voice
from kept.kit.along import read_rows, rows_along
from kept.kit.prepared import prepared
from kept.people.models import Member, Team
from kept.promises.models import CountedPromise, Promise
from kept.promises.rules.endings import ENDINGS
from kept.prompts import rules
from kept.prompts.models import Dismissal

MOST = 200
FRICTIONS = 1_000
"""That are undecided in the whole house; of those a manager sees theirs."""
LINE = 120
HOLD = 12
"""Conversations of one's own, the longest untouched first."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came in one question, as texts by name."""

    texts: dict[str, str]

    def rows(self, name: str) -> list[list[Any]]:
        return sorted(read_rows(self.texts.get(name)), key=lambda row: int(row[0]))


def told(member: Member, *, now: datetime, month: date) -> Told:
    """All of it. `month` is the first whose promises count in the mirror."""
    for row in _told(member, now - rules.REFUSED_WITHIN, month):
        return Told({name: text or "" for name, text in zip(_NAMES, row, strict=True)})
    return Told({})


_NAMES = (
    *("requests", "obstacles", "asked", "frictions", "teams", "team_desks", "policies"),
    *("dismissed", "word", "owed", "mine", "looks", "standard"),
)


@prepared
def _told(member: Member, since: datetime, month: date) -> QuerySet[Any, tuple[str, ...]]:
    found: Any = Member.objects.filter(pk=member.pk).annotate(
        told_requests=_requests(member),
        told_obstacles=_obstacles(member),
        told_asked=_asked(member, since),
        told_frictions=_frictions(member),
        told_teams=_teams(member),
        told_team_desks=_desks_of_teams(member),
        told_policies=_policies(member),
        told_dismissed=rows_along(Dismissal.objects.filter(member=member.pk), *_DISMISSED),
        told_word=_word(member, month),
        told_owed=_owed_among_us(member),
        told_mine=_mine(member),
        told_looks=looks_along(member),
        told_standard=steps_along(),
    )
    rows: QuerySet[Any, tuple[str, ...]] = found.values_list(*(f"told_{one}" for one in _NAMES))
    return rows


_DISMISSED = ("pk", "kind", "subject", "weight")


def _code(word: str) -> RawSQL:
    """Written out, not bound: an index on what is open serves only whoever says so."""
    return RawSQL(f"'{word}'", ())  # noqa: S611  a word of this module


def _requests(member: Member) -> Subquery[Any]:
    found = AuthorityRequest.objects.filter(state=_code("ASKED"), manager=member.pk)
    return rows_along(
        found, "pk", Left("wanted", LINE), "member__name", "asked_at", "promise__due_at"
    )


def _obstacles(member: Member) -> Subquery[Any]:
    found = Obstacle.objects.filter(state=_code("ASKED"), leader=member.pk)
    return rows_along(
        found, "pk", Left("words", LINE), "member__name", "asked_at", "promise__due_at"
    )


def _asked(member: Member, since: datetime) -> Subquery[Any]:
    """Requests of the last half year, with the policy by which somebody was refused there.

    What the house itself has proposed nobody waited for.
    """
    seen = AuthorityRequest.objects.visible_to(member)
    found = seen.filter(asked_at__gte=since)
    newest = found.order_by("-asked_at").values("pk")[:MOST]
    no = Denial.objects.filter(conversation=OuterRef("conversation")).order_by("-pk")
    return rows_along(
        AuthorityRequest.objects.filter(pk__in=newest),
        *("pk", "member_id", "member__name", "kind", "state", "asked_at", "answered_at"),
        Subquery(no.values("policy")[:1]),
        Subquery(no.values("policy__name")[:1]),
        "widens_id",
    )


def _frictions(member: Member) -> Subquery[Any]:
    """The oldest of what is undecided. Taken first by their age, so that an index finds them."""
    undecided = Friction.objects.undecided()
    oldest = undecided.order_by("raised_at", "pk").values("pk")[:FRICTIONS]
    voices = Voice.objects.filter(friction=OuterRef("pk")).order_by().values("friction")
    chosen = HuddleItem.objects.filter(friction=OuterRef("pk"), owner__isnull=False)
    return rows_along(
        Friction.objects.visible_to(member).filter(pk__in=oldest),
        *("pk", Left("words", LINE), "kind", "state", "desk_id", "raised_at"),
        Subquery(voices.annotate(n=Count("pk")).values("n")),
        Exists(chosen),
    )


def _own_teams(member: Member) -> QuerySet[Any]:
    seats: Any = Team.members.through.objects
    rows: QuerySet[Any] = seats.filter(member=member.pk)
    return rows


def _teams(member: Member) -> Subquery[Any]:
    huddles = Huddle.objects.filter(team=OuterRef("pk"))
    last = huddles.filter(state="CLOSED").order_by("-at")
    ahead = huddles.exclude(state="CLOSED")
    return rows_along(
        Team.objects.filter(pk__in=_own_teams(member).values("team")),
        *("pk", "name"),
        Subquery(last.values("closed_at")[:1]),
        *(Subquery(ahead.values(name)[:1]) for name in ("pk", "at", "state", "format", "minutes")),
    )


def _desks_of_teams(member: Member) -> Subquery[Any]:
    served = Desk.teams.through.objects.filter(team__in=_own_teams(member).values("team"))
    return rows_along(served, "team_id", "desk_id")


def _policies(member: Member) -> Subquery[Any]:
    found = Policy.objects.visible_to(member).filter(retired_at=None, review_on__isnull=False)
    return rows_along(found, "pk", "name", "review_on", "owner__name")


def _word(member: Member, month: date) -> Subquery[Any]:
    """How what the member promised among us ended, one count an ending."""
    mine = CountedPromise.objects.filter(
        keeper=member.pk, month__gte=month, kind=Promise.Kind.COLLEAGUE
    )
    counts = [Count("month", filter=Q(ending=ending)) for ending in ENDINGS]
    row = Cast(JSONArray(*counts), TextField())
    return Subquery(mine.order_by().values("keeper").annotate(told=row).values("told"))


def _owed_among_us(member: Member) -> Subquery[Any]:
    """What they owe to one of us or to a team, by promise."""
    found = Promise.objects.open().filter(
        keeper=member.pk, kind=Promise.Kind.COLLEAGUE, is_private=False
    )
    return rows_along(
        found,
        *("pk", Left("words", LINE), "made_at", "due_at", "to_member__name", "to_team__name"),
        "paused_at",
    )


def _mine(member: Member) -> Subquery[Any]:
    found = Conversation.objects.visible_to(member).filter(
        assignee=member, status=Conversation.Status.OPEN
    )
    oldest = found.order_by("last_at", "pk").values("pk")[:HOLD]
    rows = Conversation.objects.filter(pk__in=oldest)
    return rows_along(rows, "pk", "customer__name", "last_at")


# Reading it.


def seen_in(found: Told, resting: list[rules.Resting]) -> rules.Seen:
    """`resting` are the recoveries that stand still."""
    desks: dict[int, set[int]] = {}
    for team, desk in found.rows("team_desks"):
        desks.setdefault(team, set()).add(desk)
    return rules.Seen(
        requests=[_owed(*row) for row in found.rows("requests")],
        obstacles=[_owed(*row) for row in found.rows("obstacles")],
        asked=[_asked_told(*row[:-1]) for row in found.rows("asked") if row[-1] is None],
        frictions=frictions_in(found),
        meetings=[
            rules.Meeting(
                team,
                name,
                frozenset(desks.get(team, ())),
                last_at=moment_in(last) if last else None,
                next_at=moment_in(at) if at else None,
                is_open=state == Huddle.State.OPEN,
            )
            for team, name, last, _pk, at, state, _format, _minutes in found.rows("teams")
        ],
        policies=[
            rules.Rule(pk, name, date.fromisoformat(str(day)), owner)
            for pk, name, day, owner in found.rows("policies")
        ],
        resting=resting,
    )


def frictions_in(found: Told) -> list[rules.InTheWay]:
    """What is undecided, the longest waiting first."""
    rows = [_in_the_way(*row) for row in found.rows("frictions")]
    return sorted(rows, key=lambda one: (one.raised_at, one.pk))


def huddles_in(found: Told) -> list[Huddle]:
    """The next one of each of the member's teams, as much of it as a line shows."""
    rows = [
        Huddle(
            pk=pk,
            at=moment_in(at),
            team=Team(pk=team, name=name),
            state=state,
            format=format_,
            minutes=minutes,
        )
        for team, name, _last, pk, at, state, format_, minutes in found.rows("teams")
        if pk
    ]
    return sorted(rows, key=lambda one: (one.at, one.pk))


def dismissed_in(found: Told) -> list[rules.Dismissed]:
    return [rules.Dismissed(kind, subject, weight) for _pk, kind, subject, weight
            in found.rows("dismissed")]  # fmt: skip


def dismissals(member: Member) -> list[Dismissal]:
    """What the member has dismissed, the last one first."""
    return list(Dismissal.objects.visible_to(member).order_by("-at", "-pk")[:MOST])


def _asked_told(
    pk: int, member: int, who: str, kind: str, state: str, asked: Any, answered: Any, *rule: Any
) -> rules.Asked:
    policy, name = rule
    return rules.Asked(
        *(pk, member, who, kind, state),
        asked_at=moment_in(asked),
        answered_at=moment_in(answered) if answered else None,
        policy=policy or 0,
        policy_name=name or "",
    )


def _in_the_way(
    pk: int, words: str, kind: str, state: str, desk: int | None, raised: Any, *more: Any
) -> rules.InTheWay:
    voices, has_owner = more
    return rules.InTheWay(
        *(pk, words, kind, state, desk or 0, moment_in(raised), voices or 0),
        has_owner=bool(has_owner),
    )


def _owed(pk: int, words: str, who: str, asked_at: Any, due_at: Any) -> rules.Owed:
    return rules.Owed(pk, words, who, moment_in(asked_at), moment_in(due_at))


def moment_in(text: Any) -> datetime:
    """SQLite tells a moment without its zone, which is UTC."""
    moment = parse_datetime(str(text))
    assert moment is not None  # noqa: S101  it came from a column of moments
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
