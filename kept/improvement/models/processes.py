"""Processes we look after, and what somebody asks a leader to take out of the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Desk
from kept.people.models import Member
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


class Effort(models.IntegerChoices):
    LITTLE = 1, _("hardly any")
    SOME = 2, _("some")
    MUCH = 3, _("much")
    TOO_MUCH = 4, _("too much")


class Health(models.TextChoices):
    THRIVING = "THRIVING", _("thriving")
    STRAINED = "STRAINED", _("strained")
    AILING = "AILING", _("ailing")


class ProcessQuerySet(models.QuerySet["Process"]):
    def visible_to(self, member: Member) -> Self:
        """Those of the house, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()


ProcessManager = models.Manager.from_queryset(ProcessQuerySet)


class Process(models.Model):
    """How we do something, as something that wants care: who looks after it, and how it is.

    Efforts and health are those of the newest walk through it; before the first there are none.
    """

    name = models.CharField(max_length=120)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    owner = models.ForeignKey(Member, models.PROTECT, related_name="+")
    every_days = models.PositiveSmallIntegerField(default=90)
    walked_on = models.DateField(null=True, blank=True)
    care_due_on = models.DateField()
    customer_effort = models.PositiveSmallIntegerField(choices=Effort, null=True, blank=True)
    staff_effort = models.PositiveSmallIntegerField(choices=Effort, null=True, blank=True)
    health = models.CharField(max_length=8, choices=Health, blank=True, default="")
    retired_at = models.DateTimeField(null=True, blank=True)
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = ProcessManager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "processes"
        constraints = [
            models.CheckConstraint(name="process_has_words", condition=~Q(name="") & ~Q(words="")),
            models.CheckConstraint(
                name="process_walked_has_health",
                condition=Q(walked_on=None, health="", customer_effort=None, staff_effort=None)
                | Q(
                    walked_on__isnull=False,
                    customer_effort__isnull=False,
                    staff_effort__isnull=False,
                )
                & ~Q(health=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProcessWalk(models.Model):
    """Somebody walked through a process as a customer does, and said how it was."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="walks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    customer_effort = models.PositiveSmallIntegerField(choices=Effort)
    staff_effort = models.PositiveSmallIntegerField(choices=Effort)
    health = models.CharField(max_length=8, choices=Health)
    words = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    submit_id = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"walk {self.pk} of process {self.process_id}"


class ObstacleQuerySet(models.QuerySet["Obstacle"]):
    def visible_to(self, member: Member) -> Self:
        """Whoever asked, whoever was asked, and owners."""
        if not member.is_active:
            return self.none()
        return self if member.is_owner else self.filter(Q(member=member) | Q(leader=member))


ObstacleManager = models.Manager.from_queryset(ObstacleQuerySet)


class Obstacle(models.Model):
    """What stands in somebody's way, and a leader is asked to remove. `promise` is theirs."""

    class State(models.TextChoices):
        ASKED = "ASKED", _("asked")
        REMOVED = "REMOVED", _("out of the way")
        STAYS = "STAYS", _("stays, for a reason")

    member = models.ForeignKey(Member, models.PROTECT, related_name="obstacles")
    leader = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    words = models.TextField()
    state = models.CharField(max_length=7, choices=State, default=State.ASKED)
    answer = models.TextField(blank=True, default="")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    submit_id = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ObstacleManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="obstacle_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="obstacle_answer_has_words",
                condition=Q(state="ASKED", answered_at=None)
                | ~Q(state="ASKED") & Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="obstacle_open", condition=Q(state="ASKED")),
            models.Index(fields=["leader", "state"], name="obstacle_of_leader"),
        ]

    def __str__(self) -> str:
        return f"obstacle {self.pk}"
