"""What the screens read of handoffs."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from kept.conversations.models import Conversation
from kept.handoffs.models import Handoff
from kept.kit.prepared import prepared
from kept.people.models import Member, Team

MOST = 20
_WITH = ("giver", "to_member", "to_team", "answered_by", "conversation__customer")


def is_handed_on() -> Exists:
    """Whether something of a handoff is still to be done there, within another query."""
    return Exists(Handoff.objects.filter(is_live=True, conversation=OuterRef("pk")))


def live_of(conversation: Conversation) -> Handoff | None:
    """The newest that still asks for something. The caller has passed the gate."""
    return next(iter(_live_of.first(1, conversation)), None)


@prepared
def _live_of(conversation: Conversation) -> QuerySet[Handoff]:
    found = Handoff.objects.filter(is_live=True, conversation=conversation)
    return found.select_related(*_WITH).order_by("-pk")


def before_me(member: Member) -> list[Handoff]:
    """What of handoffs concerns the member now, the longest waiting first: given or offered."""
    return _before.first(MOST, member)


@prepared
def _before(member: Member) -> QuerySet[Handoff]:
    teams = Team.members.through.objects.filter(member=member).values("team")
    mine = Q(giver=member) | Q(state="OFFERED") & (Q(to_member=member) | Q(to_team__in=teams))
    found = Handoff.objects.visible_to(member).filter(mine, is_live=True)
    return found.select_related(*_WITH).order_by("pk")
