"""A letter that speaks of something else becomes a conversation of its own, with what follows it.

What moves, moves by id, and each letter stays what it was: its files, its place in search, and the
way back to it, so that an answer to it comes to where it stands now. To undo it is to merge the
two, which `merge` does, whatever has come since.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from kept.conversations.actions.locking import take
from kept.conversations.actions.merge import recount
from kept.conversations.actions.tag import copy_tags
from kept.conversations.events import ConversationSplit
from kept.conversations.models import Conversation, Entry, Message, Note, Participant, ReadMark, Tie
from kept.kit.refusals import Refusal
from kept.kit.typed import one_line
from kept.ledger import record
from kept.people.models import Member

MOST = 400


class CannotSplit(Refusal):
    code = "conversation_cannot_split"
    message = gettext_lazy(
        "Choose some of the letters here, and leave at least one where it is: what is in Spam is "
        "not split."
    )


@transaction.atomic
def split(
    conversation: Conversation,
    messages: Collection[int],
    *,
    notes: Collection[int] = (),
    subject: str = "",
    by: Member,
    now: datetime,
) -> Tie:
    """These letters and notes are a new conversation of the same customer at the same desk.

    The answer's `conversation` is the new one. Rooms above move what they have, in the same
    transaction. Raises `NotAllowed`, `WasMerged`, `CannotSplit`.
    """
    source = take(conversation, by=by)
    letters = Message.objects.filter(conversation=source)
    chosen = list(letters.filter(pk__in=list(messages)[: MOST + 1]).order_by("pk"))
    is_some = 0 < len(chosen) <= MOST and letters.count() > len(chosen)
    if not is_some or source.status == Conversation.Status.SPAM:
        raise CannotSplit
    ids = [message.pk for message in chosen]
    new = _begun(source, chosen, subject=subject)
    Message.objects.filter(pk__in=ids).update(conversation=new)
    noted = Note.objects.filter(conversation=source, pk__in=list(notes)[:MOST])
    noted_ids = list(noted.values_list("pk", flat=True))
    noted.update(conversation=new)
    _move_entries(source, new, ids, noted_ids)
    _seat_again(source, new)
    _read_again(source, new)
    recount(new, at_least=max(message.at for message in chosen))
    recount(source, at_least=source.last_at)
    copy_tags(source, new)
    record(
        ConversationSplit(conversation=new.pk, source=source.pk, messages=len(ids)),
        about=[new, source, f"customer:{source.customer_id}"],
        by=by,
        at=now,
    )
    return Tie.objects.create(
        conversation=new,
        other=source,
        kind=Tie.Kind.SPLIT,
        member=by,
        at=now,
        moved={"messages": ids, "notes": noted_ids},
    )


def _begun(source: Conversation, chosen: Sequence[Message], *, subject: str) -> Conversation:
    """Open, in the hands of whoever had it, and as pressing."""
    newest = chosen[-1]
    status = Conversation.Status.WAITING if newest.is_ours else Conversation.Status.OPEN
    return Conversation.objects.create(
        desk_id=source.desk_id,
        customer_id=source.customer_id,
        subject=one_line(subject, 400) or source.subject,
        status=status,
        priority=source.priority,
        assignee_id=source.assignee_id,
        team_id=source.team_id,
        opened_at=chosen[0].at,
        last_at=newest.at,
    )


def _move_entries(
    source: Conversation, new: Conversation, messages: Sequence[int], notes: Sequence[int]
) -> None:
    """What a search finds is found where it stands now."""
    of_these = Q(message__in=messages) | Q(note__in=notes) | Q(attachment__message__in=messages)
    Entry.objects.filter(of_these, conversation=source).update(conversation=new)


def _read_again(source: Conversation, new: Conversation) -> None:
    """Whoever has read them there has read them here."""
    ReadMark.objects.bulk_create(
        ReadMark(member_id=mark.member_id, conversation=new, message_id=mark.message_id)
        for mark in ReadMark.objects.filter(conversation=source)
    )


def _seat_again(source: Conversation, new: Conversation) -> None:
    """Whoever was on it or was named is so in both; nobody is let in by a splitting."""
    Participant.objects.bulk_create(
        Participant(
            conversation=new,
            name=row.name,
            address=row.address,
            state=row.state,
            came_with_id=row.came_with_id,
            added_by_id=row.added_by_id,
            at=row.at,
            is_dead=row.is_dead,
        )
        for row in source.participants.order_by("pk")
    )
