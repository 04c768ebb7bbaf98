"""What may be meant where no words are asked for, read in the order of an index, so at one cost."""

from __future__ import annotations

from typing import Any

from kept.conversations.models import Conversation
from kept.conversations.queries import Position, walk
from kept.conversations.queries.listing import walk_of_priorities
from kept.conversations.queries.tags import walk_of_tags
from kept.people.models import Member
from kept.search.plans import Plan


def candidates(
    plan: Plan, member: Member, *, after: Position | None = None, size: int
) -> tuple[str, list[Any]]:
    """A query for `id` and `last_at`, the last touched first; "" where there can be none.

    Where a tag or a priority is asked for, what has it is walked: however seldom it is, nothing
    else is read. It is for narrowing: whoever shows what it finds asks the gate.
    """
    if plan.tags:
        return walk_of_tags(plan.tags[0], after=after, size=size)
    if plan.priorities and Conversation.Priority.NORMAL not in plan.priorities:
        return walk_of_priorities(plan.priorities, after=after, size=size)
    return walk(member, plan.scope, after=after, size=size)
