"""One conversation as it is read: the newest letters, the notes between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from kept.conversations.models import Conversation, Draft, Message, Note
from kept.people.models import Member

LETTERS = 12
"""Letters shown at once. A longer thread begins with "earlier letters", at the same cost."""


@dataclass(frozen=True, slots=True)
class Thread:
    """`earlier` is the id before which older letters begin, 0 when all are here.

    `until` is the moment of the letter that follows these, None where these are the newest.
    """

    conversation: Conversation
    messages: list[Message]
    notes: list[Note]
    drafts: dict[str, Draft]
    earlier: int
    until: datetime | None


def thread(
    member: Member, conversation: Conversation, *, before: int = 0, letters: int = LETTERS
) -> Thread:
    """The last `letters` messages (those before id `before`, if given), oldest first."""
    messages = Message.objects.filter(conversation=conversation).select_related("member")
    follows = messages.filter(pk__gte=before).order_by("pk").first() if before else None
    until = follows.at if follows else None
    if before:
        messages = messages.filter(pk__lt=before)
    found = list(messages.order_by("-pk")[: letters + 1])
    shown = found[:letters][::-1]
    if any(message.has_attachments or message.has_html for message in shown):
        prefetch_related_objects(shown, "attachments")
    notes = Note.objects.filter(conversation=conversation).select_related("member")
    more = len(found) > letters
    if shown and more:
        notes = notes.filter(at__gte=shown[0].at)
    if until:
        notes = notes.filter(at__lt=until)
    drafts = Draft.objects.filter(conversation=conversation, member=member)
    return Thread(
        conversation=conversation,
        messages=shown,
        notes=list(notes.order_by("-pk")[:200])[::-1],
        drafts={} if before else {draft.kind: draft for draft in drafts},
        earlier=shown[0].pk if more else 0,
        until=until,
    )
