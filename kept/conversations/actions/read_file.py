"""What is written in a file is read, in a process of its own, and goes into the index of words.

Nobody waits for it: a letter is found by its own words at once, and by those of its files a moment
later. A file that cannot be read is tried once.
"""

from __future__ import annotations

import logging

from django.db import transaction

from kept.conversations.index import enter_file
from kept.conversations.models import Attachment, AttachmentText
from kept.kit import blobs
from kept.kit.file_text import LARGEST, NoText, jailed_text, kind_of

AT_ONCE = 10

logger = logging.getLogger(__name__)


def read_waiting_files(*, size: int = AT_ONCE) -> int:
    """Read some of the files that wait, the oldest first. Answers how many."""
    waiting = Attachment.objects.filter(words=Attachment.Words.WAITING).order_by("pk")
    files = list(waiting[:size])
    for file in files:
        text = _text_of(file)
        try:
            _keep(file, text)
        except Exception:
            if not text:
                raise
            # What breaks us must not stop those behind it for good; search does without it.
            logger.exception("the words of attachment %s cannot be kept", file.pk)
            _keep(file, "")
    return len(files)


def _text_of(file: Attachment) -> str:
    """Its words; "" where there are none to be had."""
    # The same file often comes again: a price list, a form.
    same = AttachmentText.objects.filter(attachment__sha256=file.sha256)
    if known := same.values_list("text", flat=True).first():
        return known
    kind = kind_of(file.name, file.type)
    if not kind or file.size > LARGEST:
        return ""
    try:
        return jailed_text(kind, blobs.get(file.sha256))
    except NoText:
        return ""
    except FileNotFoundError:
        logger.warning("attachment %s has no file; kept check tells more", file.pk)
        return ""


@transaction.atomic
def _keep(file: Attachment, text: str) -> None:
    locked = Attachment.objects.select_for_update(of=("self",)).select_related(
        "message__conversation"
    )
    held = locked.get(pk=file.pk)
    if held.words != Attachment.Words.WAITING:
        return  # somebody else was quicker
    held.words = Attachment.Words.KNOWN if text else Attachment.Words.NONE
    held.save(update_fields=["words"])
    if text:
        AttachmentText.objects.create(attachment=held, text=text)
        enter_file(held, text)
