"""A macro is used: its words in the draft of a reply, its changes on the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kept.conversations import actions as conversations
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Draft
from kept.ledger import record
from kept.macros.actions.change import change
from kept.macros.actions.errors import MacroNotHere
from kept.macros.actions.undo import keep_for_undo
from kept.macros.events import MacroUsed
from kept.macros.models import Macro, MacroUse
from kept.macros.queries import language_for, told, values_for
from kept.macros.rules import put_in
from kept.people.models import Member


@transaction.atomic
def use_macro(
    macro: Macro,
    conversation: Conversation,
    *,
    text: str,
    place: int | None = None,
    head: Mapping[str, Any] | None = None,
    by: Member,
    now: datetime,
) -> Draft | None:
    """Its changes are made, and its words stand in the member's draft of a reply.

    `text` is what they have written so far, and stays; `place` is where in it the words go, None at
    its end. For a while `undo_macro` puts all of it back. Raises `NotAllowed`, `WasMerged`,
    `MacroNotHere`, and what the changes raise; then nothing is changed.
    """
    conversation = take(conversation, by=by)
    found = begin_use(macro, conversation, by=by, now=now)
    words = told(found, values_for(conversation, by), language_for(conversation)).text
    kept = dict(head or {})
    before = {"text": text, "after": str(kept.get("after", ""))}
    if not words.strip():
        draft = conversations.save_draft(
            conversation, kind=Draft.Kind.REPLY, text=text, head=kept, by=by, now=now
        )
        # Last: whoever sees only what is theirs may give it away by it.
        done = change(found, conversation, has_words=False, by=by, now=now)
        keep_for_undo(found, conversation, done, before, stands="", by=by, now=now)
        return draft
    done = change(found, conversation, has_words=True, by=by, now=now)
    if found.status:
        kept["after"] = found.status
    whole = put_in(text, words, place)
    keep_for_undo(found, conversation, done, before, stands=whole, by=by, now=now)
    return conversations.save_draft(
        conversation, kind=Draft.Kind.REPLY, text=whole, head=kept, by=by, now=now
    )


def begin_use(macro: Macro, conversation: Conversation, *, by: Member, now: datetime) -> Macro:
    """The macro as it may be used here, counted, and the fact of it. Raises `MacroNotHere`."""
    here = Macro.objects.visible_to(by).at(conversation.desk)
    found = here.filter(pk=macro.pk).first()
    if found is None:
        raise MacroNotHere
    record(
        MacroUsed(macro=found.pk, conversation=conversation.pk),
        about=[conversation, found],
        by=by,
        at=now,
    )
    use, _made = MacroUse.objects.get_or_create(macro=found, desk=conversation.desk)
    MacroUse.objects.filter(pk=use.pk).update(count=F("count") + 1)
    return found
