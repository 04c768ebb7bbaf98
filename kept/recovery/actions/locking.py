"""How an action takes hold of a recovery, and what it writes about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kept.conversations.actions.locking import take as take_conversation
from kept.conversations.models import Conversation
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.recovery import rules
from kept.recovery.actions.errors import AlreadyClosed, NotItsTurn
from kept.recovery.events import (
    RecoveryClosed,
    RecoveryOpenedAgain,
    RecoveryStepDone,
    RecoveryStepSkipped,
)
from kept.recovery.models import Recovery, Step

SYSTEM = "system:recovery"
Doer = Member | str | None
"""A member; a part of the house by its name; None for the customer, by their own link."""


def take(recovery: Recovery, *, by: Doer) -> Recovery:
    """The recovery with its conversation, both locked. Raises `NotAllowed`, `WasMerged`."""
    there = Conversation(pk=recovery.conversation_id)
    take_conversation(there, by=by if isinstance(by, Member) else SYSTEM)
    locked = Recovery.objects.select_for_update(of=("self",))
    found = locked.select_related(
        "conversation__desk__calendar", "conversation__customer", "customer", "owner", "promise",
        "fix", "follow",
    )  # fmt: skip
    return found.get(pk=recovery.pk)


def take_open(recovery: Recovery, *, by: Doer) -> Recovery:
    """The same, while it is open. Raises `AlreadyClosed` besides."""
    found = take(recovery, by=by)
    if not found.is_open:
        raise AlreadyClosed
    return found


def must_be_its_turn(recovery: Recovery, step: str) -> None:
    if not rules.may_settle(step, recovery.settled):
        raise NotItsTurn


def mark(
    recovery: Recovery,
    step: str,
    *,
    words: str = "",
    is_skipped: bool = False,
    by: Doer,
    now: datetime,
    cause: Any = None,
) -> None:
    """Write a step of a recovery that is held; with the last one it is put right.

    Raises `NotItsTurn`.
    """
    must_be_its_turn(recovery, step)
    Step.objects.create(
        recovery=recovery,
        step=step,
        state=Step.State.SKIPPED if is_skipped else Step.State.DONE,
        words=words,
        member=by if isinstance(by, Member) else None,
        at=now,
    )
    recovery.settled = [*recovery.settled, step]
    recovery.last_at = now
    recovery.save()
    fact = RecoveryStepSkipped if is_skipped else RecoveryStepDone
    told = fact(recovery=recovery.pk, conversation=recovery.conversation_id, step=step)
    tell(told, recovery, by=by, now=now, cause=cause)
    if rules.is_finished(recovery.settled):
        close(recovery, Recovery.Outcome.RIGHTED, by=by, now=now, cause=cause)


def close(
    recovery: Recovery,
    outcome: str,
    *,
    words: str = "",
    by: Doer,
    now: datetime,
    cause: Any = None,
) -> None:
    """It is over, in the caller's transaction."""
    recovery.outcome, recovery.outcome_words = outcome, words
    recovery.closed_at = recovery.last_at = now
    recovery.save()
    fact = RecoveryClosed(
        recovery=recovery.pk, conversation=recovery.conversation_id, outcome=str(outcome)
    )
    tell(fact, recovery, by=by, now=now, cause=cause)


def open_again(recovery: Recovery, *, by: Doer, now: datetime) -> None:
    """What went on in another one goes on by itself."""
    recovery.outcome, recovery.outcome_words = Recovery.Outcome.OPEN, ""
    recovery.closed_at, recovery.last_at = None, now
    recovery.save()
    fact = RecoveryOpenedAgain(recovery=recovery.pk, conversation=recovery.conversation_id)
    tell(fact, recovery, by=by, now=now)


def tell(fact: Any, recovery: Recovery, *, by: Doer, now: datetime, cause: Any = None) -> None:
    """Record it on everybody's timeline whom it concerns."""
    there = recovery.conversation
    about: list[Any] = [recovery, there, f"customer:{recovery.customer_id}"]
    if recovery.owner_id:
        about.append(f"member:{recovery.owner_id}")
    record(fact, about=about, by=by or f"customer:{recovery.customer_id}", at=now, cause=cause)


def plain(typed: str, most: int = rules.LONGEST) -> str:
    return plain_text(typed, most)
