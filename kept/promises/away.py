"""What falls due while whoever keeps it is away: to be handed on, or moved while that is early."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from kept.hours.models import Absence
from kept.people.models import Member
from kept.promises.models import Promise
from kept.promises.queries import SAID, Card, cards

MOST = 100

_MEANWHILE = Absence.objects.filter(
    member=OuterRef("keeper"), begins_at__lt=OuterRef("due_at"), ends_at__gte=OuterRef("due_at")
)
"""Whoever goes as it falls due can have kept it."""

_DUE = Coalesce("due_at", "due_at")
"""When it is due, in a form no index is sorted by.

Else a database would rather look through what everybody keeps, which is sorted already, than sort
the little that those keep who are away.
"""


@dataclass(frozen=True, slots=True)
class Fall:
    """A promise that falls due while its keeper is away, and until when they are."""

    card: Card
    until: datetime

    @property
    def may_be_handed_on(self) -> bool:
        """What is promised among us stays with whoever promised it."""
        promise = self.card.promise
        return promise.conversation_id is not None and promise.desk_id is not None


def falling(
    reader: Member, keepers: Iterable[Member], *, now: datetime, size: int = MOST
) -> list[Fall]:
    """What of these keepers falls into an absence of theirs, in the reader's sight.

    The first due first. A reminder waits until one is back; what rests or is late stands
    elsewhere. One query, which begins with who is away.
    """
    known = {keeper.pk: keeper for keeper in keepers}
    away = Absence.objects.over_after(now).filter(member__in=list(known)).values("member")
    found = falls_due(away, now=now).visible_to(reader).annotate(**SAID)
    # Without their keepers, who are known: SQLite would begin with all members, and look through
    # what each of them keeps.
    shown = found.select_related("desk", "customer", "conversation", "to_member", "to_team")
    rows = list(shown.order_by(_DUE, "pk")[:size])
    for row in rows:
        row.keeper = known[row.keeper_id]
    until = {row.pk: row.away_until for row in rows}
    return [Fall(card, until[card.pk]) for card in cards(rows, now=now)]


def falls_due(keepers: Any, *, now: datetime) -> Any:
    """Open promises of these keepers, to come, at a time when they are away."""
    found = Promise.objects.open().filter(keeper__in=keepers, paused_at=None, due_at__gt=now)
    until = Subquery(_MEANWHILE.order_by("begins_at", "pk").values("ends_at")[:1])
    told = found.exclude(kind=Promise.Kind.REMINDER).annotate(away_until=until)
    return told.filter(away_until__isnull=False)
