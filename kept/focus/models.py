"""Who is in focus, what they have parked, what they noted of themselves, and the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from kept.conversations.models import Conversation, Message
from kept.focus.rules import LENGTHS, USUAL, ends_at
from kept.people.models import Member

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self


class Focus(models.Model):
    """A member is in focus, or was and has not read yet what came meanwhile.

    The row goes when they put that away: how often or how long is nobody's to know. `until` is None
    where they end it themselves, `ended_at` when they did; `takes` is on where routing may give
    them more.
    """

    member = models.OneToOneField(
        Member, models.CASCADE, primary_key=True, related_name="focus_row"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    takes = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "focus"
        constraints = [
            models.CheckConstraint(
                name="focus_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
            )
        ]

    def __str__(self) -> str:
        return f"focus of member {self.member_id}"

    @property
    def end(self) -> datetime:
        end = ends_at(self.since, self.until)
        return min(end, self.ended_at) if self.ended_at else end


class FocusChoice(models.Model):
    """How a member likes to be in focus; without a row the usual. 0 minutes: until they end it."""

    member = models.OneToOneField(
        Member, models.CASCADE, primary_key=True, related_name="focus_choice"
    )
    minutes = models.PositiveSmallIntegerField(default=USUAL)
    takes = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="focus_choice_of_lengths", condition=Q(minutes__in=[0, *LENGTHS])
            )
        ]

    def __str__(self) -> str:
        return f"choice of member {self.member_id}"


class Parked(models.Model):
    """Set aside by hand while in focus: it comes last again, and is free when focus ends."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "parked"
        constraints = [
            models.UniqueConstraint(fields=["member", "conversation"], name="parked_once")
        ]

    def __str__(self) -> str:
        return f"conversation {self.conversation_id} parked by {self.member_id}"


class BestNoteQuerySet(models.QuerySet["BestNote"]):
    def visible_to(self, member: Member) -> Self:
        """Their own. There is no role that reads another's."""
        return self.filter(member=member) if member.is_active else self.none()


BestNoteManager = models.Manager.from_queryset(BestNoteQuerySet)


class BestNote(models.Model):
    """When I am at my best. Only its writer reads it, and it is nowhere else than here.

    Sealed, so that whoever looks into the database or a copy of it does not read it in passing.
    """

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.TextField()

    objects = BestNoteManager()

    class Meta:
        constraints = [models.CheckConstraint(name="best_note_has_text", condition=~Q(sealed=""))]

    def __str__(self) -> str:
        return f"note of member {self.member_id} to themselves"


class Standard(models.Model):
    """The steps that a good conversation goes through, one a line; without a row the usual ones."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    steps = models.TextField(blank=True, default="")
    is_shown = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(name="standard_once", condition=Q(id=1))]

    def __str__(self) -> str:
        return "the interaction standard"


class WithoutAid(models.Model):
    """This member does not want the steps offered beside what they write."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        verbose_name_plural = "without aid"

    def __str__(self) -> str:
        return f"member {self.member_id} writes without the aid"


class AnswerLookQuerySet(models.QuerySet["AnswerLook"]):
    def visible_to(self, member: Member) -> Self:
        """Their own. There is no role that reads another's."""
        return self.filter(member=member) if member.is_active else self.none()


AnswerLookManager = models.Manager.from_queryset(AnswerLookQuerySet)


class AnswerLook(models.Model):
    """What a member found on reading an answer of their own again. Nobody else is told.

    `shown` are the places, from 0, of the steps they found in it, of so many as there were then.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    shown = models.JSONField(default=list)
    steps = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = AnswerLookManager()

    def __str__(self) -> str:
        return f"member {self.member_id} on their message {self.message_id}"
