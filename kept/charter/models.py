"""Values, policies, grants with what was used of them, gestures, and requests for authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.charter.rules import Limit
from kept.conversations.models import Conversation, Desk
from kept.people.models import Member, Team
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


class Kind(models.TextChoices):
    """What a gesture is."""

    CREDIT = "CREDIT", _("store credit")
    REFUND = "REFUND", _("refund")
    REPLACEMENT = "REPLACEMENT", _("replacement")
    UPGRADE = "UPGRADE", _("upgrade")
    WAIVER = "WAIVER", _("waived rule")
    GIFT = "GIFT", _("apology gift")


class Period(models.TextChoices):
    DAY = "DAY", _("a day")
    WEEK = "WEEK", _("a week")
    MONTH = "MONTH", _("a month")
    YEAR = "YEAR", _("a year")
    EVER = "EVER", _("in all")


class Value(models.Model):
    """What guides a decision; the first by `rank` goes before the others."""

    words = models.CharField(max_length=300, unique=True)
    rank = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.words


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, member: Member) -> Self:
        """Those of the house, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()


PolicyManager = models.Manager.from_queryset(PolicyQuerySet)


class Policy(models.Model):
    """A rule in plain words. `instead` holds what can be done instead, one a line, best first."""

    name = models.CharField(max_length=120)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    cannot = models.TextField()
    instead = models.TextField(blank=True, default="")
    value = models.ForeignKey(Value, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Member, models.PROTECT, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    number = models.PositiveIntegerField(default=1)
    effective_on = models.DateField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = PolicyManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="policy_has_words", condition=~Q(name="") & ~Q(cannot=""))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def alternatives(self) -> list[str]:
        return self.instead.splitlines()


class PolicyVersion(models.Model):
    """What a policy said from a day on."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    cannot = models.TextField()
    instead = models.TextField(blank=True, default="")
    effective_on = models.DateField()
    written_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} version {self.number}"

    @property
    def alternatives(self) -> list[str]:
        return self.instead.splitlines()


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
    both is given. A person's holds once they have agreed; a role's once it is proposed.
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
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, default="")

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


GestureManager = models.Manager.from_queryset(GestureQuerySet)


class Gesture(models.Model):
    """What we gave, by which grant, why, and the promise to deliver it."""

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
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="gesture")
    submit_id = models.UUIDField(unique=True)
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

    def __str__(self) -> str:
        return f"gesture {self.pk}"


class AuthorityRequestQuerySet(models.QuerySet["AuthorityRequest"]):
    def visible_to(self, member: Member) -> Self:
        """Whoever asked, and managers; so far as they see the conversation it is about."""
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        found = self.filter(Exists(seen))
        return found if member.is_manager else found.filter(member=member)


AuthorityRequestManager = models.Manager.from_queryset(AuthorityRequestQuerySet)


class AuthorityRequest(models.Model):
    """Somebody wanted to decide this and could not. `promise` is the manager's, to hear it.

    `grant` is what came of it, where it was granted or narrowed.
    """

    class State(models.TextChoices):
        ASKED = "ASKED", _("asked")
        GRANTED = "GRANTED", _("granted")
        NARROWED = "NARROWED", _("granted in part")
        REFUSED = "REFUSED", _("refused")

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    manager = models.ForeignKey(Member, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    wanted = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.TextField(blank=True, default="")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="+")
    submit_id = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AuthorityRequestManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="authority_request_has_words", condition=~Q(wanted="")),
            models.CheckConstraint(
                name="authority_request_answer_has_reason",
                condition=Q(state="ASKED", answered_at=None)
                | ~Q(state="ASKED") & Q(answered_at__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="authority_request_open", condition=Q(state="ASKED")
            )
        ]

    def __str__(self) -> str:
        return f"authority request {self.pk}"
