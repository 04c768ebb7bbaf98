"""The sender: carries copies from the outbox to the other side, and always knows how far it got.

A copy is claimed with a lease, and its row says `handed` before the last byte of the letter goes
out. So whenever we stop, the row tells whether the other side can have it: before, it is sent
again; after, it is in doubt, and only a member may have it repeated. Exactly once is impossible
where the answer to the last byte is lost; silently never, and blindly twice, are not.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import F

from kept.kit import blobs
from kept.kit.sentences import sentence
from kept.ledger import record
from kept.mail import pacing
from kept.mail.bounces import address_died
from kept.mail.events import MailInDoubt, MailRefused, MailSent
from kept.mail.models import Outgoing
from kept.mail.rules import (
    GIVE_UP_AFTER,
    delay_in_words,
    pause_after,
    refusal_in_words,
    says_no_such_address,
)

GAVE_UP = sentence("We tried for five days. Write to them another way. {last}")

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
HANDED_LEASE = timedelta(minutes=5)
REST_SECONDS = 15.0
UNREACHABLE_PAUSE = timedelta(minutes=1)
SETTLE_TRIES = 8
SYSTEM = "system:mail"

_resting_until = 0.0


class How(Enum):
    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    UNKNOWN = "unknown"
    HELD = "held"
    """Mail that nobody wrote and that might go on for ever: see `loops`."""
    LET_GO = "let go"
    """Somebody else holds the copy now; nothing was handed over."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt. `code` is the SMTP code, 0 where there was none."""

    how: How
    code: int = 0
    said: str = ""


class Unreachable(Exception):
    """Our own way out is closed: no fault of any letter."""


HandOver = Callable[[], bool]
"""Commits that the last byte is about to go; False when the copy is no longer ours."""


class Parcel(Protocol):
    """What a post must know of a letter beside its bytes."""

    @property
    def recipient(self) -> str: ...

    @property
    def envelope_from(self) -> str: ...

    @property
    def label(self) -> str: ...


class Post:
    """A way out. `send` gives one copy to the next server and says what came of it."""

    def send(self, copy: Parcel, raw: bytes, hand_over: HandOver) -> Outcome:
        """Raises `Unreachable`, before anything was handed over."""
        raise NotImplementedError

    def close(self) -> None:
        """Take leave, as well as one still can."""


