"""What an agreement is about, and with whom it is begun."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.agreements.access import may_place_in, organisations_of
from kept.agreements.actions import Terms
from kept.agreements.forms.fields import DAY, NamedOrganisation, area
from kept.conversations.access import customers_visible_to
from kept.conversations.models import Desk
from kept.customers.models import Customer
from kept.people.models import Member, Team


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
        widget=DAY,
        required=False,
    )

    def terms(self) -> Terms:
        names = ("purpose", "way", "review_every_months", "starts_on")
        return Terms(**{name: self.cleaned_data[name] for name in names})


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
