"""A tag is put on a conversation, or taken off it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy

from kept.conversations.actions.locking import Doer, take
from kept.conversations.actions.tags import TagTaken, TooManyTags, make_tag
from kept.conversations.events import ConversationTagged, ConversationUntagged
from kept.conversations.models import Conversation, Tag, Tagging
from kept.conversations.rules import tag_key
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member

MOST_ON_ONE = 30


class RetiredTag(Refusal):
    code = "tag_retired"
    message = gettext_lazy(
        "That tag is retired. Choose another one, or ask a manager to bring it back."
    )


@transaction.atomic
def tag(
    conversation: Conversation,
    tags: Iterable[Tag],
    *,
    by: Doer,
    now: datetime,
    cause: Event | None = None,
) -> list[Tagging]:
    """Put tags on; answers what was not there yet.

    Raises `NotAllowed`, `RetiredTag`, `TooManyTags`.
    """
    conversation = take(conversation, by=by)
    there = set(_shown_on(conversation))
    put_on = []
    for one in tags:
        wanted = one.merged_into or one
        if wanted.pk in there:
            continue
        if wanted.retired_at:
            raise RetiredTag
        if len(there) >= MOST_ON_ONE:
            raise TooManyTags
        there.add(wanted.pk)
        put_on.append(
            Tagging.objects.create(
                conversation=conversation, tag=wanted, last_at=conversation.last_at
            )
        )
        record(
            ConversationTagged(conversation=conversation.pk, tag=wanted.pk),
            about=[conversation],
            by=by,
            at=now,
            cause=cause,
        )
    return put_on


@transaction.atomic
def tag_by_names(
    conversation: Conversation, names: Iterable[str], *, by: Member, now: datetime
) -> list[Tagging]:
    """Put on what was typed; what there is no tag for yet is made.

    Raises what `tag` and `make_tag` raise.
    """
    conversation = take(conversation, by=by)
    wanted = [_called(name) or _made(name, by=by, now=now) for name in names]
    return tag(conversation, wanted, by=by, now=now)


def _made(name: str, *, by: Member, now: datetime) -> Tag:
    try:
        return make_tag(name=name, by=by, now=now)
    except TagTaken:  # by somebody who was quicker
        if found := _called(name):
            return found
        raise


@transaction.atomic
def untag(
    conversation: Conversation,
    tags: Iterable[Tag],
    *,
    by: Doer,
    now: datetime,
    cause: Event | None = None,
) -> list[int]:
    """Take tags off, with all that was merged into them; answers the ids of those that were on.

    Raises `NotAllowed`.
    """
    conversation = take(conversation, by=by)
    off = []
    for one in tags:
        rows = Tagging.objects.filter(conversation=conversation)
        gone, _rows = (rows.filter(tag=one) | rows.filter(tag__merged_into=one)).delete()
        if not gone:
            continue
        off.append(one.pk)
        record(
            ConversationUntagged(conversation=conversation.pk, tag=one.pk),
            about=[conversation],
            by=by,
            at=now,
            cause=cause,
        )
    return off


def untag_row(row: Tagging, *, by: Member, now: datetime) -> None:
    """Take off what stands in this row. Runs in the transaction that locked its conversation."""
    gone, _rows = Tagging.objects.filter(pk=row.pk).delete()
    if gone:
        record(
            ConversationUntagged(conversation=row.conversation_id, tag=row.tag_id),
            about=[row.conversation],
            by=by,
            at=now,
        )


def follow(conversations: Sequence[Conversation]) -> None:
    """Their tags keep the moment each was last touched. Runs in the transaction that touches it."""
    if not conversations:
        return
    touched = Conversation.objects.filter(pk=OuterRef("conversation")).values("last_at")
    rows = Tagging.objects.filter(conversation__in=[one.pk for one in conversations])
    rows.update(last_at=Subquery(touched[:1]))


def copy_tags(source: Conversation, target: Conversation) -> list[int]:
    """What stands on `source` stands on `target` too; answers the ids of what is new there."""
    there = set(_shown_on(target))
    rows = Tagging.objects.filter(conversation=source).select_related("tag__merged_into")
    wanted = dict.fromkeys(row.tag.merged_into or row.tag for row in rows.order_by("pk"))
    return [
        Tagging.objects.create(conversation=target, tag=one, last_at=target.last_at).pk
        for one in wanted
        if one.pk not in there
    ]


def _shown_on(conversation: Conversation) -> list[int]:
    rows = Tagging.objects.filter(conversation=conversation)
    found = rows.values_list("tag", "tag__merged_into")
    return [into or own for own, into in found]


def _called(name: str) -> Tag | None:
    return Tag.objects.select_related("merged_into").filter(key=tag_key(name)).first()
