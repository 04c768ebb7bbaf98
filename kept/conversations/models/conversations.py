"""Conversations, and what their statuses are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models.desks import Desk, served_by
from kept.customers.models import Customer
from kept.people.models import Member, Team

if TYPE_CHECKING:
    from typing import Self


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, member: Member) -> Self:
        """The one gate: every page, list, stream, search and export begins here."""
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self
        theirs = self.filter(desk__in=served_by(member))
        return theirs.filter(assignee=member) if member.sees_only_assigned else theirs


ConversationManager = models.Manager.from_queryset(ConversationQuerySet)


class Conversation(models.Model):
    """What one customer and one desk have to say to each other about one thing.

    `last_at`, `preview` and the two `last_*` ids are copies for the list, kept by the actions.
    What is spam stands in a view of its own and in no other, and no count knows of it. What was
    merged is empty and in no view; `merged_into` is where its number and its seals lead.
    `team` is whose of it may be, beside the `assignee` or without one; who sees it is the desk's.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Open")
        WAITING = "WAITING", _("Waiting")
        ON_HOLD = "ON_HOLD", _("On hold")
        CLOSED = "CLOSED", _("Closed")
        SPAM = "SPAM", _("Spam")
        MERGED = "MERGED", _("Merged")

    class Priority(models.TextChoices):
        """From the least to the most pressing."""

        LOW = "LOW", _("Low")
        NORMAL = "NORMAL", _("Normal")
        HIGH = "HIGH", _("High")
        URGENT = "URGENT", _("Urgent")

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="conversations", db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="conversations", db_index=False
    )
    subject = models.CharField(max_length=400)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.NORMAL)
    assignee = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
        db_index=False,
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    preview = models.CharField(max_length=160, blank=True, default="")
    last_in_message = models.BigIntegerField(default=0)
    last_message = models.BigIntegerField(default=0)

    objects = ConversationManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conversation_closed_has_moment",
                condition=Q(status="CLOSED", closed_at__isnull=False)
                | (~Q(status="CLOSED") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="conversation_priority_is_one_of_four",
                condition=Q(priority__in=["LOW", "NORMAL", "HIGH", "URGENT"]),
            ),
            models.CheckConstraint(
                name="conversation_merged_is_nowhere_else",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
            ),
        ]
        # One index a view, each in the order of the list, so a page reads 26 rows at any size.
        indexes = [
            # The condition is that of `queries.listing.SHOWN`, word for word, or it is not used.
            models.Index(
                fields=["desk", "-last_at", "-id", "status"],
                name="conv_of_desk",
                condition=~Q(status__in=["SPAM", "MERGED"]),
            ),
            models.Index(fields=["desk", "status", "-last_at", "-id"], name="conv_of_desk_status"),
            # SQLite takes this one, and not the desk's open ones, only where it holds all columns.
            models.Index(
                fields=["desk", "-last_at", "-id", "assignee", "status"],
                name="conv_unassigned",
                condition=Q(assignee=None, status="OPEN"),
            ),
            # What a team has and nobody in it yet.
            models.Index(
                fields=["team", "desk", "-last_at", "-id"],
                name="conv_of_team",
                condition=Q(team__isnull=False, assignee=None, status="OPEN"),
            ),
            models.Index(fields=["assignee", "-last_at", "-id"], name="conv_of_member"),
            # With the desk behind, so that the count of "Mine" reads the index alone.
            models.Index(
                fields=["assignee", "status", "-last_at", "-id", "desk"],
                name="conv_of_member_status",
            ),
            models.Index(fields=["customer", "-last_at", "-id"], name="conv_of_customer"),
            models.Index(fields=["-last_at", "-id"], name="conv_newest"),
            # The condition is that of `queries.listing.newest_of_priority`, word for word.
            models.Index(
                fields=["priority", "-last_at", "-id"],
                name="conv_of_priority",
                condition=~Q(priority="NORMAL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"

    @property
    def reference(self) -> str:
        """How people name it aloud: `K-1042`."""
        return f"K-{self.pk}"


AT_WORK = [choice for choice in Conversation.Status.choices if choice[0] not in {"SPAM", "MERGED"}]
"""The statuses that members choose among."""


class StatusLabel(models.Model):
    """The house's own word for a status. The types beneath are fixed."""

    status = models.CharField(max_length=8, primary_key=True, choices=Conversation.Status)
    words = models.CharField(_("label"), max_length=30)

    def __str__(self) -> str:
        return self.words
