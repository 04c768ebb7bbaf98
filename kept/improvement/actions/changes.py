"""A change is begun, written, adopted or not, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kept.charter import actions as charter
from kept.charter.models import Policy
from kept.conversations.models import Desk
from kept.focus import actions as focus
from kept.focus.queries import standard, usual_steps
from kept.improvement.access import may_lead, may_write_change, sees_desk
from kept.improvement.actions.errors import (
    SYSTEM,
    MovedMeanwhile,
    NeedsReason,
    NeedsWords,
    NotNow,
    NotWritten,
    SentElsewhere,
)
from kept.improvement.actions.frictions import hold, move
from kept.improvement.events import ChangeBegun, ChangeMoved
from kept.improvement.models import Change, EffectCheck, Friction, Process, TellBack, Voice
from kept.improvement.rules import (
    CHECK_AFTER,
    LONGEST_LETTER,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_WORDS,
    OF_CHANGE,
    may_move,
)
from kept.kit.refusals import NotAllowed
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises

Kind = Change.Kind
State = Change.State


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    """Of a policy, a process, the standard of a good answer, or how we work."""

    name: str
    kind: str
    owner: Member
    desk: Desk | None = None
    policy: Policy | None = None
    process: Process | None = None


@transaction.atomic
def begin_change(
    terms: ChangeTerms,
    *,
    frictions: Sequence[Friction] = (),
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Change:
    """Try something else, for what was discussed. Raises `NotAllowed`, `NeedsWords`, `NotNow`."""
    if made := Change.objects.filter(submit_id=submit_id).first():
        if made.begun_by_id != by.pk:
            raise SentElsewhere
        return made
    thing = terms.policy or terms.process
    desk = thing.desk_id if thing else (terms.desk.pk if terms.desk else None)
    if not by.is_manager or not sees_desk(by, desk):
        raise NotAllowed
    name = " ".join(plain_text(terms.name, LONGEST_NAME).split())
    if not name or not terms.owner.is_active:
        raise NeedsWords
    change = Change(
        kind=terms.kind,
        name=name,
        desk_id=desk,
        policy=terms.policy,
        process=terms.process,
        owner=terms.owner,
        begun_by=by,
        begun_at=now,
        submit_id=submit_id,
    )
    change.before, change.before_instead = stands(change)
    change.after, change.after_instead = change.before, change.before_instead
    if terms.kind == Kind.STANDARD:
        change.after = change.before or usual_steps()
    held = [hold(friction, by=by) for friction in sorted(frictions, key=lambda one: one.pk)]
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        # Another is being tried of the same thing.
        raise NotNow(_("Another change of this is being tried. Go on with that one.")) from error
    for friction in held:
        move(friction, Friction.State.TAKEN_UP, change=change, by=by, now=now)
    fact = ChangeBegun(
        change=change.pk,
        kind=str(change.kind),
        policy=change.policy_id or 0,
        process=change.process_id or 0,
        frictions=[one.pk for one in held],
    )
    record(fact, about=[change, terms.owner, *held], by=by, at=now)
    return change


@transaction.atomic
def write_change(
    change: Change, *, after: str, after_instead: str, letter: str, by: Member, now: datetime
) -> Change:
    """How it shall be, beside how it is now; and what those are told whom we refused.

    Raises `NotAllowed`, `NotNow`.
    """
    change = take(change)
    if not may_write_change(by, change):
        raise NotAllowed
    if change.state != State.TRYING:
        raise NotNow
    change.before, change.before_instead = stands(change)
    change.after = plain_text(after, LONGEST_TEXT)
    change.after_instead = plain_text(after_instead, LONGEST_TEXT)
    change.letter = plain_text(letter, LONGEST_LETTER)
    change.save()
    return change


@transaction.atomic
def adopt(
    change: Change, *, reason: str, thanks: str, today: date, by: Member, now: datetime
) -> Change:
    """It is how we do it from now on; those who raised it are thanked, and it is looked at again.

    Raises `NotAllowed`, `NotNow`, `NotWritten`, `NeedsReason`, `MovedMeanwhile`, and what writing
    the policy or the standard raises.
    """
    change = _to_decide(change, State.ADOPTED, by=by)
    reason = plain_text(reason, LONGEST_WORDS)
    if not reason:
        raise NeedsReason
    if not change.is_written or stands(change) == (change.after, change.after_instead):
        raise NotWritten
    if stands(change) != (change.before, change.before_instead):
        raise MovedMeanwhile
    _put(change, change.after, change.after_instead, today=today, by=by, now=now)
    change.reason, change.thanks = reason, plain_text(thanks, LONGEST_WORDS)
    change.state, change.decided_by, change.decided_at = State.ADOPTED, by, now
    if change.kind != Kind.POLICY:
        change.gathered_at = now
    change.save()
    Voice.objects.filter(friction__change=change).update(thanked_at=now)
    _say(change, by=by, now=now)
    _settle_promises(change, by=by, now=now)
    _look_again(change, by=by, now=now)
    settle_told(change, now=now)
    return change


@transaction.atomic
def do_not_adopt(change: Change, *, reason: str, by: Member, now: datetime) -> Change:
    """It stays as it was, and why. Raises `NotAllowed`, `NotNow`, `NeedsReason`."""
    change = _to_decide(change, State.NOT_ADOPTED, by=by)
    change.reason = plain_text(reason, LONGEST_WORDS)
    if not change.reason:
        raise NeedsReason
    change.state, change.decided_by, change.decided_at = State.NOT_ADOPTED, by, now
    change.save()
    _settle_promises(change, by=by, now=now)
    _say(change, by=by, now=now)
    return change


def settle_told(change: Change, *, now: datetime) -> bool:
    """A held change of which nobody is left to tell is told to everybody."""
    if change.state != State.ADOPTED or change.gathered_at is None:
        return False
    if change.tell_backs.filter(state__in=["DRAFT", "READY"]).exists():
        return False
    change.state, change.told_at = State.TOLD, now
    change.save(update_fields=["state", "told_at"])
    _say(change, by=SYSTEM, now=now)
    return True


def settle(change: Change, to: str, *, today: date, by: Member, now: datetime) -> None:
    """A held change is kept for good or taken back; what was still to be looked at is not."""
    if not may_move(OF_CHANGE, change.state, to):
        raise NotNow
    if to == State.REVERTED:
        is_ours = stands(change) == (change.after, change.after_instead)
        if change.kind != Kind.WAY and not is_ours:
            raise MovedMeanwhile
        _put(change, change.before, change.before_instead, today=today, by=by, now=now)
        left = change.tell_backs.filter(state__in=["DRAFT", "READY"])
        left.update(state=TellBack.State.LEFT_OUT, why=TellBack.Why.REVERTED)
        change.gathered_at = change.gathered_at or now
    change.state, change.settled_at = State(to), now
    change.save()
    for check in change.checks.filter(done_at=None).select_related("promise"):
        if check.promise is not None and not check.promise.is_settled:
            promises.let_go_by_rule(
                check.promise, why=_("It is settled already."), by=SYSTEM, now=now
            )
        check.delete()
    _say(change, by=by, now=now)


def say_checked(change: Change, *, by: Member, now: datetime) -> None:
    """A held change was looked at, and shall be again. Raises `NotNow`."""
    if not may_move(OF_CHANGE, change.state, State.CHECKED):
        raise NotNow
    change.state = State.CHECKED
    change.save(update_fields=["state"])
    _say(change, by=by, now=now)


def take(change: Change) -> Change:
    locked = Change.objects.select_for_update(of=("self",))
    return locked.select_related("policy", "process", "owner").get(pk=change.pk)


def stands(change: Change) -> tuple[str, str]:
    """What holds now of what it is to change: the words, and of a policy what instead."""
    if change.policy is not None:
        return change.policy.cannot, change.policy.instead
    if change.process is not None:
        return change.process.words, ""
    if change.kind == Kind.STANDARD:
        return standard().steps, ""
    return change.before, ""


def _put(
    change: Change, words: str, instead: str, *, today: date, by: Member, now: datetime
) -> None:
    """Make it so. Of a way of working the words themselves are all there is."""
    if policy := change.policy:
        terms = charter.PolicyTerms(
            name=policy.name,
            cannot=words,
            instead=instead,
            owner=policy.owner,
            effective_on=today,
            desk=policy.desk,
            value=policy.value,
            review_on=policy.review_on,
        )
        change.policy = charter.write_policy(policy, terms, by=by, now=now)
        change.number = change.policy.number
        # As it is kept there: one alternative a line, each once.
        if words == change.after:
            change.after, change.after_instead = change.policy.cannot, change.policy.instead
    elif process := change.process:
        process.words = words
        process.save(update_fields=["words"])
    elif change.kind == Kind.STANDARD:
        focus.set_standard(words, is_shown=standard().is_shown, by=by, now=now)


def _to_decide(change: Change, to: str, *, by: Member) -> Change:
    change = take(change)
    if not may_lead(by, change):
        raise NotAllowed
    if not may_move(OF_CHANGE, change.state, to):
        raise NotNow
    return change


def _settle_promises(change: Change, *, by: Member, now: datetime) -> None:
    """What somebody took on in a huddle, to try it, is done with its decision, either way."""
    for item in change.items.exclude(promise=None).select_related("promise"):
        promise = item.promise
        if promise is None or promise.is_settled:
            continue
        if promise.keeper_id == by.pk:
            promises.keep(promise, by=by, now=now)
        else:
            promises.keep_by_rule(promise, by=SYSTEM, now=now)


def _look_again(change: Change, *, by: Member, now: datetime) -> None:
    """Dated work of whoever looks after it, promised to whoever raised it first."""
    keeper = change.owner if change.owner.is_active else by
    voices = Voice.objects.filter(friction__change=change, is_raiser=True, member__is_active=True)
    raiser = voices.exclude(member=keeper).select_related("member").order_by("at", "pk").first()
    for days in CHECK_AFTER:
        due_at = now + timedelta(days=days)
        promise = promises.promise_among_us(
            words=_("See whether it helped, after %(days)s days: %(name)s")
            % {"days": days, "name": change.name},
            due_at=due_at + timedelta(days=7),
            due_from=due_at,
            to_member=raiser.member if raiser else keeper,
            by=keeper,
            now=now,
        )
        EffectCheck.objects.create(change=change, days=days, due_at=due_at, promise=promise)


def _say(change: Change, *, by: Member | str, now: datetime) -> None:
    fact = ChangeMoved(change=change.pk, to=str(change.state), number=change.number or 0)
    record(fact, about=[change, *([change.policy] if change.policy else [])], by=by, at=now)
