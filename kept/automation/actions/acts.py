"""Each action of a rule, done through the ordinary action of its own room.

Another one is a function here, a line in `ACTS`, and its place in `rules.acts` and `wording`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from kept.automation.actions.errors import (
    MacroIsGone,
    MemberIsGone,
    NobodyToTell,
    TagIsGone,
    TeamIsGone,
)
from kept.automation.actions.letters import (
    has_answered,
    recipient_of,
    subject_for,
    take_turn,
    why_refused,
)
from kept.automation.models import Rule, Wait
from kept.automation.rules.acts import Act, plain_name
from kept.automation.rules.sheet import Sheet
from kept.automation.rules.triggers import due
from kept.brand.queries import look_of
from kept.conversations import actions as conversations
from kept.conversations.actions.bulk_change import LetterWaits
from kept.conversations.models import Conversation, Tag
from kept.conversations.queries import waiting_letters
from kept.fields.actions import CannotPut, put
from kept.fields.models import Field
from kept.fields.rules import value_of
from kept.kit.ids import id_in
from kept.ledger.models import Event
from kept.macros.models import Macro
from kept.macros.queries import language_for, told, values_for
from kept.macros.rules import fill
from kept.notices.actions import tell_of_conversation
from kept.notices.models import Notice
from kept.people.models import Member, Team


@dataclass(frozen=True, slots=True)
class Doing:
    """One action of a run: its `number` within the rule, and `cause`, what the run follows from."""

    rule: Rule
    conversation: Conversation
    sheet: Sheet
    act: Act
    run: int
    number: int
    now: datetime
    cause: Event | None

    @property
    def submit_id(self) -> UUID:
        """The same each time that this run is tried."""
        return uuid5(NAMESPACE_URL, f"kept:run:{self.run}:{self.number}")

    @property
    def by(self) -> dict[str, Any]:
        return {"by": self.rule.handle, "now": self.now, "cause": self.cause}


def _priority(doing: Doing) -> None:
    conversations.set_priority(doing.conversation, to=doing.act.value, **doing.by)


def _tag(doing: Doing) -> None:
    conversations.tag(doing.conversation, [_tag_of(doing)], **doing.by)


def _untag(doing: Doing) -> None:
    conversations.untag(doing.conversation, [_tag_of(doing)], **doing.by)


def _assign(doing: Doing) -> None:
    conversations.assign(doing.conversation, to=_member(doing.act.value), **doing.by)


def _unassign(doing: Doing) -> None:
    conversations.assign(doing.conversation, to=None, **doing.by)


def _team(doing: Doing) -> None:
    team = Team.objects.filter(pk=doing.act.value).first()
    if team is None:
        raise TeamIsGone
    conversations.assign_team(doing.conversation, to=team, **doing.by)


def _field(doing: Doing) -> bool:
    """False where it stood there already."""
    pk = id_in(doing.act.field)
    kind = Field.objects.filter(pk=pk).values_list("kind", flat=True).first() or ""
    try:
        value = value_of(kind, doing.act.value)
    except ValueError:
        raise CannotPut from None
    return bool(put(doing.conversation, {pk: value}, **doing.by))


def _status(doing: Doing) -> None:
    conversations.set_status(doing.conversation, to=doing.act.value, **doing.by)


def _close(doing: Doing) -> None:
    if waiting_letters(doing.conversation).exists():
        raise LetterWaits
    conversations.set_status(doing.conversation, to=Conversation.Status.CLOSED, **doing.by)


def _snooze(doing: Doing) -> None:
    """It rests until then; whatever the customer writes opens it before."""
    conversations.set_status(doing.conversation, to=Conversation.Status.ON_HOLD, **doing.by)
    wakes_at = due(
        "WAITING",
        doing.now,
        amount=int(doing.act.value),
        unit=doing.act.unit,
        counted="WORKING",
        hours=doing.conversation.desk.hours,
    )
    Wait.objects.update_or_create(
        rule=doing.rule,
        conversation=doing.conversation,
        kind=Wait.Kind.WAKE,
        promise_id=0,
        defaults={"since": doing.now, "due_at": max(wakes_at, doing.now + timedelta(minutes=1))},
    )


def _note(doing: Doing) -> None:
    text = fill(doing.act.value, values_of(doing.conversation))
    conversations.note(doing.conversation, text=text, submit_id=doing.submit_id, **doing.by)


def _notify(doing: Doing) -> None:
    heard = tell_of_conversation(
        doing.conversation.pk,
        kind=Notice.Kind.RULE,
        to=[member.pk for member in _hearers(doing)],
        occasion=doing.run,
        words=doing.rule.name,
        **doing.by,
    )
    if not heard:
        raise NobodyToTell


def _reply(doing: Doing) -> None:
    _write(doing, lambda values: fill(doing.act.value, values))


def _macro(doing: Doing) -> None:
    offered = Macro.objects.at(doing.conversation.desk).prefetch_related("texts", "tags")
    macro = offered.filter(pk=doing.act.value).first()
    if macro is None:
        raise MacroIsGone
    language = language_for(doing.conversation)
    _write(doing, lambda values: told(macro, values, language).text)


ACTS: dict[str, Callable[[Doing], bool | None]] = {
    "REPLY": _reply,
    "MACRO": _macro,
    "PRIORITY": _priority,
    "TAG": _tag,
    "UNTAG": _untag,
    "ASSIGN": _assign,
    "UNASSIGN": _unassign,
    "TEAM": _team,
    "FIELD": _field,
    "STATUS": _status,
    "SNOOZE": _snooze,
    "NOTE": _note,
    "NOTIFY": _notify,
    "CLOSE": _close,
}


def _write(doing: Doing, words: Callable[[dict[str, str]], str]) -> None:
    """A letter to the customer, through the outbox like each, and marked as written by itself.

    Where nothing proves who wrote, it may go to somebody who never did: then it holds no word that
    the writer has chosen, and only so many leave in an hour.
    """
    conversation, sheet = doing.conversation, doing.sheet
    if refusal := why_refused(doing.rule, conversation, sheet):
        raise refusal
    address = recipient_of(doing.rule, conversation, sheet)
    is_stranger = not sheet.is_proven and not has_answered(conversation)
    if address:
        take_turn(address, is_stranger=is_stranger, now=doing.now)
    values = values_of(conversation)
    if is_stranger:
        name = plain_name(conversation.customer.name) or address
        values |= {
            "customer.first_name": name,
            "customer.name": name,
            "conversation.subject": conversation.reference,
        }
    conversations.write_automatically(
        conversation,
        text=words(values),
        subject=subject_for(conversation) if is_stranger else "",
        to=[address] if address else [],
        writer=doing.rule.name,
        submit_id=doing.submit_id,
        **doing.by,
    )


def values_of(conversation: Conversation) -> dict[str, str]:
    """The variables of macros; where a member would stand the desk does, since none wrote it."""
    desk = conversation.desk.sender_name or look_of(conversation.desk_id).name
    return values_for(conversation, Member(name=desk)) | {"member.first_name": desk}


def _tag_of(doing: Doing) -> Tag:
    tag = Tag.objects.select_related("merged_into").filter(pk=doing.act.value).first()
    if tag is None:
        raise TagIsGone
    return tag


def _member(value: str) -> Member:
    member = Member.objects.active().filter(pk=value).first()
    if member is None:
        raise MemberIsGone
    return member


def _hearers(doing: Doing) -> list[Member]:
    """Whom it names; who looks after it, or else all who serve its desk."""
    match doing.act.value:
        case "KEEPER":
            return [doing.rule.keeper]
        case "ASSIGNEE" if doing.conversation.assignee_id:
            return list(Member.objects.active().filter(pk=doing.conversation.assignee_id))
        case "ASSIGNEE" | "DESK":
            serving = Member.objects.active().filter(teams__desks=doing.conversation.desk_id)
            return list(serving.distinct().order_by("pk"))
    return [_member(doing.act.value)]
