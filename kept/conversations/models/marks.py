"""Beside what stands there: what a member has read, who is looking, and what search knows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.conversations.models.conversations import Conversation
from kept.conversations.models.messages import Attachment, Message, Note
from kept.people.models import Member


class ReadMark(models.Model):
    """How far a member has read: the id of the newest message from the customer they have seen."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "conversation"], name="read_mark_once"),
        ]
        indexes = [models.Index(fields=["conversation"], name="read_mark_of_conversation")]

    def __str__(self) -> str:
        return f"{self.member_id} read {self.conversation_id} to {self.message_id}"


class Presence(models.Model):
    """Where a member was seen last, while their page lay open before them: one place a member."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "seen_at"], name="presence_in_conversation")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.conversation_id}"


class Entry(models.Model):
    """A letter, a note or a file in the index of words, which lies beside it (`index.py`).

    Ids rise with time, so that the newest of what is found stands at the end.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="entries", db_index=False
    )
    message = models.OneToOneField(
        Message, models.CASCADE, null=True, blank=True, related_name="entry"
    )
    note = models.OneToOneField(Note, models.CASCADE, null=True, blank=True, related_name="entry")
    attachment = models.OneToOneField(
        Attachment, models.CASCADE, null=True, blank=True, related_name="entry"
    )

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                name="entry_of_one_thing",
                condition=Q(message__isnull=False, note=None, attachment=None)
                | Q(message=None, note__isnull=False, attachment=None)
                | Q(message=None, note=None, attachment__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["conversation", "id"], name="entry_of_conversation")]

    def __str__(self) -> str:
        return f"entry {self.pk}"
