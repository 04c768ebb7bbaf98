"""When a manager is asked to look at something, and when again after they have dismissed it. Pure.

Each kind has a weight in a unit of its own, and `STEP` says by how much that must have grown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

HEARING, OBSTACLE, STILL, HUDDLE = "HEARING", "OBSTACLE", "STILL", "HUDDLE"
FRICTION, WAITING, REFUSED, REVIEW = "FRICTION", "WAITING", "REFUSED", "REVIEW"
ORDER = (HEARING, OBSTACLE, STILL, HUDDLE, FRICTION, WAITING, REFUSED, REVIEW)
"""What is owed to somebody comes first, then what stands still, then what could be better."""

STEP: Mapping[str, int] = {
    HEARING: 3,  # days since it was asked
    OBSTACLE: 3,  # days since it was asked
    STILL: 2,  # recoveries
    HUDDLE: 7,  # days since the last one
    FRICTION: 2,  # of us who say so
    WAITING: 24,  # hours that customers waited
    REFUSED: 2,  # refusals that were granted later
    REVIEW: 14,  # days since it was due
}

NEAR = timedelta(days=2)
"""Before an answer that is owed."""
HUDDLE_AFTER = timedelta(days=14)
MANY_VOICES = 3
ASKED_OFTEN, ASKED_WITHIN = 3, timedelta(days=90)
LONG_WAIT = timedelta(hours=24)
"""Of the decision in the middle."""
REFUSED_OFTEN, REFUSED_WITHIN = 2, timedelta(days=180)
SHOWN_LINKS = 4
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Owed:
    """A request that this manager has promised somebody to answer."""

    pk: int
    words: str
    who: str
    asked_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody had to ask before they could decide. `policy` 0: no rule is known that stood there.

    `state` is ASKED, GRANTED, NARROWED or REFUSED.
    """

    pk: int
    member: int
    who: str
    kind: str
    state: str
    asked_at: datetime
    answered_at: datetime | None = None
    policy: int = 0
    policy_name: str = ""

    def waited(self, now: datetime) -> timedelta:
        return (self.answered_at or now) - self.asked_at


@dataclass(frozen=True, slots=True)
class InTheWay:
    """An undecided friction or idea; `desk` 0 is the whole house."""

    pk: int
    words: str
    kind: str
    state: str
    desk: int
    raised_at: datetime
    voices: int
    has_owner: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A team of the manager's, its last huddle, and the one that is planned or under way."""

    team: int
    name: str
    desks: frozenset[int]
    last_at: datetime | None = None
    next_at: datetime | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy whose review has a day; `owner` answers for it."""

    pk: int
    name: str
    review_on: date
    owner: str


@dataclass(frozen=True, slots=True)
class Resting:
    """A recovery in which nothing was done for too long."""

    pk: int
    customer: str


@dataclass(frozen=True, slots=True)
class Seen:
    """All that prompts are raised from."""

    requests: Sequence[Owed] = ()
    obstacles: Sequence[Owed] = ()
    asked: Sequence[Asked] = ()
    frictions: Sequence[InTheWay] = ()
    meetings: Sequence[Meeting] = ()
    policies: Sequence[Rule] = ()
    resting: Sequence[Resting] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that was seen: `what` names the table; `words` are shown, and the day if known."""

    what: str
    pk: int
    words: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """`subject` tells it from others of its kind; `facts` are the figures it saw."""

    kind: str
    subject: str
    weight: int
    facts: Mapping[str, object] = field(default_factory=dict)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Dismissed:
    kind: str
    subject: str
    weight: int


def raised(seen: Seen, *, now: datetime) -> list[Prompt]:
    """What the figures ask for, in its order, the heaviest of each kind first."""
    found = [
        *_owed(HEARING, seen.requests, "request", now=now),
        *_owed(OBSTACLE, seen.obstacles, "obstacle", now=now),
        *_still(seen.resting),
        *_huddles(seen.meetings, seen.frictions, now=now),
        *_unowned(seen.frictions),
        *_waits(seen.asked, now=now),
        *_granted_later(seen.asked, now=now),
        *_reviews(seen.policies, today=now.date()),
    ]
    return sorted(found, key=lambda one: (ORDER.index(one.kind), -one.weight, one.subject))


def still_raised(prompts: Iterable[Prompt], dismissed: Iterable[Dismissed]) -> list[Prompt]:
    """Without what was dismissed and is not clearly worse since."""
    then = {(one.kind, one.subject): one.weight for one in dismissed}
    return [
        one
        for one in prompts
        if (one.kind, one.subject) not in then
        or is_clearly_worse(one.kind, then[one.kind, one.subject], one.weight)
    ]


def is_clearly_worse(kind: str, then: int, now: int) -> bool:
    """By half as much again, and by the step of its kind."""
    return now >= then + STEP[kind] and 2 * now >= 3 * then


