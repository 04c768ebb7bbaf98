"""A promise gets another date before it would be broken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kept.kit.refusals import NotAllowed
from kept.people.models import Member
from kept.promises.actions.dates import DATES, set_dates
from kept.promises.actions.errors import AlreadySettled, BadWindow, NotOffered
from kept.promises.actions.hand_on import hand_back_if_unseen
from kept.promises.actions.locking import at_last, must_be_owed, promisee, take, take_open, write
from kept.promises.actions.pause import end_rest
from kept.promises.events import PromiseAgreed, PromiseRenegotiated
from kept.promises.models import Promise, PromiseVersion, Window
from kept.promises.proposals import Span, apart
from kept.promises.queries import choices

_READING = timedelta(hours=1)


@transaction.atomic
def renegotiate(
    promise: Promise,
    *,
    due_at: datetime,
    due_from: datetime | None = None,
    reason: str = "",
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Promise:
    """Move the promise to a new window; the customer is told elsewhere, or not at all.

    The same `submit_id` again moves nothing, nor does the time it has already. Raises
    `NotAllowed`, `AlreadySettled`, `BadWindow`.
    """
    promise = take(promise, by=by, now=now)
    if submit_id and promise.versions.filter(submit_id=submit_id).exists():
        return promise
    must_be_owed(promise)
    span = due_from, due_at
    if due_at > now and span == (promise.due_from, promise.due_at):
        return promise
    return _move(promise, span, reason=reason, submit_id=submit_id, by=by, now=now)


@transaction.atomic
def offer_windows(promise: Promise, *, windows: Iterable[Span], by: Member, now: datetime) -> None:
    """Let the customer choose another time on their page. The promise stands until they do.

    Raises `NotAllowed`, `AlreadySettled`, `BadWindow`.
    """
    promise = take_open(promise, by=by, now=now)
    spans = apart(windows)
    if not spans or any(due_at <= now or (start and start > due_at) for start, due_at in spans):
        raise BadWindow
    promise.windows.all().delete()
    Window.objects.bulk_create(
        Window(promise=promise, due_from=start, due_at=due_at) for start, due_at in spans
    )


@transaction.atomic
def choose(promise: Promise, *, due_at: datetime, now: datetime) -> Promise:
    """The customer picks a time: one we offered, or one we propose to anybody who asks.

    Of a promise that was only offered, that makes it one. What the page proposed up to an hour ago
    still holds. Raises `NotAllowed`, `AlreadySettled`, `BadWindow`, `NotOffered`.
    """
    promise = take(promise, by=None, now=now)
    if promise.customer_id is None:
        raise NotAllowed
    if promise.is_settled:
        raise AlreadySettled
    if due_at <= now:
        raise BadWindow
    for start, end in (*choices(promise, now=now), *choices(promise, now=now - _READING)):
        if end == due_at:
            if promise.outcome == Promise.Outcome.OFFERED:
                return _agree(promise, (start, end), now=now)
            return _move(promise, (start, end), by=None, now=now)
    raise NotOffered


def _agree(promise: Promise, span: Span, *, now: datetime) -> Promise:
    """An offer becomes a promise, due when the customer chose; the first date it has."""
    set_dates(promise, *span, now=now)
    promise.first_due_at = promise.due_at
    promise.outcome = Promise.Outcome.OPEN
    promise.save(update_fields=["outcome", "first_due_at", *DATES])
    promise.windows.all().delete()
    hand_back_if_unseen(promise, now=now)
    due = promise.due_at.isoformat()
    write(PromiseAgreed, promise, due_at=due, by=promisee(promise, None), at=now)
    return promise


def _move(
    promise: Promise,
    span: Span,
    *,
    reason: str = "",
    submit_id: UUID | None = None,
    by: Member | None,
    now: datetime,
) -> Promise:
    start, due_at = span
    if due_at <= now or (start and start > due_at):
        raise BadWindow
    now = at_last(promise, now=now)
    end_rest(promise, now=now)
    was_early = promise.is_early(now)
    PromiseVersion.objects.create(
        promise=promise,
        due_from=promise.due_from,
        due_at=promise.due_at,
        renegotiate_by=promise.renegotiate_by,
        condition=promise.condition,
        broken_at=promise.broken_at,
        chased_at=promise.chased_at,
        was_told=promise.was_told or (by is None and now <= promise.due_at),
        changed_at=now,
        changed_by=(PromiseVersion.Chooser.MEMBER if by else PromiseVersion.Chooser.CUSTOMER),
        reason=reason.strip(),
        was_early=was_early,
        submit_id=submit_id,
    )
    moved_by = int((due_at - promise.due_at).total_seconds())
    set_dates(promise, start, due_at, now=now)
    promise.changes += 1
    # What is said of one date is not said of the next: that one may break in silence.
    promise.broken_at = promise.chased_at = promise.eased_at = None
    promise.was_told = False
    promise.save(
        update_fields=["changes", "was_told", "broken_at", "chased_at", "eased_at", *DATES]
    )
    promise.windows.all().delete()
    write(
        PromiseRenegotiated,
        promise,
        moved_by=moved_by,
        early=was_early,
        chosen_by="MEMBER" if by else "CUSTOMER",
        by=promisee(promise, by),
        at=now,
    )
    return promise
