"""The steps of a conversation, in one text of one query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from kept.checklists.models import Checklist
from kept.conversations.models import Conversation
from kept.people.models import Member

_GATHER = {
    "sqlite": ("json_group_array", "json_array", ""),
    "postgresql": ("json_agg", "json_build_array", "::text"),
}


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


def steps_along() -> RawSQL:
    """The steps of each row of a query of conversations, for `read`."""
    gather, row, text = _GATHER[connection.vendor]
    # The text is ours throughout: functions of the database and names of columns.
    return RawSQL(  # noqa: S611
        f"(SELECT {gather}({row}(s.position, s.id, s.text, s.done_at, m.name)){text} "  # noqa: S608
        "FROM checklists_step s LEFT JOIN people_member m ON m.id = s.done_by_id "
        "WHERE s.conversation_id = conversations_conversation.id)",
        (),
    )


def read(text: str | None) -> list[Shown]:
    """What `steps_along` found, in order."""
    rows = sorted(json.loads(text or "[]"), key=lambda row: row[:2])
    return [
        Shown(pk, words, _moment(done_at), name or "") for _place, pk, words, done_at, name in rows
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


def _moment(stored: str | None) -> datetime | None:
    """SQLite keeps moments without saying that they are in UTC."""
    at = datetime.fromisoformat(stored) if stored else None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
