"""Talks about how an agreement serves both sides."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.agreements.models.agreement import Agreement
from kept.agreements.models.terms import Clause, Measure, Version
from kept.people.models import Member


class Review(models.Model):
    """A talk that was held: what was said and changed, how it goes for each side, when again."""

    class Feeling(models.TextChoices):
        WELL = "WELL", _("It goes well")
        MIXED = "MIXED", _("Some of it does")
        HARD = "HARD", _("It is hard")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    talked_on = models.DateField()
    talk = models.TextField()
    changes = models.TextField(blank=True, default="")
    ours = models.CharField(max_length=5, choices=Feeling)
    theirs = models.CharField(max_length=5, choices=Feeling)
    next_on = models.DateField()
    written_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-talked_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="review_has_words", condition=~Q(talk="")),
            models.CheckConstraint(
                name="review_next_is_later", condition=Q(next_on__gt=F("talked_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"talk of {self.talked_on}"


class Judgement(models.Model):
    """Whether a promise in words was held since the talk before, as both sides see it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="judgements")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="judgements")
    is_held = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "clause"], name="judgement_once_a_talk"),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} in {self.review_id}"


class Reading(models.Model):
    """What a measure said when both sides looked at it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="readings")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="readings")
    words = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "measure"], name="reading_once_a_talk"),
            models.CheckConstraint(name="reading_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words
