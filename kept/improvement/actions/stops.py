"""Stop the line: a policy or a macro rests at once, and that opens an improvement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kept.charter import actions as charter
from kept.charter.models import Policy
from kept.improvement.access import may_start, sees_desk, stops_by_role
from kept.improvement.actions.errors import AlreadyDecided, NeedsReason, OnceStopped
from kept.improvement.actions.frictions import FrictionTerms, hold, move, raise_friction
from kept.improvement.events import LineStarted, LineStopped
from kept.improvement.models import Friction, Halt
from kept.improvement.rules import LONGEST_WORDS
from kept.kit.refusals import NotAllowed
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.macros import actions as macros
from kept.macros.models import Macro
from kept.people.models import Member


@transaction.atomic
def stop_the_line(
    thing: Policy | Macro, *, reason: str, submit_id: UUID, by: Member, now: datetime
) -> Halt:
    """Nobody is refused by this policy, or uses this macro, until it is started again.

    By right of role, or by a grant, of which it is one use. Raises `NotAllowed`, `NeedsReason`,
    `OnceStopped`, `NotGranted`, `BeyondLimit`.
    """
    thing = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    by_role = stops_by_role(by, thing)
    if not by_role and not sees_desk(by, thing.desk_id):
        raise NotAllowed
    reason = plain_text(reason, LONGEST_WORDS)
    if not reason:
        raise NeedsReason
    policy = thing if isinstance(thing, Policy) else None
    macro = thing if isinstance(thing, Macro) else None
    if Halt.objects.filter(policy=policy, macro=macro, ended_at=None).exists():
        raise OnceStopped
    grant = None
    if not by_role:
        grant = charter.use_to_stop(desk=thing.desk_id, policy=policy, by=by, now=now)
    terms = FrictionTerms(words=reason, kind=Friction.Kind.STOP, desk=thing.desk, policy=policy)
    friction = raise_friction(terms, submit_id=submit_id, by=by, now=now)
    try:
        with transaction.atomic():
            halt = Halt.objects.create(
                policy=policy,
                macro=macro,
                friction=friction,
                reason=reason,
                grant=grant,
                by=by,
                at=now,
            )
    except IntegrityError as error:
        raise OnceStopped from error
    move(hold(friction, by=by), Friction.State.LISTED, by=by, now=now)
    if macro is not None:
        macros.pause_macro(macro, is_granted=True, by=by, now=now)
    fact = LineStopped(
        halt=halt.pk,
        policy=policy.pk if policy else 0,
        macro=macro.pk if macro else 0,
        friction=friction.pk,
        grant=grant.pk if grant else 0,
    )
    record(fact, about=[halt, thing, friction], by=by, at=now)
    return halt


@transaction.atomic
def start_again(halt: Halt, *, words: str, by: Member, now: datetime) -> Halt:
    """Raises `NotAllowed`, `AlreadyDecided`, `NeedsReason`."""
    locked = Halt.objects.select_for_update(of=("self",)).select_related("policy", "macro")
    halt = locked.get(pk=halt.pk)
    thing = halt.policy or halt.macro
    assert thing is not None  # noqa: S101  halt_of_one_thing
    if not may_start(by, thing, stopped_by=halt.by_id):
        raise NotAllowed
    if halt.ended_at is not None:
        raise AlreadyDecided
    halt.ended_words = plain_text(words, LONGEST_WORDS)
    if not halt.ended_words:
        raise NeedsReason
    halt.ended_by, halt.ended_at = by, now
    halt.save(update_fields=["ended_by", "ended_at", "ended_words"])
    if halt.macro is not None:
        macros.resume_macro(halt.macro, is_granted=True, by=by, now=now)
    fact = LineStarted(halt=halt.pk, policy=halt.policy_id or 0, macro=halt.macro_id or 0)
    record(fact, about=[halt, thing], by=by, at=now)
    return halt