class Elapsed:
    """The given moment, running on: a wall clock that is set meanwhile moves no lease."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self._now + timedelta(seconds=time.monotonic() - self._began)


def send_due(*, now: datetime, at_most: int = 20) -> int:
    """Send what is due, one copy after the other. Answers how many were settled or put off."""
    global _resting_until
    release_leases(now=now)
    if time.monotonic() < _resting_until:
        return 0
    clock = Elapsed(now)
    post: Post | None = None
    done = 0
    try:
        while done < at_most and (copy := claim(now=clock.now())):
            post = post or open_post(now=now)
            try:
                outcome = _attempt(copy, post, clock)
            except Unreachable as error:
                _resting_until = time.monotonic() + REST_SECONDS
                _put_off_unreached(copy, str(error), now=clock.now())
                return done
            settle(copy, outcome, now=clock.now())
            done += 1
    finally:
        if post:
            post.close()
    return done


def open_post(url: str = "", *, now: datetime) -> Post:
    """The way out that KEPT_SMTP_URL names, or the one at `url`."""
    from kept.mail.loops import Guarded
    from kept.mail.posts import post_for

    return Guarded(post_for(url or settings.SMTP_URL, now=now), now=now)


def claim(*, now: datetime) -> Outgoing | None:
    """Take the next due copy for ourselves. Nothing is taken while there is no way out."""
    if not settings.SMTP_URL:
        return None
    due = Outgoing.objects.due(now=now)
    ready = due.exclude(domain__in=pacing.at_rest(now=now).values("domain"))
    for pk, domain in list(ready.order_by("not_before", "pk").values_list("pk", "domain")[:5]):
        if not pacing.take_turn(domain, now=now):
            continue
        taken = due.filter(pk=pk).update(
            state=Outgoing.State.CLAIMED,
            tries=F("tries") + 1,
            lease_until=now + LEASE,
            lease_holder=secrets.token_hex(16),
        )
        if taken:
            return Outgoing.objects.get(pk=pk)
    return None


def release_leases(*, now: datetime) -> int:
    """What a dead sender held: claimed goes back, handed is in doubt. Answers how many."""
    over = Outgoing.objects.filter(lease_until__lt=now)
    released = over.filter(state=Outgoing.State.CLAIMED).update(
        state=Outgoing.State.READY, lease_until=None, lease_holder=""
    )
    for pk in list(over.filter(state=Outgoing.State.HANDED).values_list("pk", flat=True)):
        copy = Outgoing.objects.get(pk=pk)
        words = sentence("We stopped while handing it over, so it may or may not have arrived.")
        settle(copy, Outcome(How.UNKNOWN, said=words), now=now)
        released += 1
    return released


def doubt(copy: Outgoing, words: str, *, now: datetime) -> None:
    """Say of a copy, whatever it waits for, that it may have left already."""
    copy.lease_holder = "doubt"
    Outgoing.objects.filter(pk=copy.pk).update(
        state=Outgoing.State.HANDED, lease_until=now, lease_holder=copy.lease_holder
    )
    settle(copy, Outcome(How.UNKNOWN, said=words), now=now)


def settle(copy: Outgoing, outcome: Outcome, *, now: datetime) -> None:
    """Write down what came of it. Tries for a while, since forgetting means doubt."""
    for attempt in range(SETTLE_TRIES):
        try:
            _settle(copy, outcome, now=now)
        except (OperationalError, InterfaceError):
            if attempt == SETTLE_TRIES - 1:
                raise
            logger.warning("what came of %s cannot be written yet", copy)
            time.sleep(0.2 * 2**attempt)
            close_old_connections()
        else:
            return


@transaction.atomic
def _settle(copy: Outgoing, outcome: Outcome, *, now: datetime) -> None:
    row = Outgoing.objects.select_for_update().get(pk=copy.pk)
    held = {Outgoing.State.CLAIMED, Outgoing.State.HANDED, Outgoing.State.IN_DOUBT}
    if row.lease_holder != copy.lease_holder or row.state not in held:
        return
    conversation = row.message.conversation
    fact: MailSent | MailRefused | MailInDoubt | None = None
    match outcome.how:
        case How.SENT:
            row.state, row.sent_at = Outgoing.State.SENT, now
            row.answer = ""
            fact = MailSent(outgoing=row.pk, message=row.message_id)
        case How.NEVER:
            row.state = Outgoing.State.FAILED
            row.answer = refusal_in_words(outcome.code, outcome.said)
            fact = MailRefused(outgoing=row.pk, message=row.message_id, code=outcome.code)
            if says_no_such_address(outcome.code, outcome.said):
                address_died(row, now=now)
        case How.HELD:
            row.state, row.answer = Outgoing.State.FAILED, outcome.said
            fact = MailRefused(outgoing=row.pk, message=row.message_id, code=0)
        case How.LATER if now - row.queued_at >= GIVE_UP_AFTER:
            row.state = Outgoing.State.FAILED
            last = delay_in_words(outcome.code, outcome.said)
            row.answer = GAVE_UP.format(last=last)
            fact = MailRefused(outgoing=row.pk, message=row.message_id, code=outcome.code)
        case How.LATER:
            row.state = Outgoing.State.RETRY
            row.answer = delay_in_words(outcome.code, outcome.said)
            row.not_before = now + pause_after(row.tries, spread=row.pk)
            if outcome.code in pacing.ASKS_FOR_A_PAUSE:
                pacing.pause(row.domain, now=now)
        case How.UNKNOWN:
            if row.state == Outgoing.State.IN_DOUBT:
                return
            row.state = Outgoing.State.IN_DOUBT
            row.answer = outcome.said
            row.lease_until = now
            fact = MailInDoubt(outgoing=row.pk, message=row.message_id)
        case How.LET_GO:
            return
    if outcome.how is not How.UNKNOWN:
        # A doubt keeps its holder: should the answer still come, it may be written down.
        row.lease_until, row.lease_holder = None, ""
    row.save(
        update_fields=["state", "answer", "not_before", "sent_at", "lease_until", "lease_holder"]
    )
    if fact:
        about = [conversation, f"customer:{conversation.customer_id}"]
        record(fact, about=about, by=SYSTEM, at=now)


def _attempt(copy: Outgoing, post: Post, clock: Elapsed) -> Outcome:
    try:
        raw = blobs.get(copy.sha256)
    except FileNotFoundError:
        return Outcome(
            How.NEVER, said=sentence("Its text is missing from our store; see kept check.")
        )

    def hand_over() -> bool:
        # No condition on time: while the row bears our name, nobody else may have sent it.
        moved = Outgoing.objects.filter(
            pk=copy.pk, state=Outgoing.State.CLAIMED, lease_holder=copy.lease_holder
        ).update(state=Outgoing.State.HANDED, lease_until=clock.now() + HANDED_LEASE)
        return bool(moved)

    return post.send(copy, raw, hand_over)


def _put_off_unreached(copy: Outgoing, words: str, *, now: datetime) -> None:
    """Back into the queue, uncounted; only time can make it fail."""
    if now - copy.queued_at >= GIVE_UP_AFTER:
        settle(copy, Outcome(How.LATER, said=words), now=now)
        return
    Outgoing.objects.filter(
        pk=copy.pk, state=Outgoing.State.CLAIMED, lease_holder=copy.lease_holder
    ).update(
        state=Outgoing.State.RETRY,
        tries=F("tries") - 1,
        not_before=now + UNREACHABLE_PAUSE,
        lease_until=None,
        lease_holder="",
        answer=delay_in_words(0, words),
    )
