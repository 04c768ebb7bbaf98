"""How much stands in saved views: one query for all of a column, at one cost whatever lies behind.

A count is told as those of the other views are: up to `MOST`, and no further. Each view is
narrowed by an index first; where the index alone does not answer it, so many of the newest
conversations are looked at and no more, and the count says that there may be others. A view
without a word (`-lamp`) is not counted: that would be to look through every letter of each of them.

What a view asks is put together once and its text kept, as prepared queries are, for whoever asks
the same with the same desks. The gate is part of the text, and the query reads teams and
assignments itself, so a text that is kept never shows what somebody may no longer see.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kept.conversations import index
from kept.conversations.models import Conversation, Desk
from kept.conversations.queries import MOST
from kept.people.models import Member
from kept.search.candidates import candidates
from kept.search.names import Names
from kept.search.plans import Plan, due_before
from kept.search.queries import InColumn
from kept.search.reading import plan_of

LOOKED_AT = 4_000
"""Candidates of all views of a column together."""
MOST_LOOKED_AT = 500
"""Candidates of one view, where more than an index has to be asked."""
FLEETING_SECONDS = 10.0
KEPT_SECONDS = 3_600.0
"""So long a text stands: one that holds a moment or a name is put together anew much sooner."""
MOST_TEXTS = 2_500


@dataclass(frozen=True, slots=True)
class Count:
    """`number` is at most `MOST`; `is_least` where not all were looked at."""

    number: int
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A view as SQL: where its candidates come from, and the condition they must meet.

    With `end` candidates or more there may be others that were not looked at.
    """

    source: str
    source_params: tuple[Any, ...]
    condition: str
    condition_params: tuple[Any, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Known:
    """`text` is None for what is not counted; `until` is a reading of the monotonic clock."""

    text: _Text | None
    is_readable: bool
    until: float


_NOTHING = _Text("SELECT 0 AS id WHERE 1 = 0", (), "1 = 0", (), end=1)
_texts: dict[Any, _Known] = {}


def counts(
    member: Member, views: Sequence[InColumn], *, desks: Sequence[Desk], now: datetime
) -> dict[int, Count | None]:
    """By view; None where it is not counted. What cannot be read is missing.

    `desks` are those the member sees.
    """
    size = min(LOOKED_AT // max(len(views), 1), MOST_LOOKED_AT)
    names = Names(desks, [view.asks for view in views])
    known = {view.pk: _known(view.asks, member, desks, names, size=size, now=now) for view in views}
    told: dict[int, Count | None] = {pk: None for pk, one in known.items() if one.is_readable}
    return told | _asked({pk: one.text for pk, one in known.items() if one.text})


def _asked(texts: dict[int, _Text]) -> dict[int, Count]:
    if not texts:
        return {}
    sources: list[str] = []
    selects: list[str] = []
    params: list[Any] = []
    behind: list[Any] = []
    for pk, text in texts.items():
        name = f"c{pk}"
        # The text is ours throughout; every value is a parameter.
        sources.append(f"{name} AS MATERIALIZED ({text.source})")
        params += text.source_params
        few = f"SELECT 1 FROM (SELECT DISTINCT id FROM {name}) candidate WHERE {text.condition}"  # noqa: S608
        selects.append(
            f"SELECT {pk}, (SELECT count(*) FROM ({few} LIMIT {MOST}) few), "  # noqa: S608
            f"(SELECT count(*) FROM {name})"
        )
        behind += text.condition_params
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(sources)} {' UNION ALL '.join(selects)}", [*params, *behind]
        )
        return {
            pk: Count(number, is_least=number < MOST and looked_at >= texts[pk].end)
            for pk, number, looked_at in cursor.fetchall()
        }


def _known(
    asks: str, member: Member, desks: Sequence[Desk], names: Names, *, size: int, now: datetime
) -> _Known:
    gate = (member.pk, *[getattr(member, name) for name in member.DECIDES])
    seen = tuple((desk.pk, desk.slug, desk.name) for desk in desks)
    key = (asks, gate, member.zone, seen, size)
    known, clock = _texts.get(key), time.monotonic()
    if known is None or known.until < clock:
        if len(_texts) >= MOST_TEXTS:
            _texts.clear()
        plan = plan_of(asks, member, now=now, desks=desks, names=names)
        lasts = FLEETING_SECONDS if plan.is_fleeting or plan.problems else KEPT_SECONDS
        is_counted = not plan.problems and not plan.none_of
        text = _written(plan, member, size=size) if is_counted else None
        known = _texts[key] = _Known(text, not plan.problems, clock + lasts)
    return known


def _written(plan: Plan, member: Member, *, size: int) -> _Text:
    if not plan.desks or plan.is_nothing:
        return _NOTHING
    end = MOST if plan.is_exact else size
    try:
        source, params = _source(plan, member, size=end)
    except EmptyResultSet:
        return _NOTHING
    # Correlated, so that each candidate is looked up by its id, whatever else has an index.
    meant = Conversation.objects.visible_to(member).exclude(status=Conversation.Status.MERGED)
    where = plan.condition(member) if plan.match else plan.where
    meant = meant.filter(where, pk=RawSQL("candidate.id", []))
    try:
        condition, given = meant.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return _NOTHING
    if not source:
        return _NOTHING
    exists = f"EXISTS ({condition})"
    return _Text(source, tuple(params), exists, tuple(given), end)


def _source(plan: Plan, member: Member, *, size: int) -> tuple[str, list[Any]]:
    """Where candidates come from, at most `size`; "" where there can be none."""
    if plan.match:
        return index.candidates(tuple(plan.match), size=size)
    if plan.due is not None:
        # Those due first, from their own index.
        first = due_before(plan.due, member).order_by("due_at", "pk")
        sql, given = first.values("conversation_id")[:size].query.sql_with_params()
        return f"SELECT conversation_id AS id FROM ({sql}) due", list(given)  # noqa: S608
    if plan.valued:
        return _having(plan.valued, size=size)
    return candidates(plan, member, size=size)


def _having(sources: Sequence[QuerySet[Any, int]], *, size: int) -> tuple[str, list[Any]]:
    """What holds a value, by the index of it; at most so many of each."""
    selects: list[str] = []
    params: list[Any] = []
    for source in sources:
        sql, given = source[:size].query.sql_with_params()
        selects.append(f"SELECT conversation_id AS id FROM ({sql}) valued")  # noqa: S608
        params += given
    return " UNION ALL ".join(selects), params
