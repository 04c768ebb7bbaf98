"""What follows by itself from facts of others: promises, gestures, merging, and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kept.charter.models import Gesture
from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises.models import Promise
from kept.recovery import rules
from kept.recovery.actions.boundaries import lift_held
from kept.recovery.actions.locking import SYSTEM, close, mark, take
from kept.recovery.actions.opening import raise_to, severity_now
from kept.recovery.actions.steps import undo_fix
from kept.recovery.models import Appeal, Boundary, Recovery

AT_ONCE = 200


@transaction.atomic
def follow_promise(promise: int, word: str, *, by: str, now: datetime, cause: Any) -> None:
    """What was agreed, or the promise to ask again, was settled elsewhere, on Today for instance.

    `word` is kept, confirmed or disputed. By what holds now: it may have been done here already.
    """
    named = Q(fix=promise) | Q(follow=promise)
    found = Recovery.objects.open().filter(named).first()
    if found is None:
        return
    recovery = take(found, by=SYSTEM)
    if not recovery.is_open:
        return
    row = Promise.objects.get(pk=promise)
    doer = _doer(by)
    if recovery.follow_id == promise:
        if word == "kept" and row.outcome == Promise.Outcome.KEPT:
            _mark(recovery, rules.FOLLOW_UP, by=doer, now=now, cause=cause)
        return
    if word == "kept" and row.outcome == Promise.Outcome.KEPT:
        _mark(recovery, rules.FIX, by=doer, now=now, cause=cause)
    elif word == "confirmed" and row.confirmation == Promise.Confirmation.CONFIRMED:
        _mark(recovery, rules.CONFIRM, by=None, now=now, cause=cause)
    elif word == "disputed" and row.outcome == "OPEN" and rules.FIX in recovery.settled:
        undo_fix(recovery, words="", by=None, now=now)


@transaction.atomic
def follow_gesture(gesture: int, *, now: datetime, cause: Any) -> None:
    """A gesture was made in a conversation in which something is put right: it is that step."""
    made = Gesture.objects.select_related("member").get(pk=gesture)
    found = Recovery.objects.open().filter(conversation=made.conversation_id).first()
    if found is None or Recovery.objects.filter(gesture=made).exists():
        return
    recovery = take(found, by=SYSTEM)
    if recovery.is_open and rules.may_settle(rules.GESTURE, recovery.settled):
        recovery.gesture = made
        mark(recovery, rules.GESTURE, words=made.reason, by=made.member, now=now, cause=cause)


@transaction.atomic
def carry(source: int, target: int, *, now: datetime, cause: Any = None) -> dict[str, list[int]]:
    """Two conversations are one: what is put right goes along, and what was asked about it; of two
    that are open one stays, of two boundaries the graver. Answers what moved, by id. Safe to do
    twice.
    """
    taken = Recovery.objects.open().filter(conversation=target).exists()
    rows = list(Recovery.objects.select_for_update().filter(conversation=source).order_by("pk"))
    for row in rows:
        if row.is_open and taken:
            words = _("Its conversation was merged with one in which something is put right.")
            close(row, Recovery.Outcome.WITHDRAWN, words=words, by=SYSTEM, now=now, cause=cause)
        row.conversation_id = target
        row.save(update_fields=["conversation"])
    bounds = list(Boundary.objects.select_for_update().filter(conversation=source).order_by("pk"))
    held = Boundary.objects.select_for_update().exclude(level="LIFTED")
    there = held.filter(conversation=target).first()
    for one in bounds:
        if there is not None and one.level != Boundary.Level.LIFTED:
            lighter = min(one, there, key=lambda bound: rules.LEVELS.index(bound.level))
            lift_held(lighter, by=SYSTEM, now=now, cause=cause)
        one.conversation_id = target
        one.save(update_fields=["conversation"])
    Appeal.objects.filter(conversation=source).update(conversation=target)
    return {"recoveries": [row.pk for row in rows], "boundaries": [one.pk for one in bounds]}


def give_back(
    moved: Mapping[str, Sequence[int]], *, source: Conversation, target: Conversation
) -> None:
    """What `carry` moved goes back to `source`. The conversations are the caller's to lock."""
    recoveries, bounds = list(moved.get("recoveries", ())), list(moved.get("boundaries", ()))
    here = {"conversation": target}
    Recovery.objects.filter(pk__in=recoveries, **here).update(conversation=source)
    Boundary.objects.filter(pk__in=bounds, **here).update(conversation=source)
    # Also what was asked about them since: it is answered where they are.
    about = Q(decision__recovery__in=recoveries) | Q(boundary__in=bounds)
    Appeal.objects.filter(about, **here).update(conversation=source)


def weigh_open(*, now: datetime) -> int:
    """How late weighs too: what is still owed makes what is put right graver as time goes."""
    owed = Recovery.objects.open().filter(
        promise__outcome="OPEN", severity__in=[rules.MINOR, rules.SERIOUS]
    )
    return sum(
        _weigh(pk, now=now) for pk in owed.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    )


@transaction.atomic
def _weigh(pk: int, *, now: datetime) -> int:
    recovery = take(Recovery.objects.get(pk=pk), by=SYSTEM)
    if not recovery.is_open or recovery.promise is None:
        return 0
    severity = severity_now(recovery.promise, now=now)
    return int(severity is not None and raise_to(recovery, severity, now=now))


def _mark(
    recovery: Recovery, step: str, *, by: Member | str | None, now: datetime, cause: Any
) -> None:
    if rules.may_settle(step, recovery.settled):
        mark(recovery, step, by=by, now=now, cause=cause)


def _doer(name: str) -> Member | str | None:
    if name.startswith("member:"):
        return Member.objects.filter(pk=int(name[7:])).first()
    return None if name.startswith("customer:") else name
