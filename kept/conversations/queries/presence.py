"""Who else is in a conversation right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from kept.conversations.models import Conversation, Draft, Presence
from kept.people.models import Member

LASTS = timedelta(seconds=40)
"""A page says every fifteen seconds that it is looked at, and may miss it once."""
WRITES = timedelta(seconds=60)
"""Since their draft was saved; it is saved while they write."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Present:
    member: Member
    is_writing: bool


def present(conversation: Conversation, *, but: Member, now: datetime) -> list[Present]:
    """The others who look at this conversation, those who write first; `MOST` at most."""
    drafts = Draft.objects.filter(
        conversation=OuterRef("conversation"),
        member=OuterRef("member"),
        saved_at__gte=now - WRITES,
    ).exclude(text="")
    here = Presence.objects.filter(conversation=conversation, seen_at__gte=now - LASTS)
    found = (
        here.exclude(member=but)
        .annotate(is_writing=Exists(drafts))
        .select_related("member")
        .order_by("-is_writing", "member__name", "member")
    )
    return [Present(one.member, one.is_writing) for one in found[:MOST]]
