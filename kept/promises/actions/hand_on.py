"""Another keeper: by hand, or the desk where the keeper can no longer see what they keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.models import Conversation, Desk
from kept.people.models import Member
from kept.promises.access import may_keep
from kept.promises.actions.dates import warn_earlier
from kept.promises.actions.locking import SYSTEM, take_open, write
from kept.promises.actions.make import CannotKeep
from kept.promises.events import PromiseHandedOn
from kept.promises.models import Promise


@transaction.atomic
def hand_on(promise: Promise, *, to: Member | None, by: Member, now: datetime) -> Promise:
    """Let somebody else keep it, or the desk (`to` None). Raises `NotAllowed`, `CannotKeep`,
    `AlreadySettled`.

    What is promised among us stays with whoever promised it.
    """
    promise = take_open(promise, by=by, now=now)
    if promise.conversation is None or promise.desk_id is None:
        raise CannotKeep
    if to is not None and not may_keep(to, promise.conversation):
        raise CannotKeep
    _hand(promise, to, by=by, now=now)
    return promise


@transaction.atomic
def hand_back_unseen(*, conversation: int | None = None, now: datetime, cause: Any = None) -> int:
    """Let the desk keep what its keeper can no longer see: they left, left the desk, or see only
    what is assigned to them and this is no longer. Answers how many.
    """
    open_ = Promise.objects.open().filter(desk__isnull=False)
    if conversation is not None:
        open_ = open_.filter(conversation=conversation)
    keepers = open_.order_by().values_list("keeper", flat=True).distinct()
    handed = 0
    members = Member.objects.filter(pk__in=list(keepers))
    if conversation is not None:
        # What another assignee means to others is said when they leave a desk.
        members = members.filter(sees_only_assigned=True)
    for member in members:
        theirs = open_.filter(keeper=member).exclude(desk__in=Desk.objects.visible_to(member))
        if conversation is not None or (member.sees_only_assigned and not member.is_owner):
            seen = Conversation.objects.visible_to(member)
            theirs = open_.filter(keeper=member).exclude(conversation__in=seen)
        for promise in theirs.select_for_update().order_by("pk"):
            _hand(promise, None, by=SYSTEM, now=now, cause=cause)
            handed += 1
    return handed


def hand_back_if_unseen(promise: Promise, *, now: datetime) -> None:
    """Let the desk keep a promise that is owed from now on, where its keeper went meanwhile."""
    keeper, conversation = promise.keeper, promise.conversation
    if keeper is None or conversation is None or promise.desk_id is None:
        return
    if not may_keep(keeper, conversation):
        _hand(promise, None, by=SYSTEM, now=now)


def _hand(
    promise: Promise, to: Member | None, *, by: Member | str, now: datetime, cause: Any = None
) -> None:
    before = promise.keeper_id or 0
    if before == (to.pk if to else 0):
        return
    promise.keeper = to
    warn_earlier(promise, now=now)
    promise.save(update_fields=["keeper", "warn_at"])
    write(
        PromiseHandedOn,
        promise,
        to=to.pk if to else 0,
        before=before,
        by=by,
        at=now,
        cause=cause,
    )
