"""Whether mail kept its word: all that was accepted is somewhere, and nothing left twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q

from kept.conversations.models import Message
from kept.kit.findings import Finding
from kept.ledger.models import Cursor, Event
from kept.mail import spool
from kept.mail.models import Delivery, Filing, Outgoing

SENT = ["message.sent", "message.forwarded"]


def findings() -> Iterator[Finding]:
    yield from _filed_nowhere()
    yield from _files_gone()
    yield from _never_taken_in()
    yield from _filed_twice()
    yield from _unknown_outcome()
    yield from _sent_twice()
    yield from _never_queued()


def blob_digests() -> Iterator[str]:
    yield from Outgoing.objects.values_list("sha256", flat=True).distinct().iterator()


def _filed_nowhere() -> Iterator[Finding]:
    filings = Filing.objects.filter(delivery=OuterRef("pk"))
    filed = Delivery.objects.annotate(has_message=Exists(filings))
    lost = filed.filter(state=Delivery.State.FILED, has_message=False)
    for pk in lost.values_list("pk", flat=True):
        yield Finding("lost", f"delivery:{pk}", "counts as filed, yet no message shows it")
    torn = filed.exclude(state=Delivery.State.FILED).filter(has_message=True)
    for pk in torn.values_list("pk", flat=True):
        yield Finding("half-written", f"delivery:{pk}", "has a message, yet counts as unfiled")


def _files_gone() -> Iterator[Finding]:
    """What still waits, for us or for a person, must lie in the spool."""
    waiting = Delivery.objects.filter(state__in=[Delivery.State.SPOOLED, Delivery.State.TRAY])
    for pk, name in waiting.values_list("pk", "spool_name").iterator():
        if spool.find(name) is None:
            yield Finding("lost", f"delivery:{pk}", "waits, and its file is gone from the spool")


def _never_taken_in() -> Iterator[Finding]:
    """Spool files of no row are found by the sweep; torn ones only by a person."""
    for name in spool.torn():
        yield Finding("lost", f"spool:{name}", "is not whole and was laid aside")


def _filed_twice() -> Iterator[Finding]:
    twice = (
        Filing.objects.values("delivery", "desk").annotate(count=Count("pk")).filter(count__gt=1)
    )
    for row in twice.order_by("delivery"):
        yield Finding("twice", f"delivery:{row['delivery']}", "is shown twice at one desk")


def _unknown_outcome() -> Iterator[Finding]:
    sent = Outgoing.objects.filter(state=Outgoing.State.SENT, sent_at=None)
    for pk in sent.values_list("pk", flat=True):
        yield Finding("half-written", f"outgoing:{pk}", "counts as sent, yet nobody knows when")
    leased = Outgoing.objects.filter(
        state__in=[Outgoing.State.CLAIMED, Outgoing.State.HANDED], lease_until=None
    )
    for pk in leased.values_list("pk", flat=True):
        yield Finding("half-written", f"outgoing:{pk}", "is being sent by nobody")
    failed = Outgoing.objects.filter(state=Outgoing.State.FAILED, answer="")
    for pk in failed.values_list("pk", flat=True):
        yield Finding("half-written", f"outgoing:{pk}", "was refused, and nobody says why")


def _sent_twice() -> Iterator[Finding]:
    """A copy may leave once, and once more for each time a member wanted it."""
    told: dict[int, int] = {}
    facts = Event.objects.filter(kind="mail.sent").values_list("facts", flat=True)
    for fact in facts.iterator(chunk_size=5_000):
        told[int(fact["outgoing"])] = told.get(int(fact["outgoing"]), 0) + 1
    often = {pk: count for pk, count in told.items() if count > 1}
    for pk, repeats in Outgoing.objects.filter(pk__in=often).values_list("pk", "repeats"):
        if often[pk] > 1 + repeats:
            yield Finding("twice", f"outgoing:{pk}", f"was sent {often[pk]} times")
    sent = Outgoing.objects.filter(state=Outgoing.State.SENT)
    for pk in sent.exclude(pk__in=told).values_list("pk", flat=True):
        yield Finding("half-written", f"outgoing:{pk}", "counts as sent, and the ledger is silent")


def _never_queued() -> Iterator[Finding]:
    """Answers no post has ever heard of. Those behind the mail reader's cursor may still come."""
    copies = Outgoing.objects.filter(message=OuterRef("pk"))
    forgotten = Message.objects.filter(way=Message.Way.OUT).exclude(Exists(copies))
    missing = set(forgotten.values_list("pk", flat=True))
    if not missing:
        return
    place = Cursor.objects.filter(reader="mail").first()
    unread = Event.objects.all()
    if place:
        # All of them: one that readers may not see yet is still to come as well.
        here = Q(transaction=place.transaction, pk__gt=place.event_id)
        unread = unread.filter(Q(transaction__gt=place.transaction) | here)
    still_to_come = {
        int(facts["message"])
        for facts in unread.filter(kind__in=SENT).values_list("facts", flat=True)
    }
    for pk in sorted(missing - still_to_come):
        yield Finding("lost", f"message:{pk}", "was never given to the post")
