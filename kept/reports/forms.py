"""What of the reports is looked at. What is not on offer is as if nobody had asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.models import Desk
from kept.reports.models import Facet
from kept.reports.rules.periods import FOUR_WEEKS, LONGEST, OWN, Period, chosen, preset

PERIODS = (
    ("week", gettext_lazy("This week")),
    ("4w", gettext_lazy("Last 4 weeks")),
    ("12w", gettext_lazy("Last 12 weeks")),
    ("year", gettext_lazy("Last 52 weeks")),
    (OWN, gettext_lazy("Days of your own")),
)
BY = {
    "desk": (Facet.ALL, gettext_lazy("Desk")),
    "tag": (Facet.TAG, gettext_lazy("Tag")),
    "channel": (Facet.CHANNEL, gettext_lazy("Channel")),
    "organisation": (Facet.ORGANISATION, gettext_lazy("Organisation")),
}
TIMES = (
    ("working", gettext_lazy("Working time")),
    ("clock", gettext_lazy("By the clock")),
)
_FACETS = {"tag": Facet.TAG, "channel": Facet.CHANNEL, "organisation": Facet.ORGANISATION}
_LARGEST = 2**62


class ReportForm(forms.Form):
    """`of` is what somebody chose in a table, as `tag:5`; its gate is the view's matter."""

    period = forms.ChoiceField(label=gettext_lazy("Time"), choices=PERIODS, required=False)
    first = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    desk = forms.ChoiceField(label=gettext_lazy("Desk"), required=False)
    by = forms.ChoiceField(
        label=gettext_lazy("Told by"),
        choices=[(name, label) for name, (_facet, label) in BY.items()],
        required=False,
    )
    time = forms.ChoiceField(label=gettext_lazy("Counted in"), choices=TIMES, required=False)

    def __init__(
        self, given: Mapping[str, str], *, desks: Iterable[Desk], today: date, fields: Iterable[str]
    ) -> None:
        self.today = today
        choices: dict[str, list[tuple[str, Any]]] = {
            "period": [(name, label) for name, label in PERIODS],
            "desk": [("", _("All desks")), *((one.slug, one.name) for one in desks)],
            "by": [(name, label) for name, (_facet, label) in BY.items()],
            "time": [(name, label) for name, label in TIMES],
        }
        known: dict[str, str] = {"period": FOUR_WEEKS, "by": "desk", "time": "working"}
        known |= {
            name: given[name]
            for name, offered in choices.items()
            if given.get(name) in {value for value, _label in offered}
        }
        usual = preset(FOUR_WEEKS, today=today)
        known["first"] = given.get("first", "")[:20] or usual.first.isoformat()
        known["last"] = given.get("last", "")[:20] or usual.last.isoformat()
        super().__init__(known)
        self.of = _of(given.get("of", ""))
        self.fields["desk"].choices = choices["desk"]  # type: ignore[attr-defined]
        if known["period"] != OWN:
            del self.fields["first"], self.fields["last"]
        for name in ("by", "time"):
            if name not in fields:
                del self.fields[name]
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("first"), found.get("last")
        if first and last and chosen(first, last, today=self.today) is None:
            far = _("Choose days up to today, the first before the last, at most %(n)s in all.")
            self.add_error("last", far % {"n": LONGEST})
        return found

    @property
    def days(self) -> Period:
        """The days that are told of; the last four weeks where those chosen cannot be."""
        name = str(self.cleaned_data.get("period") or FOUR_WEEKS)
        if name != OWN:
            return preset(name, today=self.today)
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        own = chosen(first, last, today=self.today) if first and last else None
        return own or preset(FOUR_WEEKS, today=self.today)

    @property
    def desk_slug(self) -> str:
        return str(self.cleaned_data.get("desk") or "")

    @property
    def told_by(self) -> str:
        return str(self.cleaned_data.get("by") or "desk")

    @property
    def is_clock(self) -> bool:
        return self.cleaned_data.get("time") == "clock"

    def query(self, **changes: str) -> str:
        """The same choice for another address, with some of it changed; empty takes it away."""
        values = {
            name: value.isoformat() if isinstance(value, date) else str(value)
            for name, value in self.cleaned_data.items()
            if value
        }
        if self.of:
            values["of"] = ":".join(map(str, self.of))
        values |= changes
        return urlencode({name: value for name, value in values.items() if value})


def _of(typed: str) -> tuple[str, int] | None:
    name, _colon, key = typed.partition(":")
    if name not in _FACETS or not (key.isascii() and key.isdecimal()) or len(key) > 18:
        return None
    return name, min(int(key), _LARGEST)


def facet_of(name: str) -> Facet:
    return BY[name][0]
