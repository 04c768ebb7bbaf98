"""The agreement itself: who it is between, how it stands, and who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.models import Desk
from kept.customers.models import Customer, Organisation
from kept.people.models import Member, Team

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from kept.agreements.models.terms import Version


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, member: Member) -> Self:
        """The one gate: those of the desks in sight, and those of the member's own teams.

        Whoever sees only what is assigned to them reads what their desks promise everybody, and
        nothing of single customers.
        """
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self
        desks = Desk.objects.visible_to(member).values("pk")
        of_desks = Agreement.desks.through.objects.filter(desk__in=desks).values("agreement")
        teams = Team.members.through.objects.filter(member=member).values("team")
        seen = Q(desk__in=desks) | Q(team__in=teams) | Q(other_team__in=teams)
        return self.filter(seen if member.sees_only_assigned else seen | Q(pk__in=of_desks))

    def of_customer(self, customer: Customer) -> Self:
        """Those of the customer's organisation that have been put before it.

        The one gate for whoever comes by a customer's link.
        """
        if customer.organisation_id is None:
            return self.none()
        theirs = self.filter(organisation=customer.organisation_id)
        return theirs.exclude(state=Agreement.State.DRAFT)

    def living(self) -> Self:
        # Written out, not bound: an index on these alone serves only whoever says so.
        return self.filter(state__in=[RawSQL("'LIVING'", ()), RawSQL("'OVERDUE'", ())])


AgreementManager = models.Manager.from_queryset(AgreementQuerySet)


class Agreement(models.Model):
    """A standing set of promises between partners, both ways.

    CUSTOMER is between an `organisation` and our `desks`, TEAMS between `team` and `other_team`,
    DESK what a `desk` promises everybody. What it says stands in its versions.

    `next_review_on` is the day of the next talk; once it has passed without one, the clock says
    OVERDUE, and the agreement holds all the same. It ends only when somebody ends it.
    """

    class Kind(models.TextChoices):
        CUSTOMER = "CUSTOMER", gettext_lazy("with a customer")
        TEAMS = "TEAMS", gettext_lazy("between two teams")
        DESK = "DESK", gettext_lazy("with everybody")

    class State(models.TextChoices):
        DRAFT = "DRAFT", gettext_lazy("Draft")
        MEETING = "MEETING", gettext_lazy("Meeting of minds")
        LIVING = "LIVING", gettext_lazy("Living")
        OVERDUE = "OVERDUE", gettext_lazy("Review overdue")
        ENDED = "ENDED", gettext_lazy("Ended")

    kind = models.CharField(max_length=8, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    desks = models.ManyToManyField(Desk, blank=True, related_name="agreements")
    desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, related_name="agreements_with_everybody"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="agreements_as_first"
    )
    other_team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="agreements_as_second"
    )
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    living_since = models.DateTimeField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True, default="")
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = AgreementManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_has_its_partners",
                condition=Q(
                    kind="CUSTOMER",
                    organisation__isnull=False,
                    desk=None,
                    team=None,
                    other_team=None,
                )
                | Q(
                    kind="TEAMS",
                    organisation=None,
                    desk=None,
                    team__isnull=False,
                    other_team__isnull=False,
                )
                | Q(kind="DESK", organisation=None, desk__isnull=False, team=None, other_team=None),
            ),
            models.CheckConstraint(
                name="agreement_between_two",
                condition=Q(team=None) | ~Q(team=F("other_team")),
            ),
            models.CheckConstraint(
                name="agreement_living_has_dates",
                condition=~Q(state__in=["LIVING", "OVERDUE"])
                | Q(living_since__isnull=False, next_review_on__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_not_yet_living",
                condition=~Q(state__in=["DRAFT", "MEETING"]) | Q(living_since=None),
            ),
            models.CheckConstraint(
                name="agreement_ended_has_moment",
                condition=Q(state="ENDED", ended_at__isnull=False)
                | (~Q(state="ENDED") & Q(ended_at=None)),
            ),
            models.UniqueConstraint(
                fields=["desk"],
                name="agreement_one_with_everybody",
                condition=Q(kind="DESK") & ~Q(state="ENDED"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_review_on", "id"],
                name="agreement_to_review",
                condition=Q(state="LIVING"),
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @property
    def name(self) -> str:
        """What people call it: by those it is with."""
        if self.organisation:
            return self.organisation.name
        if self.team and self.other_team:
            return _("%(one)s and %(other)s") % {
                "one": self.team.name,
                "other": self.other_team.name,
            }
        return _("%(desk)s, to everybody") % {"desk": self.desk.name if self.desk else ""}

    @property
    def our_name(self) -> str:
        """Who stands in the first column."""
        if self.team:
            return self.team.name
        if self.desk:
            return self.desk.name
        return get_text_list([desk.name for desk in self.desks.all()], _("and"))

    @property
    def their_name(self) -> str:
        """Who stands in the second one."""
        if self.organisation:
            return self.organisation.name
        return self.other_team.name if self.other_team else _("Everybody")

    @property
    def is_living(self) -> bool:
        return self.state in {self.State.LIVING, self.State.OVERDUE}

    @property
    def has_clocks(self) -> bool:
        """Whether letters come in under it, so that clocks can run."""
        return self.kind != self.Kind.TEAMS

    def open_version(self) -> Version | None:
        """The version that is written or said back at present, if one is."""
        return next((v for v in self.versions.all() if v.is_in_hand), None)

    def version_at(self, now: datetime) -> Version | None:
        """The version that holds at `now`."""
        return next((v for v in self.versions.all() if v.holds_at(now)), None)
