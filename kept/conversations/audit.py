"""Whether conversations are whole: rows, their facts in the ledger, and the copies lists show."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from kept.conversations.models import (
    Attachment,
    Conversation,
    Departure,
    DraftFile,
    Message,
    Note,
    Tagging,
)
from kept.kit.findings import Finding
from kept.ledger.models import Event

MOST = 1_000
_LETTERS = [
    "message.received",
    "message.sent",
    "message.forwarded",
    "message.came_aside",
    "message.sent_by_rule",
]


def findings() -> Iterator[Finding]:
    yield from _empty_conversations()
    yield from _without_fact(Message, "message", _LETTERS)
    yield from _without_fact(Note, "note", ["note.written"])
    yield from _stale_copies()
    yield from _stale_tags()
    yield from _files_flag()
    yield from _not_in_index()


def blob_digests() -> Iterator[str]:
    yield from Attachment.objects.values_list("sha256", flat=True).distinct().iterator()
    yield from DraftFile.objects.values_list("sha256", flat=True).distinct().iterator()
    for files in Departure.objects.values_list("files", flat=True).iterator():
        yield from (file["sha256"] for file in files)


def _empty_conversations() -> Iterator[Finding]:
    of_it = OuterRef("pk")
    empty = Conversation.objects.exclude(
        Exists(Message.objects.filter(conversation=of_it))
        | Exists(Note.objects.filter(conversation=of_it))
    )
    empty = empty.exclude(status=Conversation.Status.MERGED)
    for pk in empty.values_list("pk", flat=True):
        yield Finding("half-written", f"conversation:{pk}", "holds nothing")


def _without_fact(
    model: type[Message] | type[Note], name: str, kinds: list[str]
) -> Iterator[Finding]:
    facts = Event.objects.filter(kind__in=kinds).values_list("facts", flat=True)
    told: set[int] = set()
    for fact in facts.iterator(chunk_size=5_000):
        pk = int(fact[name])
        if pk in told:
            yield Finding("twice", f"{name}:{pk}", "was written into the ledger twice")
        told.add(pk)
    for pk in model.objects.values_list("pk", flat=True).iterator(chunk_size=5_000):
        if pk in told:
            told.remove(pk)
        else:
            yield Finding("half-written", f"{name}:{pk}", "is not in the ledger")


def _stale_copies() -> Iterator[Finding]:
    counted = Conversation.objects.annotate(
        newest=Coalesce(Max("messages"), 0),
        newest_in=Coalesce(Max("messages", filter=Q(messages__way=Message.Way.IN)), 0),
    )
    stale = counted.exclude(last_message=F("newest"), last_in_message=F("newest_in"))
    for pk in stale.values_list("pk", flat=True):
        yield Finding("recount", f"conversation:{pk}", "does not know its newest message")


def _stale_tags() -> Iterator[Finding]:
    stale = Tagging.objects.exclude(last_at=F("conversation__last_at"))
    for pk in stale.values_list("pk", flat=True)[:MOST]:
        yield Finding("recount", f"tagging:{pk}", "does not know when its conversation was touched")


def _files_flag() -> Iterator[Finding]:
    files = Attachment.objects.filter(message=OuterRef("pk"), is_inline=False)
    wrong = Message.objects.annotate(files=Exists(files)).exclude(has_attachments=F("files"))
    for pk in wrong.values_list("pk", flat=True):
        yield Finding("recount", f"message:{pk}", "is wrong about having files")


def _not_in_index() -> Iterator[Finding]:
    for model, name in ((Message, "message"), (Note, "note")):
        missing = model.objects.filter(entry=None)
        for pk in missing.values_list("pk", flat=True)[:MOST]:
            yield Finding("recount", f"{name}:{pk}", "is not found by search: kept search index")
    read = Attachment.objects.filter(words=Attachment.Words.KNOWN, entry=None)
    for pk in read.values_list("pk", flat=True)[:MOST]:
        yield Finding("recount", f"attachment:{pk}", "is not found by search: kept search index")
