"""What is put right goes along when conversations are merged, parted again, or split."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kept.charter.actions import carry_gesture
from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises.actions import carry_promises_by_id
from kept.recovery import rules
from kept.recovery.actions.boundaries import hold_again, lift_held
from kept.recovery.actions.errors import BothEnded
from kept.recovery.actions.locking import close, open_again
from kept.recovery.actions.opening import raise_to
from kept.recovery.models import Appeal, Boundary, Decision, Recovery

Level, Outcome = Boundary.Level, Recovery.Outcome


def carry_recoveries(
    source: Conversation, *, into: Conversation, by: Member, now: datetime
) -> dict[str, list[Any]]:
    """What is put right in `source`, with boundaries and appeals, stands in `into` from now on.

    Of two that are open the one goes on that has come farther, as grave as the graver of both;
    of two boundaries the higher. Answers by id what moved, and what gave way. The conversations are
    the caller's to lock, in the same transaction. Raises `BothEnded`.
    """
    rows = _held(Recovery, source, into)
    opened = [row for row in rows if row.is_open]
    joined = _join(opened, into, by=by, now=now) if len(opened) == 2 else []
    moved = [row.pk for row in rows if row.conversation_id == source.pk]
    bounds = _held(Boundary, source, into)
    holding = [row for row in bounds if row.level != Level.LIFTED]
    lifted = _give_way(holding, into, by=by, now=now) if len(holding) == 2 else []
    moved_bounds = [row.pk for row in bounds if row.conversation_id == source.pk]
    appeals = list(Appeal.objects.filter(conversation=source).values_list("pk", flat=True))
    Recovery.objects.filter(pk__in=moved).update(conversation=into)
    Boundary.objects.filter(pk__in=moved_bounds).update(conversation=into)
    Appeal.objects.filter(pk__in=appeals).update(conversation=into)
    return {
        "recoveries": moved,
        "recoveries_joined": joined,
        "boundaries": moved_bounds,
        "boundaries_lifted": lifted,
        "appeals": appeals,
    }


def give_back_recoveries(
    moved: Mapping[str, Sequence[Any]],
    *,
    source: Conversation,
    target: Conversation,
    by: Member,
    now: datetime,
) -> None:
    """What `carry_recoveries` moved goes back, and what gave way goes on as it was.

    What has happened since stays: what was opened anew there meanwhile is not opened twice.
    """
    for model, name in ((Recovery, "recoveries"), (Boundary, "boundaries"), (Appeal, "appeals")):
        rows = model._default_manager.filter(pk__in=list(moved.get(name, ())), conversation=target)
        rows.update(conversation=source)
    # What was asked about them since goes along: it is answered where they are.
    about = Q(decision__recovery__in=list(moved.get("recoveries", ())))
    about |= Q(boundary__in=list(moved.get("boundaries", ())))
    Appeal.objects.filter(about, conversation=target).update(conversation=source)
    joined = Recovery.objects.select_for_update(of=("self",)).select_related("conversation")
    for row in joined.filter(
        pk__in=list(moved.get("recoveries_joined", ())), outcome=Outcome.JOINED
    ).order_by("pk"):
        if not Recovery.objects.open().filter(conversation=row.conversation_id).exists():
            open_again(row, by=by, now=now)
    was = dict(moved.get("boundaries_lifted", ()))
    held = Boundary.objects.select_for_update(of=("self",)).select_related("conversation")
    for bound in held.filter(pk__in=list(was), level=Level.LIFTED).order_by("pk"):
        others = Boundary.objects.exclude(level=Level.LIFTED)
        if not others.filter(conversation=bound.conversation_id).exists():
            hold_again(bound, was[bound.pk], by=by, now=now)


def carry_recoveries_of(
    messages: Collection[int],
    *,
    source: Conversation,
    into: Conversation,
    is_chosen: bool = False,
) -> dict[str, list[int]]:
    """What was begun by these letters goes with them: what is put right for a promise in them, or
    was decided in them alone; a boundary whose warning they are. `is_chosen`: somebody said that
    what is open goes along.

    Its gesture, its appeals and what was promised in it go too.
    """
    ids = list(messages)
    elsewhere = Decision.objects.exclude(message__in=ids).values("recovery")
    told = Decision.objects.filter(message__in=ids).exclude(recovery__in=elsewhere)
    theirs = Q(promise__conversation=into) | Q(pk__in=told.values("recovery"))
    if is_chosen:
        theirs |= Q(outcome=Outcome.OPEN)
    rows = Recovery.objects.filter(theirs, conversation=source).select_for_update(of=("self",))
    recoveries = [row.pk for row in rows.order_by("pk")]
    bounds = Boundary.objects.filter(
        Q(warning__in=ids) & (Q(ending=None) | Q(ending__in=ids)), conversation=source
    )
    boundaries = [row.pk for row in bounds.select_for_update(of=("self",)).order_by("pk")]
    Recovery.objects.filter(pk__in=recoveries).update(conversation=into)
    Boundary.objects.filter(pk__in=boundaries).update(conversation=into)
    against = Q(decision__recovery__in=recoveries) | Q(boundary__in=boundaries)
    appeals = Appeal.objects.filter(against, conversation=source)
    moved = list(appeals.order_by("pk").values_list("pk", flat=True))
    Appeal.objects.filter(pk__in=moved).update(conversation=into)
    for row in Recovery.objects.filter(pk__in=recoveries, gesture__isnull=False):
        carry_gesture(row.gesture_id or 0, source=source, into=into)
    carry_promises_by_id(_promised(recoveries, boundaries, moved), source=source, into=into)
    return {"recoveries": recoveries, "boundaries": boundaries, "appeals": moved}


def _promised(recoveries: list[int], boundaries: list[int], appeals: list[int]) -> list[int]:
    found: set[int | None] = set()
    rows = Recovery.objects.filter(pk__in=recoveries)
    for pair in rows.values_list("promise", "fix", "follow", "gesture__promise"):
        found.update(pair)
    decided = Decision.objects.filter(recovery__in=recoveries)
    found.update(decided.values_list("promise", flat=True))
    found.update(Boundary.objects.filter(pk__in=boundaries).values_list("review", flat=True))
    found.update(Appeal.objects.filter(pk__in=appeals).values_list("promise", flat=True))
    return sorted(pk for pk in found if pk)


def _held(model: Any, source: Conversation, into: Conversation) -> list[Any]:
    """Locked, in the order everybody locks them in."""
    rows = model._default_manager.select_for_update(of=("self",)).select_related("conversation")
    return list(rows.filter(conversation__in=[source.pk, into.pk]).order_by("pk"))


def _join(opened: list[Recovery], into: Conversation, *, by: Member, now: datetime) -> list[int]:
    """Of two that are open one goes on: which has come farther, else the one that is there."""
    stays, goes = sorted(
        opened, key=lambda row: (-len(row.settled), row.conversation_id != into.pk)
    )
    words = _("It goes on in another one, since the two conversations are one.")
    close(goes, Outcome.JOINED, words=words, by=by, now=now)
    raise_to(stays, goes.severity, now=now)
    return [goes.pk]


def _give_way(
    holding: list[Boundary], into: Conversation, *, by: Member, now: datetime
) -> list[list[Any]]:
    _stays, goes = sorted(
        holding, key=lambda row: (-rules.LEVELS.index(row.level), row.conversation_id != into.pk)
    )
    if goes.level == Level.ENDED:
        raise BothEnded
    was = str(goes.level)
    lift_held(goes, by=by, now=now)
    return [[goes.pk, was]]
