"""What was learnt, read once and kept in mind until it is learnt anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.themes import meaning
from kept.themes.models import Learnt, Theme, ThemeLetter
from kept.themes.rules.groups import Lookup, Model
from kept.themes.rules.packing import unpack
from kept.themes.rules.rising import MOST_PAST

MOST_REFILED = 50_000
_held: dict[str, tuple[tuple[object, ...], Lookup]] = {}


def learnt() -> Learnt:
    """The one row, to look at."""
    return Learnt.objects.filter(pk=1).first() or Learnt(pk=1)


def model_of(row: Learnt) -> Model:
    """Letters are compared by meaning only where that was learnt, and the extra is still there."""
    rows = Theme.objects.order_by("pk").values_list("pk", "centre", "means")
    told = [(pk, unpack(centre), bytes(means)) for pk, centre, means in rows]
    means = {pk: means for pk, _, means in told if means} if _is_by_meaning(row) else {}
    return Model(
        unpack(row.rarity), row.usual, {pk: centre for pk, centre, _ in told if centre}, means
    )


def lookup_of(row: Learnt) -> Lookup:
    """As it stands in this version of what was learnt."""
    key = (row.version, row.learnt_at, _is_by_meaning(row))
    known = _held.get("lookup")
    if known is None or known[0] != key:
        known = _held["lookup"] = (key, Lookup(model_of(row)))
    return known[1]


def first_of_the_last_weeks(*, now: datetime) -> int:
    """The oldest letter of the last weeks, or of the newest there are where those are too many."""
    since = (now - timedelta(days=MOST_PAST + 2)).date()
    rows = ThemeLetter.objects.filter(day__gte=since).order_by("pk")
    oldest = rows.values_list("pk", flat=True).first()
    edge = ThemeLetter.objects.order_by("-pk").values_list("pk", flat=True)[MOST_REFILED:][:1]
    return max([pk for pk in (oldest, *edge) if pk], default=0)


def _is_by_meaning(row: Learnt) -> bool:
    return row.by == Learnt.By.MEANING and meaning.folder() is not None
