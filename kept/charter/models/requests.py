"""Requests for authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.charter.models.grants import Grant
from kept.charter.models.kinds import Kind
from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


class AuthorityRequestQuerySet(models.QuerySet["AuthorityRequest"]):
    def visible_to(self, member: Member) -> Self:
        """Whoever asked, and managers; so far as they see the conversation it is about."""
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        found = self.filter(Exists(seen))
        return found if member.is_manager else found.filter(member=member)


AuthorityRequestManager = models.Manager.from_queryset(AuthorityRequestQuerySet)


class AuthorityRequest(models.Model):
    """Somebody wanted to decide this and could not. `promise` is the manager's, to hear it.

    `grant` is what came of it, where it was granted or narrowed. `widens` is the grant that others
    have found well used so often that a wider one is proposed: then nobody had to ask.
    """

    class State(models.TextChoices):
        ASKED = "ASKED", _("asked")
        GRANTED = "GRANTED", _("granted")
        NARROWED = "NARROWED", _("granted in part")
        REFUSED = "REFUSED", _("refused")

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    manager = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind)
    wanted = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.TextField(blank=True, default="")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="+")
    widens = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="+")
    submit_id = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AuthorityRequestManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "widens"],
                name="authority_widening_asked_once",
                condition=Q(state="ASKED", widens__isnull=False),
            ),
            models.CheckConstraint(name="authority_request_has_words", condition=~Q(wanted="")),
            models.CheckConstraint(
                name="authority_request_answer_has_reason",
                condition=Q(state="ASKED", answered_at=None)
                | ~Q(state="ASKED") & Q(answered_at__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["manager", "asked_at"],
                name="authority_request_waiting",
                condition=Q(state="ASKED"),
            ),
            models.Index(fields=["-asked_at"], name="authority_request_newest"),
            models.Index(
                fields=["-answered_at", "-id"],
                name="authority_request_answered",
                condition=Q(answered_at__isnull=False),
            ),
            models.Index(fields=["manager", "state"], name="authority_request_of_manager"),
        ]

    def __str__(self) -> str:
        return f"authority request {self.pk}"
