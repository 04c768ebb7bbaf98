"""Calendars with their versions and days, who works by which, and absences."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kept.people.models import Member, Team, home_zone

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self


class CalendarQuerySet(models.QuerySet["Calendar"]):
    def visible_to(self, member: Member) -> Self:
        """Everybody may know when the others work."""
        return self.all() if member.is_active else self.none()


CalendarManager = models.Manager.from_queryset(CalendarQuerySet)


class Calendar(models.Model):
    """When some of us work. Its zone stays: who moves to another works by another calendar.

    `revision` is another one after each change of its hours, so what was worked out from one can
    be kept for as long as anybody asks for it. The house's own calendar is that of new desks.
    """

    name = models.CharField(_("name"), max_length=80)
    zone = models.CharField(_("time zone"), max_length=60, default=home_zone)
    is_house = models.BooleanField(_("for new desks"), default=False)
    revision = models.UUIDField(default=uuid4, editable=False)

    objects = CalendarManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="calendar_name_once_in_any_case"),
            models.UniqueConstraint(
                fields=["is_house"], name="calendar_of_house_once", condition=Q(is_house=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """How a calendar's week is from a local date on, and whose public holidays it keeps.

    The first version also says what was before it.
    """

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="versions", db_index=False)
    since = models.DateField()
    country = models.CharField(max_length=2, blank=True, default="")
    region = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "since"], name="calendar_version_a_date"),
            models.CheckConstraint(
                name="calendar_version_region_in_country",
                condition=Q(region="") | ~Q(country=""),
            ),
        ]

    def __str__(self) -> str:
        return f"version of {self.calendar_id} since {self.since}"


class ExtraDay(models.Model):
    """A date on which a calendar is not as in its week: closed, or open in other windows."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days", db_index=False)
    date = models.DateField()
    name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="extra_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} of {self.calendar_id}"


def _window_in_a_day(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{table}_in_a_day",
        condition=Q(opens__gte=0, closes__lte=24 * 60, opens__lt=F("closes")),
    )


class WeekWindow(models.Model):
    """Open from one minute of a weekday to another; Monday is 0, and 1440 ends the day."""

    version = models.ForeignKey(
        CalendarVersion, models.CASCADE, related_name="windows", db_index=False
    )
    weekday = models.SmallIntegerField()
    opens = models.SmallIntegerField()
    closes = models.SmallIntegerField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "weekday", "opens"], name="week_window_once"
            ),
            models.CheckConstraint(
                name="week_window_on_a_weekday", condition=Q(weekday__gte=0, weekday__lte=6)
            ),
            _window_in_a_day("week_window"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens} to {self.closes}"


class DayWindow(models.Model):
    """As `WeekWindow`, on one date."""

    day = models.ForeignKey(ExtraDay, models.CASCADE, related_name="windows", db_index=False)
    opens = models.SmallIntegerField()
    closes = models.SmallIntegerField()

    class Meta:
        ordering = ["opens"]
        constraints = [
            models.UniqueConstraint(fields=["day", "opens"], name="day_window_once"),
            _window_in_a_day("day_window"),
        ]

    def __str__(self) -> str:
        return f"{self.opens} to {self.closes}"


class TeamHours(models.Model):
    """The calendar a team works by, where it is not that of the desk."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="team_hours")

    class Meta:
        verbose_name_plural = "team hours"

    def __str__(self) -> str:
        return f"hours of team {self.team_id}"


class MemberHours(models.Model):
    """The calendar a member works by, where it is not that of their team."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="member_hours")

    class Meta:
        verbose_name_plural = "member hours"

    def __str__(self) -> str:
        return f"hours of member {self.member_id}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def editable_by(self, member: Member) -> Self:
        """One's own; all of them for whoever plans the work of others."""
        if not member.is_active:
            return self.none()
        return self if member.is_manager else self.filter(member=member)

    def over_after(self, moment: datetime) -> Self:
        return self.filter(ends_at__gt=moment)


AbsenceManager = models.Manager.from_queryset(AbsenceQuerySet)


class Absence(models.Model):
    """A member does not work from a moment until another.

    Others read that they are away; of what kind they who plan; the note they who wrote it and the
    member.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "HOLIDAY", _("Holiday")
        SICK = "SICK", _("Sick")
        TRAINING = "TRAINING", _("Training")
        OTHER = "OTHER", _("Something else")

    member = models.ForeignKey(Member, models.PROTECT, related_name="absences", db_index=False)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.HOLIDAY)
    note = models.TextField(blank=True, default="")
    noted_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)

    objects = AbsenceManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=Q(begins_at__lt=F("ends_at"))
            ),
            models.UniqueConstraint(
                fields=["member", "begins_at", "ends_at"], name="absence_noted_once"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at", "begins_at"], name="absence_by_end"),
            models.Index(fields=["member", "ends_at"], name="absence_of_member"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
