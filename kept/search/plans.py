"""What is asked, taken apart: of entries, of conversations, and what an index can walk by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kept.conversations.index import Match, Term
from kept.conversations.models import Conversation, Desk
from kept.conversations.queries import Scope
from kept.people.models import Member
from kept.promises.models import Promise

STATUSES = {
    "open": Conversation.Status.OPEN,
    "waiting": Conversation.Status.WAITING,
    "hold": Conversation.Status.ON_HOLD,
    "closed": Conversation.Status.CLOSED,
    "spam": Conversation.Status.SPAM,
}
_SHOWN = [status for status in STATUSES.values() if status != Conversation.Status.SPAM]


@dataclass(slots=True)
class Plan:
    """What is asked: of entries, of conversations; and the same in words for the asker.

    `where` holds what is asked of a conversation itself, but that a promise in it is `due` before a
    moment; `condition` holds that too. `none_of` are matches that no entry of it may have. What
    an index can walk by stands once more beside: `desks` (`has_desks` where some were named),
    `statuses` (none for all that stand in the views), `assignee`, `since` and `until`; and `tags`,
    each as the ids it stands under, and `priorities`; `valued` asks for the conversations that hold
    what is asked of a field. `has_more` where that is not all of `where`.
    `is_nothing` where no conversation can be meant, `is_fleeting` where it holds for this moment
    alone, or names were looked up. Where there are `problems`, nothing is looked for.
    """

    match: list[Term] = field(default_factory=list)
    none_of: list[Match] = field(default_factory=list)
    where: Q = field(default_factory=Q)
    desks: list[Desk] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    assignee: Member | None = None
    is_unassigned: bool = False
    has_desks: bool = False
    since: datetime | None = None
    until: datetime | None = None
    due: datetime | None = None
    is_nothing: bool = False
    tags: list[set[int]] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    valued: tuple[QuerySet[Any, int], ...] = ()
    has_more: bool = False
    is_fleeting: bool = False
    sought: list[str] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def condition(self, member: Member) -> Q:
        """All that is asked of a conversation itself."""
        if self.due is None:
            return self.where
        due = due_before(self.due, member).filter(conversation=OuterRef("pk"))
        return self.where & Q(Exists(due))

    @property
    def scope(self) -> Scope:
        """What an index can walk by; `where` holds all of it once more."""
        # There is an index of what is open and nobody's, and of nothing else that is nobody's.
        is_unassigned = self.is_unassigned and self.statuses == [Conversation.Status.OPEN]
        return Scope(
            desk_ids=tuple(desk.pk for desk in self.desks),
            statuses=tuple(self.statuses),
            assignee=self.assignee,
            unassigned=is_unassigned,
            since=self.since,
            until=self.until,
        )

    @property
    def is_exact(self) -> bool:
        """Whether a walk by the index finds just what is asked."""
        is_walked = not self.is_unassigned or self.scope.unassigned
        # An owner's are walked across all desks.
        is_walked = is_walked and not (self.assignee and self.has_desks)
        return is_walked and not (self.has_more or self.match or self.due)


def due_before(moment: datetime, member: Member) -> QuerySet[Promise]:
    """Open promises in conversations that are due before a moment, at desks the member sees."""
    due = Promise.objects.open().at_desks_of(member)
    return due.filter(due_at__lt=moment, paused_at=None, conversation__isnull=False)


def among_statuses(said: set[str], without: set[str]) -> list[str]:
    """The statuses meant by `is:open is:waiting -is:closed`: any of them, none of those.

    None at all for every status that stands in the views.
    """
    if not said and not without:
        return []
    asked = [STATUSES[one] for one in STATUSES if one in said] or _SHOWN
    return [str(status) for status in asked if status not in {STATUSES[one] for one in without}]
