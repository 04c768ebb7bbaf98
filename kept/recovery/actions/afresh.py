"""A fresh start: another of us puts it right, and the customer wanted it so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.access import may_look_after
from kept.conversations.actions.assign import give
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.actions import CannotKeep
from kept.promises.models import Promise
from kept.recovery.access import owners_of
from kept.recovery.actions.errors import NeedsWords, NotItsTurn
from kept.recovery.actions.locking import plain, take_open, tell
from kept.recovery.events import FreshStartAsked, RecoveryHanded
from kept.recovery.models import FreshStart, Recovery


@transaction.atomic
def ask_fresh_start(recovery: Recovery, *, words: str = "", now: datetime) -> Recovery:
    """The customer asks for somebody else, on their page. Raises `AlreadyClosed`, `NotItsTurn`."""
    recovery = take_open(recovery, by=None)
    if recovery.fresh_start_at is not None:
        raise NotItsTurn
    recovery.fresh_start_at = recovery.last_at = now
    recovery.fresh_start_words = plain(words)
    recovery.save()
    fact = FreshStartAsked(recovery=recovery.pk, conversation=recovery.conversation_id)
    tell(fact, recovery, by=None, now=now)
    return recovery


@transaction.atomic
def start_afresh(
    recovery: Recovery, *, to: Member, words: str = "", by: Member, now: datetime
) -> Recovery:
    """`to` looks after it from now on, and keeps what was promised in it.

    Where the customer has not asked for it on their page, `words` say where they agreed. Raises
    `NotAllowed`, `AlreadyClosed`, `NeedsWords`, `CannotKeep`.
    """
    recovery = take_open(recovery, by=by)
    there = recovery.conversation
    words = plain(words)
    on_their_page = recovery.fresh_start_at is not None
    if not on_their_page and not words:
        raise NeedsWords
    if not owners_of(recovery).filter(pk=to.pk).exists() or not may_look_after(to, there):
        raise CannotKeep
    before = recovery.owner
    FreshStart.objects.create(
        recovery=recovery,
        before=before,
        to=to,
        on_their_page=on_their_page,
        words=words or recovery.fresh_start_words,
        by=by,
        at=now,
    )
    recovery.owner, recovery.fresh_start_at, recovery.fresh_start_words = to, None, ""
    recovery.last_at = now
    recovery.save()
    for promise in (recovery.fix, recovery.follow):
        if promise and promise.outcome == Promise.Outcome.OPEN:
            promises.hand_on(promise, to=to, by=by, now=now)
    fact = RecoveryHanded(
        recovery=recovery.pk,
        conversation=there.pk,
        to=to.pk,
        before=before.pk if before else 0,
    )
    tell(fact, recovery, by=by, now=now)
    # Last: whoever had it may see only what is theirs.
    give(there, to, by=by, now=now)
    return recovery
