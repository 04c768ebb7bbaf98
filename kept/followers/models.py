"""Follows, mentions, and reactions to notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk, Note
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


def sees() -> Q:
    """Of a row with a `member` and a `conversation`: whether the one sees the other.

    What `ConversationQuerySet.visible_to` says of one member, said of many; a test compares them.
    """
    serves = Exists(
        Desk.teams.through.objects.filter(
            desk=OuterRef("conversation__desk"), team__members=OuterRef("member")
        )
    )
    unlimited = Q(member__sees_only_assigned=False) | Q(member=F("conversation__assignee"))
    return Q(member__is_active=True) & (Q(member__role=Member.Role.OWNER) | Q(serves) & unlimited)


class FollowQuerySet(models.QuerySet["Follow"]):
    def standing(self) -> Self:
        """Those who follow and may see what they follow."""
        return self.filter(sees(), is_on=True)


FollowManager = models.Manager.from_queryset(FollowQuerySet)


class Follow(models.Model):
    """Whether a member follows a conversation. Off is remembered: they have said no by hand."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="follows", db_index=False
    )
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=True)
    at = models.DateTimeField()

    objects = FollowManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member"], name="follow_once"),
        ]

    def __str__(self) -> str:
        return f"member {self.member_id} follows conversation {self.conversation_id}"


class Mention(models.Model):
    """One member called in one note, by `words` as they stand there."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    words = models.CharField(max_length=130)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "member"], name="note_mention_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} in note {self.note_id}"


class NoteReaction(models.Model):
    """How one member takes a note, in one word of a few."""

    class Kind(models.TextChoices):
        THANKS = "THANKS", _("Thanks")
        AGREED = "AGREED", _("Agreed")
        LOOKING = "LOOKING", _("I look into it")
        DONE = "DONE", _("Done")
        UNCLEAR = "UNCLEAR", _("I have a question")

    note = models.ForeignKey(Note, models.CASCADE, related_name="reactions", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "member", "kind"], name="note_reaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of member {self.member_id} to note {self.note_id}"
