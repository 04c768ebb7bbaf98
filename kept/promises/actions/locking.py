"""How an action takes hold of a promise, and what it writes about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.models import Member
from kept.promises.access import may_settle
from kept.promises.actions.errors import AlreadySettled, NotAgreed, SettledByRule
from kept.promises.actions.witness import ask
from kept.promises.events import PromiseBroken, PromiseConfirmed, PromiseLapsed
from kept.promises.models import Promise

SYSTEM = "system:promises"


def take(promise: Promise, *, by: Member | None, now: datetime) -> Promise:
    """The promise, locked for this transaction. `by` None is its customer, by their own link.

    What the clock had to say before `now` is said first, whether or not the worker came by: a
    break is written at its own second whoever acts next. Raises `NotAllowed`, `SettledByRule`.
    """
    locked = hold(promise.pk)
    if by is not None and not may_settle(by, locked):
        raise NotAllowed
    must_be_by_hand(locked)
    say_what_passed(locked, now=now)
    return locked


def take_open(promise: Promise, *, by: Member | None, now: datetime) -> Promise:
    """The same, while it is owed. Raises `NotAllowed`, `SettledByRule`, `AlreadySettled`."""
    locked = take(promise, by=by, now=now)
    must_be_owed(locked)
    return locked


def must_be_by_hand(promise: Promise) -> None:
    """Raises `SettledByRule`: a clock that anybody could set would measure nothing."""
    if promise.is_by_rule:
        raise SettledByRule


def must_be_owed(promise: Promise) -> None:
    """Raises `AlreadySettled`, or of it `NotAgreed` where the promisee has still to choose."""
    if promise.outcome == Promise.Outcome.OFFERED:
        raise NotAgreed
    if promise.outcome != Promise.Outcome.OPEN:
        raise AlreadySettled


def hold(pk: int) -> Promise:
    """The promise of this number, locked for this transaction."""
    return (
        Promise.objects.select_for_update(of=("self",))
        .select_related("conversation__desk__calendar", "desk__calendar", "keeper", "customer")
        .get(pk=pk)
    )


def say_what_passed(promise: Promise, *, now: datetime) -> None:
    """Write what the clock says of a promise that is held, each at its own second."""
    break_if_past(promise, now=now)
    presume_if_past(promise, now=now)
    lapse_if_past(promise, now=now)


def break_if_past(promise: Promise, *, now: datetime) -> bool:
    """Write that its date passed, at the second it did; once for each date."""
    asked_of = None
    while _is_past(promise, now=now) and promise.due_at != asked_of:
        # What a witness tells may move the date, and then there is more to hear up to the new one.
        asked_of = promise.due_at
        ask(promise)
    if not _is_past(promise, now=now):
        return False
    promise.broken_at = promise.due_at
    promise.save(update_fields=["broken_at"])
    write(PromiseBroken, promise, was_told=promise.was_told, by=SYSTEM, at=promise.due_at)
    return True


def _is_past(promise: Promise, *, now: datetime) -> bool:
    if promise.outcome != Promise.Outcome.OPEN or promise.paused_at or promise.broken_at:
        return False
    return now > promise.due_at


def presume_if_past(promise: Promise, *, now: datetime) -> bool:
    """Take silence for a yes from the moment on that it was to be taken for one."""
    if promise.confirm_by is None or promise.confirm_by > now:
        return False
    at = promise.confirm_by
    promise.confirmation, promise.confirm_by = Promise.Confirmation.PRESUMED, None
    promise.save(update_fields=["confirmation", "confirm_by"])
    write(PromiseConfirmed, promise, presumed=True, by=SYSTEM, at=at)
    return True


def lapse_if_past(promise: Promise, *, now: datetime) -> bool:
    """Let an offer lapse at the end of its last time."""
    if promise.outcome != Promise.Outcome.OFFERED or now <= promise.due_at:
        return False
    at = promise.due_at
    promise.outcome, promise.settled_at = Promise.Outcome.LAPSED, at
    promise.save(update_fields=["outcome", "settled_at"])
    promise.windows.all().delete()
    write(PromiseLapsed, promise, by=SYSTEM, at=at)
    return True


def at_last(promise: Promise, *, now: datetime) -> datetime:
    """The moment of an act that may have waited for the lock while the clock wrote the break.

    Whoever comes behind the break in the ledger was late, if by no more than this.
    """
    if promise.broken_at is None or now > promise.broken_at:
        return now
    return promise.broken_at + timedelta(microseconds=1)


def write(
    fact: type[Any],
    promise: Promise,
    *,
    by: Member | str,
    at: datetime,
    cause: Any = None,
    **more: Any,
) -> None:
    """Record a fact about the promise on everybody's timeline whom it concerns."""
    record(
        fact(promise=promise.pk, conversation=promise.conversation_id or 0, **more),
        about=about(promise),
        by=by,
        at=at,
        cause=cause,
    )


def about(promise: Promise) -> list[object]:
    """Whose timelines show what happens to it."""
    members = {promise.keeper_id, promise.to_member_id} - {None}
    return [
        promise,
        *([f"conversation:{promise.conversation_id}"] if promise.conversation_id else []),
        *([f"customer:{promise.customer_id}"] if promise.customer_id else []),
        *(f"member:{pk}" for pk in sorted(filter(None, members))),
    ]


def promisee(promise: Promise, member: Member | None) -> Member | str:
    """Who speaks for the promisee: the member, or the customer behind their link."""
    return member or f"customer:{promise.customer_id}"
