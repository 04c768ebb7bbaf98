"""A promise of one side, and what both look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.agreements.actions import ClauseTerms
from kept.agreements.forms.fields import NamedOrganisation, area
from kept.agreements.models import CLOCKS, Agreement, Clause, Side
from kept.conversations.models import Desk


class ClauseForm(forms.Form):
    """One promise of one side. What a clock needs is asked only where there can be one."""

    side = forms.ChoiceField(label=gettext_lazy("Who promises"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("What kind"))
    words = forms.CharField(
        label=gettext_lazy("In the words the other side reads"),
        help_text=gettext_lazy(
            "A clock may do without: “You hear from us within 4 working hours.”"
        ),
        widget=area(2),
        required=False,
        max_length=1_000,
    )
    amount = forms.IntegerField(
        label=gettext_lazy("Within"), min_value=1, max_value=100_000, required=False
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=[("60", gettext_lazy("working hours")), ("1", gettext_lazy("working minutes"))],
        required=False,
    )
    desk = forms.ModelChoiceField(
        label=gettext_lazy("Only at this desk"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=gettext_lazy("At each of them"),
    )
    organisation = NamedOrganisation(
        label=gettext_lazy("Only for this organisation"), required=False, max_length=200
    )
    subject_words = forms.CharField(
        label=gettext_lazy("Only where the subject says"),
        help_text=gettext_lazy("Words apart by commas; one of them is enough."),
        required=False,
        max_length=200,
    )

    def __init__(
        self, *args: Any, agreement: Agreement, organisations: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["side"].choices = [  # type: ignore[attr-defined]
            (Side.OURS, agreement.our_name), (Side.THEIRS, agreement.their_name),
        ]  # fmt: skip
        self.fields["kind"].choices = (  # type: ignore[attr-defined]
            Clause.Kind.choices if agreement.has_clocks else Clause.Kind.choices[:1]
        )
        self.fields["organisation"].known = organisations  # type: ignore[attr-defined]
        self.fields["desk"].queryset = agreement.desks.all()  # type: ignore[attr-defined]
        for name in _needless(agreement):
            del self.fields[name]

    @property
    def names(self) -> list[str]:
        field = self.fields.get("organisation")
        return field.names() if isinstance(field, NamedOrganisation) else []

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_clock = values.get("kind") in CLOCKS
        if is_clock and not values.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Say within how much time."))
        if is_clock and values.get("side") == Side.THEIRS:
            self.add_error("kind", _("Only a desk's own promise can have a clock."))
        if not is_clock and not (values.get("words") or "").strip():
            self.add_error("words", _("Write what is promised."))
        return values

    def terms(self) -> ClauseTerms:
        values = self.cleaned_data
        amount = values.get("amount")
        return ClauseTerms(
            side=values["side"],
            kind=values["kind"],
            words=values["words"],
            minutes=amount * int(values.get("unit") or 60) if amount else None,
            desk=values.get("desk"),
            organisation=values.get("organisation"),
            subject_words=values.get("subject_words") or "",
        )


def _needless(agreement: Agreement) -> Iterable[str]:
    """What need not be asked: conditions that can only ever be met, or never."""
    if not agreement.has_clocks:
        return ("amount", "unit", "desk", "organisation", "subject_words")
    return ("desk",) if agreement.organisation_id is None else ("organisation",)


def of_clause(clause: Clause) -> dict[str, Any]:
    """The form's values for a clause that stands there."""
    minutes = clause.minutes or 0
    unit = 60 if minutes % 60 == 0 else 1
    return {
        "side": clause.side,
        "kind": clause.kind,
        "words": clause.words,
        "amount": minutes // unit or None,
        "unit": str(unit),
        "desk": clause.desk_id,
        "organisation": clause.organisation.name if clause.organisation else "",
        "subject_words": clause.subject_words,
    }


class MeasureForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What we look at"), max_length=120)
    asks = forms.CharField(
        label=gettext_lazy("The figure, or the question we ask each other"), max_length=300
    )
    aim = forms.CharField(label=gettext_lazy("What we aim at"), max_length=200)
    is_experience = forms.BooleanField(
        label=gettext_lazy("It is about how people find it, not about a count"), required=False
    )
