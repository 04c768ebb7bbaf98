"""What stands in the way: refusals, frictions, whose voices they have, and what was stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.charter.models import Grant, Policy
from kept.conversations.models import Conversation, Desk
from kept.customers.models import Customer
from kept.improvement.models.changes import Change
from kept.improvement.models.processes import Process
from kept.improvement.rules import stage_of
from kept.macros.models import Macro
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class DenialQuerySet(models.QuerySet["Denial"]):
    def visible_to(self, member: Member) -> Self:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))


DenialManager = models.Manager.from_queryset(DenialQuerySet)


class Denial(models.Model):
    """We had to say no to a customer, by a policy as it stood then (`number`).

    `then` is what happened, in words they would know again: it goes into the letter that tells
    them, should the rule change. One a policy and conversation.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="denials")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    then = models.CharField(max_length=300)
    submit_id = models.UUIDField(unique=True)
    at = models.DateTimeField()

    objects = DenialManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "conversation"], name="denial_once"),
            models.CheckConstraint(name="denial_has_words", condition=~Q(then="")),
        ]
        indexes = [
            models.Index(fields=["policy", "id"], name="denial_of_policy"),
            models.Index(fields=["policy", "at"], name="denial_of_policy_at"),
        ]

    def __str__(self) -> str:
        return f"denial {self.pk}"


class FrictionQuerySet(models.QuerySet["Friction"]):
    def visible_to(self, member: Member) -> Self:
        """Those of the house, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()

    def undecided(self) -> Self:
        # Written out, not bound: an index on what is undecided serves only whoever says so.
        open_ = [RawSQL(f"'{code}'", ()) for code in ("RAISED", "LISTED", "DISCUSSED")]  # noqa: S611
        return self.filter(state__in=open_)


FrictionManager = models.Manager.from_queryset(FrictionQuerySet)


class Friction(models.Model):
    """Something in the way of serving well, an idea, or what somebody stopped at once.

    `cost` is what it cost the customer, `today` what we did about it for now. `change` took it up;
    `again` is one that was to end it, and did not.
    """

    class Kind(models.TextChoices):
        FRICTION = "FRICTION", _("friction")
        IDEA = "IDEA", _("idea")
        STOP = "STOP", _("stop")

    class State(models.TextChoices):
        RAISED = "RAISED", pgettext_lazy("friction", "raised")
        LISTED = "LISTED", _("on the list for the huddle")
        DISCUSSED = "DISCUSSED", _("discussed")
        TAKEN_UP = "TAKEN_UP", _("taken up")
        NOT_ADOPTED = "NOT_ADOPTED", _("not adopted")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.FRICTION)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    policy = models.ForeignKey(
        Policy, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    process = models.ForeignKey(Process, models.PROTECT, null=True, blank=True, related_name="+")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, blank=True, related_name="frictions"
    )
    denial = models.OneToOneField(
        Denial, models.PROTECT, null=True, blank=True, related_name="friction"
    )
    words = models.TextField()
    cost = models.TextField(blank=True, default="")
    today = models.TextField(blank=True, default="")
    state = models.CharField(max_length=11, choices=State, default=State.RAISED)
    cause = models.TextField(blank=True, default="")
    impact = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    change = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="frictions"
    )
    again = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="came_back"
    )
    raised_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    raised_at = models.DateTimeField()
    connected_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    connected_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    submit_id = models.UUIDField(unique=True)

    objects = FrictionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="friction_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="friction_taken_up_by_a_change",
                condition=Q(state="TAKEN_UP", change__isnull=False)
                | ~Q(state="TAKEN_UP") & Q(change=None),
            ),
            models.CheckConstraint(
                name="friction_not_adopted_has_reason",
                condition=~Q(state="NOT_ADOPTED") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="friction_discussed_has_cause",
                condition=~Q(state__in=["DISCUSSED", "TAKEN_UP"]) | ~Q(cause="") & ~Q(impact=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["raised_at"],
                name="friction_undecided",
                condition=Q(state__in=["RAISED", "LISTED", "DISCUSSED"]),
            ),
            models.Index(fields=["policy", "raised_at"], name="friction_of_policy"),
        ]

    def __str__(self) -> str:
        return f"friction {self.pk}"

    @property
    def stage(self) -> str:
        """Its own state, or that of the change that has taken it up."""
        return stage_of(self.state, self.change.state if self.change else None)

    @property
    def stage_words(self) -> str:
        if self.change is not None:
            return str(self.change.get_state_display())
        return str(self.get_state_display())


class Voice(models.Model):
    """Somebody says it of themselves too: whoever raised it, and each "me too", once.

    `is_quiet`: they want to be named to nobody. `told_at`: they have heard what came of it.
    """

    friction = models.ForeignKey(Friction, models.CASCADE, related_name="voices", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="voices")
    is_raiser = models.BooleanField(default=False)
    is_quiet = models.BooleanField(default=False)
    words = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    thanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["friction", "member"], name="voice_once"),
            models.UniqueConstraint(
                fields=["friction"], name="voice_one_raiser", condition=Q(is_raiser=True)
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.member_id} on friction {self.friction_id}"


class Halt(models.Model):
    """The line is stopped: a policy or a macro rests from now on, until somebody starts it again.

    `friction` is the improvement it opened; `grant` the one that was used, None by right of role.
    """

    policy = models.ForeignKey(
        Policy, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    macro = models.ForeignKey(
        Macro, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    friction = models.OneToOneField(Friction, models.PROTECT, related_name="halt")
    reason = models.TextField()
    grant = models.ForeignKey(
        Grant, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="halt_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="halt_of_one_thing",
                condition=Q(policy=None, macro__isnull=False) | Q(policy__isnull=False, macro=None),
            ),
            models.UniqueConstraint(
                fields=["policy"], name="halt_of_policy_once", condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(
                fields=["macro"], name="halt_of_macro_once", condition=Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"halt {self.pk}"

    @property
    def what(self) -> str:
        return str(self.policy or self.macro)
