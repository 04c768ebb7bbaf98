"""Who is in focus, and what the aid says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.conversations.models import Conversation, Message
from kept.focus.answering import without_them
from kept.focus.models import (
    AnswerLook,
    BestNote,
    Focus,
    FocusChoice,
    Parked,
    Standard,
    WithoutAid,
)
from kept.focus.rules import ANSWERS, USUAL, ends_at, held_until, steps_in
from kept.kit.along import read_moment, read_rows, rows_along
from kept.kit.sealing import CannotUnseal, unseal
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What a page says of one's own focus: `end` is None outside of it. `parked` are ids.

    `was` is from when to when it lasted, until what came meanwhile is put away. `minutes` and
    `takes` are how they like it.
    """

    end: datetime | None = None
    is_timed: bool = False
    parked: tuple[int, ...] = ()
    has_aid: bool = True
    was: tuple[datetime, datetime] | None = None
    minutes: int = USUAL
    takes: bool = False
    standard: str = ""

    @property
    def length_words(self) -> str:
        return length_in_words(self.minutes)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Those offered beside what is written; none where the house or the member wants none."""
        return steps_in(self.standard or usual_steps()) if self.has_aid else []


def length_in_words(minutes: int) -> str:
    if not minutes:
        return _("Until I end it")
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def standing_along(member: Member) -> Subquery[Any]:
    """How a member stands as a text within another query, for `read_standing`."""
    parked = Parked.objects.filter(member=OuterRef("pk"))
    told = JSONObject(
        since="focus_row__since",
        until="focus_row__until",
        ended="focus_row__ended_at",
        minutes="focus_choice__minutes",
        takes="focus_choice__takes",
        parked=rows_along(parked, "conversation_id"),
        without=Exists(WithoutAid.objects.filter(member=OuterRef("pk"))),
        hidden=Exists(Standard.objects.filter(is_shown=False)),
        steps=Subquery(Standard.objects.values("steps")[:1]),
    )
    rows = Member.objects.filter(pk=member.pk).annotate(told=Cast(told, TextField()))
    return Subquery(rows.values("told"))


def read_standing(text: str, *, now: datetime) -> Standing:
    """What `standing_along` has told; out of focus where its time is over."""
    if not text:
        return Standing()
    given = json.loads(text)
    # A list within: SQLite tells it as one, PostgreSQL as the text of one.
    parked = given["parked"]
    rows = parked if isinstance(parked, list) else read_rows(parked)
    standing = Standing(
        has_aid=not given["without"] and not given["hidden"],
        parked=tuple(pk for (pk,) in rows),
        minutes=USUAL if given["minutes"] is None else given["minutes"],
        takes=bool(given["takes"]),
        standard=given["steps"] or "",
    )
    since, until, ended = (read_moment(given[name]) for name in ("since", "until", "ended"))
    if since is None:
        return standing
    end = ends_at(since, until)
    if ended is not None or end <= now:
        return replace(standing, was=(since, min(end, ended) if ended else end))
    return replace(standing, end=end, is_timed=until is not None)


def standing_of(member: Member, *, now: datetime) -> Standing:
    """The same, asked alone."""
    rows = Member.objects.filter(pk=member.pk).annotate(told_standing=standing_along(member))
    return read_standing(rows.values_list("told_standing", flat=True).first() or "", now=now)


def choice_of(member: Member) -> FocusChoice:
    return FocusChoice.objects.filter(member=member).first() or FocusChoice(member=member)


def best_note_of(member: Member) -> str:
    found = BestNote.objects.visible_to(member).values_list("sealed", flat=True).first()
    return read_note(found or "")


def note_along(member: Member) -> Subquery[Any]:
    """The member's own note, sealed, within another query, for `read_note`."""
    own = BestNote.objects.filter(member=member.pk).annotate(told=F("sealed"))
    return Subquery(own.values("told"))


def read_note(sealed: str) -> str:
    """Empty where there is none, or where its key is gone."""
    try:
        return unseal(sealed)
    except CannotUnseal:
        return ""


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


# One's own answers beside the standard.


def own_answers(member: Member) -> list[Message]:
    """The last that went out in their name, as far as they still see where; with `look`."""
    found = list(_answers_of(member).select_related("conversation__customer").order_by("-pk"))
    looks = AnswerLook.objects.visible_to(member).filter(message__in=found)
    by_message = {one.message_id: one for one in looks}
    for one in found:
        one.look = by_message.get(one.pk)  # type: ignore[attr-defined]
    return found


def _answers_of(member: Member) -> QuerySet[Message]:
    mine = Message.objects.filter(member=member.pk, way=Message.Way.OUT, automatic="")
    newest = without_them(mine).order_by("-pk").values("pk")[:ANSWERS]
    seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
    return Message.objects.filter(Exists(seen), pk__in=newest)


def looks_along(member: Member) -> Subquery[Any]:
    """What the member found in their last answers, within another query, for `read_looks`."""
    look = AnswerLook.objects.filter(message=OuterRef("pk"), member=member.pk)
    return rows_along(
        _answers_of(member),
        "pk",
        Subquery(look.annotate(told=Cast("shown", TextField())).values("told")),
        Subquery(look.values("steps")),
    )


def steps_along() -> Subquery[Any]:
    """The steps of the house's own standard, within another query."""
    return Subquery(Standard.objects.annotate(told=F("steps")).values("told")[:1])


@dataclass(frozen=True, slots=True)
class StepFound:
    """In how many of the answers that were read again this step was found."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Looks:
    """Of the last `of` answers so many were read again by the standard as it is now."""

    of: int
    looked: int
    steps: list[StepFound]

    @property
    def missed(self) -> StepFound | None:
        """The step that was found least often; None where none was missing."""
        rare = min(self.steps, key=lambda one: one.count, default=None)
        return rare if rare is not None and rare.count < self.looked else None


def read_looks(text: str | None, standard: str | None) -> Looks:
    """What `looks_along` and `steps_along` have told."""
    steps = [name for name, _aid in steps_in(standard or usual_steps())]
    rows = read_rows(text)
    shown = [json.loads(found) for _pk, found, many in rows if found and many == len(steps)]
    return Looks(
        of=len(rows),
        looked=len(shown),
        steps=[
            StepFound(name, sum(place in one for one in shown)) for place, name in enumerate(steps)
        ],
    )
