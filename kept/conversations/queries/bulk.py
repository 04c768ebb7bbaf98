"""How far an act on many has come, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from kept.conversations.models import Bulk, BulkItem
from kept.ui.wording import retold

MOST_TOLD = 60
"""Conversations that are named; beyond these only their number is said."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some were refused, or left as they are, with their numbers."""

    words: str
    references: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`through` of `count` were looked at so far; the rest is what became of those."""

    bulk: Bulk
    count: int
    through: int
    done: int
    same: int
    refused: int
    undone: int
    left: int
    reasons: list[Reason]

    @property
    def may_undo(self) -> bool:
        return self.bulk.state == Bulk.State.ENDED and self.done > 0


def outcome(bulk: Bulk) -> Outcome:
    items = BulkItem.objects.filter(bulk=bulk)
    found = items.order_by().values_list("state").annotate(many=Count("pk"))
    many = {str(state): count for state, count in found}
    is_undo = bulk.state in {Bulk.State.UNDOING, Bulk.State.UNDONE}
    ahead = many.get("DONE" if is_undo else "WAITING", 0)
    count = sum(many.values())
    if is_undo:
        count = many.get("DONE", 0) + many.get("UNDONE", 0) + many.get("LEFT", 0)
    return Outcome(
        bulk=bulk,
        count=count,
        through=count - ahead,
        done=many.get("DONE", 0),
        same=many.get("SAME", 0),
        refused=many.get("REFUSED", 0) + bulk.unseen,
        undone=many.get("UNDONE", 0),
        left=many.get("LEFT", 0),
        reasons=_reasons(bulk, "LEFT" if is_undo else "REFUSED"),
    )


def _reasons(bulk: Bulk, state: str) -> list[Reason]:
    rows = BulkItem.objects.filter(bulk=bulk, state=state).order_by("pk")
    told: dict[str, list[str]] = {}
    for why, pk in rows.values_list("why", "conversation")[:MOST_TOLD]:
        told.setdefault(why, []).append(f"K-{pk}")
    return [Reason(retold(words), references) for words, references in told.items()]
