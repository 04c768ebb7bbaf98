"""How an action takes hold of a promise, and what it writes about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.models import Member
from kept.promises.access import may_settle
from kept.promises.actions.errors import AlreadySettled
from kept.promises.actions.witness import ask
from kept.promises.events import PromiseBroken
from kept.promises.models import Promise

SYSTEM = "system:promises"


def take(promise: Promise, *, by: Member | None, now: datetime) -> Promise:
    """The promise, locked for this transaction. `by` None is its customer, by their own link.

    What the clock had to say before `now` is said first, whether or not the worker came by: a
    break is written at its own second whoever acts next. Raises `NotAllowed`.
    """
    locked = hold(promise.pk)
    if by is not None and not may_settle(by, locked):
        raise NotAllowed
    break_if_past(locked, now=now)
    return locked


def take_open(promise: Promise, *, by: Member | None, now: datetime) -> Promise:
    """The same, while nothing has become of it. Raises `NotAllowed`, `AlreadySettled`."""
    locked = take(promise, by=by, now=now)
    if locked.outcome != Promise.Outcome.OPEN:
        raise AlreadySettled
    return locked


def hold(pk: int) -> Promise:
    """The promise of this number, locked for this transaction."""
    return (
        Promise.objects.select_for_update(of=("self",))
        .select_related("conversation__desk", "desk", "keeper", "customer")
        .get(pk=pk)
    )


def break_if_past(promise: Promise, *, now: datetime) -> bool:
    """Write that its date passed, at the second it did; once for each date."""
    if not _is_past(promise, now=now):
        return False
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


def promisee(promise: Promise, by: Member | None) -> Member | str:
    """Who speaks for the promisee: the member, or the customer behind their link."""
    return by or f"customer:{promise.customer_id}"
