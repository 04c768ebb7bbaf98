"""Where contact ends, never without a warning that was sent; and the rest that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer
from kept.people.models import Member
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    def visible_to(self, member: Member) -> Self:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))

    def of_customer(self, customer: Customer) -> Self:
        """What they were told of: a note alone is ours."""
        return self.filter(customer=customer, warned_at__isnull=False)


BoundaryManager = models.Manager.from_queryset(BoundaryQuerySet)


class Boundary(models.Model):
    """The ladder of one conversation: noted, warned, ended; or lifted again.

    `warning` is the letter that told what would end the contact, `ending` the one that ended it.
    Before each somebody said whether the customer may be in need; CARED says with what was done
    about it. `review` is a manager's promise to look at it.
    """

    class Level(models.TextChoices):
        NOTED = "NOTED", _("noted")
        WARNED = "WARNED", _("warned")
        ENDED = "ENDED", _("contact ended")
        LIFTED = "LIFTED", _("lifted")

    class Check(models.TextChoices):
        NO_SIGN = "NO_SIGN", _("Nothing suggests that they are ill, in need or in danger")
        CARED = "CARED", _("They may be, and this is what we do about it")

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="boundaries")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    level = models.CharField(max_length=6, choices=Level, default=Level.NOTED)
    note = models.TextField()
    noted_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField()
    warn_check = models.CharField(max_length=7, choices=Check, blank=True, default="")
    warn_check_words = models.TextField(blank=True, default="")
    warning = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="+")
    warned_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    warned_at = models.DateTimeField(null=True, blank=True)
    end_check = models.CharField(max_length=7, choices=Check, blank=True, default="")
    end_check_words = models.TextField(blank=True, default="")
    end_why = models.TextField(blank=True, default="")
    ending = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    review = models.OneToOneField(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    reviewer = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    review_state = models.CharField(max_length=7, blank=True, default="")
    review_words = models.TextField(blank=True, default="")
    reviewed_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = BoundaryManager()

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                name="boundary_one_at_a_time",
                condition=~Q(level="LIFTED"),
            ),
            models.CheckConstraint(name="boundary_has_note", condition=~Q(note="")),
            models.CheckConstraint(
                name="boundary_warned_was_sent",
                condition=Q(warned_at=None, warning=None)
                | Q(warned_at__isnull=False, warning__isnull=False, warned_by__isnull=False)
                & ~Q(warn_check=""),
            ),
            models.CheckConstraint(
                name="boundary_warned_is_said",
                condition=~Q(level="WARNED") | Q(warned_at__isnull=False),
            ),
            # Whatever code may do: no contact ends without a warning that was sent before.
            models.CheckConstraint(
                name="boundary_never_ended_without_a_warning",
                condition=Q(ended_at=None, ending=None) & ~Q(level="ENDED")
                | Q(
                    ended_at__isnull=False,
                    ending__isnull=False,
                    ended_by__isnull=False,
                    warning__isnull=False,
                    warned_at__lt=F("ended_at"),
                    review__isnull=False,
                )
                & ~Q(end_check="")
                & ~Q(end_why="")
                & ~Q(ending=F("warning")),
            ),
            models.CheckConstraint(
                name="boundary_cared_says_how",
                condition=(~Q(warn_check="CARED") | ~Q(warn_check_words=""))
                & (~Q(end_check="CARED") | ~Q(end_check_words="")),
            ),
            models.CheckConstraint(
                name="boundary_reviewed_by_another",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                & ~Q(reviewed_by=F("ended_by"))
                & ~Q(review_words="")
                & Q(review_state__in=["UPHELD", "CHANGED"]),
            ),
            models.CheckConstraint(
                name="boundary_lifted_has_moment",
                condition=Q(level="LIFTED", lifted_at__isnull=False)
                | ~Q(level="LIFTED") & Q(lifted_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["reviewer"],
                name="boundary_to_review",
                condition=Q(ended_at__isnull=False, reviewed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"boundary {self.pk}"


class BreakQuerySet(models.QuerySet["Break"]):
    def visible_to(self, member: Member) -> Self:
        """One's own alone, whatever a role may see."""
        return self.filter(member=member) if member.is_active else self.none()


BreakManager = models.Manager.from_queryset(BreakQuerySet)


class Break(models.Model):
    """A rest that is offered to whoever was treated badly. Theirs to take, and nobody's to know.

    While it lasts routing brings them nothing. `until` None: not answered, or declined.
    """

    boundary = models.ForeignKey(Boundary, models.CASCADE, related_name="breaks")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    until = models.DateTimeField(null=True, blank=True)

    objects = BreakManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["boundary", "member"], name="break_offered_once", condition=Q(is_open=True)
            ),
        ]
        indexes = [
            models.Index(fields=["member"], name="break_open", condition=Q(is_open=True)),
            models.Index(
                fields=["member", "until"], name="break_taken", condition=Q(until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"break of {self.member_id}"
