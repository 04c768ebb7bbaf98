"""A conversation finds somebody, or waits in line.

Two decisions at the same moment never fill the same place: each holds the capacities of all whom it
chooses among, in the order of their ids, and counts what they have open only then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kept.conversations.actions.assign import give
from kept.conversations.models import Conversation, Desk
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member
from kept.routing import rules
from kept.routing.events import ConversationQueued, ConversationRouted
from kept.routing.models import Capacity, DeskRouting, Queued, Turn
from kept.routing.queries import candidates, desks_in_line, serving, wanted

SYSTEM = "system:routing"
MOST_AT_ONCE = 200
"""Looked at in one round of a desk's line."""
MOST_ASKS = 60
"""So many different things asked for in vain end a round: more than there are languages."""


@transaction.atomic
def route(
    conversation: Conversation, *, without: int = 0, now: datetime, cause: Event | None = None
) -> rules.Choice | rules.Wait | None:
    """Give it to whom the rule chooses, or let it wait. None where there is nothing to do:

    somebody has it, it is not open, or its desk does not route. `without` gave it away.
    """
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    in_line = Queued.objects.filter(conversation=conversation).first()
    settled = DeskRouting.objects.select_related("desk").filter(desk=conversation.desk_id).first()
    is_over = conversation.status != Conversation.Status.OPEN or conversation.assignee_id
    if is_over or settled is None or settled.way == DeskRouting.Way.OFF:
        if in_line:
            in_line.delete()
        return None
    without = without or (in_line.without_id or 0 if in_line else 0)
    members = serving(conversation)
    capacities = _held(members)
    asked = wanted(conversation, settled, without=without)
    decided = rules.decide(settled.way, asked, candidates(settled, members, capacities, now=now))
    if isinstance(decided, rules.Wait):
        asks = rules.asks_of(asked, team=conversation.team_id or 0)
        if in_line is None:
            _queue(conversation, decided, asks, without=without, now=now, cause=cause)
        elif in_line.asks != asks:
            Queued.objects.filter(pk=in_line.pk).update(asks=asks)
        return decided
    to = next(member for member in members if member.pk == decided.member)
    if in_line:
        in_line.delete()
    Turn.objects.update_or_create(desk=conversation.desk, member=to, defaults={"given_at": now})
    told = record(
        ConversationRouted(
            conversation=conversation.pk,
            to=to.pk,
            why=decided.why,
            open=decided.open,
            limit=decided.limit,
        ),
        about=[conversation, to],
        by=SYSTEM,
        at=now,
        cause=cause,
    )
    give(conversation, to, by=SYSTEM, now=now, cause=told)
    return decided


def fill(desk: Desk, *, now: datetime, cause: Event | None = None) -> int:
    """Let those in line at a desk find somebody, the longest waiting first. Answers how many did.

    What one has asked for in vain is not looked for again in this round, for however many wait for
    it: who writes to us in a language of nobody's does not hold up the line.
    """
    found = stuck = 0
    in_vain: set[str] = set()
    for _ in range(MOST_AT_ONCE):
        line = Queued.objects.filter(desk=desk).exclude(asks__in=in_vain)
        one = line.select_related("conversation").order_by("since", "conversation").first()
        if one is None or stuck >= MOST_ASKS:
            break
        decided = route(one.conversation, now=now, cause=cause)
        if isinstance(decided, rules.Choice):
            found += 1
        elif isinstance(decided, rules.Wait):
            stuck += 1
            # As it asks now: a tag or the language may be another since.
            in_vain.update(Queued.objects.filter(pk=one.pk).values_list("asks", flat=True))
    return found


def fill_all(*, now: datetime) -> int:
    """The same for every desk at which something waits: somebody may have come to work."""
    return sum(fill(desk, now=now) for desk in desks_in_line())


@transaction.atomic
def leave_line(conversation: int) -> None:
    """Somebody has it, or it is done: it waits for nobody any more."""
    Queued.objects.filter(conversation=conversation).delete()


def _held(members: Sequence[Member]) -> dict[int, Capacity]:
    """Their capacities, locked; those who have chosen nothing get a row to be locked by."""
    own = Capacity.objects.filter(member__in=members)
    known = set(own.values_list("member", flat=True))
    Capacity.objects.bulk_create(
        (Capacity(member=member) for member in members if member.pk not in known),
        ignore_conflicts=True,
    )
    return {row.member_id: row for row in own.select_for_update().order_by("member")}


def _queue(
    conversation: Conversation,
    decided: rules.Wait,
    asks: str,
    *,
    without: int,
    now: datetime,
    cause: Event | None,
) -> None:
    Queued.objects.create(
        conversation=conversation,
        desk_id=conversation.desk_id,
        without_id=without or None,
        since=now,
        asks=asks,
    )
    record(
        ConversationQueued(conversation=conversation.pk, why=decided.why),
        about=[conversation],
        by=SYSTEM,
        at=now,
        cause=cause,
    )
