"""What belongs to a promise, or to a draft in which one was spotted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises.models.promise import Promise


class PromiseVersion(models.Model):
    """What a promise was before it was renegotiated, and why it changed.

    `was_early` says whether the change came before `renegotiate_by` of the old date and before the
    promisee had to ask. `broken_at` is when the old date had passed, if it had. The same
    `submit_id` moves a promise once.
    """

    class Chooser(models.TextChoices):
        MEMBER = "MEMBER", _("we")
        CUSTOMER = "CUSTOMER", _("the customer")

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="versions")
    due_from = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    renegotiate_by = models.DateTimeField()
    condition = models.TextField(blank=True, default="")
    broken_at = models.DateTimeField(null=True, blank=True)
    chased_at = models.DateTimeField(null=True, blank=True)
    was_told = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=8, choices=Chooser)
    reason = models.TextField(blank=True, default="")
    was_early = models.BooleanField()
    submit_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "submit_id"], name="version_once_a_submit"),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} before {self.changed_at}"


class Dispute(models.Model):
    """The promisee says that what was declared done has not happened."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="told")
    said_at = models.DateTimeField()
    declared_at = models.DateTimeField()
    words = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="dispute_after_declared", condition=Q(said_at__gte=F("declared_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} disputed {self.said_at}"


class Pause(models.Model):
    """A time in which the clock of a promise rests, since the other side owes the next step.

    `left_seconds` is the working time that was left when it began; null in a promise by the clock
    on the wall.
    """

    class Reason(models.TextChoices):
        CUSTOMER = "CUSTOMER", _("we wait for the customer")
        PARTNER = "PARTNER", _("we wait for somebody else")

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=8, choices=Reason)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    left_seconds = models.FloatField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=Q(ended_at=None), name="pause_one_at_a_time"
            ),
            models.CheckConstraint(
                name="pause_in_order",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} rests since {self.began_at}"


class Window(models.Model):
    """A time the customer may choose from their page."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="windows")
    due_from = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "due_at"], name="window_once_a_promise"),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} until {self.due_at}"


class Offer(models.Model):
    """A promise spotted in a draft, and what its writer said to it. It goes when the draft goes."""

    class Answer(models.TextChoices):
        ACCEPTED = "ACCEPTED", _("accepted")
        DISMISSED = "DISMISSED", _("dismissed")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    words = models.TextField()
    answer = models.CharField(max_length=9, choices=Answer)
    due_from = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "member", "words"], name="offer_once_a_draft"
            ),
            models.CheckConstraint(
                name="offer_accepted_has_due",
                condition=Q(answer="DISMISSED") | Q(due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.words
