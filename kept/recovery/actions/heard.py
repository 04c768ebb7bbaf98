"""Some want to be heard and nothing else. That too closes only when they say so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.people.models import Member
from kept.recovery import rules
from kept.recovery.actions.errors import NeedsWords, NotItsTurn
from kept.recovery.actions.locking import close, plain, take_open, tell
from kept.recovery.events import RecoveryListening
from kept.recovery.models import Recovery


@transaction.atomic
def listen(recovery: Recovery, *, by: Member, now: datetime) -> Recovery:
    """Nothing is to be fixed: we listen, and ask whether that was all.

    Not once something is agreed. Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`.
    """
    recovery = take_open(recovery, by=by)
    if rules.AGREE in recovery.settled or recovery.is_listening:
        raise NotItsTurn
    _set(recovery, is_on=True, by=by, now=now)
    return recovery


@transaction.atomic
def stop_listening(recovery: Recovery, *, by: Member | None, now: datetime) -> Recovery:
    """There is something to be put right after all, say they or we.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`.
    """
    recovery = take_open(recovery, by=by)
    if not recovery.is_listening:
        raise NotItsTurn
    _set(recovery, is_on=False, by=by, now=now)
    return recovery


@transaction.atomic
def close_as_heard(
    recovery: Recovery, *, words: str = "", by: Member | None, now: datetime
) -> Recovery:
    """They were heard, and want nothing more. A member notes where they said so, in `words`.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`.
    """
    recovery = take_open(recovery, by=by)
    if not recovery.is_listening:
        raise NotItsTurn
    words = plain(words)
    if by is not None and not words:
        raise NeedsWords
    close(recovery, Recovery.Outcome.HEARD, words=words, by=by, now=now)
    return recovery


def _set(recovery: Recovery, *, is_on: bool, by: Member | None, now: datetime) -> None:
    recovery.is_listening, recovery.last_at = is_on, now
    recovery.save()
    fact = RecoveryListening(
        recovery=recovery.pk, conversation=recovery.conversation_id, is_on=is_on
    )
    tell(fact, recovery, by=by, now=now)
