"""Conversations are counted where they stand now, and no longer where they stood.

Counting looks at what is true and not at what an event said, so twice is the same as once, and what
is gone counts nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kept.ledger.models import Cursor
from kept.reports.actions.adding import add
from kept.reports.models import Counted, Pending
from kept.reports.standing import Standing, standing_of
from kept.reports.summing import Cell, tell

READER = "reports"
AT_ONCE = 40
"""Few enough that nobody who writes beside us has to wait long."""
_KEPT = ("desk_id", "calendar", "organisation", "last_day", "facets", "cells")


def count_pending(*, most: int = AT_ONCE) -> int:
    """Count the next of those that are marked. Answers how many."""
    if not Pending.objects.exists():
        return 0
    with transaction.atomic():
        hold_reader()
        marked = Pending.objects.order_by("pk").values_list("pk", flat=True)[:most]
        pks = list(marked)
        # Before they are read: what changes from here on is marked anew.
        Pending.objects.filter(pk__in=pks).delete()
        count(pks)
        return len(pks)


@transaction.atomic
def count(pks: Iterable[int]) -> int:
    """Count these conversations. Answers how many stand elsewhere than before."""
    wanted = list(pks)
    standing = {one.conversation: one for one in standing_of(wanted)}
    before = Counted.objects.select_for_update().filter(pk__in=wanted).in_bulk()
    changes: Counter[Cell] = Counter()
    gone, changed = [], []
    for pk in wanted:
        was, now = before.get(pk), standing.get(pk)
        if was is not None and now is not None and _kept(was) == _kept(now):
            continue
        if was is not None:
            tell(changes, was, -1)
            if now is None:
                gone.append(pk)
        if now is not None:
            tell(changes, now, +1)
            changed.append(Counted(conversation=pk, **dict(zip(_KEPT, _kept(now), strict=True))))
    Counted.objects.filter(pk__in=gone).delete()
    Counted.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["conversation"],
        update_fields=[name.removesuffix("_id") for name in _KEPT],
    )
    add({cell: step for cell, step in changes.items() if step})
    return len(gone) + len(changed)


def hold_reader() -> None:
    """Let the reader wait, and whoever counts beside us, so that nothing is counted by both."""
    Cursor.objects.get_or_create(reader=READER)
    Cursor.objects.select_for_update().get(reader=READER)


def _kept(one: Counted | Standing) -> list[Any]:
    return [getattr(one, name) for name in _KEPT]
