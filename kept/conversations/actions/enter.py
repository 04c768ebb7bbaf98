"""Bring the index of words up to what is written: after a restore, or where it was made anew."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from kept.conversations.index import enter_message, enter_note
from kept.conversations.models import Message, Note

BATCH = 200


def enter_missing() -> Iterator[int]:
    """Enter what the index does not know, oldest first, a batch a transaction; gives how many."""
    while True:
        with transaction.atomic():
            letters = list(
                Message.objects.filter(entry=None)
                .select_related("conversation")
                .prefetch_related("attachments")
                .order_by("pk")[:BATCH]
            )
            for letter in letters:
                enter_message(letter, letter.conversation, letter.attachments.all())
            notes = Note.objects.filter(entry=None).select_related("conversation")
            noted = list(notes.order_by("pk")[: BATCH - len(letters)])
            for note in noted:
                enter_note(note, note.conversation)
        if not letters and not noted:
            return
        yield len(letters) + len(noted)
