"""To whom a rule may write, how often, and to how many who may never have written to us."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kept.automation.actions.errors import (
    AnsweredAlready,
    HadTheirsToday,
    NoAnswerToMachines,
    NoAnswerToSuspects,
    SomebodyElseWrote,
    TooManyStrangers,
)
from kept.automation.models import Rule, Written
from kept.automation.rules.acts import why_not_write
from kept.automation.rules.sheet import Sheet
from kept.conversations.models import Conversation, Message
from kept.conversations.speaking import speaking_to
from kept.kit.refusals import Refusal
from kept.mail.loops import has_had_its_day
from kept.mail.rules import bare_address

ON_A_LETTER = {"OPENED", "RECEIVED"}
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOST_STRANGERS = 200
"""Letters of all rules in an hour to addresses of which nothing proves that they wrote to us."""


def why_refused(rule: Rule, conversation: Conversation, sheet: Sheet) -> Refusal | None:
    """Why nobody is to be written to, by what the letter is and what came after it."""
    if why := why_not_write(sheet):
        return NoAnswerToMachines() if why == "MACHINE" else NoAnswerToSuspects()
    if rule.trigger not in ON_A_LETTER:
        return None
    return AnsweredAlready() if has_answered(conversation, since=sheet.letter) else None


def has_answered(conversation: Conversation, *, since: int = 0) -> bool:
    """Whether one of us wrote to the customer there, `since` this letter."""
    ours = Message.objects.filter(
        conversation=conversation, way=Message.Way.OUT, automatic="", is_aside=False
    )
    return ours.filter(pk__gt=since).exists()


def recipient_of(rule: Rule, conversation: Conversation, sheet: Sheet) -> str:
    """Their address, of several the one they wrote from; "" where there is none.

    Raises `SomebodyElseWrote`: a letter of another's is not answered to the customer.
    """
    own = conversation.customer.addresses.filter(is_dead=False)
    values = list(own.values_list("value", flat=True)[:100])
    wrote = bare_address(sheet.sender)
    if theirs := [value for value in values if bare_address(value) == wrote]:
        return theirs[0]
    if values and wrote and rule.trigger in ON_A_LETTER:
        raise SomebodyElseWrote
    return values[0] if values else ""


def take_turn(address: str, *, is_stranger: bool, now: datetime) -> None:
    """Write down that they get a letter now. Raises `HadTheirsToday`, `TooManyStrangers`.

    Before it leaves, since a storm is quicker than the post. Runs in the savepoint of the action.
    """
    bare = bare_address(address)
    if has_had_its_day(address, now=now):
        raise HadTheirsToday
    values = {"at": now, "is_stranger": is_stranger}
    _row, made = Written.objects.get_or_create(address=bare, defaults=values)
    if not made and not Written.objects.filter(address=bare, at__lte=now - DAY).update(**values):
        raise HadTheirsToday
    lately = Written.objects.filter(is_stranger=True, at__gt=now - HOUR)
    if is_stranger and lately.count() > MOST_STRANGERS:
        raise TooManyStrangers


def subject_for(conversation: Conversation) -> str:
    """Of a letter to somebody who may not have written: ours, and not theirs."""
    with speaking_to(conversation.customer):
        told = {"desk": conversation.desk.name, "number": conversation.reference}
        return _("Your letter to %(desk)s (%(number)s)") % told
