"""What the screens read of the playbook."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONArray

from kept.kit.along import read_moment, read_rows, rows_along
from kept.kit.slices import newest
from kept.people.models import Member
from kept.playbook.models import (
    Hint,
    Language,
    Phrasing,
    Play,
    PlayUse,
    SecondThought,
    Situation,
)
from kept.playbook.rules import SITUATIONS

MOST = 200
MOST_FITTING = 12
PAGE = 30
MOST_USES = 40
_ORDER = [Play.State.PROVEN, Play.State.TRIED, Play.State.PROPOSED, Play.State.AGED]


@dataclass(frozen=True, slots=True)
class Row:
    """A play as it stands today."""

    play: Play
    state: Play.State

    @property
    def phrasings(self) -> list[Phrasing]:
        return list(self.play.phrasings.all())


@dataclass(frozen=True, slots=True)
class Gap:
    """A situation and a language: how many plays there are by how far they have come."""

    situation: Situation
    language: Language
    proven: int
    tried: int
    proposed: int
    aged: int

    @property
    def is_gap(self) -> bool:
        return self.proven == 0

    @property
    def is_empty(self) -> bool:
        return not (self.proven or self.tried or self.proposed or self.aged)


@dataclass(frozen=True, slots=True)
class Seen:
    """A hint as a thread shows it: kinds with the words that were seen."""

    pk: int
    state: str
    reasons: list[tuple[str, str]]
    message: int
    answered_by: str
    answered_at: datetime | None

    @property
    def is_raised(self) -> bool:
        return self.state == Hint.State.RAISED

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _words in self.reasons]


def hint_along() -> Subquery[Any]:
    """The newest hint of a conversation that nobody dismissed, for `read_hint`."""
    columns = ("pk", "state", "reasons", "message_id", "answered_by__name", "answered_at")
    found = Hint.objects.filter(message__conversation=OuterRef("pk"))
    last = found.exclude(state=Hint.State.DISMISSED).order_by("-message_id")
    return Subquery(last.annotate(row=Cast(JSONArray(*columns), TextField())).values("row")[:1])


def read_hint(text: str | None) -> Seen | None:
    """What `hint_along` has told."""
    if not text:
        return None
    pk, state, reasons, message, name, at = json.loads(text)
    rows = json.loads(reasons) if isinstance(reasons, str) else reasons
    told = [(str(kind), str(words)) for kind, words in rows]
    return Seen(pk, state, told, message, name or "", read_moment(at))


def thoughts_along() -> Subquery[Any]:
    """Whose second thoughts there are to a conversation's answers, for `own_of`. No words."""
    found = SecondThought.objects.filter(message__conversation=OuterRef("pk"))
    return rows_along(found, "member_id", "message_id")


def own_of(text: str | None, member: Member) -> int:
    """How many of what `thoughts_along` has told are the member's."""
    return sum(whose == member.pk for whose, _message in read_rows(text))


def offered_along(member: Member) -> Subquery[Any]:
    """The plays that members wrote themselves, as a text for `read_offered`."""
    found = Play.objects.visible_to(member).standing().exclude(writer=None)
    return rows_along(found, "written_at", "pk", "name", "situation")


def read_offered(told: str | None) -> list[Play]:
    """What `offered_along` has told, the newest first."""
    return [
        Play(
            pk=pk,
            name=str(name),
            situation=str(situation),
            written_at=read_moment(at),
        )
        for at, pk, name, situation in sorted(read_rows(told), reverse=True)
    ]


def plays(
    member: Member,
    *,
    situation: str = "",
    feeling: str = "",
    language: str = "",
    asked: str = "",
    state: str = "",
    retired: bool = False,
    now: datetime,
) -> list[Row]:
    """The playbook, what has proven itself first; of it what has all words that were `asked`."""
    found = Play.objects.visible_to(member)
    found = found.exclude(retired_at=None) if retired else found.standing()
    for name, value in (("situation", situation), ("feeling", feeling), ("language", language)):
        if value:
            found = found.filter(**{name: value})
    for word in asked.split()[:8]:
        here = Phrasing.objects.filter(play=OuterRef("pk"), retired_at=None, text__icontains=word)
        found = found.filter(Q(name__icontains=word) | Q(when__icontains=word) | Exists(here))
    rows = _rows(found, own=member.language.split("-")[0], now=now)
    return [row for row in rows if not state or row.state == state]


def fitting(
    member: Member, situations: list[str], *, language: str, asked: str = "", now: datetime
) -> list[Row]:
    """What is offered in a conversation: its language first, and what fits most first."""
    found = plays(member, asked=asked, now=now)
    chosen = [row for row in found if row.play.situation in situations]
    order = {situation: at for at, situation in enumerate(situations)}
    chosen.sort(key=lambda row: (row.play.language != language, order[row.play.situation]))
    return chosen[:MOST_FITTING]


def row_of(play: Play, *, now: datetime) -> Row:
    return Row(play, play.state_at(now))


def uses_of(play: Play, member: Member) -> list[PlayUse]:
    """Where it was used, as far as the member sees it, the newest first; never by whom."""
    found = PlayUse.objects.visible_to(member).filter(play=play).exclude(state="PUT_IN")
    return list(found.select_related("conversation__customer").order_by("-pk")[:MOST_USES])


def counted(play: Play) -> dict[str, int]:
    """What became of the uses that speak of it as it stands: all of them, seen or not."""
    rows = PlayUse.objects.filter(play=play, number=play.number, counts=True)
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def gaps(*, now: datetime) -> list[Gap]:
    """Every situation in each language, in the order of the situations."""
    told: dict[tuple[str, str], list[str]] = {}
    for play in Play.objects.standing().order_by("pk")[:2_000]:
        told.setdefault((play.situation, play.language), []).append(play.state_at(now))
    return [
        Gap(
            Situation(situation),
            Language(language),
            *(told.get((situation, language), []).count(state) for state in _ORDER),
        )
        for situation in SITUATIONS
        for language in Language.values
    ]


def thoughts_of(
    member: Member, *, before: int | None = None
) -> tuple[list[SecondThought], int | None]:
    """The member's own, the newest first; and behind which more come."""
    found = SecondThought.objects.visible_to(member)
    found = found.select_related("message__conversation__customer", "play")
    return newest(found, before=before, size=PAGE)


def thoughts_to(message: int, member: Member) -> list[SecondThought]:
    """The member's own to that answer."""
    found = SecondThought.objects.visible_to(member).filter(message=message)
    return list(found.select_related("message", "play").order_by("-pk"))


def _rows(found: QuerySet[Play], *, own: str, now: datetime) -> list[Row]:
    """By situation; `own` is the language that stands first, then what has proven itself."""
    said = Prefetch("phrasings", queryset=Phrasing.objects.filter(retired_at=None))
    rows = [row_of(play, now=now) for play in found.prefetch_related(said)[:MOST]]
    order = {state: at for at, state in enumerate(_ORDER)}
    situations = {situation: at for at, situation in enumerate(SITUATIONS)}
    rows.sort(
        key=lambda row: (
            situations[row.play.situation],
            row.play.language != own,
            order[row.state],
            -row.play.share.low if row.play.share.is_worth_it else 0.0,
            row.play.pk,
        )
    )
    return rows
