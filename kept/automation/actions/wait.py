"""Rules by time: a row for what each waits for, kept as things happen, and looked at when due.

A round of the clock reads an index that begins with what is due, so it costs what is due. When a
row comes up it is counted anew: where the hours of the desk or the rule have changed since, it
goes back until then.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from kept.automation.actions.run import ask
from kept.automation.models import Rule, Wait
from kept.automation.queries import conditions_of, conversation_of, sheet_of
from kept.automation.rules.triggers import due_for
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message
from kept.ledger.models import Event
from kept.promises.models import Promise

logger = logging.getLogger(__name__)

AT_ONCE = 100
AGAIN_AFTER = timedelta(hours=1)
SYSTEM = "system:automation"
Status = Conversation.Status

_OF_PROMISES = (
    "promise.made",
    "promise.agreed",
    "promise.disputed",
    "promise.renegotiated",
    "promise.paused",
    "promise.resumed",
    "promise.kept",
    "promise.released",
    "promise.given_up",
)
BEGINS_OR_ENDS: dict[str, tuple[str, ...]] = {
    "message.received": ("UNANSWERED", "SILENT"),
    "message.sent": ("UNANSWERED", "SILENT"),
    "conversation.status_changed": ("UNANSWERED", "SILENT", "WAITING"),
    **dict.fromkeys(_OF_PROMISES, ("DUE",)),
}
"""Which triggers by time a fact may begin or end."""


def keep_waits(rules: Sequence[Rule], conversation: Conversation, event: Event) -> None:
    """Begin, move or end what these rules wait for here, by what has happened."""
    for rule in rules:
        match rule.trigger, event.kind:
            case "UNANSWERED", "message.received":
                # They have waited since the first letter that nobody has answered.
                if not event.facts["automatic"]:
                    _begin(rule, conversation, since=event.at, moves=False)
            case "UNANSWERED", "message.sent":
                _end(rule, conversation)
            case "SILENT", "message.sent":
                _begin(rule, conversation, since=event.at)
            case "SILENT", "message.received":
                if not event.facts["automatic"]:
                    _end(rule, conversation)
            case "WAITING", "conversation.status_changed":
                if event.facts["to"] == Status.WAITING:
                    _begin(rule, conversation, since=event.at)
                else:
                    _end(rule, conversation)
            case _, "conversation.status_changed":
                if event.facts["to"] == Status.CLOSED:
                    _end(rule, conversation)
            case "DUE", _:
                _of_promise(rule, conversation, int(event.facts["promise"]))


def forget_rest(event: Event) -> None:
    """Whatever opened it, no rule has to any more."""
    if event.facts["before"] == Status.ON_HOLD:
        rests = Wait.objects.filter(conversation=event.facts["conversation"], kind=Wait.Kind.WAKE)
        rests.delete()


def look_at_due(*, now: datetime) -> int:
    """Ask the rules whose time has come, each in a transaction of its own. Answers how many.

    One that breaks us is tried again later, and holds up none behind it.
    """
    due_now = Wait.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    done = 0
    for pk in list(due_now.values_list("pk", flat=True)[:AT_ONCE]):
        try:
            with transaction.atomic():
                done += _look(pk, now=now)
        except (OperationalError, InterfaceError):
            # The database has no room or no time for anybody now.
            raise
        except Exception:
            logger.exception("wait %s of a rule is laid back: it broke", pk)
            Wait.objects.filter(pk=pk).update(due_at=now + AGAIN_AFTER)
    return done


def _look(pk: int, *, now: datetime) -> bool:
    found = Wait.objects.select_for_update(of=("self",)).select_related("rule__keeper")
    wait = found.filter(pk=pk, due_at__lte=now).first()
    if wait is None:
        return False
    rule, conversation = wait.rule, conversation_of(wait.conversation_id)
    if conversation is None or not (rule.is_running or wait.kind == Wait.Kind.WAKE):
        wait.delete()
    elif wait.kind == Wait.Kind.WAKE:
        wait.delete()
        conversations.wake(conversation, by=SYSTEM, now=now)
    elif not _still_waits(wait, conversation):
        wait.delete()
    elif (counted := due_for(rule, wait.since, hours=conversation.desk.hours)) > now:
        wait.due_at = counted
        wait.save(update_fields=["due_at"])
    else:
        wait.delete()
        sheet = sheet_of(conversation, conditions_of(rule), at=now)
        occasion = f"due:{wait.since.isoformat()}:{wait.promise_id}"
        ask(rule, conversation, sheet, occasion=occasion, now=now)
    return True


def _still_waits(wait: Wait, conversation: Conversation) -> bool:
    """Whether it is so yet: the reader of the ledger may be behind the clock."""
    letters = Message.objects.filter(conversation=conversation, automatic="", is_aside=False)
    match wait.rule.trigger:
        case "UNANSWERED":
            answered = letters.filter(way=Message.Way.OUT, at__gte=wait.since)
            return conversation.status != Status.CLOSED and not answered.exists()
        case "SILENT":
            heard = letters.filter(way=Message.Way.IN, at__gt=wait.since)
            return conversation.status != Status.CLOSED and not heard.exists()
        case "WAITING":
            return conversation.status == Status.WAITING
        case "DUE":
            owed = Promise.objects.open().filter(pk=wait.promise_id, paused_at=None)
            return owed.filter(due_at=wait.since).exists()
    return False


def _of_promise(rule: Rule, conversation: Conversation, pk: int) -> None:
    promise = Promise.objects.filter(pk=pk).first()
    is_owed = promise is not None and promise.outcome == Promise.Outcome.OPEN
    # What somebody promised a colleague or themselves is no matter of the desk's.
    if promise is None or not is_owed or promise.paused_at or promise.desk_id is None:
        _end(rule, conversation, promise=pk)
    else:
        _begin(rule, conversation, since=promise.due_at, promise=pk)


def _begin(
    rule: Rule,
    conversation: Conversation,
    *,
    since: datetime,
    promise: int = 0,
    moves: bool = True,
) -> None:
    """`moves` counts anew from here what waits already."""
    values = {"since": since, "due_at": due_for(rule, since, hours=conversation.desk.hours)}
    rows = Wait.objects.filter(kind=Wait.Kind.RUN, promise_id=promise)
    if moves:
        rows.update_or_create(
            rule=rule,
            conversation=conversation,
            kind=Wait.Kind.RUN,
            promise_id=promise,
            defaults=values,
        )
    else:
        rows.get_or_create(
            rule=rule,
            conversation=conversation,
            kind=Wait.Kind.RUN,
            promise_id=promise,
            defaults=values,
        )


def _end(rule: Rule, conversation: Conversation, *, promise: int = 0) -> None:
    waits = Wait.objects.filter(rule=rule, conversation=conversation, kind=Wait.Kind.RUN)
    waits.filter(promise_id=promise).delete()
