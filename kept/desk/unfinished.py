"""What is still open in a conversation that somebody closes: a question to them, never a "no"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.checklists.queries import Shown, steps_of
from kept.conversations.models import Conversation
from kept.conversations.queries.relations import Linked, links_of, open_children
from kept.people.models import Member


@dataclass(frozen=True, slots=True)
class Unfinished:
    """`children` are its parts that are not done, as far as whoever closes it sees them."""

    children: Sequence[Linked]
    steps: Sequence[Shown]

    @property
    def is_any(self) -> bool:
        return bool(self.children or self.steps)


def unfinished(member: Member, conversation: Conversation) -> Unfinished:
    steps = [step for step in steps_of(conversation) if not step.is_done]
    return Unfinished(open_children(links_of(conversation, member)), steps)
