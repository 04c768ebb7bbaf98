"""A promise gets another date before it would be broken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kept.kit.hours import renegotiate_by
from kept.ledger import record
from kept.people.models import Member
from kept.promises.actions.errors import AlreadySettled, BadWindow, NotOffered
from kept.promises.actions.locking import about, take, take_open
from kept.promises.events import PromiseRenegotiated
from kept.promises.models import Promise, PromiseVersion, Window
from kept.promises.proposals import Span
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

    The same `submit_id` again moves nothing. Raises `NotAllowed`, `AlreadySettled`, `BadWindow`.
    """
    promise = take(promise, by=by)
    if submit_id and promise.versions.filter(submit_id=submit_id).exists():
        return promise
    if promise.is_settled:
        raise AlreadySettled
    span = due_from, due_at
    return _move(promise, span, reason=reason, submit_id=submit_id, by=by, now=now)


@transaction.atomic
def offer_windows(promise: Promise, *, windows: Iterable[Span], by: Member, now: datetime) -> None:
    """Let the customer choose another time on their page. The promise stands until they do.

    Raises `NotAllowed`, `AlreadySettled`, `BadWindow`.
    """
    promise = take_open(promise, by=by)
    spans = list(windows)
    if not spans or any(due_at <= now or (start and start > due_at) for start, due_at in spans):
        raise BadWindow
    promise.windows.all().delete()
    Window.objects.bulk_create(
        Window(promise=promise, due_from=start, due_at=due_at) for start, due_at in spans
    )


@transaction.atomic
def choose(promise: Promise, *, due_at: datetime, now: datetime) -> Promise:
    """The customer picks another time: one we offered, or one we propose to anybody who asks.

    What the page proposed up to an hour ago still holds. Raises `AlreadySettled`, `BadWindow`,
    `NotOffered`.
    """
    promise = take_open(promise, by=None)
    if due_at <= now:
        raise BadWindow
    for start, end in (*choices(promise, now=now), *choices(promise, now=now - _READING)):
        if end == due_at:
            return _move(promise, (start, end), by=None, now=now)
    raise NotOffered


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
    was_early = now <= promise.renegotiate_by
    PromiseVersion.objects.create(
        promise=promise,
        due_from=promise.due_from,
        due_at=promise.due_at,
        renegotiate_by=promise.renegotiate_by,
        changed_at=now,
        changed_by=(PromiseVersion.Chooser.MEMBER if by else PromiseVersion.Chooser.CUSTOMER),
        reason=reason.strip(),
        was_early=was_early,
        submit_id=submit_id,
    )
    if by is None and now <= promise.due_at:
        promise.was_told = True  # whoever chooses another time knows of it
    moved_by = int((due_at - promise.due_at).total_seconds())
    promise.due_from, promise.due_at = start, due_at
    promise.renegotiate_by = renegotiate_by(now, due_at, promise.conversation.desk.hours)
    promise.changes += 1
    promise.save(update_fields=["due_from", "due_at", "renegotiate_by", "changes", "was_told"])
    promise.windows.all().delete()
    record(
        PromiseRenegotiated(
            promise=promise.pk,
            conversation=promise.conversation_id,
            moved_by=moved_by,
            early=was_early,
            chosen_by="MEMBER" if by else "CUSTOMER",
        ),
        about=about(promise),
        by=by or f"customer:{promise.customer_id}",
        at=now,
    )
    return promise
