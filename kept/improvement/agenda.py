"""The agenda of a huddle, which makes itself. Rooms that have more to say add a section.

A section is a function of the team, the member who looks, since when, and now; it answers the lines
that member may see. What it reads may ride along with the column of views: `along`. `@section` in a
room's `reactions` or `working` module puts it in its place; one without lines is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.conversations.models import Desk
from kept.improvement.models import Change, Huddle, HuddleVoice
from kept.improvement.queries import for_huddle
from kept.people.models import Member, Team
from kept.playbook.queries import offered_along, read_offered
from kept.promises.models import Promise

MOST = 8
WINS = 4
"""Of the promises that were kept; a meeting that praises all praises nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to speak of; `url` leads to it, `more` says why it stands here."""

    words: str
    url: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom an agenda is made. `since` is the huddle before this one."""

    huddle: Huddle
    member: Member
    voices: Sequence[HuddleVoice]
    since: datetime
    now: datetime
    along: Mapping[str, str] = field(default_factory=dict)

    @property
    def team(self) -> Team:
        return self.huddle.team


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    lines: list[Line]


Make = Callable[[Asked], list[Line]]
SECTIONS: dict[str, tuple[int, str | Lazy, Make]] = {}
ALONG: dict[str, Callable[[Member], Subquery[Any]]] = {}
"""What sections read by the query of the column of views, by their keys."""


def section(
    key: str,
    title: str | Lazy,
    *,
    order: int,
    along: Callable[[Member], Subquery[Any]] | None = None,
) -> Callable[[Make], Make]:
    """Wins come first at 10, then frictions 20, rounds 60, promises 80; between them is room."""

    def join(make: Make) -> Make:
        if key in SECTIONS:
            raise ValueError(f"two sections are called {key}")
        SECTIONS[key] = (order, title, make)
        if along is not None:
            ALONG[key] = along
        return make

    return join


def agenda_of(
    huddle: Huddle,
    member: Member,
    *,
    voices: Sequence[HuddleVoice],
    along: Mapping[str, str],
    now: datetime,
) -> list[Section]:
    """What there is to speak of, in its order. `along` is what `ALONG` has told."""
    asked = Asked(huddle, member, voices, huddle.since, huddle.closed_at or now, along)
    rows = sorted(SECTIONS.items(), key=lambda row: (row[1][0], row[0]))
    made = (Section(key, str(title), make(asked)[:MOST]) for key, (_order, title, make) in rows)
    return [one for one in made if one.lines]


@section("wins", gettext_lazy("What went well"), order=10)
def wins(asked: Asked) -> list[Line]:
    """Changes that came about, and promises of the team that their promisees have confirmed."""
    done = Change.objects.visible_to(asked.member).filter(
        state__in=["ADOPTED", "TOLD", "CHECKED", "KEPT"],
        decided_at__gt=asked.since,
        decided_at__lte=asked.now,
    )
    found = [
        Line(one.name, reverse("improvement:change", args=[one.pk]), _("adopted"))
        for one in done.order_by("-decided_at", "-pk")[:MOST]
    ]
    kept = _promises(asked).filter(
        outcome=Promise.Outcome.KEPT,
        confirmation="CONFIRMED",
        settled_at__gt=asked.since,
        settled_at__lte=asked.now,
    )
    return found + [
        Line(
            one.words,
            reverse("promises:promise", args=[one.pk]),
            _of_whom(one, _("kept, they say too")),
        )
        for one in kept.order_by("-settled_at", "-pk")[:WINS]
    ]


@section("frictions", gettext_lazy("What stands in the way"), order=20)
def in_the_way(asked: Asked) -> list[Line]:
    """Before it begins; then they are its issues."""
    if asked.huddle.state != Huddle.State.PLANNED:
        return []
    return [
        Line(
            one.words,
            reverse("improvement:friction", args=[one.pk]),
            ngettext("one of us", "%(n)s of us", one.voices_count)  # type: ignore[attr-defined]
            % {"n": one.voices_count},  # type: ignore[attr-defined]
        )
        for one in for_huddle(asked.huddle, asked.member)
    ]


@section("thoughts", gettext_lazy("Said better afterwards"), order=50, along=offered_along)
def thoughts(asked: Asked) -> list[Line]:
    """What members offered to the playbook since the last huddle, for the others to try."""
    return [
        Line(one.name, reverse("playbook:play", args=[one.pk]), one.get_situation_display())
        for one in read_offered(asked.along.get("thoughts"))
        if asked.since < one.written_at <= asked.now
    ]


@section("pride", gettext_lazy("What we are proud of"), order=60)
def pride(asked: Asked) -> list[Line]:
    return _said(asked, "pride")


@section("taught", gettext_lazy("What somebody learnt and shows the others"), order=70)
def taught(asked: Asked) -> list[Line]:
    return _said(asked, "taught")


@section("slipping", gettext_lazy("Promises that slip"), order=80)
def slipping(asked: Asked) -> list[Line]:
    """Late, or moved three times or more."""
    late = Q(due_at__lt=asked.now) | Q(changes__gte=3)
    found = _promises(asked).filter(late, outcome=Promise.Outcome.OPEN, paused_at=None)
    return [
        Line(
            one.words,
            reverse("promises:promise", args=[one.pk]),
            _of_whom(one, _slips(one, asked.now)),
        )
        for one in found.order_by("due_at", "pk")[:MOST]
    ]


def _slips(one: Promise, now: datetime) -> str:
    return _("late") if one.due_at < now else _("moved %(n)s times") % {"n": one.changes}


def _promises(asked: Asked) -> Any:
    """What the team and its desks have promised, as far as the member sees it."""
    seen = Promise.objects.visible_to(asked.member).filter(is_private=False)
    seen = seen.exclude(kind__in=[Promise.Kind.REMINDER, Promise.Kind.SELF_CARE])
    desks = Desk.teams.through.objects.filter(team=asked.team).values("desk")
    seen = seen.filter(Q(desk__in=desks) | Q(keeper_team=asked.team))
    return seen.select_related("conversation__customer")


def _of_whom(one: Promise, how: str) -> str:
    """How it stands, and with whom: what a desk promises by rule reads the same to everybody."""
    return f"{how} · {one.conversation.customer.name}" if one.conversation else how


def _said(asked: Asked, what: str) -> list[Line]:
    return [
        Line(str(getattr(one, what)), more=one.member.name)
        for one in asked.voices
        if getattr(one, what)
    ]
