"""A customer is refused; a friction is raised, joined, listed, discussed, or declined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from kept.charter.models import Policy
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Desk
from kept.improvement.access import may_lead, sees_desk
from kept.improvement.actions.errors import (
    AlreadyDecided,
    NeedsReason,
    NeedsWords,
    NotNow,
    PolicyStopped,
    SentElsewhere,
)
from kept.improvement.events import (
    FrictionConnected,
    FrictionMeToo,
    FrictionMoved,
    FrictionRaised,
    PolicyRefusedCustomer,
)
from kept.improvement.models import Change, Denial, Friction, Halt, Process, Voice
from kept.improvement.rules import LONGEST_WORDS, OF_FRICTION, may_move, takes_voices
from kept.kit.refusals import NotAllowed
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member

State = Friction.State


@dataclass(frozen=True, slots=True)
class FrictionTerms:
    """What somebody says of it. `again`: a change that was to end it, and did not."""

    words: str
    kind: str = Friction.Kind.FRICTION
    cost: str = ""
    today: str = ""
    desk: Desk | None = None
    policy: Policy | None = None
    process: Process | None = None
    again: Change | None = None


@transaction.atomic
def refuse_customer(
    conversation: Conversation,
    policy: Policy,
    *,
    then: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Denial:
    """Note that we had to say no, so that they can be told should the rule change.

    Once a policy and conversation; again it answers what was noted. Raises `NotAllowed`,
    `WasMerged`, `NeedsWords`, `PolicyStopped`.
    """
    conversation = take(conversation, by=by)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if policy.retired_at or policy.desk_id not in {None, conversation.desk_id}:
        raise NotAllowed
    if noted := Denial.objects.filter(policy=policy, conversation=conversation).first():
        return noted
    if Halt.objects.filter(policy=policy, ended_at=None).exists():
        raise PolicyStopped
    then = " ".join(plain_text(then, 300).split())
    if not then:
        raise NeedsWords
    if Denial.objects.filter(submit_id=submit_id).exists():
        raise SentElsewhere
    noted = Denial.objects.create(
        policy=policy,
        number=policy.number,
        conversation=conversation,
        customer_id=conversation.customer_id,
        member=by,
        then=then,
        submit_id=submit_id,
        at=now,
    )
    fact = PolicyRefusedCustomer(
        denial=noted.pk,
        policy=policy.pk,
        number=policy.number,
        conversation=conversation.pk,
        customer=conversation.customer_id,
    )
    about = [noted, policy, conversation, f"customer:{conversation.customer_id}"]
    record(fact, about=about, by=by, at=now)
    return noted


@transaction.atomic
def raise_friction(
    terms: FrictionTerms,
    *,
    conversation: Conversation | None = None,
    denial: Denial | None = None,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Friction:
    """Say what stands in the way. In a conversation it is of its desk.

    Of one refusal one friction comes: again it answers that one. Raises `NotAllowed`, `WasMerged`,
    `NeedsWords`, `SentElsewhere`.
    """
    if denial is not None:
        conversation = Conversation.objects.get(pk=denial.conversation_id)
    desk = terms.desk
    if conversation is not None:
        conversation = take(conversation, by=by)
        desk = conversation.desk
    if not sees_desk(by, desk.pk if desk else None) or not _sees_what(terms, by=by):
        raise NotAllowed
    if denial is not None and (known := Friction.objects.filter(denial=denial).first()):
        return known
    if made := Friction.objects.filter(submit_id=submit_id).first():
        if made.raised_by_id != by.pk:
            raise SentElsewhere
        return made
    words = plain_text(terms.words, LONGEST_WORDS)
    if not words:
        raise NeedsWords
    policy = denial.policy if denial is not None else terms.policy
    try:
        with transaction.atomic():
            friction = Friction.objects.create(
                kind=terms.kind,
                desk=desk,
                policy=policy,
                process=terms.process,
                again=terms.again,
                conversation=conversation,
                denial=denial,
                words=words,
                cost=plain_text(terms.cost, LONGEST_WORDS),
                today=plain_text(terms.today, LONGEST_WORDS),
                raised_by=by,
                raised_at=now,
                submit_id=submit_id,
            )
            Voice.objects.create(friction=friction, member=by, is_raiser=True, at=now)
    except IntegrityError:
        # Sent twice at once: the other one was written while this one waited.
        same = Q(submit_id=submit_id, raised_by=by)
        made = Friction.objects.filter(same | Q(denial=denial) if denial else same).first()
        if made is None:
            raise
        return made
    fact = FrictionRaised(
        friction=friction.pk,
        kind=str(friction.kind),
        policy=friction.policy_id or 0,
        process=friction.process_id or 0,
        conversation=friction.conversation_id or 0,
    )
    record(fact, about=about(friction), by=by, at=now)
    return friction


@transaction.atomic
def me_too(friction: Friction, *, words: str = "", by: Member, now: datetime) -> Voice:
    """It is so for me too; once. Raises `NotAllowed`, `AlreadyDecided`."""
    friction = hold(friction, by=by)
    known = Voice.objects.filter(friction=friction, member=by).first()
    if known is not None:
        return known
    if not takes_voices(friction.stage):
        raise AlreadyDecided
    said = " ".join(plain_text(words, 300).split())
    voice = Voice.objects.create(friction=friction, member=by, words=said, at=now)
    record(FrictionMeToo(friction=friction.pk, member=by.pk), about=[friction, by], by=by, at=now)
    return voice


@transaction.atomic
def be_quiet(friction: Friction, *, is_quiet: bool, by: Member) -> None:
    """Whether one is named where those are thanked who raised it. Raises `NotAllowed`."""
    friction = hold(friction, by=by)
    if not Voice.objects.filter(friction=friction, member=by).update(is_quiet=is_quiet):
        raise NotAllowed


@transaction.atomic
def list_for_huddle(friction: Friction, *, by: Member, now: datetime) -> Friction:
    """For the next huddle. Raises `NotAllowed`, `NotNow`."""
    friction = hold(friction, by=by)
    if not may_lead(by, friction):
        raise NotAllowed
    move(friction, State.LISTED, by=by, now=now)
    return friction


@transaction.atomic
def discuss(friction: Friction, *, cause: str, impact: str, by: Member, now: datetime) -> Friction:
    """What it comes from, and what it does. Raises `NotAllowed`, `NotNow`, `NeedsWords`."""
    friction = hold(friction, by=by)
    cause, impact = plain_text(cause, LONGEST_WORDS), plain_text(impact, LONGEST_WORDS)
    if not cause or not impact:
        raise NeedsWords
    check(friction, State.DISCUSSED)
    friction.cause, friction.impact = cause, impact
    move(friction, State.DISCUSSED, by=by, now=now)
    return friction


@transaction.atomic
def connect(friction: Friction, *, by: Member, now: datetime) -> Friction:
    """Somebody who leads has spoken with whoever raised it. Raises `NotAllowed`."""
    friction = hold(friction, by=by)
    if not may_lead(by, friction) or friction.raised_by_id == by.pk:
        raise NotAllowed
    if friction.connected_at is None:
        friction.connected_by, friction.connected_at = by, now
        friction.save(update_fields=["connected_by", "connected_at"])
        record(FrictionConnected(friction=friction.pk), about=[friction], by=by, at=now)
    return friction


@transaction.atomic
def decline(friction: Friction, *, reason: str, by: Member, now: datetime) -> Friction:
    """It stays as it is, and why. Raises `NotAllowed`, `NotNow`, `NeedsReason`."""
    friction = hold(friction, by=by)
    if not may_lead(by, friction):
        raise NotAllowed
    check(friction, State.NOT_ADOPTED)
    friction.reason = plain_text(reason, LONGEST_WORDS)
    if not friction.reason:
        raise NeedsReason
    move(friction, State.NOT_ADOPTED, by=by, now=now)
    return friction


def hold(friction: Friction, *, by: Member) -> Friction:
    """The row for this transaction. Raises `NotAllowed` where it is out of sight."""
    locked = Friction.objects.select_for_update(of=("self",)).select_related("change")
    friction = locked.get(pk=friction.pk)
    if not sees_desk(by, friction.desk_id):
        raise NotAllowed
    return friction


def check(friction: Friction, to: str) -> None:
    """Raises `NotNow`."""
    if not may_move(OF_FRICTION, friction.state, to):
        raise NotNow


def move(
    friction: Friction, to: str, *, change: Change | None = None, by: Member, now: datetime
) -> None:
    """A held friction goes on. Raises `NotNow`."""
    check(friction, to)
    friction.state, friction.change = State(to), change
    if to in {State.TAKEN_UP, State.NOT_ADOPTED}:
        friction.decided_at = now
    friction.save()
    fact = FrictionMoved(friction=friction.pk, to=str(to), change=change.pk if change else 0)
    record(fact, about=about(friction), by=by, at=now)


def about(friction: Friction) -> list[object]:
    found: list[object] = [friction, f"member:{friction.raised_by_id}"]
    if friction.conversation_id:
        found.append(f"conversation:{friction.conversation_id}")
    return found


def _sees_what(terms: FrictionTerms, *, by: Member) -> bool:
    """Whether the rule, process or change it is about is in sight, and what it is called ours."""
    things = (
        (Policy.objects.visible_to(by), terms.policy),
        (Process.objects.visible_to(by), terms.process),
        (Change.objects.visible_to(by), terms.again),
    )
    return terms.kind in Friction.Kind.values and all(
        thing is None or seen.filter(pk=thing.pk).exists() for seen, thing in things
    )
