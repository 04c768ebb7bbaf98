"""How desks route, what members can hold, whose turn it is, and what waits for room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk
from kept.people.models import Member
from kept.routing.rules import ASKS, MOST_LIMIT, limit_of

if TYPE_CHECKING:
    from typing import Self


class DeskRouting(models.Model):
    """How what comes to a desk finds somebody. A desk without a row routes nothing.

    `needs` are skills that everything there asks for, `needs_if_tagged` those that a tag of the
    same name asks for. `most`: whoever has so many open gets nothing more from here, whatever
    limit they have themselves.
    """

    class Way(models.TextChoices):
        OFF = "OFF", _("By hand: whoever wants it takes it")
        TURN = "TURN", _("In turn: whoever has waited longest")
        LEAST = "LEAST", _("To whoever has the most room")

    desk = models.OneToOneField(Desk, models.CASCADE, primary_key=True, related_name="routing")
    way = models.CharField(max_length=5, choices=Way, default=Way.OFF)
    prefers_last = models.BooleanField(default=True)
    by_language = models.BooleanField(default=False)
    most = models.PositiveSmallIntegerField(null=True, blank=True)
    needs = models.JSONField(default=list, blank=True)
    needs_if_tagged = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="routing_most_is_some",
                condition=Q(most=None) | Q(most__gte=1, most__lte=MOST_LIMIT),
            ),
        ]

    def __str__(self) -> str:
        return f"routing of desk {self.desk_id}"


class Capacity(models.Model):
    """How much a member can hold at once, and what they can. Without a row the usual holds.

    `own` is their choice, `most` what a manager allows; `takes` is off while nothing new shall come
    to them. Its row is what routing locks, so that two decisions never fill the same place.
    """

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="capacity")
    own = models.PositiveSmallIntegerField(null=True, blank=True)
    most = models.PositiveSmallIntegerField(null=True, blank=True)
    takes = models.BooleanField(default=True)
    skills = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "capacities"
        constraints = [
            models.CheckConstraint(
                name="capacity_own_within_most",
                condition=Q(own=None) | Q(most=None) | Q(own__lte=F("most")),
            ),
            models.CheckConstraint(
                name="capacity_is_some",
                condition=(Q(own=None) | Q(own__gte=1, own__lte=MOST_LIMIT))
                & (Q(most=None) | Q(most__gte=1, most__lte=MOST_LIMIT)),
            ),
        ]

    def __str__(self) -> str:
        return f"capacity of member {self.member_id}"

    @property
    def limit(self) -> int:
        return limit_of(self.own, self.most)


class Turn(models.Model):
    """When somebody last got something at a desk."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "member"], name="turn_once")]

    def __str__(self) -> str:
        return f"turn of {self.member_id} at {self.desk_id}"


class QueuedQuerySet(models.QuerySet["Queued"]):
    def visible_to(self, member: Member) -> Self:
        """Each is looked up by its id: a list of all that is seen is as long as the archive."""
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))


QueuedManager = models.Manager.from_queryset(QueuedQuerySet)


class Queued(models.Model):
    """A conversation that waits for whoever has room first. `without` gave it away.

    `asks` is what it asked for when it was looked at last, as `rules.asks_of` says it.
    """

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, primary_key=True, related_name="queued"
    )
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    without = models.ForeignKey(
        Member, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    since = models.DateTimeField()
    asks = models.CharField(max_length=ASKS, blank=True, default="")

    objects = QueuedManager()

    class Meta:
        verbose_name_plural = "queued"
        indexes = [models.Index(fields=["desk", "since", "conversation"], name="queued_at_desk")]

    def __str__(self) -> str:
        return f"conversation {self.conversation_id} in line"
