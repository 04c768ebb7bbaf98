"""Somebody is told that a conversation is theirs now, or no longer, or on its way to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.models import Conversation
from kept.ledger import record
from kept.notices.actions.tell import SYSTEM
from kept.notices.events import NoticeOfConversation
from kept.notices.models import Notice
from kept.people.models import Member

MOST = 500


@transaction.atomic
def tell_of_conversation(
    conversation: int,
    *,
    kind: str,
    to: Iterable[int],
    occasion: int,
    by: str,
    now: datetime,
    cause: Any = None,
    words: str = "",
) -> list[Notice]:
    """Tell members who may see it, but not `by`, whose deed it is. Safe to repeat.

    `words` are the name of the rule, where one tells it.
    """
    same = Notice.objects.filter(conversation=conversation, kind=kind, occasion=occasion)
    known = set(same.values_list("member", flat=True))
    asked = Member.objects.active().filter(pk__in=set(to) - known)
    hearers = [
        member
        for member in asked.order_by("pk")[:MOST]
        if f"member:{member.pk}" != by
        and Conversation.objects.visible_to(member).filter(pk=conversation).exists()
    ]
    if not hearers:
        return []
    told = Notice.objects.bulk_create(
        Notice(
            member=member,
            kind=kind,
            conversation_id=conversation,
            words=words,
            due_at=now,
            occasion=occasion,
            at=now,
        )
        for member in hearers
    )
    record(
        NoticeOfConversation(
            conversation=conversation, kind=str(kind), members=[one.member_id for one in told]
        ),
        about=[f"conversation:{conversation}", *hearers],
        by=SYSTEM,
        at=now,
        cause=cause,
    )
    return told


def settle_handoff(conversation: int, *, now: datetime) -> int:
    """What was told of a handoff there asks for nothing any more."""
    asking = [Notice.Kind.HANDED, Notice.Kind.ASKED, Notice.Kind.REMINDED]
    unseen = Notice.objects.filter(conversation=conversation, seen_at=None, kind__in=asking)
    return unseen.update(seen_at=now)
