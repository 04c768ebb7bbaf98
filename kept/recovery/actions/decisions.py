"""A decision in plain words, told with its appeal; or: we see it differently, and look again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kept.charter.models import Policy
from kept.conversations.speaking import speaking_to
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.letters import moment_in_words
from kept.promises.models import Promise
from kept.recovery.access import may_reconsider
from kept.recovery.actions import letters
from kept.recovery.actions.errors import AlreadyAnswered, NeedsWords
from kept.recovery.actions.locking import plain, take, take_open, tell
from kept.recovery.events import DecisionReconsidered, DecisionTold
from kept.recovery.models import Decision, Recovery
from kept.recovery.models.decision import Verdict

Kind = Decision.Kind


@transaction.atomic
def decide(
    recovery: Recovery,
    *,
    words: str,
    policy: Policy | None = None,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Decision:
    """What we do and why, in plain words, as a letter with the way to have it looked at again.

    Raises `NotAllowed`, `AlreadyClosed`, `NeedsWords`, `NoRecipient`; the same `submit_id` once.
    """
    recovery = take_open(recovery, by=by)
    if made := Decision.objects.filter(submit_id=submit_id, recovery=recovery).first():
        return made
    return _tell(
        recovery, Kind.DECIDED, words=words, policy=policy, submit_id=submit_id, by=by, now=now
    )


@transaction.atomic
def see_it_differently(
    recovery: Recovery,
    *,
    words: str,
    immediate: str,
    due_at: datetime,
    policy: Policy | None = None,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Decision:
    """We do not agree, do this much at once, and look at it again by a day we promise.

    Raises what `decide` raises, and `BadWindow`, `CannotKeep`.
    """
    recovery = take_open(recovery, by=by)
    if made := Decision.objects.filter(submit_id=submit_id, recovery=recovery).first():
        return made
    immediate = plain(immediate)
    if not immediate or not plain(words):
        raise NeedsWords
    there = recovery.conversation
    with speaking_to(recovery.customer):
        promised = _("We look at it again, and answer you.")
        zone = recovery.customer.zone or there.desk.zone
        until = moment_in_words(due_at, zone)
    promise = promises.make(
        there,
        words=promised,
        due_at=due_at,
        keeper=by,
        kind=Promise.Kind.RECONSIDER,
        customer=recovery.customer,
        by=by,
        now=now,
    )
    return _tell(
        recovery,
        Kind.DIFFERENT,
        words=words,
        immediate=immediate,
        until=until,
        promise=promise,
        policy=policy,
        submit_id=submit_id,
        by=by,
        now=now,
    )


@transaction.atomic
def reconsider(
    decision: Decision,
    *,
    state: str,
    words: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Decision:
    """Looked at again: it stays or is changed, told in a letter, and the promise is kept.

    Raises `NotAllowed`, `AlreadyAnswered`, `NeedsWords`, `NoRecipient`.
    """
    recovery = take(decision.recovery, by=by)
    locked = Decision.objects.select_for_update(of=("self",))
    decision = locked.select_related("promise", "recovery__conversation").get(pk=decision.pk)
    if not may_reconsider(by, decision):
        raise NotAllowed
    if decision.state != Verdict.WAITING:
        raise AlreadyAnswered
    words = plain(words)
    if not words:
        raise NeedsWords
    decision.state, decision.answer = Verdict(state), words
    decision.answered_by, decision.answered_at = by, now
    decision.save()
    there = recovery.conversation
    with speaking_to(recovery.customer):
        text = letters.signed(recovery, [words], writer=by)
    letters.send(there, text, to=recovery.customer, submit_id=submit_id, by=by, now=now)
    if decision.promise and decision.promise.outcome == Promise.Outcome.OPEN:
        promises.keep(decision.promise, by=by, now=now)
    fact = DecisionReconsidered(
        decision=decision.pk,
        recovery=recovery.pk,
        conversation=there.pk,
        state=str(decision.state),
    )
    tell(fact, recovery, by=by, now=now)
    return decision


def _tell(
    recovery: Recovery,
    kind: str,
    *,
    words: str,
    immediate: str = "",
    until: str = "",
    promise: Promise | None = None,
    policy: Policy | None,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Decision:
    words = plain(words)
    if not words:
        raise NeedsWords
    if policy and not Policy.objects.visible_to(by).filter(pk=policy.pk).exists():
        raise NotAllowed
    there = recovery.conversation
    text = letters.decision(recovery, words, immediate=immediate, until=until, writer=by)
    message = letters.send(there, text, to=recovery.customer, submit_id=submit_id, by=by, now=now)
    made = Decision.objects.create(
        recovery=recovery,
        kind=kind,
        words=words,
        immediate=immediate,
        policy=policy,
        message=message,
        promise=promise,
        member=by,
        at=now,
        state=Verdict.WAITING if promise else "",
        submit_id=submit_id,
    )
    recovery.last_at = now
    recovery.save(update_fields=["last_at"])
    fact = DecisionTold(
        decision=made.pk,
        recovery=recovery.pk,
        conversation=there.pk,
        kind=str(kind),
        message=message.pk,
        promise=promise.pk if promise else 0,
        policy=policy.pk if policy else 0,
    )
    record(
        fact,
        about=[made, recovery, there, f"customer:{recovery.customer_id}", by],
        by=by,
        at=now,
    )
    return made
