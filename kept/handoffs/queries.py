"""What the screens read of handoffs."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONArray, Left

from kept.conversations.models import Conversation
from kept.customers.models import Customer
from kept.handoffs.models import Handoff
from kept.kit.along import read_rows, rows_along
from kept.kit.prepared import prepared
from kept.people.models import Member, Team

MOST = 20
SHOWN = 400
"""Letters of a summary or a question on a line."""
_COLUMNS = (
    *("pk", "state", Left("summary", SHOWN), Left("question", SHOWN)),
    *("giver_id", "giver__name", "to_member_id", "to_member__name", "to_team_id"),
    *("to_team__name", "answered_by_id", "answered_by__name", "conversation_id"),
    *("conversation__subject", "conversation__customer__name"),
)
_WITH = ("giver", "to_member", "to_team", "answered_by", "conversation__customer")


def live_of(conversation: Conversation) -> Handoff | None:
    """The newest that still asks for something. The caller has passed the gate."""
    return next(iter(_live_of.first(1, conversation)), None)


@prepared
def _live_of(conversation: Conversation) -> QuerySet[Handoff]:
    found = Handoff.objects.filter(is_live=True, conversation=conversation)
    return found.select_related(*_WITH).order_by("-pk")


def live_along() -> Subquery[Any]:
    """The same as a text within a query of conversations, for `read_live`."""
    live = Handoff.objects.filter(is_live=True, conversation=OuterRef("pk")).order_by("-pk")
    return Subquery(live.annotate(row=Cast(JSONArray(*_COLUMNS), TextField())).values("row")[:1])


def read_live(text: str | None) -> Handoff | None:
    """What `live_along` has told: as much of it as a line about it shows."""
    return _as_told(*json.loads(text)) if text else None


def before_along(member: Member) -> Subquery[Any]:
    """What of handoffs concerns the member now, given or offered, as a text for `read_before`."""
    return rows_along(_before(member), *_COLUMNS)


def read_before(text: str) -> list[Handoff]:
    """What `before_along` has told, the longest waiting first: as much of each as a line shows."""
    return [_as_told(*row) for row in sorted(read_rows(text))[:MOST]]


def _as_told(pk: int, state: str, summary: str, question: str, *more: Any) -> Handoff:
    giver, giver_name, to, to_name, team, team_name, by, by_name, there, subject, customer = more
    return Handoff(
        pk=pk,
        state=state,
        summary=summary,
        question=question,
        giver=Member(pk=giver, name=giver_name),
        to_member=Member(pk=to, name=to_name) if to else None,
        to_team=Team(pk=team, name=team_name) if team else None,
        answered_by=Member(pk=by, name=by_name) if by else None,
        conversation=Conversation(pk=there, subject=subject, customer=Customer(name=customer)),
    )


def _before(member: Member) -> QuerySet[Handoff]:
    teams = Team.members.through.objects.filter(member=member).values("team")
    mine = Q(giver=member) | Q(state="OFFERED") & (Q(to_member=member) | Q(to_team__in=teams))
    return Handoff.objects.visible_to(member).filter(mine, is_live=True).order_by("pk")
