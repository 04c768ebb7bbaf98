"""Checks of what was typed about an agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.agreements.access import may_place_in, organisations_of
from kept.agreements.actions import ClauseTerms, Talk, Terms
from kept.agreements.models import CLOCKS, Agreement, Clause, Measure, Review, Side
from kept.conversations.access import customers_visible_to
from kept.conversations.models import Desk
from kept.customers.models import Customer, Organisation
from kept.people.models import Member, Team
from kept.promises import letters
from kept.promises.fields import Letter

MOST_NAMES = 200
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TermsForm(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("One sentence that both sides would say."),
        widget=area(2),
        max_length=1_000,
    )
    way = forms.CharField(
        label=gettext_lazy("How we work together"),
        help_text=gettext_lazy("Who speaks to whom, what comes first, what happens when it fails."),
        widget=area(5),
        required=False,
        max_length=10_000,
    )
    review_every_months = forms.IntegerField(
        label=gettext_lazy("Months from one talk about it to the next"),
        min_value=1,
        max_value=24,
        initial=3,
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Not before"),
        help_text=gettext_lazy("Left empty, it holds as soon as both sides have said it back."),
        widget=_DAY,
        required=False,
    )

    def terms(self) -> Terms:
        names = ("purpose", "way", "review_every_months", "starts_on")
        return Terms(**{name: self.cleaned_data[name] for name in names})


class NamedOrganisation(forms.CharField):
    """An organisation by its name, of those the member knows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"list": "organisations"}), **options)
        self.known: Any = Organisation.objects.none()

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        found = self.known.filter(name__iexact=name).first()
        if found is None:
            raise forms.ValidationError(
                _(
                    "We know no organisation of this name. Give below the mail address of somebody "
                    "there who has written to us, and it is theirs from now on."
                )
            )
        return found

    def names(self) -> list[str]:
        """What the browser may propose: no more than it can show."""
        return list(self.known.order_by("name").values_list("name", flat=True)[:MOST_NAMES])


class BeginWithCustomerForm(TermsForm):
    """With an organisation we know, or with the house of a customer who has none yet.

    `newcomer` is that customer and the name of their house, which becomes theirs.
    """

    organisation = NamedOrganisation(
        label=gettext_lazy("With whom"),
        help_text=gettext_lazy("The name of their house. An agreement is with all of its people."),
        max_length=200,
    )
    address = forms.EmailField(
        label=gettext_lazy("Mail address of one of its people"),
        help_text=gettext_lazy(
            "Only where we do not know the house yet: who has this address is of it from now on."
        ),
        required=False,
    )
    desks = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which desks promise"),
        queryset=Desk.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("organisation", "address", "desks")

    def __init__(self, *args: Any, desks: Any, by: Member, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by
        self.newcomer: tuple[Customer, str] | None = None
        self.fields["desks"].queryset = desks  # type: ignore[attr-defined]
        self.fields["organisation"].known = organisations_of(by)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        name = " ".join(str(self.data.get("organisation", "")).split())[:200]
        if values.get("organisation") is None and name and values.get("address"):
            self.newcomer = self._newcomer(name, values["address"])
            if self.newcomer:
                del self.errors["organisation"]
        return values

    def _newcomer(self, name: str, address: str) -> tuple[Customer, str] | None:
        seen = customers_visible_to(self.by).select_related("organisation")
        customer = seen.filter(addresses__value__iexact=address).first()
        if customer is None:
            self.add_error("address", _("Nobody with this address has written to a desk of yours."))
        elif customer.organisation is not None:
            said = _("They are of %(house)s already. Write that name above.")
            self.add_error("address", said % {"house": customer.organisation.name})
        elif not may_place_in(self.by, name):
            said = _(
                "An agreement holds with them. Ask a manager who sees it to say who is of them."
            )
            self.add_error("organisation", said)
        else:
            return customer, name
        return None

    @property
    def names(self) -> list[str]:
        return self.fields["organisation"].names()  # type: ignore[attr-defined, no-any-return]


class BeginBetweenTeamsForm(TermsForm):
    team = forms.ModelChoiceField(
        label=gettext_lazy("One team"), queryset=Team.objects.none(), empty_label=None
    )
    other = forms.ModelChoiceField(
        label=gettext_lazy("The other team"), queryset=Team.objects.none(), empty_label=None
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("team", "other")

    def __init__(self, *args: Any, own: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = own  # type: ignore[attr-defined]
        self.fields["other"].queryset = Team.objects.all()  # type: ignore[attr-defined]


class BeginWithEverybodyForm(TermsForm):
    desk = forms.ModelChoiceField(
        label=gettext_lazy("Which desk promises"), queryset=Desk.objects.none(), empty_label=None
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("desk",)

    def __init__(self, *args: Any, desks: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]


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

    talked_on = forms.DateField(label=gettext_lazy("When you talked"), widget=_DAY)
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
    next_on = forms.DateField(label=gettext_lazy("When you talk again"), widget=_DAY)
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


class SendForm(forms.Form):
    """Who of the organisation is written to, and the letter."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect)
    text = Letter(rows=10)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        self.fields["to"].choices = [(pk, one.name) for pk, one in self.people.items()]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if fault := letters.fault_of(text, needs_link=True):
            raise forms.ValidationError(fault)
        return text
