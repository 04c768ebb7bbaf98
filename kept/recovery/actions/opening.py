"""A recovery opens: by hand, by a promise that was broken, by a complaint; or was a mistake."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions.locking import take as take_conversation
from kept.conversations.models import Conversation, Message
from kept.kit.hours import NeverOpen
from kept.people.models import Member
from kept.promises.models import Promise
from kept.recovery import rules
from kept.recovery.actions.errors import NeedsWords
from kept.recovery.actions.locking import SYSTEM, close, plain, take_open, tell
from kept.recovery.events import RecoveryOpened, RecoveryRaised
from kept.recovery.models import Recovery

Origin = Recovery.Origin


@transaction.atomic
def open_recovery(
    conversation: Conversation,
    *,
    why: str,
    origin: str = Origin.HAND,
    severity: str = Recovery.Severity.SERIOUS,
    by: Member,
    now: datetime,
) -> Recovery:
    """Somebody of us says that something went wrong; `by` puts it right unless another has it.

    Where one is open in this conversation already it is that one, and no second. Raises
    `NotAllowed`, `WasMerged`, `NeedsWords`.
    """
    conversation = take_conversation(conversation, by=by)
    why = plain(why)
    if not why:
        raise NeedsWords
    if found := Recovery.objects.open().filter(conversation=conversation).first():
        return found
    return _begin(
        conversation,
        origin=Origin(origin),
        severity=Recovery.Severity(severity),
        why=why,
        owner=conversation.assignee or by,
        by=by,
        now=now,
    )


@transaction.atomic
def open_for_promise(promise: int, *, now: datetime, cause: Any = None) -> Recovery | None:
    """What follows from a promise to a customer whose date has passed, as the rule weighs it.

    Where something is put right in that conversation already, it is made no less grave than this
    is. Nothing where the promise is no longer owed, or weighs too little.
    """
    row = Promise.objects.filter(pk=promise, customer__isnull=False).first()
    if row is None or row.conversation_id is None:
        return None
    there = Conversation.objects.select_for_update().get(pk=row.conversation_id)
    if there.status in {Conversation.Status.MERGED, Conversation.Status.SPAM}:
        return None
    row = Promise.objects.select_related("desk__calendar", "keeper", "customer").get(pk=promise)
    if row.outcome != Promise.Outcome.OPEN or row.broken_at is None:
        return None
    severity = severity_now(row, now=now)
    if severity is None:
        return None
    if found := Recovery.objects.open().filter(conversation=there).first():
        raise_to(found, severity, now=now, cause=cause)
        return found
    if Recovery.objects.filter(promise=row).exists():
        return None
    return _begin(
        there,
        origin=Origin.PROMISE,
        severity=severity,
        promise=row,
        owner=row.keeper or there.assignee,
        by=None,
        now=now,
        cause=cause,
    )


def severity_now(promise: Promise, *, now: datetime) -> str | None:
    """How bad it is that this date passed, as things stand."""
    letters = Message.objects.filter(
        conversation=promise.conversation_id, way=Message.Way.IN, is_aside=False, automatic=""
    )
    came_back = promise.chased_at is not None or letters.filter(at__gt=promise.due_at).exists()
    try:
        late = promise.hours.between(promise.due_at, max(now, promise.due_at))
    except NeverOpen:
        late = 0.0
    broken = rules.Broken(
        is_by_rule=promise.is_by_rule,
        was_told=promise.was_told,
        came_back=came_back,
        late=late,
        changes=promise.changes,
        disputes=promise.disputes,
    )
    return rules.severity_of(broken)


def raise_to(recovery: Recovery, severity: str, *, now: datetime, cause: Any = None) -> bool:
    """It is no less grave than this, from now on. Answers whether that changed it."""
    worse = rules.worse_of(recovery.severity, severity)
    if worse == recovery.severity:
        return False
    recovery.severity = worse
    recovery.save(update_fields=["severity"])
    fact = RecoveryRaised(
        recovery=recovery.pk, conversation=recovery.conversation_id, severity=worse
    )
    tell(fact, recovery, by=SYSTEM, now=now, cause=cause)
    return True


@transaction.atomic
def withdraw(recovery: Recovery, *, why: str, by: Member, now: datetime) -> Recovery:
    """It was opened by mistake. Raises `NotAllowed`, `AlreadyClosed`, `NeedsWords`."""
    recovery = take_open(recovery, by=by)
    why = plain(why)
    if not why:
        raise NeedsWords
    close(recovery, Recovery.Outcome.WITHDRAWN, words=why, by=by, now=now)
    return recovery


def _begin(
    conversation: Conversation,
    *,
    promise: Promise | None = None,
    by: Member | None,
    now: datetime,
    cause: Any = None,
    **values: Any,
) -> Recovery:
    made = Recovery.objects.create(
        conversation=conversation,
        customer=(promise.customer if promise else None) or conversation.customer,
        promise=promise,
        opened_by=by,
        opened_at=now,
        last_at=now,
        **values,
    )
    fact = RecoveryOpened(
        recovery=made.pk,
        conversation=conversation.pk,
        origin=str(made.origin),
        severity=str(made.severity),
        promise=promise.pk if promise else 0,
    )
    tell(fact, made, by=by or SYSTEM, now=now, cause=cause)
    return made
