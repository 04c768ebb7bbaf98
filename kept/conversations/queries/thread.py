"""One conversation as it is read: the newest letters, the notes between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, prefetch_related_objects

from kept.conversations.models import Conversation, Departure, Draft, DraftFile, Message, Note
from kept.conversations.rules import PICTURE_MARK
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
    departures: list[Departure]
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
    if any(_has_files(message) for message in shown):
        prefetch_related_objects(shown, "attachments")
    notes = Note.objects.filter(conversation=conversation).select_related("member")
    more = len(found) > letters
    if shown and more:
        notes = notes.filter(at__gte=shown[0].at)
    if until:
        notes = notes.filter(at__lt=until)
    drafts = Draft.objects.filter(conversation=conversation, member=member)
    departures = Departure.objects.filter(conversation=conversation).select_related("member")
    return Thread(
        conversation=conversation,
        messages=shown,
        notes=list(notes.order_by("-pk")[:200])[::-1],
        drafts={} if before else {draft.kind: draft for draft in drafts},
        departures=[] if before else list(departures),
        earlier=shown[0].pk if more else 0,
        until=until,
    )


def wrote_since(conversation: Conversation, seen: int) -> bool:
    """Whether the customer has written since the letter of this id, in person."""
    theirs = Message.objects.filter(
        conversation=conversation, way=Message.Way.IN, automatic="", is_aside=False
    )
    return theirs.filter(pk__gt=seen).exists()


def _has_files(message: Message) -> bool:
    """Whether a page needs its files: those to be saved, and pictures within."""
    has_pictures = message.is_ours and PICTURE_MARK in message.text
    return message.has_attachments or message.has_html or has_pictures


def draft_files(conversation: Conversation, *, kind: str, by: Member) -> list[DraftFile]:
    """The files of the member's draft."""
    own = DraftFile.objects.filter(draft__conversation=conversation, draft__member=by)
    return list(own.filter(draft__kind=kind))


def waiting_letters(conversation: Conversation) -> QuerySet[Departure]:
    """Letters that were to leave another day, or were held back: not those that rest a moment."""
    waiting = Departure.objects.filter(conversation=conversation).select_related("member")
    return waiting.exclude(is_scheduled=False, held="")
