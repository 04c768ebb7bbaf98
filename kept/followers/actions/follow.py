"""Somebody follows a conversation, or no longer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation
from kept.followers.events import ConversationFollowed, ConversationUnfollowed
from kept.followers.models import Follow, sees
from kept.ledger import Entry, record, record_all
from kept.people.models import Member

SYSTEM = "system:followers"


@transaction.atomic
def follow(conversation: Conversation, *, by: Member, now: datetime) -> bool:
    """By their own hand; False where they did already. Raises `NotAllowed`, `WasMerged`."""
    conversation = take(conversation, by=by)
    row, is_new = Follow.objects.get_or_create(
        conversation=conversation, member=by, defaults={"at": now}
    )
    if not is_new and row.is_on:
        return False
    row.is_on, row.at = True, now
    row.save(update_fields=["is_on", "at"])
    _record_followed(conversation.pk, [by.pk], why="HAND", by=by, now=now)
    return True


@transaction.atomic
def unfollow(conversation: Conversation, *, by: Member, now: datetime) -> bool:
    """No longer, and no mention or note of theirs begins it again. Raises what `follow` raises."""
    conversation = take(conversation, by=by)
    row, _is_new = Follow.objects.get_or_create(
        conversation=conversation, member=by, defaults={"at": now, "is_on": False}
    )
    if not row.is_on:
        return False
    row.is_on, row.at = False, now
    row.save(update_fields=["is_on", "at"])
    record(
        ConversationUnfollowed(conversation=conversation.pk, member=by.pk, why="HAND"),
        about=[conversation, by],
        by=by,
        at=now,
    )
    return True


@transaction.atomic
def begin_following(
    conversation: int,
    members: Iterable[int],
    *,
    why: str,
    by: Any,
    now: datetime,
    cause: Any = None,
) -> list[int]:
    """Let those follow who have never said whether they do; answers who is new."""
    wanted = list(dict.fromkeys(members))
    known = set(
        Follow.objects.filter(conversation=conversation, member__in=wanted).values_list(
            "member", flat=True
        )
    )
    new = [pk for pk in wanted if pk not in known]
    if new:
        # Two notes at once may both call somebody: one row is enough, and one fact more no harm.
        Follow.objects.bulk_create(
            [Follow(conversation_id=conversation, member_id=pk, at=now) for pk in new],
            ignore_conflicts=True,
        )
        _record_followed(conversation, new, why=why, by=by, now=now, cause=cause)
    return new


@transaction.atomic
def carry_follows(source: int, into: int, *, now: datetime, cause: Any = None) -> list[int]:
    """Whoever followed what was merged follows what it was merged into."""
    theirs = Follow.objects.standing().filter(conversation=source)
    members = list(theirs.order_by("member").values_list("member", flat=True))
    return begin_following(into, members, why="MERGE", by=SYSTEM, now=now, cause=cause)


@transaction.atomic
def end_unseen(*, conversation: int = 0, member: int = 0, now: datetime, cause: Any = None) -> int:
    """What is out of somebody's sight is followed no more. Answers how many ended."""
    gone = Follow.objects.filter(~Q(sees()))
    if conversation:
        gone = gone.filter(conversation=conversation)
    if member:
        gone = gone.filter(member=member)
    rows = list(gone.order_by("pk").values_list("pk", "conversation", "member", "is_on"))
    Follow.objects.filter(pk__in=[pk for pk, *_more in rows]).delete()
    ended = [
        Entry(
            ConversationUnfollowed(conversation=there, member=who, why="SIGHT"),
            [f"conversation:{there}", f"member:{who}"],
            now,
            cause,
        )
        for _pk, there, who, is_on in rows
        if is_on
    ]
    record_all(ended, by=SYSTEM)
    return len(ended)


def _record_followed(
    conversation: int, members: list[int], *, why: str, by: Any, now: datetime, cause: Any = None
) -> None:
    record(
        ConversationFollowed(conversation=conversation, members=members, why=why),
        about=[f"conversation:{conversation}", *(f"member:{pk}" for pk in members)],
        by=by,
        at=now,
        cause=cause,
    )
