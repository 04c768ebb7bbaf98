"""Checks of what was typed about the charter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.charter.access import grantees
from kept.charter.actions import AlternativeTerms, GrantTerms, PolicyTerms, Use
from kept.charter.models import Grant, Kind, Period, Policy, PolicyVersion, Value
from kept.charter.queries import May, alternative_of
from kept.charter.rules import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_RULE,
    MOST_ALTERNATIVES,
    MOST_WIDEN_AFTER,
    WIDEN_AFTER,
)
from kept.conversations.models import Desk
from kept.customers.models import Customer
from kept.kit.money import DIGITS, NotMoney, minor_of, plain
from kept.people.models import Member
from kept.promises.fields import Moment, choose_whom

if TYPE_CHECKING:
    _FormSet = BaseFormSet["AlternativeForm"]
else:
    _FormSet = BaseFormSet

GIVEN = [(code, label) for code, label in Kind.choices if code != Kind.STOP]
"""What can be given to a customer."""
_DAY = {"type": "date"}
_CURRENCIES = [("", "—"), *((code, code) for code in sorted(DIGITS))]


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


class ValuesForm(forms.Form):
    values = forms.CharField(
        label=gettext_lazy("Values"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line. Where two collide, the upper one goes first."),
    )


class PolicyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    desk = forms.ModelChoiceField(
        label=gettext_lazy("For"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=gettext_lazy("All desks"),
    )
    cannot = forms.CharField(
        label=gettext_lazy("What we cannot do"),
        max_length=LONGEST_RULE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In plain words, with the reason for it."),
    )
    value = forms.ModelChoiceField(
        label=gettext_lazy("The value it serves"), queryset=Value.objects.none(), required=False
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for it"), queryset=Member.objects.none()
    )
    practice_on = _day(
        gettext_lazy("To be practised from"),
        required=False,
        help_text=gettext_lazy("May stay empty. Until it holds, what it said before holds."),
    )
    effective_on = _day(
        gettext_lazy("Holds from"),
        help_text=gettext_lazy("A later day announces it; it takes effect by itself then."),
    )
    review_on = _day(gettext_lazy("To be looked at again on"), required=False)
    submit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        _choices(self, "desk", Desk.objects.visible_to(member))
        _choices(self, "value", Value.objects.filter(retired_at=None))
        _choices(self, "owner", Member.objects.active().order_by("name", "pk"))

    def terms(self, alternatives: list[AlternativeTerms]) -> PolicyTerms:
        given = dict(self.cleaned_data)
        given.pop("submit_id")
        return PolicyTerms(instead="", alternatives=alternatives, **given)


class AlternativeForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("What"), max_length=300, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("As"), choices=[("", "—"), *GIVEN], required=False)
    amount = forms.CharField(label=gettext_lazy("Up to"), max_length=16, required=False)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=_CURRENCIES, required=False
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["amount"] = _amount(self, values.get("amount"), values.get("currency") or "")
        if not values.get("words") and (values["amount"] or values.get("note")):
            self.add_error("words", _("Say what is offered instead."))
        return values


class _Alternatives(_FormSet):
    @classmethod
    def get_ordering_widget(cls) -> type[forms.Widget]:
        return forms.NumberInput

    def terms(self) -> list[AlternativeTerms]:
        """By their order; one whose words were emptied is left out."""
        told = [one.cleaned_data for one in self.forms if one.cleaned_data.get("words")]
        told.sort(key=lambda one: one.get("ORDER") or MOST_ALTERNATIVES + 1)
        return [
            AlternativeTerms(one["words"], one["kind"], one["amount"], one["currency"], one["note"])
            for one in told
        ]


_AlternativeForms = formset_factory(
    AlternativeForm,
    formset=_Alternatives,
    extra=2,
    can_order=True,
    max_num=MOST_ALTERNATIVES,
    absolute_max=MOST_ALTERNATIVES,
)


def alternative_forms(posted: Any, *, initial: list[dict[str, Any]] | None = None) -> _Alternatives:
    return cast("_Alternatives", _AlternativeForms(posted, initial=initial, prefix="instead"))


def alternatives_as_typed(version: PolicyVersion | None) -> list[dict[str, Any]]:
    """What `alternative_forms` begin with."""
    if version is None:
        return []
    return [
        {
            "words": one.words,
            "kind": one.kind,
            "amount": plain(one.amount, one.currency) if one.amount else "",
            "currency": one.currency,
            "note": one.note,
        }
        for one in version.alternatives.all()
    ]


class QuestionForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("All who see the policy read it, and its answer."),
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)


class AnswerQuestionForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NewTextForm(forms.Form):
    """What an answer makes of the policy."""

    cannot = forms.CharField(
        label=gettext_lazy("What we cannot do"),
        max_length=LONGEST_RULE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    practice_on = _day(gettext_lazy("To be practised from"), required=False)
    effective_on = _day(gettext_lazy("Holds from"))


class RulingForm(forms.Form):
    first = forms.ModelChoiceField(
        label=gettext_lazy("This went first"), queryset=Value.objects.none()
    )
    second = forms.ModelChoiceField(
        label=gettext_lazy("This stood back"), queryset=Value.objects.none()
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Others find it when the same two collide. Without names, please."),
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name in ("first", "second"):
            _choices(self, name, Value.objects.filter(retired_at=None))


class ReviewForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever decided reads it, and not who wrote it."),
    )


class GrantForm(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("Who may decide"))
    kind = forms.ChoiceField(label=gettext_lazy("What they may decide"), choices=Kind.choices)
    situation = forms.CharField(
        label=gettext_lazy("When"),
        max_length=300,
        help_text=gettext_lazy("The situation in which it holds, in plain words."),
    )
    amount = forms.CharField(
        label=gettext_lazy("Up to"),
        max_length=16,
        required=False,
        help_text=gettext_lazy("An amount, such as 50 or 12.50. May stay empty."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=_CURRENCIES, required=False
    )
    times = forms.IntegerField(
        label=gettext_lazy("At most so many times"), min_value=1, max_value=10_000, required=False
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Within"), choices=Period.choices, initial=Period.MONTH
    )
    desk = forms.ModelChoiceField(
        label=gettext_lazy("At"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=gettext_lazy("All desks"),
    )
    policy = forms.ModelChoiceField(
        label=gettext_lazy("Policy it belongs to"), queryset=Policy.objects.none(), required=False
    )
    conditions = forms.CharField(label=gettext_lazy("Conditions"), max_length=300, required=False)
    expires_on = _day(gettext_lazy("Until"), required=False)
    widen_after = forms.IntegerField(
        label=gettext_lazy("Propose more after so many good uses"),
        min_value=0,
        max_value=MOST_WIDEN_AFTER,
        initial=WIDEN_AFTER,
        help_text=gettext_lazy(
            "In a row, found good by others who are not told whose. 0 is never."
        ),
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *given: Any, member: Member, only: Member | None = None, **more: Any
    ) -> None:
        """For anybody the member may give authority to, or for one alone."""
        super().__init__(*given, **more)
        people = [only] if only else list(grantees(member))
        self._people = {f"member-{one.pk}": one for one in people}
        choices = [(key, one.name) for key, one in self._people.items()]
        if member.is_owner and only is None:
            roles = [(f"role-{code}", label) for code, label in Member.Role.choices]
            choices = [
                (gettext_lazy("People"), choices),  # type: ignore[list-item]
                (gettext_lazy("Everybody who is"), roles),  # type: ignore[list-item]
            ]
        cast("forms.ChoiceField", self.fields["to"]).choices = choices
        _choices(self, "desk", Desk.objects.visible_to(member))
        policies = Policy.objects.visible_to(member).filter(retired_at=None)
        _choices(self, "policy", policies)
        if only:
            self.fields["to"].required = False
            self.fields["to"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["amount"] = _amount(self, values.get("amount"), values.get("currency") or "")
        return values

    def terms(self) -> GrantTerms:
        given = dict(self.cleaned_data)
        given.pop("submit_id")
        to = given.pop("to") or next(iter(self._people))
        if to.startswith("role-"):
            return GrantTerms(role=to.removeprefix("role-"), **given)
        return GrantTerms(member=self._people[to], **given)


class UseForm(forms.Form):
    grant = forms.ChoiceField(label=gettext_lazy("What"), widget=forms.RadioSelect)
    amount = forms.CharField(label=gettext_lazy("How much"), max_length=16, required=False)
    what = forms.CharField(
        label=gettext_lazy("What exactly"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The customer reads it. May stay empty where an amount says it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only we read this."),
    )
    value = forms.ModelChoiceField(
        label=gettext_lazy("The value it serves"), queryset=Value.objects.none(), required=False
    )
    due_at = Moment(label=gettext_lazy("Delivered by"))
    alternative = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *given: Any, may: list[May], customers: Sequence[Customer] = (), **more: Any
    ) -> None:
        super().__init__(*given, **more)
        choose_whom(self, customers)
        self._may = {str(one.grant): one for one in may}
        said = [
            (key, capfirst(f"{one.words} ({one.rest_words}) · {one.situation}"))
            for key, one in self._may.items()
        ]
        cast("forms.ChoiceField", self.fields["grant"]).choices = said
        _choices(self, "value", Value.objects.filter(retired_at=None))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen = self._may.get(values.get("grant") or "")
        typed = values.get("amount") if chosen and chosen.left is not None else ""
        values["amount"] = _amount(self, typed, chosen.currency if chosen else "")
        if chosen and chosen.left is not None and not values["amount"] and not self.errors:
            self.add_error("amount", _("Say how much."))
        return values

    @property
    def chosen(self) -> Grant:
        return Grant.objects.get(pk=self.cleaned_data["grant"])

    def use(self) -> Use:
        given = self.cleaned_data
        return Use(
            reason=given["reason"],
            due_at=given["due_at"],
            amount=given["amount"],
            what=given["what"],
            value=given["value"],
            alternative=alternative_of(given["alternative"]) if given["alternative"] else None,
        )


class WantedForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=Kind.choices)
    wanted = forms.CharField(
        label=gettext_lazy("What you wanted to decide, and why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The conversation goes along with it. The customer never sees it."),
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever asked reads it."),
    )


def _amount(form: forms.Form, typed: str | None, currency: str) -> int | None:
    if not typed or not typed.strip():
        return None
    try:
        return minor_of(typed, currency) or None
    except NotMoney:
        form.add_error("amount", _("Write an amount such as 50 or 12.50, and its currency."))
        return None


def _choices(form: forms.Form, name: str, found: Any) -> None:
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = found
