"""Somebody takes a note in one word, or takes that word back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.actions.locking import take
from kept.conversations.models import Note
from kept.followers.events import NoteReacted, NoteReactionTakenBack
from kept.followers.models import NoteReaction
from kept.ledger import record
from kept.people.models import Member


@transaction.atomic
def react(note: Note, *, kind: str, by: Member, now: datetime) -> bool:
    """Put it there, or take it back where it stands; answers whether it stands now.

    Nobody gets a notice of it. Raises `NotAllowed`, `WasMerged`.
    """
    kind = NoteReaction.Kind(kind).value
    # Its conversation locked, two clicks at once are one after the other.
    there = take(note.conversation, by=by)
    own = NoteReaction.objects.filter(note=note, member=by, kind=kind)
    was_there = own.exists()
    if was_there:
        own.delete()
    else:
        NoteReaction.objects.create(note=note, member=by, kind=kind)
    fact = NoteReactionTakenBack if was_there else NoteReacted
    record(fact(note=note.pk, conversation=there.pk, reaction=kind), about=[there], by=by, at=now)
    return not was_there
