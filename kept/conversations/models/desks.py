"""Desks: where letters come in, whose teams answer them, and from which addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kept.hours.models import Calendar
from kept.hours.queries import hours_of
from kept.kit.hours import Hours
from kept.people.models import Member, Team

if TYPE_CHECKING:
    from typing import Self


def served_by(member: Member) -> RawSQL:
    """The desks that the member's teams serve, for an `__in`.

    Written out, since every page asks it several times: to build it from models takes longer than
    to answer it.
    """
    return RawSQL(
        "SELECT served.desk_id FROM conversations_desk_teams served "
        "JOIN people_team_members own ON own.team_id = served.team_id WHERE own.member_id = %s",
        (member.pk,),
    )


class DeskQuerySet(models.QuerySet["Desk"]):
    def visible_to(self, member: Member) -> Self:
        """The desks that the member's teams serve; all of them for an owner."""
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self
        return self.filter(pk__in=served_by(member))


DeskManager = models.Manager.from_queryset(DeskQuerySet)


class Desk(models.Model):
    """A shared inbox with its addresses, people and hours."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    icon = models.CharField(_("icon"), max_length=20, default="inbox")
    teams = models.ManyToManyField(Team, related_name="desks", blank=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="desks")
    sender_name = models.CharField(_("sender name"), max_length=120, blank=True, default="")
    signature = models.TextField(_("signature"), blank=True, default="")
    assigns_on_reply = models.BooleanField(_("whoever answers looks after it"), default=True)

    objects = DeskManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> Hours:
        return hours_of(self.calendar)

    @property
    def zone(self) -> str:
        return self.calendar.zone


class DeskAddress(models.Model):
    """An address at which a desk receives, and from which it answers. The first is its main one."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="addresses")
    value = models.CharField(_("mail address"), max_length=320)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "desk addresses"
        constraints = [
            models.UniqueConstraint(Lower("value"), name="desk_address_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.value
