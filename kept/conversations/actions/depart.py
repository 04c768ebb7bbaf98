"""A letter is written and leaves in a while. Until then nothing is said, and it can be undone.

Nobody has to withdraw a promise, a status or a fact of a letter that is taken back, since none of
them is there before it leaves. Whether it left or was taken back, the row decides: who gets it
for good, does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.access import may_write
from kept.conversations.actions.arrival import File
from kept.conversations.actions.draft import add_files, discard_draft
from kept.conversations.actions.locking import take
from kept.conversations.actions.submitted import letter_of_form
from kept.conversations.events import DepartureHeld, DepartureLaid, DepartureTakenBack
from kept.conversations.models import Conversation, Departure, Draft, Message
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member

SYSTEM = "system:conversations"


class LeftAlready(Refusal):
    code = "departure_left"
    message = gettext_lazy("It has left already, so it cannot be taken back.")


class LeavesInThePast(Refusal):
    code = "departure_in_the_past"
    message = gettext_lazy("That moment has passed. Choose a later one.")


@dataclass(frozen=True, slots=True)
class Writing:
    """A letter as its writer sends it. `head` is what stood above the words, as it was typed."""

    text: str
    to: list[str]
    cc: list[str] = field(default_factory=list)
    bcc: list[str] = field(default_factory=list)
    sender: str = ""
    files: tuple[File, ...] = ()
    then: str = ""
    kind: str = Draft.Kind.REPLY
    head: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def lay(
    conversation: Conversation,
    writing: Writing,
    *,
    leaves_at: datetime,
    is_scheduled: bool,
    stays: bool = True,
    promises: Sequence[dict[str, Any]] = (),
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Departure:
    """Keep the letter until it leaves; its draft is gone. The same `submit_id` again is the same.

    Raises `NotAllowed`, `LeavesInThePast`, `LeftAlready`, `SubmittedElsewhere`.
    """
    conversation = take(conversation, by=by)
    known = letter_of_form(conversation, submit_id)
    if isinstance(known, Departure):
        return known
    if known is not None:
        raise LeftAlready
    if leaves_at <= now:
        raise LeavesInThePast
    laid = Departure.objects.create(
        conversation=conversation,
        member=by,
        kind=writing.kind,
        text=writing.text.replace("\r\n", "\n").strip(),
        head=writing.head,
        to=writing.to,
        cc=writing.cc,
        bcc=writing.bcc,
        sender=writing.sender,
        then=writing.then,
        promises=list(promises),
        files=[asdict(file) for file in writing.files],
        answers=_newest_of_theirs(conversation),
        stays=stays,
        is_scheduled=is_scheduled,
        written_at=now,
        leaves_at=leaves_at,
        submit_id=submit_id,
    )
    discard_draft(conversation, kind=writing.kind, by=by)
    _say_when(laid, leaves_at, by=by, now=now)
    return laid


@transaction.atomic
def take_back(departure: Departure, *, by: Member, now: datetime) -> Draft:
    """Make it a draft of its writer again: text, files, people. Raises `NotAllowed`, `LeftAlready`.

    Words its writer has begun since stand beneath it.
    """
    laid = hold_departure(departure.pk)
    if not may_write(by, laid.conversation):
        raise NotAllowed
    draft = _draft_again(laid, now=now)
    record(
        DepartureTakenBack(departure=laid.pk, conversation=laid.conversation_id),
        about=[laid.conversation, by],
        by=by,
        at=now,
    )
    laid.delete()
    return draft


@transaction.atomic
def leave_at(departure: Departure, *, leaves_at: datetime, by: Member, now: datetime) -> Departure:
    """Another moment for it to leave, or the present one, and then it leaves whatever they wrote.

    Raises `NotAllowed`, `LeftAlready`, `LeavesInThePast`.
    """
    laid = hold_departure(departure.pk)
    if not may_write(by, laid.conversation):
        raise NotAllowed
    if leaves_at < now:
        raise LeavesInThePast
    laid.leaves_at, laid.held, laid.held_words = leaves_at, "", ""
    # Whoever sends it now has seen what came meanwhile.
    laid.answers = _newest_of_theirs(laid.conversation)
    laid.save(update_fields=["leaves_at", "held", "held_words", "answers"])
    _say_when(laid, leaves_at, by=by, now=now)
    return laid


@transaction.atomic
def hold_back(
    departure: Departure, *, why: str, words: str = "", now: datetime, cause: Any = None
) -> None:
    """Keep it from leaving until a member has decided; nothing where it left or is held already."""
    laid = Departure.objects.select_for_update().filter(pk=departure.pk, held="").first()
    if laid is None:
        return
    laid.leaves_at, laid.held, laid.held_words = None, Departure.Held(why), words
    laid.save(update_fields=["leaves_at", "held", "held_words"])
    record(
        DepartureHeld(departure=laid.pk, conversation=laid.conversation_id, why=str(why)),
        about=[laid.conversation],
        by=SYSTEM,
        at=now,
        cause=cause,
    )


def hold_for_reply(message: Message, *, cause: Any = None) -> None:
    """They wrote: what was to leave only without a reply stays here."""
    if message.automatic or message.is_aside:
        return
    waiting = Departure.objects.filter(
        conversation=message.conversation_id, stays=False, held="", answers__lt=message.pk
    )
    for laid in waiting:
        hold_back(laid, why=Departure.Held.REPLIED, now=message.at, cause=cause)


def hold_departure(pk: int) -> Departure:
    """The row, for good. Raises `LeftAlready` where somebody else had it first."""
    # The row alone: whoever waits for it while its conversation is merged would find it joined to
    # the one it has left, which PostgreSQL counts as no row at all.
    if not Departure.objects.select_for_update().filter(pk=pk).values_list("pk").first():
        raise LeftAlready
    needed = ("conversation__desk", "conversation__customer", "member")
    return Departure.objects.select_related(*needed).get(pk=pk)


def _draft_again(laid: Departure, *, now: datetime) -> Draft:
    """Its writer's draft, whoever takes it back and whatever its writer may see by now."""
    draft, made = Draft.objects.get_or_create(
        conversation=laid.conversation,
        member=laid.member,
        kind=laid.kind,
        defaults={"text": laid.text, "head": laid.head, "saved_at": now},
    )
    if not made:
        draft.text = "\n\n".join(filter(None, [laid.text, draft.text.strip()]))
        draft.head, draft.saved_at = laid.head, now
        draft.save(update_fields=["text", "head", "saved_at"])
    add_files(draft, [File(**file) for file in laid.files])
    return draft


def _newest_of_theirs(conversation: Conversation) -> int:
    theirs = Message.objects.filter(conversation=conversation, way=Message.Way.IN)
    return theirs.order_by("-pk").values_list("pk", flat=True).first() or 0


def _say_when(laid: Departure, leaves_at: datetime, *, by: Member, now: datetime) -> None:
    record(
        DepartureLaid(
            departure=laid.pk,
            conversation=laid.conversation_id,
            leaves_at=leaves_at.isoformat(),
            scheduled=laid.is_scheduled,
        ),
        about=[laid.conversation, by],
        by=by,
        at=now,
    )
