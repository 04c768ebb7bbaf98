"""Clocks: promises by rule, which follow the letters of a conversation.

A target hears the events of its conversation in their order, each once, and keeps in `heard` how
far it has come. So it does not matter how late a worker comes by, or whether it comes twice: what
happened counts at the second it happened.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kept.agreements.clocks import Clock, asked_by
from kept.agreements.models import Clause, Target
from kept.agreements.rules import strictest
from kept.conversations.models import Conversation, Message
from kept.kit.hours import NeverOpen
from kept.kit.sentences import sentence
from kept.ledger.models import Event
from kept.promises import actions as promises
from kept.promises.models import Pause, Promise

SYSTEM = "system:agreements"
FOLLOWED = ("message.received", "message.sent", "conversation.status_changed")
_HEARD = FOLLOWED[1:]

_FIRST, _NEXT, _DONE = Clause.Kind.FIRST_ANSWER, Clause.Kind.NEXT_ANSWER, Clause.Kind.RESOLUTION
_RESTS = {
    Conversation.Status.WAITING: Pause.Reason.CUSTOMER,
    Conversation.Status.ON_HOLD: Pause.Reason.PARTNER,
}


@transaction.atomic(savepoint=False)
def answer(event: Event) -> None:
    """Begin what a person's letter begins; let what runs hear of all else. Safe to do twice.

    A letter wakes what rests by opening its conversation, which is an event of its own.
    """
    if event.kind != "message.received":
        for target in _running(event.facts["conversation"]):
            _follow(target)
        if event.facts.get("before") == Conversation.Status.SPAM:
            _begin_after_all(event)
    elif not event.facts["automatic"]:
        _begin(event, event.facts["message"])


def move_targets(source: Conversation, into: Conversation) -> list[int]:
    """Clocks go where their conversation goes; what happened before is followed first.

    Answers their ids. Runs in the transaction that merges or parts.
    """
    for target in _running(source.pk):
        _follow(target)
    rows = Target.objects.filter(conversation=source)
    return _carry(rows, into)


def move_targets_of(messages: Collection[int], *, source: Conversation, into: Conversation) -> None:
    """Clocks that these letters set going go where they go, with the promise each stands for."""
    for target in _running(source.pk):
        _follow(target)
    rows = Target.objects.filter(conversation=source, message__in=list(messages))
    promised = list(rows.values_list("promise", flat=True))
    Promise.objects.filter(pk__in=promised).update(conversation=into)
    _carry(rows, into)


def give_back_targets(ids: list[int], *, source: Conversation, target: Conversation) -> None:
    """The same when it is undone, for those that came along."""
    for one in _running(target.pk):
        _follow(one)
    _carry(Target.objects.filter(pk__in=ids, conversation=target), source)


def _carry(rows: QuerySet[Target], into: Conversation) -> list[int]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    moved = Target.objects.filter(pk__in=ids)
    moved.update(conversation=into)
    # What was said in the other conversation before is no answer to this clock.
    moved.filter(promise__settled_at=None).update(heard=newest)
    return ids


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
        kind__in=_HEARD,
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
    if event.kind == "message.sent" and event.by.startswith("member:"):
        return promises.keep_by_rule(promise, **by)
    if event.facts.get("to") == Conversation.Status.SPAM:
        return promises.let_go_by_rule(promise, why=sentence("It is spam."), **by)
    if event.facts.get("to") == Conversation.Status.CLOSED:
        return promises.let_go_by_rule(promise, why=sentence("Closed, and nobody wrote."), **by)
    return False


def _hear_of_work(promise: Promise, event: Event) -> bool:
    """The same for a resolution, whose clock rests while somebody else owes the next step."""
    status = event.facts.get("to", "")
    if status == Conversation.Status.SPAM:
        return promises.let_go_by_rule(
            promise, why=sentence("It is spam."), by=SYSTEM, now=event.at, cause=event
        )
    if status == Conversation.Status.CLOSED:
        return promises.keep_by_rule(promise, by=SYSTEM, now=event.at, cause=event)
    # Held throughout, so what we saw of it last is how it is.
    if promise.paused_at and status:
        promises.resume(promise, now=event.at, cause=event)
        promise.paused_at = None
    if status in _RESTS:
        reason = _RESTS[Conversation.Status(status)]
        if promises.pause(promise, reason=reason, now=event.at, cause=event):
            promise.paused_at = event.at
    return False


def _begin_after_all(event: Event) -> None:
    """What was spam and is none: its newest letter asks from now on what it asked before."""
    letters = Message.objects.filter(conversation=event.facts["conversation"]).order_by("-pk")
    newest = letters.first()
    if newest is not None and not newest.is_ours and not newest.automatic:
        _begin(event, newest.pk)


def _begin(event: Event, letter: int) -> None:
    asked = asked_by(
        conversation=event.facts["conversation"], message=letter, event=event.pk, at=event.at
    )
    if asked is None or asked.is_begun or (asked.is_owed and not asked.is_first):
        return
    chosen = [
        strictest(clock for clock in asked.clocks if clock.kind == kind)
        for kind in ((_FIRST, _DONE) if asked.is_first else (_NEXT,))
    ]
    clocks = [clock for clock in chosen if clock]
    if not clocks:
        return
    letters = Message.objects.select_related(
        "conversation__desk__calendar", "conversation__customer"
    )
    message = letters.get(pk=letter)
    for clock in clocks:
        _promise(clock, message, event)


def _promise(clock: Clock, message: Message, event: Event) -> None:
    conversation = message.conversation
    try:
        due_at = conversation.desk.hours.add(event.at, clock.minutes * 60)
    except NeverOpen:
        return  # a desk that never opens has no time to promise
    promise = promises.make_by_rule(
        kind=clock.kind,
        words=clock.words,
        due_at=due_at,
        desk=conversation.desk,
        conversation=conversation,
        made_in=message,
        now=event.at,
        cause=event,
    )
    Target.objects.create(
        promise=promise,
        agreement_id=clock.agreement,
        clause_id=clock.clause,
        conversation=conversation,
        message=message,
        kind=clock.kind,
        heard=event.pk,
        begun_in=event.facts["conversation"],
    )
