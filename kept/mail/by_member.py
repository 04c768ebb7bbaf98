"""A member answers a notice from their own mail program: a letter of ours, or a note among us.

The address they answer to is sealed for them and one conversation. That alone lets nobody speak
for us: a server we trust must have found the letter theirs, they must have chosen to work this way,
and they must have the right to write there now. Where anything is missing, the words become a note
that says what; nothing leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from kept.conversations import actions
from kept.conversations.access import may_write
from kept.conversations.actions import EmptyNote, EmptyReply, File, NoRecipient
from kept.conversations.models import Conversation, Message
from kept.conversations.queries import answered_to, noted_since, standing_for
from kept.customers.links import hidden
from kept.kit.refusals import Refusal
from kept.mail import seals
from kept.mail.letter import Letter
from kept.mail.models import Delivery
from kept.mail.proving import is_inside, vouched_for
from kept.mail.rules import bare_address, storable
from kept.mail.threading import known_customers
from kept.people.models import Member

_LETTERS = UUID("5a1d2f0e-6c43-4f7b-9c2e-0d6a3b7e8f11")
"""The space of the ids made from letters, so that one that comes twice is written once."""
MOST_ADDRESSES = 500
OF_NOTE = "NOTE:"
"""Before the code of why what was to be a note is not its member's."""
AGAIN_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who is meant to have written, and where. `is_note`: it is for us alone, come what may."""

    member: Member
    conversation: Conversation
    is_note: bool = False


def spoken_by_member(delivery: Delivery, letter: Letter) -> Spoken | None:
    """The member and the conversation that a sealed address of this letter names.

    None where it is a customer's or a participant's own: a member who copies us in on a letter of
    their own shows the address to its readers, and who answers them all has written a letter.
    """
    for conversation, pk, is_note in _named(delivery, letter):
        found = Conversation.objects.select_related("desk").filter(pk=conversation).first()
        member = Member.objects.filter(pk=pk).first()
        if found is not None and member is not None:
            spoken = Spoken(member, standing_for(found), is_note)
            return None if _is_of_theirs(letter, spoken) else spoken
    return None


def names_member(delivery: Delivery, letter: Letter) -> bool:
    """Whether a letter may be a member's, before anybody is asked."""
    return next(_named(delivery, letter), None) is not None


def _named(delivery: Delivery, letter: Letter) -> Iterator[tuple[int, int, bool]]:
    people = (person.address for person in (*letter.to, *letter.cc))
    for address in [*delivery.recipients, *letter.delivered_to, *people][:MOST_ADDRESSES]:
        if named := seals.member_of_address(address):
            yield (*named, False)
        elif named := seals.note_of_address(address):
            yield (*named, True)


def _is_of_theirs(letter: Letter, spoken: Spoken) -> bool:
    sender = bare_address(letter.sender.address) if letter.sender else ""
    if not sender or sender == bare_address(spoken.member.email):
        return False
    writer = known_customers([sender]).get(sender)
    return is_inside(spoken.conversation, sender=sender, writer=writer)


def take_down(
    spoken: Spoken,
    letter: Letter,
    *,
    sender: str,
    files: Iterable[File],
    digest: str,
    now: datetime,
) -> Message | None:
    """Our letter to the customer; None where it is a note. Runs in a transaction.

    A note of what was not proven theirs says why it is no letter, or no note, of the member's.
    """
    text = hidden(storable(letter.reply)).strip()
    conversation = spoken.conversation
    submit_id = uuid5(_LETTERS, f"{conversation.pk}:{digest}")
    why = _why_not(spoken, letter, sender=sender)
    if not why and _says_it_again(spoken, text, now=now):
        why = "AGAIN"
    if spoken.is_note:
        _note(spoken, text, sender=sender, why=why, submit_id=submit_id, now=now)
        return None
    if not why:
        try:
            with transaction.atomic():
                # Whose words become a note has taken nothing.
                if conversation.assignee_id is None and conversation.desk.assigns_on_reply:
                    conversation = actions.assign(
                        conversation, to=spoken.member, by=spoken.member, now=now
                    )
                return actions.reply(
                    conversation,
                    text=text,
                    to=answered_to(conversation),
                    files=tuple(file for file in files if not file.is_inline),
                    submit_id=submit_id,
                    by=spoken.member,
                    now=now,
                )
        except EmptyReply:
            why = "EMPTY"
        except NoRecipient:
            why = "NOBODY"
        except Refusal:
            why = "REFUSED"
    actions.note_from_mail(
        conversation, text=text, address=sender, why=why, submit_id=submit_id, now=now
    )
    return None


def _note(
    spoken: Spoken, text: str, *, sender: str, why: str, submit_id: UUID, now: datetime
) -> None:
    """Their note, or one that says why it is not theirs."""
    if not why:
        try:
            with transaction.atomic():
                actions.note(
                    spoken.conversation, text=text, submit_id=submit_id, by=spoken.member, now=now
                )
                return
        except EmptyNote:
            why = "EMPTY"
        except Refusal:
            why = "REFUSED"
    actions.note_from_mail(
        spoken.conversation,
        text=text,
        address=sender,
        why=f"{OF_NOTE}{why}",
        submit_id=submit_id,
        now=now,
    )


def _says_it_again(spoken: Spoken, text: str, *, now: datetime) -> bool:
    """Whether they wrote the very same to this customer within a day, as programs do that answer.

    Not every one of them says that it is one, and what answers it may be another. The same of
    notes.
    """
    if spoken.is_note:
        since = now - AGAIN_WITHIN
        return noted_since(spoken.conversation, text=text, by=spoken.member, since=since)
    theirs = Message.objects.filter(
        conversation__customer=spoken.conversation.customer_id,
        way=Message.Way.OUT,
        member=spoken.member,
        at__gt=now - AGAIN_WITHIN,
    )
    return bool(text) and theirs.filter(text=text).exists()


def _why_not(spoken: Spoken, letter: Letter, *, sender: str) -> str:
    """Why this may not go out in the member's name, by a code; empty where it may."""
    member = spoken.member
    if bare_address(sender) != bare_address(member.email):
        return "OTHER_SENDER"
    if vouched_for(letter, sender=sender) is not True:
        return "NOT_VOUCHED"
    if not member.is_active or not member.answers_by_mail:
        return "NOT_CHOSEN"
    if letter.automatic.kind is not None:
        return "MACHINE"
    if not may_write(member, spoken.conversation):
        return "NO_RIGHT"
    if spoken.conversation.status == Conversation.Status.SPAM and not spoken.is_note:
        return "SPAM"
    return ""
