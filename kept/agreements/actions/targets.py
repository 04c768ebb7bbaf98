"""Clocks: promises by rule, which follow the letters of a conversation.

A target hears the events of its conversation in their order, each once, and keeps in `heard` how
far it has come. So it does not matter how late a worker comes by, or whether it comes twice: what
happened counts at the second it happened.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kept.agreements.models import Clause, Target
from kept.agreements.rules import is_about, strictest
from kept.conversations.models import Conversation, Message
from kept.kit.hours import NeverOpen
from kept.ledger.models import Event
from kept.promises import actions as promises
from kept.promises.models import Pause, Promise

SYSTEM = "system:agreements"
FOLLOWED = ("message.received", "message.sent", "conversation.status_changed")

_FIRST, _NEXT, _DONE = Clause.Kind.FIRST_ANSWER, Clause.Kind.NEXT_ANSWER, Clause.Kind.RESOLUTION
_RESTS = {
    Conversation.Status.WAITING: Pause.Reason.CUSTOMER,
    Conversation.Status.ON_HOLD: Pause.Reason.PARTNER,
}


@transaction.atomic(savepoint=False)
def answer(event: Event) -> None:
    """Let what runs in the conversation hear of the event, and begin what a letter begins.

    Safe to do twice.
    """
    conversation = event.facts["conversation"]
    for target in _running(conversation):
        _follow(target)
    if event.kind == "message.received" and not event.facts["automatic"]:
        _begin(event)


def look_first(promise: Promise) -> None:
    """Before a held promise of ours breaks: what has happened until it was due."""
    target = Target.objects.filter(promise=promise).first()
    if target is not None:
        target.promise = promise
        _follow(target, until=promise.due_at)


def _running(conversation: int) -> list[Target]:
    """Targets whose promise is open, their promises held: whoever holds one may move it."""
    open_ = Promise.objects.open().filter(conversation=conversation, origin=Promise.Origin.RULE)
    held = list(open_.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not held:
        return []
    return list(Target.objects.filter(promise__in=held).select_related("promise").order_by("pk"))


def _follow(target: Target, *, until: datetime | None = None) -> None:
    """Hear what the conversation has seen since, in the order it was written down.

    That is the order of ids, since whoever writes in a conversation holds it.
    """
    events = Event.objects.filter(
        mentions__name=f"conversation:{target.conversation_id}",
        kind__in=FOLLOWED,
        pk__gt=target.heard,
    )
    for event in events.order_by("pk"):
        if until is not None and event.at > until:
            return
        target.heard = event.pk
        target.save(update_fields=["heard"])
        hear = _hear_of_work if target.kind == _DONE else _hear_of_answer
        if hear(target.promise, event):
            return


def _hear_of_answer(promise: Promise, event: Event) -> bool:
    """Whether it is settled by that."""
    by: dict[str, Any] = {"by": SYSTEM, "now": event.at, "cause": event}
    if event.kind == "message.sent" and _is_by_hand(event):
        return promises.keep_by_rule(promise, **by)
    if event.facts.get("to") == Conversation.Status.CLOSED:
        return promises.let_go_by_rule(promise, why=_("Closed, and nobody wrote."), **by)
    return False


def _hear_of_work(promise: Promise, event: Event) -> bool:
    """The same for a resolution, whose clock rests while somebody else owes the next step."""
    status = event.facts.get("to", "")
    if status == Conversation.Status.CLOSED:
        return promises.keep_by_rule(promise, by=SYSTEM, now=event.at, cause=event)
    is_letter = event.kind == "message.received" and not event.facts["automatic"]
    if is_letter or event.kind == "conversation.status_changed":
        promises.resume(promise, now=event.at, cause=event)
    if status in _RESTS:
        reason = _RESTS[Conversation.Status(status)]
        promises.pause(promise, reason=reason, now=event.at, cause=event)
    return False


def _is_by_hand(event: Event) -> bool:
    return Message.objects.filter(pk=event.facts["message"], automatic="").exists()


def _begin(event: Event) -> None:
    message = Message.objects.select_related("conversation__desk", "conversation__customer").get(
        pk=event.facts["message"]
    )
    conversation = message.conversation
    found = Clause.objects.for_letters_to(conversation, at=event.at)
    clauses = [clause for clause in found if is_about(clause.subject_words, conversation.subject)]
    if not clauses:
        return
    there = list(Target.objects.filter(conversation=conversation).select_related("promise"))
    if any(target.message_id == message.pk for target in there):
        return
    letters = conversation.messages.filter(way=Message.Way.IN, automatic="")
    if not letters.filter(pk__lt=message.pk).exists():
        kinds = [_FIRST, _DONE]
    elif any(_is_owed(target, event) for target in there):
        return
    else:
        kinds = [_NEXT]
    for kind in kinds:
        clause = strictest(clause for clause in clauses if clause.kind == kind)
        if clause is not None:
            _promise(clause, message, event)


def _is_owed(target: Target, event: Event) -> bool:
    """Whether an answer was owed when the letter came, whatever has become of it since."""
    end = target.promise.settled_at
    if target.kind == _DONE:
        return False
    # In one and the same moment the order of the ledger says what came first.
    return end is None or (end, target.heard) > (event.at, event.pk)


def _promise(clause: Clause, message: Message, event: Event) -> None:
    conversation = message.conversation
    try:
        due_at = conversation.desk.hours.add(event.at, (clause.minutes or 0) * 60)
    except NeverOpen:
        return  # a desk that never opens has no time to promise
    promise = promises.make_by_rule(
        kind=clause.kind,
        words=clause.words,
        due_at=due_at,
        desk=conversation.desk,
        conversation=conversation,
        made_in=message,
        now=event.at,
        cause=event,
    )
    Target.objects.create(
        promise=promise,
        agreement=clause.version.agreement,
        clause=clause,
        conversation=conversation,
        message=message,
        kind=clause.kind,
        heard=event.pk,
    )
