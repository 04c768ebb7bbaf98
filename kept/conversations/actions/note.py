"""A member writes something for us alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.actions.draft import discard_draft
from kept.conversations.actions.locking import Doer, take
from kept.conversations.actions.submitted import note_of_form
from kept.conversations.events import NoteWritten
from kept.conversations.index import enter_note
from kept.conversations.models import Conversation, Draft, Note
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member

BY_RULE = "RULE"


class EmptyNote(Refusal):
    code = "note_empty"
    message = gettext_lazy("There is nothing to note yet. Write a line first.")


@transaction.atomic
def note(
    conversation: Conversation,
    *,
    text: str,
    submit_id: UUID,
    by: Doer,
    now: datetime,
    cause: Event | None = None,
) -> Note:
    """Put a note under the conversation. Raises `NotAllowed`, `EmptyNote`, `SubmittedElsewhere`."""
    conversation = take(conversation, by=by)
    if written := note_of_form(conversation, submit_id):
        return written
    if not text.strip():
        raise EmptyNote
    written = Note.objects.create(
        conversation=conversation,
        member=by if isinstance(by, Member) else None,
        why="" if isinstance(by, Member) else BY_RULE,
        text=text.replace("\r\n", "\n").strip(),
        at=now,
        submit_id=submit_id,
    )
    enter_note(written, conversation)
    record(
        NoteWritten(note=written.pk, conversation=conversation.pk),
        about=[conversation, by],
        by=by,
        at=now,
        cause=cause,
    )
    if isinstance(by, Member):
        discard_draft(conversation, kind=Draft.Kind.NOTE, by=by)
    return written


def note_from_mail(
    conversation: Conversation,
    *,
    text: str,
    address: str,
    why: str,
    submit_id: UUID,
    now: datetime,
    by: str = "system:mail",
) -> Note:
    """What came in a member's name and may not go out in it: for us, saying why.

    Runs in the transaction that files it.
    """
    written, is_new = Note.objects.get_or_create(
        submit_id=submit_id,
        defaults={
            "conversation": conversation,
            "from_address": address[:320],
            "why": why,
            "text": text,
            "at": now,
        },
    )
    if is_new:
        enter_note(written, conversation)
        record(
            NoteWritten(note=written.pk, conversation=conversation.pk),
            about=[conversation],
            by=by,
            at=now,
        )
    return written
