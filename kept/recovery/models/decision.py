"""What we decided and told in plain words, and what becomes of it when somebody looks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.charter.models import Policy
from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer
from kept.people.models import Member
from kept.promises.models import Promise
from kept.recovery.models.boundary import Boundary
from kept.recovery.models.recovery import Recovery

if TYPE_CHECKING:
    from typing import Self


class Verdict(models.TextChoices):
    """What came of looking at it again."""

    WAITING = "WAITING", _("to be answered")
    UPHELD = "UPHELD", _("it stays")
    CHANGED = "CHANGED", _("it is changed")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, member: Member) -> Self:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("recovery__conversation"))
        return self.filter(Exists(seen))

    def of_customer(self, customer: Customer) -> Self:
        return self.filter(recovery__customer=customer)


DecisionManager = models.Manager.from_queryset(DecisionQuerySet)


class Decision(models.Model):
    """What we do and do not do, and why, as it was written to the customer in `message`.

    DIFFERENT: we see it differently. Then `immediate` is done now, and `promise` is the dated
    reconsideration; `answer` is what came of it.
    """

    class Kind(models.TextChoices):
        DECIDED = "DECIDED", _("decided")
        DIFFERENT = "DIFFERENT", _("we see it differently")

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=9, choices=Kind)
    words = models.TextField()
    immediate = models.TextField(blank=True, default="")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_index=False)
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=Verdict, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    submit_id = models.UUIDField(unique=True)

    objects = DecisionManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="decision_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="decision_different_acts_and_has_a_date",
                condition=Q(kind="DECIDED", promise=None, state="")
                | Q(kind="DIFFERENT", promise__isnull=False) & ~Q(immediate="") & ~Q(state=""),
            ),
            models.CheckConstraint(
                name="decision_answered_has_words",
                condition=Q(state__in=["", "WAITING"], answered_at=None)
                | Q(state__in=["UPHELD", "CHANGED"], answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, member: Member) -> Self:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))


AppealManager = models.Manager.from_queryset(AppealQuerySet)


class Appeal(models.Model):
    """The customer asks another of us to look again. One of each decision, one of each boundary.

    `judge` is a manager other than the `decider`, and owes a dated answer, which is `promise`.
    """

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="appeal"
    )
    boundary = models.OneToOneField(
        Boundary, models.PROTECT, null=True, blank=True, related_name="appeal"
    )
    words = models.TextField()
    decider = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    judge = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=Verdict, default=Verdict.WAITING)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AppealManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="appeal_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="appeal_against_one",
                condition=Q(decision=None, boundary__isnull=False)
                | Q(decision__isnull=False, boundary=None),
            ),
            models.CheckConstraint(
                name="appeal_judged_by_another",
                condition=~Q(judge=F("decider"))
                & (Q(answered_by=None) | ~Q(answered_by=F("decider"))),
            ),
            models.CheckConstraint(
                name="appeal_answered_has_words",
                condition=Q(state="WAITING", answered_at=None, answered_by=None)
                | ~Q(state="WAITING")
                & Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(fields=["judge"], name="appeal_waiting", condition=Q(state="WAITING"))
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    @property
    def about(self) -> Recovery | Boundary:
        """What was decided in, or the end of contact: that says whose it is."""
        found = self.decision.recovery if self.decision else self.boundary
        assert found is not None  # noqa: S101  appeal_against_one
        return found
