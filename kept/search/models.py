"""Saved views, and where each member has them in their column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Desk, served_by
from kept.people.models import Member, Team
from kept.search.rules import LONGEST

if TYPE_CHECKING:
    from typing import Self


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, member: Member) -> Self:
        """The one gate. An owner sees whatever is shared, and nobody's private ones."""
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self.filter(~Q(reach="OWN") | Q(owner=member))
        return self.filter(_for(member))

    def beside(self, member: Member) -> Self:
        """Those that stand in the member's column: their own, and what is shared with them."""
        if not member.is_active:
            return self.none()
        return self.filter(_for(member), deleted_at=None)


def _for(member: Member) -> Q:
    teams = Team.members.through.objects.filter(member_id=member.pk).values("team_id")
    return (
        Q(reach="OWN", owner=member)
        | Q(reach="ALL")
        | Q(reach="DESK", desk__in=served_by(member))
        | Q(reach="TEAM", team__in=teams)
    )


SavedViewManager = models.Manager.from_queryset(SavedViewQuerySet)


class SavedView(models.Model):
    """A question under a name: what it finds stands in a list like any other.

    It is asked anew by whoever looks, in their own sight: `is:mine` are the reader's, and a desk
    they may not see is none. `deleted_at` while its deletion can still be undone.
    """

    class Reach(models.TextChoices):
        OWN = "OWN", _("only me")
        TEAM = "TEAM", _("a team")
        DESK = "DESK", _("a desk")
        ALL = "ALL", _("everybody")

    owner = models.ForeignKey(Member, models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    icon = models.CharField(_("sign"), max_length=20, default="search")
    asks = models.CharField(_("question"), max_length=LONGEST)
    reach = models.CharField(_("seen by"), max_length=4, choices=Reach, default=Reach.OWN)
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="saved_view_reaches_one_thing",
                condition=Q(reach="DESK", desk__isnull=False, team=None)
                | Q(reach="TEAM", desk=None, team__isnull=False)
                | Q(reach__in=["OWN", "ALL"], desk=None, team=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its key among the places of the desk; it stays when the view is renamed."""
        return f"view-{self.pk}"


class ViewPlace(models.Model):
    """Where a member has a view in their own column: the lower, the further up."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "view"], name="view_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} has {self.view_id} at {self.position}"
