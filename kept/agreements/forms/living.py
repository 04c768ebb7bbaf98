"""Saying it back, talking about it, ending it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.agreements.actions import Talk
from kept.agreements.forms.fields import DAY, area
from kept.agreements.models import Agreement, Clause, Measure, Review


class SayBackForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("In your own words: what do we promise each other?"),
        widget=area(5),
        max_length=5_000,
        error_messages={"required": gettext_lazy("Say in your own words what you understand.")},
    )
    agrees = forms.ChoiceField(
        label=gettext_lazy("Is that what you want?"),
        choices=[
            ("yes", gettext_lazy("Yes, we agree to this")),
            ("no", gettext_lazy("Not yet: something must change")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "version": values["version"],
            "words": values["words"],
            "agrees": values["agrees"] == "yes",
        }


class ReviewForm(forms.Form):
    """A talk, with a row for each promise in words and each measure."""

    talked_on = forms.DateField(label=gettext_lazy("When you talked"), widget=DAY)
    talk = forms.CharField(
        label=gettext_lazy("What you talked about"), widget=area(5), max_length=10_000
    )
    changes = forms.CharField(
        label=gettext_lazy("What changes because of it"),
        widget=area(3),
        required=False,
        max_length=10_000,
    )
    ours = forms.ChoiceField(choices=Review.Feeling.choices, widget=forms.RadioSelect)
    theirs = forms.ChoiceField(choices=Review.Feeling.choices, widget=forms.RadioSelect)
    next_on = forms.DateField(label=gettext_lazy("When you talk again"), widget=DAY)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        agreement: Agreement,
        clauses: Iterable[Clause],
        measures: Iterable[Measure],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for side, name in (("ours", agreement.our_name), ("theirs", agreement.their_name)):
            self.fields[side].label = _("How it goes for %(name)s, as they say") % {"name": name}
        self.clauses = [clause for clause in clauses if not clause.is_clock]
        self.measures = list(measures)
        for clause in self.clauses:
            self.fields[f"held_{clause.pk}"] = forms.ChoiceField(
                label=clause.words,
                choices=[("", _("Not spoken of")), ("yes", _("Held")), ("no", _("Not always"))],
                required=False,
            )
        for measure in self.measures:
            self.fields[f"found_{measure.pk}"] = forms.CharField(
                label=measure.name,
                help_text=_("%(asks)s Aim: %(aim)s") % {"asks": measure.asks, "aim": measure.aim},
                required=False,
                max_length=300,
            )
        self.order_fields(["talked_on", "talk", *self._looked_back(), "changes"])

    def _looked_back(self) -> list[str]:
        return [name for name in self.fields if name.startswith(("held_", "found_"))]

    def talk_told(self) -> Talk:
        values = self.cleaned_data
        held = {clause.pk: values[f"held_{clause.pk}"] for clause in self.clauses}
        names = ("talked_on", "talk", "changes", "ours", "theirs", "next_on")
        return Talk(
            **{name: values[name] for name in names},
            held={pk: said == "yes" for pk, said in held.items() if said},
            found={one.pk: values[f"found_{one.pk}"] for one in self.measures},
        )


class EndForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why it ends"),
        help_text=gettext_lazy("Both sides read it."),
        widget=area(3),
        max_length=2_000,
        error_messages={"required": gettext_lazy("Write why: both sides read it.")},
    )
