"""Whether a change helped, after 30, 90 and 180 days; then it is kept, or taken back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kept.improvement.access import may_write_change
from kept.improvement.actions.changes import say_checked, settle, take
from kept.improvement.actions.errors import (
    SYSTEM,
    AlreadyDecided,
    NeedsReason,
    NotNow,
    TellFirst,
    TooSoon,
)
from kept.improvement.events import ChangeChecked
from kept.improvement.models import Change, EffectCheck
from kept.improvement.queries import recurrence
from kept.improvement.rules import CHECK_AFTER, LONGEST_WORDS
from kept.kit.refusals import NotAllowed
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises

Decision = EffectCheck.Decision


@transaction.atomic
def check_effect(
    change: Change,
    *,
    days: int,
    decision: str,
    words: str,
    today: date,
    by: Member,
    now: datetime,
) -> EffectCheck:
    """Write down how often it came back, and what follows. The last one keeps it or takes it back.

    Taking it back asks for a manager, as adopting did. Raises `NotAllowed`, `AlreadyDecided`,
    `TooSoon`, `TellFirst`, `NeedsReason`, `NotNow`, and what taking back raises.
    """
    change = take(change)
    if not may_write_change(by, change) or (decision != Decision.GO_ON and not by.is_manager):
        raise NotAllowed
    check = EffectCheck.objects.select_for_update().filter(change=change, days=days).first()
    if check is None or check.done_at is not None:
        raise AlreadyDecided
    if now < check.due_at:
        raise TooSoon
    if change.state == Change.State.ADOPTED and decision != Decision.REVERT:
        raise TellFirst
    words = plain_text(words, LONGEST_WORDS)
    if not words:
        raise NeedsReason
    if decision not in Decision.values or (decision == Decision.GO_ON and days == CHECK_AFTER[-1]):
        raise NotNow
    found = recurrence(change, days=days)
    check.before, check.after, check.words = found.before, found.after, words
    check.decision, check.done_by, check.done_at = Decision(decision), by, now
    check.save()
    if check.promise is not None and not check.promise.is_settled:
        if check.promise.keeper_id == by.pk:
            promises.keep(check.promise, by=by, now=now)
        else:
            promises.keep_by_rule(check.promise, by=SYSTEM, now=now)
    fact = ChangeChecked(
        change=change.pk,
        days=days,
        before=found.before,
        after=found.after,
        decision=str(decision),
    )
    record(fact, about=[change], by=by, at=now)
    if decision == Decision.GO_ON:
        say_checked(change, by=by, now=now)
    else:
        to = "KEPT" if decision == Decision.KEEP else "REVERTED"
        settle(change, to, today=today, by=by, now=now)
    return check
