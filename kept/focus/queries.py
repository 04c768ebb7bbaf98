"""Who is in focus, and what the aid says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from kept.focus.models import BestNote, Focus, Parked, Standard, WithoutAid
from kept.focus.rules import ends_at, held_until, steps_in
from kept.people.models import Member


def focus_of(member: Member, *, now: datetime) -> Focus | None:
    """None where they are in none, or where its time is over."""
    found = Focus.objects.filter(member=member).first()
    return found if found and found.end > now else None


def held_for(member: Member, *, now: datetime) -> datetime | None:
    """Until when what is not urgent is held for them; None where it is not."""
    found = focus_of(member, now=now)
    return held_until(now, found.end) if found else None


def in_focus(members: Iterable[Member], *, now: datetime) -> dict[int, Focus]:
    """Those of them who are, by their id. One query."""
    found = Focus.objects.filter(member__in=list(members))
    return {one.member_id: one for one in found if one.end > now}


def parked_by(member: Member) -> QuerySet[Parked]:
    return Parked.objects.filter(member=member)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a page says of one's own focus: `end` is None outside of it. `parked` is how many."""

    end: datetime | None = None
    is_timed: bool = False
    parked: int = 0
    has_aid: bool = True


def standing_along(member: Member) -> Subquery[Any]:
    """How a member stands as a text within another query, for `read_standing`."""
    parked = Parked.objects.filter(member=OuterRef("pk")).order_by().values("member")
    told = JSONObject(
        since="focus_row__since",
        until="focus_row__until",
        parked=Subquery(parked.annotate(n=Count("pk")).values("n")),
        without=Exists(WithoutAid.objects.filter(member=OuterRef("pk"))),
        hidden=Exists(Standard.objects.filter(is_shown=False)),
    )
    rows = Member.objects.filter(pk=member.pk).annotate(told=Cast(told, TextField()))
    return Subquery(rows.values("told"))


def read_standing(text: str, *, now: datetime) -> Standing:
    """What `standing_along` has told; out of focus where its time is over."""
    if not text:
        return Standing()
    given = json.loads(text)
    has_aid = not given["without"] and not given["hidden"]
    since, until = _moment(given["since"]), _moment(given["until"])
    if since is None or (end := ends_at(since, until)) <= now:
        return Standing(has_aid=has_aid)
    return Standing(end, until is not None, given["parked"] or 0, has_aid)


def _moment(text: str | None) -> datetime | None:
    """SQLite tells no zone: what it holds is UTC."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def best_note_of(member: Member) -> str:
    found = BestNote.objects.filter(member=member).first()
    return found.text if found else ""


def standard() -> Standard:
    return Standard.objects.first() or Standard()


def as_typed(steps: str) -> Standard:
    """What it would be, not saved."""
    return Standard(steps=steps)


def steps_of(found: Standard) -> list[tuple[str, str]]:
    """Name and aid of each step, the house's own or the usual."""
    return steps_in(found.steps or usual_steps())


def usual_steps() -> str:
    """Of S3.02, in the language of whoever reads."""
    return "\n".join(
        [
            _("Acknowledge: Name what they wrote about, and how it is for them, before all else."),
            _("Get the details: Ask what you need in one go, and say why you ask."),
            _("Listen: Read it once more. What have they said that you have not answered?"),
            _("Build on it: Use what you know of them. They are somebody, and no case."),
            _("Do a little more: One thing they did not ask for, and that helps."),
        ]
    )


def wants_aid(member: Member) -> bool:
    return not WithoutAid.objects.filter(member=member).exists()
