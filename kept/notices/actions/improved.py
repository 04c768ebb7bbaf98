"""Somebody is told what became of what they raised, or of a huddle of theirs, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.improvement.models import Change, Friction, Huddle, Voice
from kept.ledger import record
from kept.notices.actions.tell import SYSTEM
from kept.notices.events import NoticeOfChange, NoticeOfFriction, NoticeOfHuddle
from kept.notices.models import Notice
from kept.people.models import Member


@transaction.atomic
def tell_of_change(
    change: Change, *, occasion: int, by: str, now: datetime, cause: Any = None
) -> list[Notice]:
    """Whoever raised it or said "me too", but not `by`, whose deed it is. Safe to repeat."""
    voices = Voice.objects.filter(friction__change=change).values("member")
    hearers = Member.objects.active().filter(pk__in=voices)
    told = _tell(hearers, {"change": change}, "CHANGED", occasion=occasion, by=by, now=now)
    if told:
        fact = NoticeOfChange(change=change.pk, members=[one.member_id for one in told])
        about = [change, *(one.member for one in told)]
        record(fact, about=about, by=SYSTEM, at=now, cause=cause)
    return told


@transaction.atomic
def tell_of_friction(
    friction: Friction, *, occasion: int, by: str, now: datetime, cause: Any = None
) -> list[Notice]:
    """It stays as it is, without a change: the same to the same. Safe to repeat."""
    voices = Voice.objects.filter(friction=friction).values("member")
    hearers = Member.objects.active().filter(pk__in=voices)
    told = _tell(hearers, {"friction": friction}, "CHANGED", occasion=occasion, by=by, now=now)
    if told:
        fact = NoticeOfFriction(friction=friction.pk, members=[one.member_id for one in told])
        about = [friction, *(one.member for one in told)]
        record(fact, about=about, by=SYSTEM, at=now, cause=cause)
    return told


@transaction.atomic
def tell_of_huddle(
    huddle: Huddle, *, occasion: int, by: str, now: datetime, cause: Any = None
) -> list[Notice]:
    """Everybody of its team, but not `by`. Safe to repeat."""
    hearers = Member.objects.active().filter(teams=huddle.team_id)
    told = _tell(hearers, {"huddle": huddle}, "HUDDLED", occasion=occasion, by=by, now=now)
    if told:
        fact = NoticeOfHuddle(huddle=huddle.pk, members=[one.member_id for one in told])
        about = [huddle, *(one.member for one in told)]
        record(fact, about=about, by=SYSTEM, at=now, cause=cause)
    return told


def _tell(
    hearers: Any, about: dict[str, Any], kind: str, *, occasion: int, by: str, now: datetime
) -> list[Notice]:
    same = Notice.objects.filter(**about, kind=kind, occasion=occasion)
    known = set(same.values_list("member", flat=True))
    ignorant: Sequence[Member] = [
        member
        for member in hearers.order_by("pk")
        if f"member:{member.pk}" != by and member.pk not in known
    ]
    return Notice.objects.bulk_create(
        Notice(member=member, kind=kind, due_at=now, occasion=occasion, at=now, **about)
        for member in ignorant
    )
