"""One conversation as it is read: the newest letters, the notes between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, prefetch_related_objects

from kept.conversations.models import Conversation, Draft, Message, Note
from kept.kit.prepared import prepared
from kept.people.models import Member

LETTERS = 12
"""Letters shown at once. A longer thread begins with "earlier letters", at the same cost."""
NOTES = 200


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
    follows = _from_on.first(1, conversation, before) if before else []
    until = follows[0].at if follows else None
    found = _messages.first(letters + 1, conversation, before or None)
    shown = found[:letters][::-1]
    if any(message.has_attachments or message.has_html for message in shown):
        prefetch_related_objects(shown, "attachments")
    more = len(found) > letters
    since = shown[0].at if shown and more else None
    return Thread(
        conversation=conversation,
        messages=shown,
        notes=_notes.first(NOTES, conversation, since, until)[::-1],
        drafts={} if before else {draft.kind: draft for draft in _drafts(conversation, member)},
        earlier=shown[0].pk if more else 0,
        until=until,
    )


def find(member: Member, pk: int) -> Conversation | None:
    """The conversation of this id, if the member may see it, with all its page tells of it."""
    return next(iter(_seen.first(1, member, pk)), None)


@prepared
def _seen(member: Member, pk: int) -> QuerySet[Conversation]:
    seen = Conversation.objects.visible_to(member).filter(pk=pk)
    return seen.select_related("customer__organisation", "desk__calendar", "assignee")


@prepared
def _messages(conversation: Conversation, before: int | None) -> QuerySet[Message]:
    found = Message.objects.filter(conversation=conversation)
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.select_related("member").order_by("-pk")


@prepared
def _from_on(conversation: Conversation, pk: int) -> QuerySet[Message]:
    return Message.objects.filter(conversation=conversation, pk__gte=pk).order_by("pk")


@prepared
def _notes(
    conversation: Conversation, since: datetime | None, until: datetime | None
) -> QuerySet[Note]:
    found = Note.objects.filter(conversation=conversation)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found.select_related("member").order_by("-pk")


@prepared
def _drafts(conversation: Conversation, member: Member) -> QuerySet[Draft]:
    return Draft.objects.filter(conversation=conversation, member=member)
