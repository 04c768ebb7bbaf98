"""Checks of what was typed about working time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.hours.models import Absence
from kept.hours.regions import named_countries
from kept.hours.rules import Backwards, Overlapping, Version, as_typed, read_typed
from kept.kit.hours import DAYS, BadHours, Region, Windows
from kept.kit.hours.public import countries, parts_of
from kept.people.fields import ZoneField
from kept.people.models import Member, Team

DAY_NAMES = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]
LAST_YEAR = 2999
WHOLE_DAYS = "whole-days"
"""The line that says what a time left empty means."""


class WindowsField(forms.CharField):
    """`09:00-12:30, 13:30-17:00`; empty is closed. A window may end at midnight, as 24:00."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=160, **options)

    def clean(self, value: Any) -> Windows:
        try:
            return read_typed(str(super().clean(value)))
        except Backwards as error:
            raise forms.ValidationError(_("An opening must end after it begins.")) from error
        except Overlapping as error:
            raise forms.ValidationError(_("These times must follow each other.")) from error
        except BadHours as error:
            raise forms.ValidationError(
                _("Write it like 09:00-12:30, 13:30-17:00. Empty means closed.")
            ) from error


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day and not 1970 <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class Clock(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HoursForm(forms.Form):
    """A week from a date on, and whose public holidays it keeps.

    `parts_of` is the country whose regions the form offered: after another one was chosen, the
    region has still to be.
    """

    since = Day(label=gettext_lazy("From this day on"))
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    region = forms.CharField(label=gettext_lazy("Region"), required=False, max_length=40)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for day, label in zip(DAYS, DAY_NAMES, strict=True):
            self.fields[day] = WindowsField(label=label)
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *named_countries().items(),
        ]
        place = self.data.get("country") if self.is_bound else self.initial.get("country")
        self.place = str(place or "")
        self.parts = parts_of(self.place) if self.place in countries() else {}
        whole = _("All of it") if self.parts else _("No regions of its own")
        self.fields["region"].widget = forms.Select(choices=[("", whole), *self.parts.items()])

    @property
    def week(self) -> list[forms.BoundField]:
        return [self[day] for day in DAYS]

    @property
    def seen(self) -> UUID | None:
        """The revision that the page was made from."""
        try:
            return UUID(str(self.data.get("seen", "")))
        except ValueError:
            return None

    @property
    def offers_other_regions(self) -> bool:
        """Whether the regions that the page shows are not those of the country chosen."""
        return str(self.data.get("parts_of", "")) != self.place

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if all(day in values and not values[day] for day in DAYS):
            self.add_error("mon", _("Hours that are never open could keep no promise."))
        region = values.get("region")
        if self.parts and self.offers_other_regions:
            values["region"] = ""
            self.add_error("region", _("Choose the region, or all of the country."))
        elif region and region not in self.parts:
            values["region"] = ""
            if not self.offers_other_regions:
                self.add_error("region", _("That is no region of this country."))
        return values

    def version(self, *, otherwise: date) -> Version:
        """What was typed, as far as it can be read: what is at fault is closed, or not there.

        Where the date cannot be read it is `otherwise`.
        """
        values = self.cleaned_data
        country, region = values.get("country", ""), values.get("region", "")
        return Version(
            since=values.get("since") or otherwise,
            week=tuple(values.get(day, ()) for day in DAYS),
            region=Region(country, region) if country else None,
        )


class NewCalendarForm(HoursForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    zone = ZoneField(
        label=gettext_lazy("Time zone"),
        max_length=60,
        help_text=gettext_lazy("Such as Europe/Berlin. It stays; who moves takes other hours."),
    )


def hours_as_typed(version: Version) -> dict[str, Any]:
    """A version as `HoursForm` shows it."""
    week = {day: as_typed(windows) for day, windows in zip(DAYS, version.week, strict=True)}
    region = version.region or Region("")
    return {
        "since": version.since,
        "country": region.country,
        "region": region.part,
        **week,
    }


class DayForm(forms.Form):
    date = Day(label=gettext_lazy("Day"))
    name = forms.CharField(
        label=gettext_lazy("What it is"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Such as Stocktaking."),
    )
    windows = WindowsField(
        label=gettext_lazy("Open"),
        help_text=gettext_lazy("Such as 10:00-14:00. Empty means closed."),
    )


class SettleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    is_house = forms.BooleanField(label=gettext_lazy("New desks work by it"), required=False)
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams that work by it"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A team without hours of its own works by those of the desk."),
    )
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Members who work by it, whatever their team does"),
        queryset=Member.objects.filter(is_active=True).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class AbsenceForm(forms.Form):
    """Whole days, unless a time is said. Times are on the clock of whoever is away."""

    member = forms.ModelChoiceField(
        label=gettext_lazy("Who"),
        queryset=Member.objects.filter(is_active=True).order_by("name"),
        empty_label=None,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Why"), choices=Absence.Kind)
    first = Day(label=gettext_lazy("First day"))
    begin = Clock(label=gettext_lazy("from"), required=False)
    last = Day(label=gettext_lazy("Last day"))
    end = Clock(label=gettext_lazy("until"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        by: Member,
        of: Member | None = None,
        noted_by: Member | None = None,
        **options: Any,
    ) -> None:
        """Where `of` is given it is theirs, and the form does not ask whose.

        `by` fills it in; `noted_by` is whoever did so first, where that was somebody else.
        """
        super().__init__(*args, **options)
        self.of = of
        if of:
            del self.fields["member"]
        for name in ("begin", "end"):
            self.fields[name].widget.attrs["aria-describedby"] = WHOLE_DAYS
        self.fields["note"].help_text = _readers(by, of, noted_by or by)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("An absence must end after it begins."))
        return values

    @property
    def whose(self) -> Member:
        member: Member = self.of or self.cleaned_data["member"]
        return member

    def span(self) -> dict[str, datetime]:
        """From the beginning of the first day until the end of the last, or the times said."""
        zone, values = ZoneInfo(self.whose.zone), self.cleaned_data
        begin = datetime.combine(values["first"], values["begin"] or time(), zone)
        if values["end"]:
            end = datetime.combine(values["last"], values["end"], zone)
        else:
            end = datetime.combine(values["last"] + timedelta(days=1), time(), zone)
        return {"begins_at": begin, "ends_at": end}


def _readers(by: Member, of: Member | None, noted_by: Member) -> str:
    """Who reads the note: `access.may_read_note`, told to `by`."""
    if of != by:
        return _("Read by whoever is away, and by you. Nobody else.")
    if noted_by != by:
        return _("Read by you, and by %(name)s, who noted it. Nobody else.") % {"name": noted_by}
    return _("Only you read this.")


def absence_as_typed(absence: Absence) -> dict[str, Any]:
    """An absence as `AbsenceForm` shows it, without the note."""
    zone = ZoneInfo(absence.member.zone)
    begin, end = absence.begins_at.astimezone(zone), absence.ends_at.astimezone(zone)
    ends_with_day = end.time() == time()
    return {
        "kind": absence.kind,
        "first": begin.date(),
        "begin": begin.time() if begin.time() != time() else None,
        "last": end.date() - timedelta(days=1) if ends_with_day else end.date(),
        "end": None if ends_with_day else end.time(),
    }
