"""The steps of a conversation, in one text of one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from kept.checklists.models import Checklist, Step
from kept.conversations.models import Conversation
from kept.kit.along import read_moment, read_rows, rows_along
from kept.people.models import Member


@dataclass(frozen=True, slots=True)
class Shown:
    """A step; `done_by` is the name of whoever did it."""

    pk: int
    text: str
    done_at: datetime | None
    done_by: str

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


def steps_along() -> Subquery[Any]:
    """The steps of each row of a query of conversations, for `read`."""
    steps = Step.objects.filter(conversation=OuterRef("pk"))
    return rows_along(steps, "position", "pk", "text", "done_at", "done_by__name")


def read(text: str | None) -> list[Shown]:
    """What `steps_along` found, in order."""
    rows = sorted(read_rows(text), key=lambda row: row[:2])
    return [
        Shown(pk, words, read_moment(done_at), name or "")
        for _place, pk, words, done_at, name in rows
    ]


def steps_of(conversation: Conversation) -> list[Shown]:
    rows = Conversation.objects.filter(pk=conversation.pk).annotate(told=steps_along())
    return read(rows.values_list("told", flat=True).first())


def offered(member: Member, conversation: Conversation) -> QuerySet[Checklist]:
    """What may be put on here."""
    return Checklist.objects.visible_to(member).at(conversation.desk)


def kept(member: Member) -> QuerySet[Checklist]:
    """All that the member may see, and retired ones last."""
    rows = Checklist.objects.visible_to(member).select_related("desk")
    return rows.order_by(F("retired_at").asc(nulls_first=True), "key", "pk")
