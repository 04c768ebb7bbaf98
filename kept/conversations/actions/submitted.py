"""A form that is sent twice writes once, and only where it was sent first."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation, Departure, Message, Note
from kept.kit.refusals import Refusal


class SubmittedElsewhere(Refusal):
    code = "submitted_elsewhere"
    message = gettext_lazy(
        "Nothing is sent from here yet: this very form was sent before, in another conversation. "
        "Send it again if it belongs here too."
    )


def letter_of_form(
    conversation: Conversation, submit_id: UUID, *, leaving: bool = True
) -> Message | Departure | None:
    """What this form became here, be it still to leave. Raises `SubmittedElsewhere`.

    A letter that leaves now is not found again in what it was while it waited: `leaving` is False.
    """
    found: Message | Departure | None = Message.objects.filter(submit_id=submit_id).first()
    if found is None and leaving:
        found = Departure.objects.filter(submit_id=submit_id).first()
    if found is not None and found.conversation_id != conversation.pk:
        raise SubmittedElsewhere
    return found


def note_of_form(conversation: Conversation, submit_id: UUID) -> Note | None:
    """The same of a note."""
    found = Note.objects.filter(submit_id=submit_id).first()
    if found is not None and found.conversation_id != conversation.pk:
        raise SubmittedElsewhere
    return found
