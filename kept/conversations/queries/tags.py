"""Tags as they are shown: what was merged shows as what it was merged into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL

from kept.conversations.models import Conversation, Tag, Tagging
from kept.conversations.rules import tag_key
from kept.kit.words import plain_words

MOST_COUNTED = 100
MOST_OFFERED = 1_000
_LINE = {"sqlite": ("group_concat", "char(10)"), "postgresql": ("string_agg", "chr(10)")}


class Place(Protocol):
    """A place in a list: behind the conversation with this moment and id."""

    @property
    def last_at(self) -> datetime: ...

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A tag on a row or a thread."""

    pk: int
    colour: str
    name: str


def of_each(column: str) -> str:
    """The tags of each row as one text, for `read`; `column` holds the conversation's id."""
    gather, line = _LINE[connection.vendor]
    # The text is ours throughout: a function, a sign and the name of a column.
    return (
        f"(SELECT {gather}(COALESCE(wide.id, own.id) || ' ' || "  # noqa: S608
        f"COALESCE(wide.colour, own.colour) || ' ' || COALESCE(wide.name, own.name), {line}) "
        "FROM conversations_tagging tagging "
        "JOIN conversations_tag own ON own.id = tagging.tag_id "
        "LEFT JOIN conversations_tag wide ON wide.id = own.merged_into_id "
        f"WHERE tagging.conversation_id = {column})"
    )


def tags_along() -> RawSQL:
    """The same for the rows of a query of conversations."""
    return RawSQL(of_each("conversations_conversation.id"), ())  # noqa: S611


def read(text: str | None) -> tuple[Shown, ...]:
    """What `of_each` found, each once and by name."""
    if not text:
        return ()
    found = {}
    for line in text.split("\n"):
        pk, colour, name = line.split(" ", 2)
        found[int(pk)] = Shown(int(pk), colour, name)
    return tuple(sorted(found.values(), key=lambda shown: shown.name.casefold()))


def tags_on(conversation: Conversation) -> tuple[Shown, ...]:
    """The tags of one conversation."""
    rows = Conversation.objects.filter(pk=conversation.pk).annotate(told=tags_along())
    return read(rows.values_list("told", flat=True).first())


def offered_tags() -> list[Tag]:
    """What may be put on, by name."""
    return list(Tag.objects.offered()[:MOST_OFFERED])


class TagNames:
    """The tags of the house by what they are called: read once, however many are asked for."""

    def called(self, said: str) -> set[int]:
        """The ids that a tag of this name stands under, with all that was merged into it."""
        wanted, words = tag_key(said), plain_words(said)
        found = {tag.merged_into_id or tag.pk for tag in self._tags if tag.key == wanted}
        if not found:
            alike = (tag for tag in self._tags if plain_words(tag.name) == words)
            found = {tag.merged_into_id or tag.pk for tag in alike}
        return found | {tag.pk for tag in self._tags if tag.merged_into_id in found}

    def offered(self) -> list[str]:
        """What may be put on, by name."""
        standing = (tag for tag in self._tags if not tag.merged_into_id and not tag.retired_at)
        return [tag.name for tag in standing]

    @cached_property
    def _tags(self) -> list[Tag]:
        return list(Tag.objects.all()[:MOST_OFFERED])


def bearing(tags: Iterable[int]) -> Q:
    """Conversations with one of these tags."""
    return Q(Exists(Tagging.objects.filter(conversation=OuterRef("pk"), tag__in=list(tags))))


def walk_of_tags(
    tags: Iterable[int], *, after: Place | None = None, size: int
) -> tuple[str, list[Any]]:
    """A query for `id` and `last_at` of what bears one of these tags; no gate.

    The last touched come first. Each tag is walked in the order of its own index, so many rows at
    most.
    """
    behind, place = "", []
    if after:
        behind = "AND (last_at, conversation_id) < (%s, %s)"
        place = [connection.ops.adapt_datetimefield_value(after.last_at), after.pk]
    walks, params = [], []
    for tag in sorted(tags):
        walks.append(
            "SELECT * FROM (SELECT conversation_id AS id, last_at FROM conversations_tagging "  # noqa: S608
            f"WHERE tag_id = %s {behind} ORDER BY last_at DESC, conversation_id DESC LIMIT %s) walk"
        )
        params += [tag, *place, size]
    # The text is ours throughout; every value is a parameter. What bears several comes once.
    sql = (
        f"SELECT id, last_at FROM ({' UNION '.join(walks)}) merged "  # noqa: S608
        "ORDER BY last_at DESC, id DESC LIMIT %s"
    )
    return sql, [*params, size]


@dataclass(frozen=True, slots=True)
class Kept:
    """A tag in the settings; `count` stops at `MOST_COUNTED`."""

    tag: Tag
    count: int
    merged: Sequence[Tag]


def tags_kept() -> list[Kept]:
    """All tags of the house with how much bears them, for those who keep them in order."""
    # The text is ours throughout.
    count = RawSQL(  # noqa: S611
        "SELECT count(*) FROM (SELECT 1 FROM conversations_tagging told "  # noqa: S608
        f"WHERE told.tag_id = conversations_tag.id LIMIT {MOST_COUNTED}) few",
        (),
    )
    rows = list(
        Tag.objects.annotate(count=count).order_by(F("retired_at").asc(nulls_first=True), "key")
    )
    merged: dict[int | None, list[Tag]] = {}
    for row in rows:
        merged.setdefault(row.merged_into_id, []).append(row)
    return [
        Kept(
            row,
            min(MOST_COUNTED, sum(one.count for one in (row, *merged.get(row.pk, ())))),
            merged.get(row.pk, ()),
        )
        for row in merged.get(None, ())
    ]
