"""Checks of what was typed about limits, skills and ways."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kept.routing.models import Capacity, DeskRouting
from kept.routing.rules import LONGEST_SKILL, MOST_LIMIT, MOST_SKILLS, languages_in, skills_in

_LONGEST = MOST_SKILLS * (LONGEST_SKILL + 2)


class SkillsForm(forms.Form):
    skills = forms.CharField(
        label=gettext_lazy("Skills"),
        required=False,
        max_length=_LONGEST,
        help_text=gettext_lazy("In plain words, several by comma: refunds, dimmers."),
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("By their codes: en, de, pt. Empty is the language of the screen."),
    )

    def clean_skills(self) -> list[str]:
        return skills_in(self.cleaned_data["skills"])

    def clean_languages(self) -> list[str]:
        return languages_in(self.cleaned_data["languages"])


class OwnForm(SkillsForm):
    own = forms.IntegerField(
        label=gettext_lazy("Open conversations at once"),
        required=False,
        min_value=1,
        max_value=MOST_LIMIT,
        help_text=gettext_lazy(
            "Routing brings you no more than these. What you take by hand counts, and is not "
            "limited. Empty is the usual number."
        ),
    )
    takes = forms.BooleanField(
        label=gettext_lazy("New ones may come to me"),
        required=False,
        help_text=gettext_lazy("Switch it off while you want to finish what you have."),
    )

    field_order = ("own", "takes", "skills", "languages")


class MostForm(SkillsForm):
    most = forms.IntegerField(
        label=gettext_lazy("Open conversations at once, at most"),
        required=False,
        min_value=1,
        max_value=MOST_LIMIT,
        help_text=gettext_lazy("They choose their own number up to this. Empty sets no bound."),
    )

    field_order = ("most", "skills", "languages")


class RoutingForm(forms.Form):
    way = forms.ChoiceField(
        label=gettext_lazy("What comes here goes"),
        choices=DeskRouting.Way,
        widget=forms.RadioSelect,
    )
    most = forms.IntegerField(
        label=gettext_lazy("Open conversations at once, at most, of each who serves here"),
        required=False,
        min_value=1,
        max_value=MOST_LIMIT,
        help_text=gettext_lazy(
            "Whoever has so many open gets nothing more from here. Their own limit holds too. "
            "Empty sets no bound."
        ),
    )
    prefers_last = forms.BooleanField(
        label=gettext_lazy("Whoever served the customer last comes first"),
        required=False,
        help_text=gettext_lazy("While they are here and have room."),
    )
    by_language = forms.BooleanField(
        label=gettext_lazy("Only to whoever speaks the customer's language"),
        required=False,
    )
    needs = forms.CharField(
        label=gettext_lazy("Skills that everything here needs"),
        required=False,
        max_length=_LONGEST,
        help_text=gettext_lazy("Several by comma. Empty asks for none."),
    )
    needs_if_tagged = forms.CharField(
        label=gettext_lazy("Skills that a tag of the same name needs"),
        required=False,
        max_length=_LONGEST,
        help_text=gettext_lazy(
            "With refunds here, what is tagged Refunds goes only to whoever has that skill."
        ),
    )

    def clean_needs(self) -> list[str]:
        return skills_in(self.cleaned_data["needs"])

    def clean_needs_if_tagged(self) -> list[str]:
        return skills_in(self.cleaned_data["needs_if_tagged"])


def capacity_as_typed(row: Capacity) -> dict[str, Any]:
    return {
        "own": row.own,
        "most": row.most,
        "takes": row.takes,
        "skills": ", ".join(row.skills),
        "languages": ", ".join(row.languages),
    }


def routing_as_typed(row: DeskRouting) -> dict[str, Any]:
    return {
        "way": row.way,
        "most": row.most,
        "prefers_last": row.prefers_last,
        "by_language": row.by_language,
        "needs": ", ".join(row.needs),
        "needs_if_tagged": ", ".join(row.needs_if_tagged),
    }
