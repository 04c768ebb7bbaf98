"""Bring the index of words up to what is written: after a restore, or where it was made anew."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from kept.conversations.index import enter_file, enter_message, enter_note
from kept.conversations.models import Attachment, AttachmentText, Message, Note
from kept.kit.file_text import kind_of

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
            room = BATCH - len(letters) - len(noted)
            files = AttachmentText.objects.filter(attachment__entry=None)
            files = files.select_related("attachment__message__conversation")
            read = list(files.order_by("pk")[:room])
            for one in read:
                enter_file(one.attachment, one.text)
        if not letters and not noted and not read:
            return
        yield len(letters) + len(noted) + len(read)


def wait_for_reading() -> int:
    """Files nobody has looked at, since they came before search read files: they wait now."""
    unread = Attachment.objects.filter(words=Attachment.Words.NONE, is_inline=False)
    found = [
        pk
        for pk, name, kind in unread.values_list("pk", "name", "type").iterator()
        if kind_of(name, kind)
    ]
    for start in range(0, len(found), BATCH):
        some = Attachment.objects.filter(pk__in=found[start : start + BATCH])
        some.update(words=Attachment.Words.WAITING)
    return len(found)
