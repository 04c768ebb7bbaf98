"""Which notes somebody may read, and so react to."""

from __future__ import annotations

from django.db.models import QuerySet

from kept.conversations.models import Conversation, Note
from kept.people.models import Member


def notes_visible_to(member: Member) -> QuerySet[Note]:
    return Note.objects.filter(conversation__in=Conversation.objects.visible_to(member))
