"""Grants with what was used of them, gestures, and what others thought of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.charter.models.kinds import Kind, Period
from kept.charter.models.policies import Alternative, Policy, Value
from kept.charter.rules import WIDEN_AFTER, Limit
from kept.conversations.models import Conversation, Desk
from kept.people.models import Member, Team
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


def _role_of(member: Member) -> models.QuerySet[Member, str]:
    """Their role now, as the database has it."""
    return Member.objects.filter(pk=member.pk).values_list("role", flat=True)


class GrantQuerySet(models.QuerySet["Grant"]):
    def visible_to(self, member: Member) -> Self:
        """One's own; for a manager those of their teams and desks; for an owner all."""
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self
        own = Q(member=member) | Q(role__in=_role_of(member))
        if not member.is_manager:
            return self.filter(own)
        seats = Team.members.through.objects
        beside = seats.filter(team__in=seats.filter(member=member).values("team")).values("member")
        return self.filter(own | Q(member__in=beside) | Q(proposed_by=member))

    def of(self, member: Member) -> Self:
        """Those that give the member something, agreed and not ended."""
        theirs = Q(member=member) | Q(member=None, role__in=_role_of(member))
        return self.filter(theirs, state="AGREED")


GrantManager = models.Manager.from_queryset(GrantQuerySet)


class Grant(models.Model):
    """What somebody may decide without asking: a person, or each of a role for themselves.

    `most_amount` in minor units of `currency`, and `most_times`, each within a `period`; one of
    both is given. After `widen_after` good uses in a row a wider one is proposed; 0 is never.
    A person's holds once they have agreed; a role's once it is proposed.
    """

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("proposed")
        AGREED = "AGREED", _("agreed")
        DECLINED = "DECLINED", _("sent back")
        ENDED = "ENDED", _("ended")

    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="grants", db_index=False
    )
    role = models.CharField(max_length=10, choices=Member.Role, blank=True, default="")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="grants")
    kind = models.CharField(max_length=11, choices=Kind)
    situation = models.CharField(max_length=300)
    conditions = models.CharField(max_length=300, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    most_amount = models.BigIntegerField(null=True, blank=True)
    most_times = models.PositiveIntegerField(null=True, blank=True)
    period = models.CharField(max_length=5, choices=Period, default=Period.MONTH)
    expires_on = models.DateField(null=True, blank=True)
    widen_after = models.PositiveSmallIntegerField(default=WIDEN_AFTER)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, default="")
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = GrantManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_to_one",
                condition=Q(member=None) & ~Q(role="") | Q(member__isnull=False, role=""),
            ),
            models.CheckConstraint(
                name="grant_has_limit",
                condition=Q(most_amount__gt=0) & ~Q(currency="")
                | Q(most_amount=None, currency="", most_times__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["member", "state"], name="grant_of_member"),
            models.Index(fields=["role", "state"], name="grant_of_role"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"

    @property
    def limit(self) -> Limit:
        return Limit(self.most_amount, self.most_times)


class GrantPeriod(models.Model):
    """What one member has used of a grant since a day. The limit stands in the row that counts.

    Amounts in minor units. The database itself refuses a row that is above its limit.
    """

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="periods", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    begins_on = models.DateField()
    used_amount = models.BigIntegerField(default=0)
    used_times = models.PositiveIntegerField(default=0)
    most_amount = models.BigIntegerField(null=True, blank=True)
    most_times = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "member", "begins_on"], name="grant_period_once"
            ),
            models.CheckConstraint(
                name="grant_amount_within_limit",
                condition=Q(most_amount=None) | Q(used_amount__lte=F("most_amount")),
            ),
            models.CheckConstraint(
                name="grant_times_within_limit",
                condition=Q(most_times=None) | Q(used_times__lte=F("most_times")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} since {self.begins_on}"


class GestureQuerySet(models.QuerySet["Gesture"]):
    def visible_to(self, member: Member) -> Self:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))

    def to_review(self, member: Member) -> Self:
        """What others gave that the member sees, and nobody has looked at yet."""
        return self.visible_to(member).filter(is_reviewed=False).exclude(member=member)


GestureManager = models.Manager.from_queryset(GestureQuerySet)


class Gesture(models.Model):
    """What we gave, by which grant, why, and the promise to deliver it.

    `is_reviewed` where it has a review, so that what is still to be reviewed is found by itself.
    """

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="gestures")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="gestures", db_index=False)
    period = models.ForeignKey(GrantPeriod, models.PROTECT, related_name="gestures")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind)
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    what = models.CharField(max_length=300, blank=True, default="")
    reason = models.TextField()
    value = models.ForeignKey(Value, models.PROTECT, null=True, blank=True, related_name="+")
    alternative = models.ForeignKey(
        Alternative, models.PROTECT, null=True, blank=True, related_name="+"
    )
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="gesture")
    submit_id = models.UUIDField(unique=True)
    is_reviewed = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = GestureManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="gesture_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="gesture_amount_has_currency",
                condition=Q(amount=None, currency="") | Q(amount__gt=0) & ~Q(currency=""),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="gesture_to_review", condition=Q(is_reviewed=False)),
            models.Index(fields=["member", "-id"], name="gesture_of_member"),
        ]

    def __str__(self) -> str:
        return f"gesture {self.pk}"


class GestureReview(models.Model):
    """What another member thought of a use, without knowing whose it was. One for each use."""

    gesture = models.OneToOneField(Gesture, models.PROTECT, related_name="review")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    is_good = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="gesture_review_has_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"review of gesture {self.gesture_id}"
