"""Promises as a calendar (RFC 5545): what is due when, for whoever may read them anyway.

Nothing of a letter stands in it: the words of the promise, the first name, a link. An entry bears
the same UID for ever, and a SEQUENCE that rises whenever its time may have changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vText

from kept.promises.models import Promise

REFRESH = timedelta(minutes=15)
_CALLED_OFF = {Promise.Outcome.RELEASED, Promise.Outcome.BROKEN, Promise.Outcome.LAPSED}

Told = Callable[[Promise], str]


def calendar_of(
    promises: Iterable[Promise],
    *,
    name: str = "Kept",
    words: Told = lambda promise: promise.words,
    details: Told = lambda promise: "",
) -> bytes:
    """All of `promises`, in their order, as bytes that are the same while nothing changes.

    `words` becomes the summary of an entry and `details` its description; Its UIDs
    are unlike those of other houses. Prefetch `versions`, `pauses` and `told`.
    """
    domain = urlsplit(settings.BASE_URL).hostname or settings.MAIL_DOMAIN
    calendar = Calendar()
    calendar.add("prodid", "-//Kept//Promises//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _text(name))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for promise in promises:
        calendar.add_component(_entry(promise, domain, words(promise), details(promise)))
    written: bytes = calendar.to_ical()
    return written


def _entry(promise: Promise, domain: str, words: str, details: str) -> Event:
    """A window takes its time; a deadline is a moment, and keeps nobody from other things."""
    changed_at = _changed_at(promise)
    entry = Event()
    entry.add("uid", f"promise-{promise.pk}@{domain}")
    entry.add("sequence", _sequence(promise))
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("created", _utc(promise.made_at))
    entry.add("summary", _text(words))
    if promise.due_from is not None and promise.due_from < promise.due_at:
        entry.add("dtstart", _utc(promise.due_from))
        entry.add("dtend", _utc(promise.due_at))
        entry.add("transp", "OPAQUE")
    else:
        # Without an end it ends as it begins (RFC 5545, 3.6.1): when it is due.
        entry.add("dtstart", _utc(promise.due_at))
        entry.add("transp", "TRANSPARENT")
    entry.add("status", _status(promise))
    if details:
        entry.add("description", _text(details))
    return entry


def _status(promise: Promise) -> str:
    if promise.outcome in _CALLED_OFF:
        return "CANCELLED"
    return "TENTATIVE" if promise.paused_at or promise.outcome == "OFFERED" else "CONFIRMED"


def _sequence(promise: Promise) -> int:
    """Counts what can happen to its date and its end; none of it is ever taken back but the end,
    and whoever denies that counts for two."""
    pauses = list(promise.pauses.all())
    ended = sum(pause.ended_at is not None for pause in pauses)
    agreed = promise.kind == Promise.Kind.CALLBACK and promise.outcome != Promise.Outcome.OFFERED
    moved = promise.changes + len(pauses) + ended + int(agreed)
    return moved + 2 * promise.disputes + int(promise.is_settled)


def _changed_at(promise: Promise) -> datetime:
    moments = [promise.made_at, promise.settled_at]
    moments += [version.changed_at for version in promise.versions.all()]
    moments += [pause.ended_at or pause.began_at for pause in promise.pauses.all()]
    moments += [dispute.said_at for dispute in promise.told.all()]
    return _utc(max(moment for moment in moments if moment is not None))


def _utc(moment: datetime) -> datetime:
    """Instants need no zone of their own in the file, so no clock change can move them."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _text(words: str) -> vText:
    """Escaped where it stands. A control character may not be written at all (RFC 5545, 3.1)."""
    return vText("".join(c for c in words if c == "\n" or unicodedata.category(c) != "Cc"))
