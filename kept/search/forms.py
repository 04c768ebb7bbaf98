"""Checks of what was typed about a saved view."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.people.models import Member
from kept.search.access import Audience, audience_of, audiences
from kept.search.actions import ViewTerms
from kept.search.models import SavedView
from kept.search.rules import LONGEST

ICONS = [
    ("search", gettext_lazy("Lens")),
    ("flag", gettext_lazy("Flag")),
    ("tag", gettext_lazy("Label")),
    ("heart", gettext_lazy("Heart")),
    ("pact", gettext_lazy("Promise")),
    ("hour", gettext_lazy("Clock")),
    ("clip", gettext_lazy("Clip")),
    ("box", gettext_lazy("Parcel")),
    ("bill", gettext_lazy("Bill")),
    ("people", gettext_lazy("People")),
    ("globe", gettext_lazy("Globe")),
    ("phone", gettext_lazy("Telephone")),
]
_TOLD = format_lazy("{}?part=told", reverse_lazy("search:page"))


class ViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    q = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={
                "data-offers": reverse_lazy("search:offers"),
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "aria-describedby": "told",
                "hx-get": _TOLD,
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "#told",
                "hx-swap": "outerHTML",
                "hx-sync": "this:replace",
            }
        ),
    )
    icon = forms.ChoiceField(label=gettext_lazy("Icon"), choices=ICONS, initial="search")
    seen_by = forms.ChoiceField(label=gettext_lazy("Who sees it"), initial="OWN")

    def __init__(self, *args: Any, member: Member, is_own: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        found = [one for one in audiences(member) if is_own or one.reach != SavedView.Reach.OWN]
        self.audiences = {value_of(one): one for one in found}
        choices = [(value, audience_in_words(one)) for value, one in self.audiences.items()]
        self.fields["seen_by"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            # There is nothing to choose.
            self.fields["seen_by"].widget = forms.HiddenInput()

    def chosen(self) -> ViewTerms:
        """What the actions take."""
        told = self.cleaned_data
        return ViewTerms(told["name"], told["q"], told["icon"], self.audiences[told["seen_by"]])


def value_of(audience: Audience) -> str:
    return f"{audience.reach}-{audience.of}" if audience.of else str(audience.reach)


def audience_in_words(audience: Audience) -> str:
    if audience.team:
        return _("Team %(name)s") % {"name": audience.team.name}
    if audience.desk:
        return _("Whoever serves %(name)s") % {"name": audience.desk.name}
    return _("Everybody") if audience.reach == SavedView.Reach.ALL else _("Only me")


def as_typed(view: SavedView) -> dict[str, Any]:
    """A view as `ViewForm` shows it."""
    return {
        "name": view.name,
        "q": view.asks,
        "icon": view.icon,
        "seen_by": value_of(audience_of(view)),
    }
