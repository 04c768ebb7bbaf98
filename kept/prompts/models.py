"""What a manager has dismissed, and how it stood then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class DismissalQuerySet(models.QuerySet["Dismissal"]):
    def visible_to(self, member: Member) -> Self:
        """One's own alone: what another does not want to be asked is theirs."""
        mine = self.filter(member=member)
        return mine if member.is_active and member.is_manager else self.none()


DismissalManager = models.Manager.from_queryset(DismissalQuerySet)


class Dismissal(models.Model):
    """This manager does not want to be asked this, unless it gets clearly worse than `weight`."""

    class Kind(models.TextChoices):
        HEARING = "HEARING", _("a request to decide that is nearly due")
        OBSTACLE = "OBSTACLE", _("an obstacle without an answer")
        STILL = "STILL", _("recoveries that stand still")
        HUDDLE = "HUDDLE", _("no huddle for two weeks")
        FRICTION = "FRICTION", _("a friction that nobody has")
        WAITING = "WAITING", _("customers who wait for a decision")
        REFUSED = "REFUSED", _("refused, and granted later")
        REVIEW = "REVIEW", _("a review that is past")

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    subject = models.CharField(max_length=40)
    weight = models.PositiveIntegerField()
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    objects = DismissalManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "subject"], name="prompt_dismissed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} dismissed by member {self.member_id}"
