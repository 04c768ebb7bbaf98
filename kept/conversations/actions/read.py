"""Reading marks. They are nobody else's business, so the ledger never hears of them."""

from __future__ import annotations

from django.db import transaction

from kept.conversations.access import may_write
from kept.conversations.models import Conversation, ReadMark
from kept.kit.refusals import NotAllowed
from kept.people.models import Member


@transaction.atomic
def mark_read(conversation: Conversation, *, shown: int = 0, by: Member) -> None:
    """The member has seen the letters up to the id `shown`; 0: all there are so far.

    A page that is older than the mark never takes it back. Raises `NotAllowed`.
    """
    if not may_write(by, conversation):
        raise NotAllowed
    newest = conversation.last_in_message
    seen = min(shown, newest) if shown else newest
    mark, _ = ReadMark.objects.get_or_create(
        member=by, conversation=conversation, defaults={"message_id": seen}
    )
    ReadMark.objects.filter(pk=mark.pk, message_id__lt=seen).update(message_id=seen)


@transaction.atomic
def mark_unread(conversation: Conversation, *, by: Member) -> None:
    """The member wants to find it bold again. Raises `NotAllowed`."""
    if not may_write(by, conversation):
        raise NotAllowed
    ReadMark.objects.filter(member=by, conversation=conversation).delete()


@transaction.atomic
def restore_mark(conversation: Conversation, *, seen: int, to: int | None, by: Member) -> bool:
    """The mark as it was, where it is still `seen`; None takes it away. Raises `NotAllowed`."""
    if not may_write(by, conversation):
        raise NotAllowed
    mark = ReadMark.objects.filter(member=by, conversation=conversation, message_id=seen)
    return bool(mark.delete()[0] if to is None else mark.update(message_id=to))
