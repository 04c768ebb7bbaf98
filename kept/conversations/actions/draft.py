"""What somebody is writing is kept while they write."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.access import may_write
from kept.conversations.models import Conversation, Draft
from kept.kit.refusals import NotAllowed
from kept.people.models import Member


@transaction.atomic
def save_draft(
    conversation: Conversation, *, kind: str, text: str, by: Member, now: datetime
) -> Draft | None:
    """Keep `text` as the member's draft; empty text discards it. Raises `NotAllowed`."""
    if not may_write(by, conversation):
        raise NotAllowed
    if not text.strip():
        discard_draft(conversation, kind=kind, by=by)
        return None
    draft, _ = Draft.objects.update_or_create(
        conversation=conversation,
        member=by,
        kind=Draft.Kind(kind),
        defaults={"text": text, "saved_at": now},
    )
    return draft


def discard_draft(conversation: Conversation, *, kind: str, by: Member) -> None:
    Draft.objects.filter(conversation=conversation, member=by, kind=kind).delete()