def _owed(kind: str, found: Iterable[Owed], what: str, *, now: datetime) -> list[Prompt]:
    return [
        Prompt(
            kind,
            str(one.pk),
            (now - one.asked_at).days,
            {"who": one.who, "asked_at": one.asked_at, "due_at": one.due_at},
            (Link(what, one.pk, one.words),),
        )
        for one in found
        if one.due_at - now <= NEAR
    ]


def _still(found: Sequence[Resting]) -> list[Prompt]:
    if not found:
        return []
    links = tuple(Link("recovery", one.pk, one.customer) for one in found[:SHOWN_LINKS])
    return [Prompt(STILL, "all", len(found), {"count": len(found)}, links)]


def _huddles(
    meetings: Iterable[Meeting], frictions: Sequence[InTheWay], *, now: datetime
) -> list[Prompt]:
    """Only where there is something to speak of, and nobody has planned to speak of it."""
    prompts = []
    for one in meetings:
        before = sorted(
            (row for row in frictions if row.desk == 0 or row.desk in one.desks),
            key=lambda row: (row.raised_at, row.pk),
        )
        is_planned = one.is_open or (one.next_at is not None and one.next_at > now)
        if not before or is_planned:
            continue
        # Where there was none yet, nobody has spoken of it since it was raised.
        since = one.last_at or before[0].raised_at
        if now - since >= HUDDLE_AFTER:
            facts = {
                "team": one.name,
                "last_at": one.last_at,
                "count": len(before),
                "oldest_at": before[0].raised_at,
            }
            links = tuple(Link("friction", row.pk, row.words) for row in before[:SHOWN_LINKS])
            prompts.append(Prompt(HUDDLE, str(one.team), (now - since).days, facts, links))
    return prompts


def _unowned(frictions: Iterable[InTheWay]) -> list[Prompt]:
    return [
        Prompt(
            FRICTION,
            str(one.pk),
            one.voices,
            {"words": one.words, "voices": one.voices, "raised_at": one.raised_at},
            (Link("friction", one.pk, one.words),),
        )
        for one in frictions
        if one.voices >= MANY_VOICES and not one.has_owner
    ]


def _waits(asked: Iterable[Asked], *, now: datetime) -> list[Prompt]:
    """By the policy that stood there, where one is known; else by what was wanted."""
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        if now - one.asked_at <= ASKED_WITHIN:
            key = f"policy-{one.policy}" if one.policy else one.kind
            groups.setdefault(key, []).append(one)
    prompts = []
    for key, rows in groups.items():
        waits = [row.waited(now).total_seconds() for row in rows]
        middle = timedelta(seconds=median(waits))
        if len(rows) < ASKED_OFTEN or middle < LONG_WAIT:
            continue
        newest = sorted(rows, key=lambda row: (row.asked_at, row.pk), reverse=True)[:SHOWN_LINKS]
        links = [Link("request", row.pk, row.who, row.asked_at) for row in newest]
        if rows[0].policy:
            links.insert(0, Link("policy", rows[0].policy, rows[0].policy_name))
        facts = {
            "policy": rows[0].policy_name,
            "kind": rows[0].kind,
            "count": len(rows),
            "middle": middle,
            "all": timedelta(seconds=sum(waits)),
        }
        prompts.append(Prompt(WAITING, key, int(sum(waits) // 3_600), facts, tuple(links)))
    return prompts


def _granted_later(asked: Iterable[Asked], *, now: datetime) -> list[Prompt]:
    """What one member was refused again and again, until it was granted after all."""
    groups: dict[tuple[int, str], list[Asked]] = {}
    for one in asked:
        if one.answered_at is not None and now - one.asked_at <= REFUSED_WITHIN:
            groups.setdefault((one.member, one.kind), []).append(one)
    prompts = []
    for (member, kind), rows in groups.items():
        granted = [row for row in rows if row.state in {"GRANTED", "NARROWED"}]
        if not granted:
            continue
        last = max(granted, key=lambda row: (row.answered_at, row.pk))
        before = [
            row
            for row in rows
            if row.state == "REFUSED" and (row.answered_at or now) < (last.answered_at or now)
        ]
        if len(before) < REFUSED_OFTEN:
            continue
        facts = {
            "who": last.who,
            "kind": kind,
            "count": len(before),
            "granted_at": last.answered_at,
        }
        shown = [*before[-SHOWN_LINKS + 1 :], last]
        links = tuple(Link("request", row.pk, row.state, row.answered_at) for row in shown)
        prompts.append(Prompt(REFUSED, f"{member}-{kind}", len(before), facts, links))
    return prompts


def _reviews(policies: Iterable[Rule], *, today: date) -> list[Prompt]:
    return [
        Prompt(
            REVIEW,
            str(one.pk),
            (today - one.review_on).days,
            {"name": one.name, "owner": one.owner, "review_on": one.review_on},
            (Link("policy", one.pk, one.name),),
        )
        for one in policies
        if one.review_on < today
    ]
