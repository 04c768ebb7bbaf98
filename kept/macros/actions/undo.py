"""The last macro that a member put in is undone: changes, words and all, or nothing of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kept.conversations import actions as conversations
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Draft
from kept.ledger import record
from kept.macros.actions.change import Part, change_back
from kept.macros.actions.errors import NoMacroToUndo
from kept.macros.events import MacroUndone
from kept.macros.models import LastUse, Macro, MacroUse
from kept.macros.rules import UNDO_FOR
from kept.people.models import Member


def keep_for_undo(
    macro: Macro,
    conversation: Conversation,
    done: list[Part],
    before: Mapping[str, str],
    *,
    stands: str,
    by: Member,
    now: datetime,
) -> None:
    """Remember a use, in its transaction; the one before is forgotten.

    `before` has `text` and `after` of the draft, `stands` is its text since, "" where it has none.
    """
    told: dict[str, Any] = {"conversation": conversation, "macro": macro, "parts": done, "at": now}
    told |= {**before, "stands": _digest(stands) if stands else ""}
    LastUse.objects.update_or_create(member=by, defaults=told)


@transaction.atomic
def undo_macro(conversation: Conversation, *, by: Member, now: datetime) -> bool:
    """What the member's last macro here changed is as it was, and so is their draft.

    Where they have written in the draft since, it stays as it is; answers whether it was put back.
    Raises `NotAllowed`, `WasMerged`, `NoMacroToUndo`, and `ChangedSince` where one of its changes
    is another meanwhile; then nothing is changed.
    """
    conversation = take(conversation, by=by)
    mine = LastUse.objects.filter(member=by, conversation=conversation, at__gt=now - UNDO_FOR)
    last = mine.select_related("macro").first()
    if last is None:
        raise NoMacroToUndo
    change_back(conversation, last.parts, by=by, now=now)
    is_back = _draft_back(last, by=by, now=now)
    uses = MacroUse.objects.filter(macro=last.macro, desk=conversation.desk, count__gt=0)
    uses.update(count=F("count") - 1)
    last.delete()
    fact = MacroUndone(macro=last.macro_id, conversation=conversation.pk)
    record(fact, about=[conversation, last.macro], by=by, at=now)
    return is_back


def forget_last_uses(*, now: datetime) -> int:
    """Those that can be undone no more. Answers how many."""
    return LastUse.objects.filter(at__lte=now - UNDO_FOR).delete()[0]


def _draft_back(last: LastUse, *, by: Member, now: datetime) -> bool:
    if not last.stands:
        return True
    own = Draft.objects.select_for_update().filter(
        conversation=last.conversation_id, member=by, kind=Draft.Kind.REPLY
    )
    draft = own.first()
    if draft is None or _digest(draft.text) != last.stands:
        return False
    head = {name: value for name, value in draft.head.items() if name != "after"}
    if last.after:
        head["after"] = last.after
    conversations.save_draft(
        last.conversation, kind=draft.kind, text=last.text, head=head, by=by, now=now
    )
    return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
