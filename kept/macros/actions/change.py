"""What a macro changes, each by the act that many conversations know too, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kept.conversations.actions.bulk_change import (
    ACTS,
    Done,
    held_unchanged,
    newest,
)
from kept.conversations.models import Bulk, Conversation
from kept.fields.actions import put, put_back
from kept.fields.rules import value_of
from kept.macros.models import Macro
from kept.people.models import Member

FIELD = "FIELD"
_FILLED = ("field.filled", "field.emptied")

Part = dict[str, Any]
"""One change that was made: its `act` and `value`, and what its undoing needs."""


def change(
    macro: Macro, conversation: Conversation, *, has_words: bool, by: Member, now: datetime
) -> list[Part]:
    """Make its changes; answers those that changed something. Raises what each raises alone."""
    done: list[Part] = []
    for act, value in _parts(macro, by=by, has_words=has_words):
        do, _undo = _does(act)
        made = do(conversation, value, by=by, now=now)
        if made is not None:
            done.append({"act": act, "value": value, "before": made.before, "mark": made.mark})
    return done


def change_back(conversation: Conversation, done: list[Part], *, by: Member, now: datetime) -> None:
    """All of it as it was, or none. Raises `ChangedSince` where one is another meanwhile."""
    for part in reversed(done):
        _do, undo = _does(part["act"])
        undo(conversation, part["value"], Done(part["before"], part["mark"]), by=by, now=now)


def _parts(macro: Macro, *, by: Member, has_words: bool) -> list[tuple[str, str]]:
    # A tag that was retired since is no reason to refuse the rest.
    tags = macro.tags.filter(retired_at=None).values_list("merged_into", "pk")
    parts: list[tuple[str, str]] = [(Bulk.Act.TAG, str(into or pk)) for into, pk in tags]
    # Before the status: what is required has to stand there as it is closed.
    given = macro.fields.order_by("pk").values_list("field", "field__kind", "given")
    parts += [(FIELD, f"{pk}:{kind}:{value}") for pk, kind, value in given]
    if macro.priority:
        parts.append((Bulk.Act.PRIORITY, macro.priority))
    if macro.status and not has_words:
        parts.append((Bulk.Act.STATUS, macro.status))
    # Last: whoever sees only what is theirs may have given it away.
    match macro.assign:
        case Macro.Assign.ME:
            parts.append((Bulk.Act.ASSIGN, str(by.pk)))
        case Macro.Assign.MEMBER:
            parts.append((Bulk.Act.ASSIGN, str(macro.assignee_id)))
        case Macro.Assign.NOBODY:
            parts.append((Bulk.Act.ASSIGN, ""))
        case Macro.Assign.TEAM:
            parts.append((Bulk.Act.TEAM, str(macro.team_id)))
    return parts


def _fill(conversation: Conversation, value: str, *, by: Member, now: datetime) -> Done | None:
    pk, kind, stored = value.split(":", 2)
    changed = put(conversation, {int(pk): value_of(kind, stored)}, by=by, now=now)
    if not changed:
        return None
    mark = newest(conversation, *_FILLED, field=int(pk))
    return Done({"given": changed[0].given}, mark)


def _fill_back(
    conversation: Conversation, value: str, done: Done, *, by: Member, now: datetime
) -> None:
    pk, kind, _stored = value.split(":", 2)
    held_unchanged(conversation, done, *_FILLED, field=int(pk), by=by)
    before = value_of(kind, done.before["given"])
    put_back(conversation, {int(pk): before}, by=by, now=now)


def _does(act: str) -> tuple[Callable[..., Done | None], Callable[..., None]]:
    """How it is done, and how undone."""
    if act == FIELD:
        return _fill, _fill_back
    known = ACTS[act]
    return known.do, known.undo
