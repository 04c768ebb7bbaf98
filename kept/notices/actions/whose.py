"""Somebody is told what happened to a conversation: whose it is, what came, what was said of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.access import who_sees
from kept.conversations.models import Conversation
from kept.ledger import record
from kept.notices.actions.tell import SYSTEM, send_out
from kept.notices.choices import chosen_by
from kept.notices.events import NoticeOfConversation
from kept.notices.models import Notice
from kept.notices.rules import IF_CHOSEN, NEWEST_STANDS
from kept.people.models import Member

MOST = 500


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
    if_chosen: bool = False,
) -> list[Notice]:
    """Tell members who may see it, but not `by`, whose deed it is. Safe to repeat.

    With `if_chosen` only those who want it by mail or push are told at all. `words` are the name of
    the rule, where one tells it.
    """
    # Most of what happens is told to nobody.
    wished = set(to)
    if not wished:
        return []
    with transaction.atomic():
        return _tell_those(
            conversation,
            kind=kind,
            wished=wished,
            occasion=occasion,
            by=by,
            now=now,
            cause=cause,
            words=words,
            if_chosen=if_chosen,
        )


def _tell_those(
    conversation: int,
    *,
    kind: str,
    wished: set[int],
    occasion: int,
    by: str,
    now: datetime,
    cause: Any,
    words: str,
    if_chosen: bool,
) -> list[Notice]:
    same = Notice.objects.filter(conversation=conversation, kind=kind, occasion=occasion)
    known = set(same.values_list("member", flat=True))
    there = Conversation.objects.get(pk=conversation)
    asked = who_sees(there).filter(pk__in=wished - known).order_by("pk")[:MOST]
    hearers = [member for member in asked if f"member:{member.pk}" != by]
    if if_chosen or kind in IF_CHOSEN:
        chosen = chosen_by(hearers, desk=there.desk_id)
        hearers = [member for member in hearers if chosen[member.pk].wants(kind)]
    if not hearers:
        return []
    if kind in NEWEST_STANDS:
        older = Notice.objects.filter(
            conversation=conversation, seen_at=None, kind=kind, member__in=hearers
        )
        older.update(seen_at=now)
    actor = int(by[7:]) if by.startswith("member:") else None
    told = Notice.objects.bulk_create(
        Notice(
            member=member,
            kind=kind,
            conversation_id=conversation,
            words=words,
            actor_id=actor,
            due_at=now,
            occasion=occasion,
            at=now,
        )
        for member in hearers
    )
    send_out(told, desk=there.desk_id, now=now)
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


_ASKS_FOR_MORE = [Notice.Kind.HANDED, Notice.Kind.ASKED, Notice.Kind.REMINDED]
"""Looking at a conversation is no answer to these."""


def see_there(conversation: Conversation, *, by: Member, now: datetime) -> int:
    """Whoever has the conversation before them has seen what was told of it."""
    unseen = Notice.objects.filter(conversation=conversation, member=by, seen_at=None)
    return unseen.exclude(kind__in=_ASKS_FOR_MORE).update(seen_at=now)
