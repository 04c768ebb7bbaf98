"""A conversation rests until a time: a promise to oneself to come back to it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kept.conversations import actions as conversations
from kept.conversations.access import may_write
from kept.conversations.models import Conversation
from kept.kit.hours import Hours
from kept.people.models import Member
from kept.promises.actions.errors import BadWindow, NotLaidAside
from kept.promises.actions.keep import declare
from kept.promises.actions.locking import take_open
from kept.promises.actions.make import made_before, promise_among_us
from kept.promises.models import Promise


@transaction.atomic
def snooze(
    conversation: Conversation,
    *,
    until: datetime,
    even_if_they_reply: bool,
    words: str = "",
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Promise:
    """Lay the conversation aside until then; the reminder stands in `by`'s day.

    It is open again at that moment, and the reminder is kept in time until `by` goes home.

    Unless `even_if_they_reply`, a reply of the customer ends the reminder: the conversation is
    open again then anyway. It never ends a promise to the customer. The same `submit_id` again
    changes nothing. Raises `NotAllowed`,
    `BadWindow`.
    """
    if made := made_before(submit_id, conversation=conversation, by=by):
        return made  # and what became of the conversation meanwhile stands
    if until <= now:
        raise BadWindow
    promise = promise_among_us(
        words=words or _("Come back to this"),
        due_from=until,
        due_at=Hours(zone=by.zone).closes(until),
        to_member=by,
        conversation=conversation,
        kind=Promise.Kind.REMINDER,
        ends_on_reply=not even_if_they_reply,
        submit_id=submit_id,
        by=by,
        now=now,
    )
    conversations.set_status(conversation, to=Conversation.Status.ON_HOLD, by=by, now=now)
    return promise


@transaction.atomic
def bring_back(reminder: Promise, *, by: Member, now: datetime) -> Promise:
    """Come back to a conversation that was laid aside, now: the reminder is done, and it is open.

    Raises `NotAllowed`, `NotLaidAside`, `AlreadySettled`.
    """
    reminder = take_open(reminder, by=by, now=now)
    if reminder.kind != Promise.Kind.REMINDER or reminder.conversation is None:
        raise NotLaidAside
    declare(reminder, by=by, now=now)
    # Whoever may no longer see it is done with it, and changes nothing for those who do.
    if may_write(by, reminder.conversation):
        conversations.wake(reminder.conversation, by=by, now=now)
    return reminder
