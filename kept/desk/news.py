"""What came into a conversation while somebody wrote: letters, notes, and letters about to leave.

A writer answers what they have read. The form carries how far that was, and what came since holds
the answer once, for a look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from kept.conversations.models import Conversation, Departure, Message, Note
from kept.conversations.queries import Thread
from kept.kit.ids import id_in
from kept.people.models import Member

MOST = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest letter, note and letter about to leave that somebody had before them, by id."""

    letter: int = 0
    note: int = 0
    leaving: int = 0

    def __str__(self) -> str:
        return f"{self.letter}.{self.note}.{self.leaving}"

    @classmethod
    def read(cls, text: str) -> Seen | None:
        """What a form says. None where it says nothing; what is no id was not seen."""
        parts = text.split(".")
        return cls(*map(id_in, parts)) if len(parts) == 3 else None


@dataclass(frozen=True, slots=True)
class News:
    """`kind` is LETTER, OURS, NOTE or LEAVING; `pk` is that letter's or note's."""

    kind: str
    pk: int
    who: str
    text: str
    at: datetime


def seen_in(thread: Thread) -> Seen:
    """What somebody has before them who reads this thread now."""
    return Seen(
        letter=_newest(thread.messages),
        note=_newest(thread.notes),
        leaving=_newest(thread.departures),
    )


def news_since(seen: Seen, conversation: Conversation, *, by: Member) -> list[News]:
    """What others wrote since, the oldest first and `MOST` at most.

    What machines write holds nobody up, nor what somebody did themselves in another window; nor
    does what waits for its day.
    """
    letters = Message.objects.filter(automatic="")
    leaving = Departure.objects.filter(is_scheduled=False, leaves_at__isnull=False)
    came = [
        *map(_letter, _after(seen.letter, letters, conversation, by)),
        *map(_note, _after(seen.note, Note.objects.exclude(why="RULE"), conversation, by)),
        *map(_leaving, _after(seen.leaving, leaving, conversation, by)),
    ]
    return sorted(came, key=lambda news: news.at)[:MOST]


def _after(pk: int, found: QuerySet[Any], conversation: Conversation, by: Member) -> QuerySet[Any]:
    since = found.filter(conversation=conversation, pk__gt=pk).exclude(member=by)
    return since.select_related("member").order_by("pk")[:MOST]


def _letter(message: Message) -> News:
    member = message.member if message.is_ours else None
    who = member.name if member else message.from_name or message.from_address
    return News("OURS" if member else "LETTER", message.pk, who, message.text, message.at)


def _note(note: Note) -> News:
    who = note.member.name if note.member else note.from_address
    return News("NOTE", note.pk, who, note.text, note.at)


def _leaving(letter: Departure) -> News:
    return News("LEAVING", letter.pk, letter.member.name, letter.text, letter.written_at)


def _newest(rows: Iterable[Model]) -> int:
    return max((row.pk for row in rows), default=0)
