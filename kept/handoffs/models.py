"""Handoffs: who gives a conversation to whom, with what pack, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation
from kept.people.models import Member, Team

if TYPE_CHECKING:
    from typing import Self


class HandoffQuerySet(models.QuerySet["Handoff"]):
    def visible_to(self, member: Member) -> Self:
        """Each is looked up by its id: a list of all that is seen is as long as the archive."""
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))

    def live(self) -> Self:
        return self.filter(is_live=True)


HandoffManager = models.Manager.from_queryset(HandoffQuerySet)


class Handoff(models.Model):
    """One conversation on its way from a member to another, or to a team.

    `promises` are ids of those that pass on with it. It `is_live` while somebody has still to do
    something: answer, change the pack, or tell the customer who is next. `answered_by` accepted it
    or asked back.
    """

    class State(models.TextChoices):
        OFFERED = "OFFERED", _("offered")
        ASKED_BACK = "ASKED_BACK", _("asked back")
        ACCEPTED = "ACCEPTED", _("accepted")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="handoffs", db_index=False
    )
    giver = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    to_member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    summary = models.TextField()
    next_step = models.TextField(blank=True, default="")
    promises = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    question = models.TextField(blank=True, default="")
    round = models.PositiveSmallIntegerField(default=1)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    remind_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    is_live = models.BooleanField(default=True)

    objects = HandoffManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                name="handoff_one_at_a_time",
                condition=Q(state__in=["OFFERED", "ASKED_BACK"]),
            ),
            models.CheckConstraint(
                name="handoff_to_one",
                condition=Q(to_member=None, to_team__isnull=False)
                | Q(to_member__isnull=False, to_team=None),
            ),
            models.CheckConstraint(
                name="handoff_answered_by_somebody",
                condition=~Q(state__in=["ACCEPTED", "ASKED_BACK"]) | Q(answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handoff_open_is_live",
                condition=~Q(state__in=["OFFERED", "ASKED_BACK"]) | Q(is_live=True),
            ),
            models.CheckConstraint(name="handoff_has_words", condition=~Q(summary="")),
        ]
        indexes = [
            models.Index(fields=["conversation", "-id"], name="handoff_of_conversation"),
            # Few are live at any time, however many there have been.
            models.Index(fields=["id"], name="handoff_live", condition=Q(is_live=True)),
            models.Index(
                fields=["remind_at"], name="handoff_due", condition=Q(remind_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"handoff {self.pk}"

    @property
    def receiver(self) -> Member | Team:
        found = self.to_member or self.to_team
        assert found is not None  # noqa: S101  handoff_to_one
        return found

    @property
    def is_to_be_told(self) -> bool:
        return self.state == self.State.ACCEPTED and self.is_live
