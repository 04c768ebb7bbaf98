"""Checks of what was typed about the playbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kept.playbook.actions import PlayTerms
from kept.playbook.models import Feeling, Language, Play, Situation, StepKind
from kept.playbook.rules import lines_of
from kept.playbook.rules.phrasing import (
    LONGEST_NAME,
    LONGEST_PHRASING,
    LONGEST_STEP,
    LONGEST_THOUGHT,
    LONGEST_WHEN,
    MOST_PHRASINGS,
    MOST_STEPS,
)

_ANY = gettext_lazy("All")
_NO_STEP = [("", "—")]


class PlayForm(forms.Form):
    """`step_kind_0` and `step_words_0` are the first step, and so on."""

    situation = forms.ChoiceField(label=gettext_lazy("Situation"), choices=Situation.choices)
    feeling = forms.ChoiceField(label=gettext_lazy("How they feel"), choices=Feeling.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    when = forms.CharField(
        label=gettext_lazy("When it fits"), max_length=LONGEST_WHEN, required=False
    )
    phrasings = forms.CharField(
        label=gettext_lazy("Phrasings"),
        max_length=MOST_PHRASINGS * (LONGEST_PHRASING + 4),
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=gettext_lazy(
            "An empty line between two. They are examples: whoever uses one has to change it. What "
            "is to be filled in stands in square brackets. No names of customers."
        ),
    )

    submit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for number in range(MOST_STEPS):
            self.fields[f"step_kind_{number}"] = forms.ChoiceField(
                label=gettext_lazy("What it leads to"),
                choices=[*_NO_STEP, *StepKind.choices],
                required=False,
            )
            self.fields[f"step_words_{number}"] = forms.CharField(
                label=gettext_lazy("Step"), max_length=LONGEST_STEP, required=False
            )

    @property
    def plain(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if not bound.name.startswith("step_")]

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"step_kind_{n}"], self[f"step_words_{n}"]) for n in range(MOST_STEPS)]

    def terms(self) -> PlayTerms:
        given = self.cleaned_data
        rows = [
            (given[f"step_kind_{n}"] or StepKind.SAY, given[f"step_words_{n}"])
            for n in range(MOST_STEPS)
        ]
        return PlayTerms(
            situation=given["situation"],
            feeling=given["feeling"],
            language=given["language"],
            name=given["name"],
            when=given["when"],
            phrasings=lines_of(given["phrasings"], most=MOST_PHRASINGS, longest=LONGEST_PHRASING),
            steps=rows,
        )


def typed_of(play: Play, phrasings: list[str]) -> dict[str, Any]:
    """A play as `PlayForm` shows it."""
    told: dict[str, Any] = {
        name: getattr(play, name) for name in ("situation", "feeling", "language", "name", "when")
    }
    told["phrasings"] = "\n\n".join(phrasings)
    for number, (kind, words) in enumerate(play.steps[:MOST_STEPS]):
        told |= {f"step_kind_{number}": kind, f"step_words_{number}": words}
    return told


class FindForm(forms.Form):
    """What is looked for; what is no choice is as if it were not asked."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    situation = forms.ChoiceField(
        label=gettext_lazy("Situation"), choices=[("", _ANY), *Situation.choices], required=False
    )
    feeling = forms.ChoiceField(
        label=gettext_lazy("How they feel"), choices=[("", _ANY), *Feeling.choices], required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", _ANY), *Language.choices], required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", _ANY), *Play.State.choices], required=False
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        told = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        return {name: str(told.get(name) or "") for name in self.fields}


class ThoughtForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What you wish you had said"),
        max_length=LONGEST_THOUGHT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Only you read this, until you use it."),
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)
