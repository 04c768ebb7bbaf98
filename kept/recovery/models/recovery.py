"""What is put right, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.charter.models import Gesture
from kept.conversations.models import Conversation
from kept.customers.models import Customer
from kept.people.models import Member
from kept.promises.models import Promise
from kept.recovery import rules

if TYPE_CHECKING:
    from typing import Self


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def visible_to(self, member: Member) -> Self:
        """Whoever sees the conversation sees what is put right in it."""
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))

    def of_customer(self, customer: Customer) -> Self:
        """What they may know of: theirs, and not what was opened by mistake, nor one fact twice."""
        theirs = self.filter(customer=customer)
        return theirs.exclude(outcome__in=[Recovery.Outcome.WITHDRAWN, Recovery.Outcome.JOINED])

    def open(self) -> Self:
        return self.filter(outcome="OPEN")


RecoveryManager = models.Manager.from_queryset(RecoveryQuerySet)


class Recovery(models.Model):
    """Something of ours went wrong for a customer, and `owner` puts it right.

    `settled` are the codes of the steps that were done or skipped, as rows of `Step` say. The
    customer's own remedy stands in `remedy`, and where they named a sum, that in minor units.
    It is `customer`'s, also where its conversation was merged with that of somebody else.
    `fix` is the promise of what was agreed, `follow` the one to ask again later. While
    `is_listening` nothing is wanted but to be heard. `denials` counts how often they said that it
    is not fixed.
    """

    class Origin(models.TextChoices):
        HAND = "HAND", _("opened by hand")
        PROMISE = "PROMISE", _("a promise was broken")
        COMPLAINT = "COMPLAINT", _("a complaint")

    class Severity(models.TextChoices):
        MINOR = "MINOR", _("minor")
        SERIOUS = "SERIOUS", _("serious")
        SEVERE = "SEVERE", _("severe")

    class Outcome(models.TextChoices):
        OPEN = "OPEN", _("open")
        RIGHTED = "RIGHTED", _("put right")
        HEARD = "HEARD", _("heard")
        WITHDRAWN = "WITHDRAWN", _("opened by mistake")
        JOINED = "JOINED", _("goes on in another one")

    class Cause(models.TextChoices):
        MISTAKE = "MISTAKE", _("a mistake of ours")
        SILENCE = "SILENCE", _("we did not tell them")
        RULE = "RULE", _("a rule of ours")
        PRODUCT = "PRODUCT", _("the product")
        PARTNER = "PARTNER", _("a partner of ours")
        ELSEWHERE = "ELSEWHERE", _("nothing of ours")

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="recoveries")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    origin = models.CharField(max_length=9, choices=Origin)
    severity = models.CharField(max_length=7, choices=Severity)
    why = models.TextField(blank=True, default="")
    promise = models.OneToOneField(
        Promise, models.PROTECT, null=True, blank=True, related_name="recovery"
    )
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    opened_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled = models.JSONField(default=list, blank=True)
    remedy = models.TextField(blank=True, default="")
    remedy_amount = models.BigIntegerField(null=True, blank=True)
    remedy_currency = models.CharField(max_length=3, blank=True, default="")
    remedy_at = models.DateTimeField(null=True, blank=True)
    agreed = models.TextField(blank=True, default="")
    fix = models.OneToOneField(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    follow = models.OneToOneField(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    gesture = models.OneToOneField(
        Gesture, models.PROTECT, null=True, blank=True, related_name="recovery"
    )
    is_listening = models.BooleanField(default=False)
    denials = models.PositiveSmallIntegerField(default=0)
    denied = models.TextField(blank=True, default="")
    fresh_start_at = models.DateTimeField(null=True, blank=True)
    fresh_start_words = models.TextField(blank=True, default="")
    cause = models.CharField(max_length=9, choices=Cause, blank=True, default="")
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN)
    outcome_words = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RecoveryManager()

    class Meta:
        verbose_name_plural = "recoveries"
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                name="recovery_one_at_a_time",
                condition=Q(outcome="OPEN"),
            ),
            models.CheckConstraint(
                name="recovery_closed_has_moment",
                condition=Q(outcome="OPEN", closed_at=None)
                | ~Q(outcome="OPEN") & Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="recovery_says_why",
                condition=Q(origin="PROMISE", promise__isnull=False) | ~Q(why=""),
            ),
            models.CheckConstraint(
                name="recovery_remedy_has_currency",
                condition=Q(remedy_amount=None, remedy_currency="")
                | Q(remedy_amount__gt=0) & ~Q(remedy_currency=""),
            ),
            models.CheckConstraint(
                name="recovery_withdrawn_has_reason",
                condition=~Q(outcome__in=["WITHDRAWN", "JOINED"]) | ~Q(outcome_words=""),
            ),
        ]
        indexes = [
            # Few are open at any time, however many there have been.
            models.Index(fields=["opened_at"], name="recovery_open", condition=Q(outcome="OPEN")),
            models.Index(
                fields=["owner", "opened_at"],
                name="recovery_open_of_owner",
                condition=Q(outcome="OPEN"),
            ),
            models.Index(
                fields=["-closed_at", "-id"],
                name="recovery_closed",
                condition=Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"recovery {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def remedy_mark(self) -> str:
        """Changes whenever the remedy is said anew."""
        return self.remedy_at.isoformat() if self.remedy_at else ""

    @property
    def stage(self) -> str:
        return rules.stage_of(self.settled)

    @property
    def next_steps(self) -> list[str]:
        return rules.next_steps(self.settled)


class Step(models.Model):
    """One rung of the ladder: done or skipped, when, by whom. `member` None: the customer."""

    class State(models.TextChoices):
        DONE = "DONE", _("done")
        SKIPPED = "SKIPPED", _("skipped")

    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=11)
    state = models.CharField(max_length=7, choices=State)
    words = models.TextField(blank=True, default="")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recovery", "step"], name="recovery_step_once"),
            models.CheckConstraint(
                name="recovery_step_is_one", condition=Q(step__in=list(rules.STEPS))
            ),
            models.CheckConstraint(
                name="recovery_skipped_has_reason", condition=Q(state="DONE") | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.step}"


class FreshStart(models.Model):
    """Another puts it right from then on, by the customer's consent.

    They gave it on their page, or said so elsewhere: then `words` say where and how.
    """

    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="fresh_starts")
    before = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    on_their_page = models.BooleanField()
    words = models.TextField(blank=True, default="")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="fresh_start_has_consent", condition=Q(on_their_page=True) | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id} to {self.to_id}"
