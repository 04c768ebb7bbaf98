"""Saved checklists, and the steps on conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def visible_to(self, member: Member) -> Self:
        """Those for all desks, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()

    def at(self, desk: Desk) -> Self:
        """What may be put on there."""
        return self.filter(Q(desk=None) | Q(desk=desk), retired_at=None)


ChecklistManager = models.Manager.from_queryset(ChecklistQuerySet)


class Checklist(models.Model):
    """A saved list of steps, one a line in `steps`. `desk` is None where it is for all.

    `key` is the name as it is compared.
    """

    name = models.CharField(_("name"), max_length=80)
    key = models.CharField(max_length=160)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    steps = models.TextField(_("steps"))
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ChecklistManager()

    class Meta:
        ordering = ["key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "key"], name="checklist_once_a_desk"),
            models.UniqueConstraint(
                fields=["key"], name="checklist_once_for_all", condition=Q(desk=None)
            ),
            models.CheckConstraint(name="checklist_has_name", condition=~Q(name="") & ~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_one_line(self) -> str:
        return " · ".join(self.steps.splitlines())


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(conversation__in=Conversation.objects.visible_to(member))


StepManager = models.Manager.from_queryset(StepQuerySet)


class Step(models.Model):
    """Something to be done in a conversation; `done_by` and `done_at` once it is."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="steps", db_index=False
    )
    text = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = StepManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="step_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="step_done_by_somebody",
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["conversation", "position"], name="step_of_conversation")]

    def __str__(self) -> str:
        return self.text
