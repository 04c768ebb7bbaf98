"""One conversation as it is read: the newest letters, the notes between them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Concat

from kept.conversations.models import (
    Conversation,
    Departure,
    DeskAddress,
    Draft,
    DraftFile,
    Message,
    Note,
)
from kept.conversations.queries.relations import links_along
from kept.conversations.queries.tags import tags_along
from kept.conversations.queries.ties import beside
from kept.conversations.rules import PICTURE_MARK
from kept.kit.along import read_moment, read_rows, rows_along
from kept.kit.prepared import prepared
from kept.people.models import Member

ALL = "nd"
LETTERS = 12
"""Letters shown at once. A longer thread begins with "earlier letters", at the same cost."""
NOTES = 200

Also = tuple[tuple[str, Callable[[], Any]], ...]
"""Names and what rooms above want told of a conversation or a note along with it."""


@dataclass(frozen=True, slots=True)
class Thread:
    """`earlier` is the id before which older letters begin, 0 when all are here.

    `until` is the moment of the letter that follows these, None where these are the newest.
    `drafts` and their `files` go by the kind of the draft.
    """

    conversation: Conversation
    messages: list[Message]
    notes: list[Note]
    drafts: dict[str, Draft]
    files: dict[str, list[DraftFile]]
    departures: list[Departure]
    earlier: int
    until: datetime | None


def thread(
    member: Member,
    conversation: Conversation,
    *,
    before: int = 0,
    letters: int = LETTERS,
    notes_also: Also = (),
) -> Thread:
    """The last `letters` messages (those before id `before`, if given), oldest first.

    `notes_also` is told along with each note, as `find` tells `also`.
    """
    follows = _from_on.first(1, conversation, before) if before else []
    until = follows[0].at if follows else None
    found = _messages.first(letters + 1, conversation, before or None)
    shown = found[:letters][::-1]
    if any(_has_files(message) for message in shown):
        prefetch_related_objects(shown, "attachments")
    more = len(found) > letters
    since = shown[0].at if shown and more else None
    has = getattr(conversation, "has", ALL)
    drafts = list(_drafts(conversation, member)) if "d" in has and not before else []
    return Thread(
        conversation=conversation,
        messages=shown,
        notes=_notes.first(NOTES, conversation, since, until, notes_also)[::-1]
        if "n" in has
        else [],
        drafts={draft.kind: draft for draft in drafts},
        files={draft.kind: _files_of(draft) for draft in drafts},
        departures=[] if before else departures(conversation),
        earlier=shown[0].pk if more else 0,
        until=until,
    )


def find(member: Member, pk: int, *, also: Also = ()) -> Conversation | None:
    """The conversation of this id, if the member may see it, with all its page tells of it.

    `has` names what there is for `thread` to ask for: `n` notes, `d` drafts of this member. What is
    not there need not be asked for, which keeps a page within its queries. `main_address` and
    `second_address` are the desk's first two; `told_tags` is what `queries.tags.read` reads,
    `told_links` what `queries.relations.read_links` reads, `told_departures` what `departures`
    reads. `also` is told as attributes of these names.
    """
    return next(iter(_seen.first(1, member, pk, also)), None)


@prepared
def _seen(member: Member, pk: int, also: Also = ()) -> QuerySet[Conversation]:
    of_it = OuterRef("pk")
    there = [
        (Exists(Note.objects.filter(conversation=of_it)), "n"),
        (Exists(Draft.objects.filter(conversation=of_it, member=member)), "d"),
    ]
    parts = [
        Case(When(exists, then=Value(letter)), default=Value(""), output_field=CharField())
        for exists, letter in there
    ]
    addresses = DeskAddress.objects.filter(desk=OuterRef("desk")).order_by("pk")
    seen = beside(Conversation.objects.visible_to(member).filter(pk=pk)).annotate(
        has=Concat(*parts),
        main_address=Subquery(addresses.values("value")[:1]),
        second_address=Subquery(addresses.values("value")[1:2]),
        told_tags=tags_along(),
        told_links=links_along(member),
        told_departures=_departures_along(),
        **{name: told() for name, told in also},
    )
    return seen.select_related("customer__organisation", "desk__calendar", "assignee", "team")


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
    conversation: Conversation,
    since: datetime | None,
    until: datetime | None,
    also: Also = (),
) -> QuerySet[Note]:
    found = Note.objects.filter(conversation=conversation).annotate(
        **{name: told() for name, told in also}
    )
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found.select_related("member").order_by("-pk")


@prepared
def _drafts(conversation: Conversation, member: Member) -> QuerySet[Draft]:
    files = rows_along(DraftFile.objects.filter(draft=OuterRef("pk")), *_FILE)
    own = Draft.objects.filter(conversation=conversation, member=member)
    return own.annotate(told_files=files)


_FILE = ("pk", "name", "type", "size", "sha256")


def _files_of(draft: Draft) -> list[DraftFile]:
    """What `_drafts` has told of the files of one, in their order."""
    rows = sorted(read_rows(getattr(draft, "told_files", None)))
    return [DraftFile(draft=draft, **dict(zip(_FILE, row, strict=True))) for row in rows]


_SHOWN = ("pk", "member_id", "member__name", "kind", "is_scheduled", "stays", "leaves_at", "held",
          "held_words", "text", "to", "cc", "bcc", "files")  # fmt: skip


def _departures_along() -> Subquery[Any]:
    """Letters that have not left, as a text within a query of conversations, for `departures`."""
    return rows_along(Departure.objects.filter(conversation=OuterRef("pk")), *_SHOWN)


def departures(conversation: Conversation) -> list[Departure]:
    """Letters there that have not left, as much of each as is shown, in their order."""
    if not hasattr(conversation, "told_departures"):
        rows = Departure.objects.filter(conversation=conversation)
        return list(rows.select_related("member"))
    found = []
    for pk, member, name, *row in sorted(read_rows(conversation.told_departures)):
        kind, is_scheduled, stays, leaves_at, held, words, text, *lists = row
        to, cc, bcc, files = (json.loads(one) if isinstance(one, str) else one for one in lists)
        found.append(
            Departure(
                pk=pk,
                conversation=conversation,
                member=Member(pk=member, name=name),
                kind=kind,
                is_scheduled=bool(is_scheduled),
                stays=bool(stays),
                leaves_at=read_moment(leaves_at),
                held=held,
                held_words=words,
                text=text,
                to=to,
                cc=cc,
                bcc=bcc,
                files=files,
            )
        )
    return found


def wrote_since(conversation: Conversation, seen: int) -> bool:
    """Whether the customer has written since the letter of this id, in person."""
    theirs = Message.objects.filter(
        conversation=conversation, way=Message.Way.IN, automatic="", is_aside=False
    )
    return theirs.filter(pk__gt=seen).exists()


def noted_since(conversation: Conversation, *, text: str, by: Member, since: datetime) -> bool:
    """Whether `by` has noted these very words there."""
    notes = Note.objects.filter(conversation=conversation, member=by, at__gt=since)
    return bool(text) and notes.filter(text=text).exists()


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
