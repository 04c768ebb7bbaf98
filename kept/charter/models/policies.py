"""Values and policies, with what each said when, what is asked of them, and what was ruled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kept.charter.models.kinds import Kind
from kept.conversations.models import Conversation, Desk
from kept.people.models import Member
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


class Value(models.Model):
    """What guides a decision; the first by `rank` goes before the others."""

    words = models.CharField(max_length=300, unique=True)
    rank = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.words


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, member: Member) -> Self:
        """Those of the house, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()


PolicyManager = models.Manager.from_queryset(PolicyQuerySet)


class Policy(models.Model):
    """A rule in plain words, as it holds today. `instead` has what can be done instead, one a line.

    `number` is that of the version in effect, 0 while the first is only announced. Who answers for
    it, where it holds and when it is looked at again change at once, its words by versions.
    """

    name = models.CharField(max_length=120)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    cannot = models.TextField()
    instead = models.TextField(blank=True, default="")
    value = models.ForeignKey(Value, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Member, models.PROTECT, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    number = models.PositiveIntegerField(default=0)
    effective_on = models.DateField()
    retired_at = models.DateTimeField(null=True, blank=True)
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = PolicyManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="policy_has_words", condition=~Q(name="") & ~Q(cannot=""))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def alternatives(self) -> list[str]:
        return self.instead.splitlines()

    @property
    def is_in_effect(self) -> bool:
        return self.number > 0


class PolicyVersion(models.Model):
    """What a policy says from `effective_on` on; it is announced before, and practised.

    `took_effect_at` is empty while it waits. At most one of a policy waits.
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    cannot = models.TextField()
    instead = models.TextField(blank=True, default="")
    announced_on = models.DateField()
    practice_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField()
    written_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    took_effect_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once"),
            models.UniqueConstraint(
                fields=["policy"],
                name="policy_version_waits_once",
                condition=Q(took_effect_at=None, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="policy_version_dates_in_order",
                condition=Q(announced_on__lte=F("effective_on"))
                & (
                    Q(practice_on=None)
                    | Q(practice_on__gte=F("announced_on"), practice_on__lte=F("effective_on"))
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["effective_on"],
                name="policy_version_waiting",
                condition=Q(took_effect_at=None, withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} version {self.number}"

    @property
    def is_waiting(self) -> bool:
        return self.took_effect_at is None and self.withdrawn_at is None


class Alternative(models.Model):
    """What can be done instead, by a version of a policy; the first by `place` is the best.

    Up to `amount` in minor units of `currency`. Of a `kind`, a grant can cover it.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="alternatives")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    kind = models.CharField(max_length=11, choices=Kind, blank=True, default="")
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="alternative_place_once"),
            models.CheckConstraint(name="alternative_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="alternative_amount_has_currency",
                condition=Q(amount=None, currency="") | Q(amount__gt=0) & ~Q(currency=""),
            ),
        ]

    def __str__(self) -> str:
        return self.words


class PolicyQuestionQuerySet(models.QuerySet["PolicyQuestion"]):
    def visible_to(self, member: Member) -> Self:
        """Whoever sees the policy reads what was asked of it, and what was answered."""
        seen = Policy.objects.visible_to(member).filter(pk=OuterRef("policy"))
        return self.filter(Exists(seen))


PolicyQuestionManager = models.Manager.from_queryset(PolicyQuestionQuerySet)


class PolicyQuestion(models.Model):
    """Somebody asks whoever answers for a policy. `promise` is theirs, to answer.

    `version` is what the answer made of the policy, where it changed it.
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="questions")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, models.PROTECT, related_name="+")
    words = models.TextField()
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submit_id = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()

    objects = PolicyQuestionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="policy_question_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="policy_question_answer_has_words",
                condition=Q(answered_at=None, answer="", answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(fields=["policy", "-id"], name="policy_question_of_policy"),
            models.Index(
                fields=["owner"], name="policy_question_waiting", condition=Q(answered_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} of policy {self.policy_id}"


class RulingQuerySet(models.QuerySet["Ruling"]):
    def visible_to(self, member: Member) -> Self:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))


RulingManager = models.Manager.from_queryset(RulingQuerySet)


class Ruling(models.Model):
    """Two values collided in a conversation: `first` went before `second`, and why."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    first = models.ForeignKey(Value, models.PROTECT, related_name="+")
    second = models.ForeignKey(Value, models.PROTECT, related_name="+")
    reason = models.TextField()
    submit_id = models.UUIDField(unique=True)
    at = models.DateTimeField()

    objects = RulingManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="ruling_between_two", condition=~Q(first=F("second"))),
            models.CheckConstraint(name="ruling_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"ruling {self.pk}"
