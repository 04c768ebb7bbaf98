"""Who rests after a boundary: routing brings them nothing meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kept.people.models import Member
from kept.recovery.models import Break
from kept.routing.resting import whoever_rests


@whoever_rests
def on_a_break(members: Iterable[Member], now: datetime) -> set[int]:
    found = Break.objects.filter(member__in=list(members), until__gt=now)
    return set(found.values_list("member", flat=True))
