"""What was learnt, read once and kept in mind until it is learnt anew."""

from __future__ import annotations

from kept.themes.models import Learnt, Theme
from kept.themes.rules.groups import Lookup, Model
from kept.themes.rules.packing import unpack

_held: dict[str, tuple[tuple[int, object], Lookup]] = {}


def learnt() -> Learnt:
    """The one row, to look at."""
    return Learnt.objects.filter(pk=1).first() or Learnt(pk=1)


def model_of(row: Learnt) -> Model:
    centres = Theme.objects.exclude(centre=b"").order_by("pk").values_list("pk", "centre")
    return Model(unpack(row.rarity), row.usual, {pk: unpack(told) for pk, told in centres if told})


def lookup_of(row: Learnt) -> Lookup:
    """As it stands in this version of what was learnt."""
    key = (row.version, row.learnt_at)
    known = _held.get("lookup")
    if known is None or known[0] != key:
        known = _held["lookup"] = (key, Lookup(model_of(row)))
    return known[1]
