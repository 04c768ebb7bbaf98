"""What an agreement says: versions of its terms, clauses, measures, and who said them back."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.agreements.models.agreement import Agreement
from kept.conversations.models import Desk
from kept.customers.models import Customer, Organisation
from kept.people.models import Member
from kept.promises.models import Promise

CLOCKS = (Promise.Kind.FIRST_ANSWER, Promise.Kind.NEXT_ANSWER, Promise.Kind.RESOLUTION)


class Side(models.TextChoices):
    OURS = "OURS", _("ours")
    THEIRS = "THEIRS", _("theirs")


class Version(models.Model):
    """Terms as they were or are. Once said back they never change: a change is another version.

    Written until `meeting_since`, from when on it stands still to be said back; it holds from
    `holds_from` until `holds_until`. Where a side wants it otherwise it is withdrawn, and the next
    one begins as its copy. `starts_on` is the earliest day it may hold from.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    purpose = models.TextField()
    way = models.TextField(blank=True, default="")
    review_every_months = models.PositiveSmallIntegerField(default=3)
    starts_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    meeting_since = models.DateTimeField(null=True, blank=True)
    holds_from = models.DateTimeField(null=True, blank=True)
    holds_until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_numbered_once"),
            models.UniqueConstraint(
                fields=["agreement"],
                name="version_one_in_hand",
                condition=Q(holds_from=None, withdrawn_at=None),
            ),
            models.CheckConstraint(name="version_has_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="version_reviewed_within_two_years",
                condition=Q(review_every_months__gte=1, review_every_months__lte=24),
            ),
            models.CheckConstraint(
                name="version_holds_once_met",
                condition=Q(holds_from=None) | Q(meeting_since__isnull=False, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="version_holds_in_order",
                condition=Q(holds_until=None)
                | Q(holds_from__isnull=False, holds_until__gte=F("holds_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.agreement_id}"

    @property
    def is_in_hand(self) -> bool:
        """Whether it is still written or said back."""
        return self.holds_from is None and self.withdrawn_at is None

    @property
    def is_draft(self) -> bool:
        return self.is_in_hand and self.meeting_since is None

    @property
    def is_meeting(self) -> bool:
        return self.is_in_hand and self.meeting_since is not None

    def holds_at(self, now: datetime) -> bool:
        began = self.holds_from is not None and self.holds_from <= now
        return began and (self.holds_until is None or self.holds_until > now)


class Clause(models.Model):
    """One promise of one side, in the words the other one reads.

    A clock has working `minutes` in the desk's hours, and applies where all its conditions are
    met: the `desk`, the `organisation` of who writes, one of `subject_words`. `line` is the same
    for the same promise through all versions.
    """

    class Kind(models.TextChoices):
        WORDS = "WORDS", _("in words")
        FIRST_ANSWER = "FIRST_ANSWER", _("first answer")
        NEXT_ANSWER = "NEXT_ANSWER", _("every further answer")
        RESOLUTION = "RESOLUTION", _("resolution")

    version = models.ForeignKey(Version, models.PROTECT, related_name="clauses")
    line = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6, choices=Side)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.WORDS)
    words = models.TextField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_words = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="clause_line_once"),
            models.CheckConstraint(name="clause_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="clause_clock_is_ours",
                condition=Q(kind="WORDS", minutes=None)
                | (~Q(kind="WORDS") & Q(side="OURS", minutes__isnull=False, minutes__gte=1)),
            ),
            models.CheckConstraint(
                name="clause_words_have_no_conditions",
                condition=~Q(kind="WORDS") | Q(desk=None, organisation=None, subject_words=""),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_clock(self) -> bool:
        return self.kind != self.Kind.WORDS


class Measure(models.Model):
    """How both sides see whether it serves them: a figure, or what they ask each other."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="measures")
    name = models.CharField(max_length=120)
    asks = models.CharField(max_length=300)
    aim = models.CharField(max_length=200)
    is_experience = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="measure_is_whole", condition=~Q(name="") & ~Q(asks="") & ~Q(aim="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SayBack(models.Model):
    """What a side understood, in its own words, and whether it agrees to that."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="say_backs")
    side = models.CharField(max_length=6, choices=Side)
    words = models.TextField()
    agrees = models.BooleanField()
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "side"], name="say_back_once_a_side"),
            models.CheckConstraint(name="say_back_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="say_back_by_somebody",
                condition=Q(member__isnull=False, customer=None)
                | Q(member=None, customer__isnull=False, side="THEIRS"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.version_id}"

    @property
    def speaker(self) -> str:
        who = self.member or self.customer
        return who.name if who else ""
