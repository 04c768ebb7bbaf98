"""What the kept rate is counted from: rows that follow the ledger and can be made anew from it.

A row for each promise and each reply remembers where it was counted, so that counting it again
changes nothing, and counting it elsewhere takes it away from there. The tallies are their sums.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kept.conversations.models import Desk, Message
from kept.people.models import Member
from kept.promises.models.promise import Promise


class CountedPromise(models.Model):
    """Where a promise counts at present: its month, and its ending as `rules.endings` says it.

    `desk` is null for a promise among us, which counts for nobody but its keeper.
    """

    promise = models.OneToOneField(Promise, models.CASCADE, primary_key=True, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+", db_index=False)
    keeper = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Promise.Kind)
    month = models.DateField()
    ending = models.CharField(max_length=8)
    confirmation = models.CharField(max_length=9, choices=Promise.Confirmation)
    is_by_first = models.BooleanField()
    is_slipping = models.BooleanField()

    class Meta:
        indexes = [
            # All that a member's own page asks for, so that it reads this and no row.
            models.Index(
                fields=[
                    *("keeper", "month", "kind", "ending"),
                    *("confirmation", "is_by_first", "is_slipping"),
                ],
                name="counted_of_keeper",
                condition=Q(keeper__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} is {self.ending} in {self.month:%Y-%m}"


class PromiseTally(models.Model):
    """How the promises of one kind ended that a desk had to keep in one month.

    The first seven exclude each other. `confirmed`, `presumed`, `waiting` and `unasked` are parts
    of `in_time`; `by_first` and `slipping` stand beside.
    """

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Promise.Kind)
    month = models.DateField()
    in_time = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    silent = models.PositiveIntegerField(default=0)
    released = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    presumed = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    unasked = models.PositiveIntegerField(default=0)
    by_first = models.PositiveIntegerField(default=0)
    slipping = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "month", "kind"], name="tally_once"),
            models.CheckConstraint(
                name="tally_in_time_is_its_parts",
                condition=Q(
                    in_time=F("confirmed") + F("presumed") + F("waiting") + F("unasked"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.kind} {self.month:%Y-%m}"


class CountedReply(models.Model):
    """That a reply of ours was counted, where, and whether it put somebody off without a date."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    is_vague = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.message_id} in {self.month:%Y-%m}"


class VagueCount(models.Model):
    """How many of a desk's replies in a month were vague."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    replies = models.PositiveIntegerField(default=0)
    vague = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "month"], name="vague_count_once"),
            models.CheckConstraint(
                name="vague_count_is_a_part", condition=Q(vague__lte=F("replies"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.month:%Y-%m}: {self.vague} of {self.replies}"
