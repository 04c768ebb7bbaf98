"""Whether mail kept its word: all that was accepted is somewhere, and nothing left twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from kept.conversations.models import Message
from kept.kit.findings import Finding
from kept.mail import spool
from kept.mail.models import Delivery, Filing, Outgoing


def findings() -> Iterator[Finding]:
    yield from _spool()
    yield from _filed_nowhere()
    yield from _unknown_outcome()
    yield from _never_queued()


def blob_digests() -> Iterator[str]:
    yield from Outgoing.objects.values_list("sha256", flat=True).distinct().iterator()


def _spool() -> Iterator[Finding]:
    """What is not filed yet exists in the spool alone."""
    waiting = Delivery.objects.filter(state__in=[Delivery.State.SPOOLED, Delivery.State.TRAY])
    for pk, name in waiting.values_list("pk", "spool_name").iterator(chunk_size=5_000):
        if spool.find(name) is None:
            yield Finding("lost", f"delivery:{pk}", f"waits, and its mail {name} is gone")
    for name in spool.torn():
        yield Finding("files", f"spool:{name}", "is not whole; whoever sent it was told to retry")


def _filed_nowhere() -> Iterator[Finding]:
    filings = Filing.objects.filter(delivery=OuterRef("pk"))
    filed = Delivery.objects.annotate(has_message=Exists(filings))
    lost = filed.filter(state=Delivery.State.FILED, has_message=False)
    for pk in lost.values_list("pk", flat=True):
        yield Finding("lost", f"delivery:{pk}", "counts as filed, yet no message shows it")
    torn = filed.filter(state__in=[Delivery.State.SPOOLED, Delivery.State.DUPLICATE])
    for pk in torn.filter(has_message=True).values_list("pk", flat=True):
        yield Finding("half-written", f"delivery:{pk}", "has a message, yet counts as unfiled")


def _unknown_outcome() -> Iterator[Finding]:
    sent = Outgoing.objects.filter(state=Outgoing.State.SENT, sent_at=None)
    for pk in sent.values_list("pk", flat=True):
        yield Finding("half-written", f"outgoing:{pk}", "counts as sent, yet nobody knows when")
    leased = Outgoing.objects.filter(
        state__in=[Outgoing.State.CLAIMED, Outgoing.State.HANDED], lease_until=None
    )
    for pk in leased.values_list("pk", flat=True):
        yield Finding("half-written", f"outgoing:{pk}", "is being sent by nobody")


def _never_queued() -> Iterator[Finding]:
    """Answers no post has ever heard of. Those behind the mail reader's cursor may still come."""
    copies = Outgoing.objects.filter(message=OuterRef("pk"))
    forgotten = Message.objects.filter(way=Message.Way.OUT).exclude(Exists(copies))
    for pk in forgotten.values_list("pk", flat=True):
        yield Finding("lost", f"message:{pk}", "was never given to the post")
