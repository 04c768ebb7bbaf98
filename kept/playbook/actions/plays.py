"""Plays are written, changed, retired and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.kit.refusals import NotAllowed
from kept.kit.typed import one_line, plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.people.turns import take_turn
from kept.playbook.access import may_change
from kept.playbook.actions.errors import EmptyPlay
from kept.playbook.events import PlayBroughtBack, PlayRetired, PlayWritten
from kept.playbook.models import Phrasing, Play, StepKind
from kept.playbook.rules.phrasing import (
    LONGEST_NAME,
    LONGEST_PHRASING,
    LONGEST_STEP,
    LONGEST_WHEN,
    MOST_PHRASINGS,
    MOST_STEPS,
)


@dataclass(frozen=True, slots=True)
class PlayTerms:
    """`steps` are pairs of a `StepKind` and words."""

    situation: str
    feeling: str
    language: str
    name: str
    phrasings: Sequence[str]
    when: str = ""
    steps: Sequence[tuple[str, str]] = ()


@transaction.atomic
def write_play(
    play: Play | None,
    terms: PlayTerms,
    *,
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Play:
    """Propose it, or change it. Changed words begin to prove themselves anew.

    Of the same `submit_id` one comes. Raises `NotAllowed`, `EmptyPlay`.
    """
    if play is not None:
        play = Play.objects.select_for_update().get(pk=play.pk)
        if not may_change(by, play):
            raise NotAllowed
    elif not by.is_active:
        raise NotAllowed
    elif submit_id is not None:
        take_turn(by)
        if made := Play.objects.filter(submit_id=submit_id, writer=by).first():
            return made
    name = one_line(terms.name, LONGEST_NAME)
    texts = _texts(terms.phrasings)
    if not name or not texts:
        raise EmptyPlay
    row = play or Play(writer=by, number=0, submit_id=submit_id)
    steps = _steps(terms.steps)
    before = _standing(row) if row.pk else []
    if [one.text for one in before] != texts or [list(one) for one in row.steps] != steps:
        row.number += 1
        row.uses = row.resolved = row.came_back = 0
    row.name, row.when = name, one_line(terms.when, LONGEST_WHEN)
    row.situation, row.feeling, row.language = terms.situation, terms.feeling, terms.language
    row.steps, row.written_at = steps, now
    row.save()
    _say(row, texts, before, now=now)
    fact = PlayWritten(
        play=row.pk,
        number=row.number,
        situation=row.situation,
        feeling=row.feeling,
        language=row.language,
    )
    record(fact, about=[row], by=by, at=now)
    return row


@transaction.atomic
def retire_play(play: Play, *, by: Member, now: datetime) -> Play:
    """Offered no more; where it was used it stays known. Raises `NotAllowed`."""
    play = _held(play, by=by)
    if play.retired_at is None:
        play.retired_at = now
        play.save(update_fields=["retired_at"])
        record(PlayRetired(play=play.pk), about=[play], by=by, at=now)
    return play


@transaction.atomic
def bring_back_play(play: Play, *, by: Member, now: datetime) -> Play:
    """Raises `NotAllowed`."""
    play = _held(play, by=by)
    if play.retired_at is not None:
        play.retired_at = None
        play.save(update_fields=["retired_at"])
        record(PlayBroughtBack(play=play.pk), about=[play], by=by, at=now)
    return play


def _held(play: Play, *, by: Member) -> Play:
    play = Play.objects.select_for_update().get(pk=play.pk)
    if not may_change(by, play):
        raise NotAllowed
    return play


def _standing(play: Play) -> list[Phrasing]:
    return list(play.phrasings.filter(retired_at=None))


def _texts(given: Sequence[str]) -> list[str]:
    texts = (plain_text(text, LONGEST_PHRASING) for text in given)
    return list(dict.fromkeys(text for text in texts if text))[:MOST_PHRASINGS]


def _steps(given: Sequence[tuple[str, str]]) -> list[list[str]]:
    rows = []
    for kind, words in given:
        said = one_line(words, LONGEST_STEP)
        if said and kind in StepKind.values:
            rows.append([str(kind), said])
    return rows[:MOST_STEPS]


def _say(play: Play, texts: list[str], before: list[Phrasing], *, now: datetime) -> None:
    """What is said otherwise is another phrasing: uses point to what was said."""
    known = {one.text: one for one in before}
    for rank, text in enumerate(texts):
        phrasing = known.pop(text, None) or Phrasing(play=play, text=text)
        phrasing.rank = rank
        phrasing.save()
    for gone in known.values():
        gone.retired_at = now
        gone.save(update_fields=["retired_at"])
