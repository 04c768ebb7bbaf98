"""Huddles: a short meeting each week, on one screen or each on their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.improvement.models.changes import Change
from kept.improvement.models.frictions import Friction
from kept.people.models import Member, Team
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


class HuddleQuerySet(models.QuerySet["Huddle"]):
    def visible_to(self, member: Member) -> Self:
        """Those of their own teams; an owner sees all."""
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self
        return self.filter(
            team__in=Team.members.through.objects.filter(member=member).values("team")
        )


HuddleManager = models.Manager.from_queryset(HuddleQuerySet)


class Huddle(models.Model):
    """One huddle of a team. `every_days` is when the next one follows, 0 for never."""

    class Format(models.TextChoices):
        SIT = "SIT", _("sitting")
        STAND = "STAND", _("standing")
        WALK = "WALK", _("walking")
        REMOTE = "REMOTE", _("from afar")

    class State(models.TextChoices):
        PLANNED = "PLANNED", _("planned")
        OPEN = "OPEN", _("under way")
        CLOSED = "CLOSED", _("over")

    team = models.ForeignKey(Team, models.PROTECT, related_name="huddles")
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    format = models.CharField(max_length=6, choices=Format, default=Format.STAND)
    every_days = models.PositiveSmallIntegerField(default=7)
    led_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    since = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = HuddleManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team"], name="huddle_one_at_a_time", condition=~Q(state="CLOSED")
            ),
            models.CheckConstraint(
                name="huddle_closed_was_open",
                condition=Q(state="PLANNED", opened_at=None, closed_at=None)
                | Q(state="OPEN", opened_at__isnull=False, closed_at=None)
                | Q(state="CLOSED", opened_at__isnull=False, closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["team", "-at"], name="huddle_of_team")]

    def __str__(self) -> str:
        return f"huddle {self.pk}"

    @property
    def ends_at(self) -> datetime:
        return (self.opened_at or self.at) + timedelta(minutes=self.minutes)


class HuddleVoice(models.Model):
    """What one member says of a huddle: alone before it, or in its round.

    `sits_out`: the format is not for them; nobody asks why. `is_useful` is one tap at its end.
    """

    huddle = models.ForeignKey(Huddle, models.CASCADE, related_name="voices", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    sits_out = models.BooleanField(default=False)
    is_useful = models.BooleanField(null=True, blank=True)
    pride = models.CharField(max_length=500, blank=True, default="")
    taught = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["huddle", "member"], name="huddle_voice_once")
        ]

    def __str__(self) -> str:
        return f"member {self.member_id} in huddle {self.huddle_id}"


class HuddleItem(models.Model):
    """One friction before a huddle, and what the huddle chose: an idea, an owner, a date.

    It is a promise once its owner has said yes; a change, where one came of it. Where they said no,
    nothing is chosen any more, and `declined_words` say why.
    """

    huddle = models.ForeignKey(Huddle, models.CASCADE, related_name="items", db_index=False)
    friction = models.ForeignKey(Friction, models.PROTECT, related_name="items")
    chosen = models.CharField(max_length=300, blank=True, default="")
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    due_at = models.DateTimeField(null=True, blank=True)
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    change = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="items", db_index=False
    )
    declined_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["huddle", "friction"], name="huddle_item_once"),
            models.CheckConstraint(
                name="huddle_item_chosen_has_owner",
                condition=Q(chosen="", owner=None, due_at=None, promise=None)
                | ~Q(chosen="") & Q(owner__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="huddle_item_declined_has_words",
                condition=Q(declined_by=None, declined_at=None, declined_words="")
                | Q(declined_by__isnull=False, declined_at__isnull=False) & ~Q(declined_words=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner"],
                name="huddle_item_unanswered",
                condition=Q(promise=None, owner__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"friction {self.friction_id} in huddle {self.huddle_id}"


class HuddleIdea(models.Model):
    """What could be done about it, in somebody's words."""

    item = models.ForeignKey(HuddleItem, models.CASCADE, related_name="ideas")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "words"], name="huddle_idea_once"),
            models.CheckConstraint(name="huddle_idea_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words
