"""Nothing that is put right stays with somebody who is no longer with us."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions.locking import take as take_conversation
from kept.conversations.models import Conversation
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.recovery.access import judge_of, owners_of
from kept.recovery.actions.locking import SYSTEM, take, tell
from kept.recovery.events import AppealHanded, BoundaryHanded, RecoveryHanded
from kept.recovery.models import Appeal, Boundary, Recovery

MERGED = Conversation.Status.MERGED


def hand_over(member: int, *, now: datetime, cause: Any = None) -> int:
    """What they put right is its conversation's assignee's, or nobody's, which managers see as a
    risk; what they were to judge or look at is another manager's. Answers how many.

    Safe to do twice. Where nobody else can judge it stays, and any manager may answer.
    """
    if Member.objects.active().filter(pk=member).exists():
        return 0
    found = Recovery.objects.open().filter(owner=member).exclude(conversation__status=MERGED)
    handed = sum(
        _recovery(pk, member, now=now, cause=cause) for pk in found.values_list("pk", flat=True)
    )
    appeals = Appeal.objects.filter(judge=member, state="WAITING")
    handed += sum(
        _appeal(pk, member, now=now, cause=cause)
        for pk in appeals.exclude(conversation__status=MERGED).values_list("pk", flat=True)
    )
    ended = Boundary.objects.filter(reviewer=member, ended_at__isnull=False, reviewed_at=None)
    return handed + sum(
        _boundary(pk, member, now=now, cause=cause)
        for pk in ended.exclude(conversation__status=MERGED).values_list("pk", flat=True)
    )


@transaction.atomic
def _recovery(pk: int, member: int, *, now: datetime, cause: Any) -> int:
    row = take(Recovery.objects.get(pk=pk), by=SYSTEM)
    if not row.is_open or row.owner_id != member:
        return 0
    near = owners_of(row).filter(pk=row.conversation.assignee_id or 0).first()
    row.owner = near
    row.save(update_fields=["owner"])
    fact = RecoveryHanded(
        recovery=row.pk,
        conversation=row.conversation_id,
        to=near.pk if near else 0,
        before=member,
    )
    tell(fact, row, by=SYSTEM, now=now, cause=cause)
    return 1


@transaction.atomic
def _appeal(pk: int, member: int, *, now: datetime, cause: Any) -> int:
    there = take_conversation(Appeal.objects.get(pk=pk).conversation, by=SYSTEM)
    locked = Appeal.objects.select_for_update(of=("self",)).select_related("decider", "promise")
    appeal = locked.get(pk=pk)
    judge = judge_of(there, decider=appeal.decider)
    if appeal.state != "WAITING" or appeal.judge_id != member or judge is None:
        return 0
    appeal.judge = judge
    appeal.save(update_fields=["judge"])
    if appeal.promise.outcome == Promise.Outcome.OPEN:
        promises.hand_on(appeal.promise, to=judge, by=judge, now=now)
    fact = AppealHanded(appeal=pk, conversation=there.pk, to=judge.pk, before=member)
    record(fact, about=[appeal, there, judge], by=SYSTEM, at=now, cause=cause)
    return 1


@transaction.atomic
def _boundary(pk: int, member: int, *, now: datetime, cause: Any) -> int:
    there = take_conversation(Boundary.objects.get(pk=pk).conversation, by=SYSTEM)
    locked = Boundary.objects.select_for_update(of=("self",)).select_related("ended_by")
    bound = locked.get(pk=pk)
    judge = judge_of(there, decider=bound.ended_by) if bound.ended_by else None
    if bound.reviewed_at is not None or bound.reviewer_id != member or judge is None:
        return 0
    bound.reviewer = judge
    bound.save(update_fields=["reviewer"])
    fact = BoundaryHanded(boundary=pk, conversation=there.pk, to=judge.pk, before=member)
    record(fact, about=[bound, there, judge], by=SYSTEM, at=now, cause=cause)
    return 1
