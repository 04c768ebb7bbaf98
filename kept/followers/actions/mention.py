"""A note calls those it mentions, and its writer follows from then on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.models import Note
from kept.followers.actions.follow import begin_following
from kept.followers.events import NoteMentioned
from kept.followers.models import Mention
from kept.followers.queries import Mentioned, read_mentions
from kept.ledger import record


@transaction.atomic
def hear_note(note: Note, *, now: datetime, cause: Any = None) -> Mentioned:
    """Whom the note calls. Safe to repeat: whoever was called by it is not called again.

    A note that nobody is proven to have written calls nobody.
    """
    if note.member_id is None:
        return Mentioned({}, [], [])
    found = read_mentions(note.text, note.conversation)
    called = found.members
    known = set(Mention.objects.filter(note=note).values_list("member", flat=True))
    new = [pk for pk in called if pk not in known]
    by = f"member:{note.member_id}"
    there = note.conversation_id
    begin_following(there, [note.member_id], why="NOTE", by=by, now=now, cause=cause)
    if new:
        Mention.objects.bulk_create(
            [Mention(note=note, member_id=pk, words=called[pk][:130]) for pk in new],
            ignore_conflicts=True,
        )
        record(
            NoteMentioned(note=note.pk, conversation=there, members=new),
            about=[note.conversation, *(f"member:{pk}" for pk in new)],
            by=by,
            at=now,
            cause=cause,
        )
        begin_following(there, new, why="MENTION", by=by, now=now, cause=cause)
    return found
