"""What becomes of promises when people come, go, change teams, or write; and the counting."""

from __future__ import annotations

from kept.conversations.actions import wake
from kept.conversations.models import Message
from kept.hours.models import Absence
from kept.ledger import reaction
from kept.ledger.models import Event
from kept.promises.actions.count import READER, count_promises, count_replies
from kept.promises.actions.dates import warn_before
from kept.promises.actions.hand_on import hand_back_unseen
from kept.promises.actions.hear import hear
from kept.promises.actions.locking import SYSTEM
from kept.promises.models import Promise


@reaction("member.changed", "team.changed", "desk.changed", reader="promises")
def hand_back(event: Event) -> None:
    hand_back_unseen(now=event.at, cause=event)


@reaction("conversation.assigned", reader="promises")
def hand_back_of(event: Event) -> None:
    hand_back_unseen(conversation=event.facts["conversation"], now=event.at, cause=event)


@reaction("absence.noted", "absence.changed", reader="promises")
def warn_whoever_goes(event: Event) -> None:
    absence = Absence.objects.filter(pk=event.facts["absence"]).first()
    if absence is not None:
        warn_before(absence, now=event.at)


@reaction("message.received", reader="promises")
def listen(event: Event) -> None:
    message = Message.objects.filter(pk=event.facts["message"]).first()
    if message is not None:
        hear(message, cause=event)


@reaction("promise.warned", reader="promises")
def open_again(event: Event) -> None:
    """A conversation that rests until a reminder is open from then on."""
    reminder = (
        Promise.objects.filter(pk=event.facts["promise"], kind=Promise.Kind.REMINDER)
        .select_related("conversation")
        .first()
    )
    if reminder is not None and reminder.conversation is not None:
        wake(reminder.conversation, by=SYSTEM, now=event.at, cause=event)


@reaction(
    "promise.made",
    "promise.agreed",
    "promise.kept",
    "promise.confirmed",
    "promise.disputed",
    "promise.renegotiated",
    "promise.paused",
    "promise.resumed",
    "promise.handed_on",
    "promise.released",
    "promise.broken",
    "promise.given_up",
    reader=READER,
)
def count_promise(event: Event) -> None:
    """Our word is counted anew wherever a promise is no longer what it was."""
    count_promises([event.facts["promise"]])


@reaction("message.sent", reader=READER)
def count_reply(event: Event) -> None:
    count_replies([event.facts["message"]])
