"""A macro's changes on many conversations at once, and back. Its words go nowhere.

So neither does the status that comes with a letter: it is set where the macro has no words.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.actions.bulk_change import ACTS, Act, Done
from kept.conversations.actions.locking import take
from kept.conversations.models import Bulk, Conversation
from kept.kit.ids import id_in
from kept.macros.actions.change import change, change_back
from kept.macros.actions.use import begin_use
from kept.macros.models import Macro
from kept.people.models import Member


@transaction.atomic
def _use(conversation: Conversation, value: str, *, by: Member, now: datetime) -> Done | None:
    held = take(conversation, by=by)
    macro = begin_use(Macro(pk=int(value)), held, by=by, now=now)
    done = change(macro, held, has_words=macro.has_words, by=by, now=now)
    return Done({"parts": done}) if done else None


@transaction.atomic
def _use_back(
    conversation: Conversation, _value: str, done: Done, *, by: Member, now: datetime
) -> None:
    change_back(conversation, done.before["parts"], by=by, now=now)


def _is_macro(value: str, by: Member) -> bool:
    usable = Macro.objects.visible_to(by).filter(retired_at=None, paused_at=None)
    return usable.filter(pk=id_in(value)).exists()


ACTS[Bulk.Act.MACRO] = Act(_use, _use_back, _is_macro)
