"""Promises: what is true of them, enforced by the database."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk, Message
from kept.customers.models import Customer
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, member: Member) -> Self:
        """Those of the conversations in sight, told by the desk that each promise also bears.

        The same gate as the conversation's, said without a join: a list of what is due would
        otherwise begin with every conversation there is. A test holds the two together.
        """
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self
        theirs = self.filter(desk__in=Desk.objects.visible_to(member))
        if member.sees_only_assigned:
            return theirs.filter(conversation__assignee=member)
        return theirs

    def open(self) -> Self:
        # Written out, not bound: an index on open promises alone serves only whoever says so.
        return self.filter(outcome=RawSQL("'OPEN'", ()))

    def settled(self) -> Self:
        # Written out for the same reason.
        return self.exclude(outcome=RawSQL("'OPEN'", ()))

    def overdue(self, *, now: datetime) -> Self:
        return self.open().filter(due_at__lt=now)


PromiseManager = models.Manager.from_queryset(PromiseQuerySet)


class Promise(models.Model):
    """A commitment made to a customer: the exact words, by when, and who keeps it.

    Due is a window from `due_from` (null: from now on) to `due_at`. Until `renegotiate_by` a
    change of date counts as early. `keeper` null means the desk keeps it. `changes` counts the
    renegotiations; `was_told` says whether the customer heard before it was late: by a letter of
    ours, or because they chose another time themselves.
    """

    class Outcome(models.TextChoices):
        OPEN = "OPEN", _("open")
        KEPT = "KEPT", _("kept")
        BROKEN = "BROKEN", _("broken")
        RELEASED = "RELEASED", _("released")

    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="promises", db_index=False
    )
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="promises", db_index=False)
    keeper = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        db_index=False,
    )
    made_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    made_in = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="promises"
    )
    words = models.TextField()
    made_at = models.DateTimeField()
    due_from = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    renegotiate_by = models.DateTimeField()
    changes = models.PositiveSmallIntegerField(default=0)
    was_told = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.TextField(blank=True, default="")
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = PromiseManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="promise_due_after_made", condition=Q(due_at__gte=F("made_at"))
            ),
            models.CheckConstraint(
                name="promise_window_in_order",
                condition=Q(due_from=None) | Q(due_from__lte=F("due_at")),
            ),
            models.CheckConstraint(
                name="promise_settled_has_moment",
                condition=Q(outcome="OPEN", settled_at=None)
                | (~Q(outcome="OPEN") & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(name="promise_has_words", condition=~Q(words="")),
        ]
        indexes = [
            models.Index(
                fields=["desk", "due_at", "id"],
                name="promise_open_of_desk",
                condition=Q(outcome="OPEN"),
            ),
            models.Index(
                fields=["keeper", "due_at", "id"],
                name="promise_open_of_keeper",
                condition=Q(outcome="OPEN"),
            ),
            models.Index(
                fields=["due_at", "id"], name="promise_open_by_due", condition=Q(outcome="OPEN")
            ),
            models.Index(fields=["conversation", "id"], name="promise_of_conversation"),
            models.Index(fields=["customer", "-made_at", "-id"], name="promise_of_customer"),
            models.Index(
                fields=["keeper", "-settled_at"],
                name="promise_settled_of_keeper",
                condition=~Q(outcome="OPEN"),
            ),
        ]

    def __str__(self) -> str:
        return f"promise {self.pk}"

    @property
    def is_settled(self) -> bool:
        return self.outcome != self.Outcome.OPEN


class PromiseVersion(models.Model):
    """A date the promise had before it was renegotiated, and why it moved.

    `was_early` says whether the change came before `renegotiate_by` of the old date. The same
    `submit_id` moves a promise once.
    """

    class Chooser(models.TextChoices):
        MEMBER = "MEMBER", _("we")
        CUSTOMER = "CUSTOMER", _("the customer")

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="versions")
    due_from = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    renegotiate_by = models.DateTimeField()
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


class Window(models.Model):
    """Another time the customer may choose from their page."""

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
