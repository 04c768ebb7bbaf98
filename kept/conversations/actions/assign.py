"""Somebody takes a conversation, hands it on, or lays it back; or a team is to have it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.access import may_look_after, may_serve
from kept.conversations.actions.locking import Doer, take
from kept.conversations.events import ConversationAssigned, ConversationTeamAssigned
from kept.conversations.models import Conversation
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member, Team


class CannotLookAfter(Refusal):
    code = "assignee_not_on_desk"
    message = gettext_lazy("They do not serve this desk, so they could not see the conversation.")


class CannotServe(Refusal):
    code = "team_not_on_desk"
    message = gettext_lazy("This team does not serve the desk, or nobody is in it.")


@transaction.atomic
def assign(
    conversation: Conversation,
    *,
    to: Member | None,
    by: Doer,
    now: datetime,
    cause: Event | None = None,
) -> Conversation:
    """Give the conversation to `to`, or to nobody. Raises `NotAllowed`, `CannotLookAfter`.

    In the hands of somebody who is not in its team it is that team's no more.
    """
    conversation = take(conversation, by=by)
    if to is not None and not may_look_after(to, conversation):
        raise CannotLookAfter
    give(conversation, to, by=by, now=now, cause=cause)
    return conversation


@transaction.atomic
def assign_team(
    conversation: Conversation,
    *,
    to: Team | None,
    by: Doer,
    now: datetime,
    cause: Event | None = None,
) -> Conversation:
    """Let a team have it, or none. Raises `NotAllowed`, `CannotServe`.

    Whoever looks after it and is not in the team does so no more: anybody in it may take it.
    """
    conversation = take(conversation, by=by)
    if to is not None and not may_serve(to, conversation):
        raise CannotServe
    told = give_team(conversation, to, by=by, now=now, cause=cause)
    holder = conversation.assignee_id
    if told and to is not None and holder and not to.members.filter(pk=holder).exists():
        give(conversation, None, by=by, now=now, cause=told)
    return conversation


@transaction.atomic
def lay_hands_back(
    conversation: Conversation,
    *,
    assignee: Member | None,
    team: Team | None,
    by: Doer,
    now: datetime,
) -> Conversation:
    """Both as they were. Raises `NotAllowed`, and where one of them could not have it any more
    `CannotLookAfter`, `CannotServe`.
    """
    conversation = take(conversation, by=by)
    if assignee is not None and not may_look_after(assignee, conversation):
        raise CannotLookAfter
    if team is not None and not may_serve(team, conversation):
        raise CannotServe
    give_team(conversation, team, by=by, now=now)
    give(conversation, assignee, by=by, now=now)
    return conversation


def give(
    conversation: Conversation,
    to: Member | None,
    *,
    by: Member | str,
    now: datetime,
    cause: Event | None = None,
) -> Event | None:
    """What `assign` does to a locked conversation, unasked; None where it is so already."""
    before = conversation.assignee_id or 0
    if before == (to.pk if to else 0):
        return None
    conversation.assignee = to
    conversation.save(update_fields=["assignee"])
    told = record(
        ConversationAssigned(conversation=conversation.pk, to=to.pk if to else 0, before=before),
        about=[conversation, *([to] if to else [])],
        by=by,
        at=now,
        cause=cause,
    )
    team = conversation.team
    if to is not None and team is not None and not team.members.filter(pk=to.pk).exists():
        give_team(conversation, None, by=by, now=now, cause=told)
    return told


def give_team(
    conversation: Conversation, to: Team | None, *, by: Any, now: datetime, cause: Any = None
) -> Event | None:
    """The same for a team, and nobody else's hands are looked at."""
    before = conversation.team_id or 0
    if before == (to.pk if to else 0):
        return None
    conversation.team = to
    conversation.save(update_fields=["team"])
    return record(
        ConversationTeamAssigned(
            conversation=conversation.pk, to=to.pk if to else 0, before=before
        ),
        about=[conversation, *([to] if to else [])],
        by=by,
        at=now,
        cause=cause,
    )
