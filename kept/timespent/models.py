"""Which desks write time down, and what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from kept.conversations.models import Conversation, Desk
from kept.people.models import Member
from kept.timespent.rules import LONGEST_WORDS, MOST

if TYPE_CHECKING:
    from datetime import date
    from typing import Self


class TimeDesk(models.Model):
    """A desk that writes time down; without a row it does not."""

    desk = models.OneToOneField(Desk, models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return f"time at {self.desk_id}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)

    def within(self, first: date, until: date) -> Self:
        """From this day on, and before that one."""
        return self.filter(day__gte=first, day__lt=until)


EntryManager = models.Manager.from_queryset(EntryQuerySet)


class Entry(models.Model):
    """So many `minutes` of a member for a conversation, on this day of theirs.

    What is taken back stays as a row that counts nowhere.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    minutes = models.PositiveIntegerField()
    words = models.CharField(max_length=LONGEST_WORDS, blank=True, default="")
    written_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = EntryManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="time_entry_fits_a_day", condition=Q(minutes__gte=1, minutes__lte=MOST)
            ),
            models.CheckConstraint(
                name="time_entry_corrected_after",
                condition=Q(corrected_at=None) | Q(corrected_at__gte=F("written_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["conversation", "id"],
                name="time_of_conversation",
                condition=Q(taken_back_at=None),
            ),
            models.Index(fields=["member", "day"], name="time_of_member"),
            models.Index(fields=["day"], name="time_by_day", condition=Q(taken_back_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min for {self.conversation_id}"
