"""Checks of what was typed while something is put right."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.charter.models import Policy
from kept.kit.money import DIGITS, NotMoney, minor_of
from kept.people.models import Member
from kept.promises import letters
from kept.promises.fields import Letter, Moment
from kept.recovery.models import Boundary, Recovery
from kept.recovery.models.decision import Verdict
from kept.recovery.rules import BREAKS, LONGEST, LONGEST_LETTER

_CURRENCIES = [("", "—"), *((code, code) for code in sorted(DIGITS))]
VERDICTS = [
    (Verdict.UPHELD, gettext_lazy("It stays as it was")),
    (Verdict.CHANGED, gettext_lazy("It is changed")),
]


def _words(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **more)


class OpenForm(forms.Form):
    why = _words(
        gettext_lazy("What went wrong for them"),
        help_text=gettext_lazy("As they would tell it. Only we read this."),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How bad it is"),
        choices=Recovery.Severity.choices,
        initial=Recovery.Severity.SERIOUS,
        widget=forms.RadioSelect,
    )


class WordsForm(forms.Form):
    words = _words(gettext_lazy("What you said, and where"), rows=2)


class RemedyForm(forms.Form):
    words = _words(gettext_lazy("What would be fair, in their words"))
    amount = forms.CharField(
        label=gettext_lazy("An amount, if they named one"), max_length=16, required=False
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=_CURRENCIES, required=False
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        typed, currency = values.get("amount") or "", values.get("currency") or ""
        values["amount"] = None
        if typed.strip():
            try:
                values["amount"] = minor_of(typed, currency) or None
            except NotMoney:
                self.add_error(
                    "amount", _("Write an amount such as 50 or 12.50, and its currency.")
                )
        if values.get("amount") is None:
            values["currency"] = ""
        return values


class AgreeForm(forms.Form):
    words = _words(gettext_lazy("What we do"), help_text=gettext_lazy("They read it as a promise."))
    due_at = Moment(label=gettext_lazy("By"))


class FixForm(forms.Form):
    words = _words(gettext_lazy("What was done"), rows=2)
    keeps_first = forms.BooleanField(
        label=gettext_lazy("The promise that was broken is kept with it"), required=False
    )


class ConfirmForm(forms.Form):
    words = _words(gettext_lazy("Where and how they said it"), rows=2)


class FollowForm(forms.Form):
    words = _words(gettext_lazy("What you promise"), rows=2)
    due_at = Moment(label=gettext_lazy("On"))


class HeardForm(forms.Form):
    words = _words(gettext_lazy("What they told you"), rows=2)


class CauseForm(forms.Form):
    cause = forms.ChoiceField(label=gettext_lazy("It came from"), choices=Recovery.Cause.choices)
    words = _words(gettext_lazy("How it came to that"), rows=2)


class SkipForm(forms.Form):
    words = _words(gettext_lazy("Why it is skipped"), rows=2)


class FreshForm(forms.Form):
    to = forms.ModelChoiceField(
        label=gettext_lazy("Who puts it right from now on"), queryset=Member.objects.none()
    )
    words = _words(
        gettext_lazy("Where and how they agreed to it"),
        rows=2,
        required=False,
        help_text=gettext_lazy("May stay empty where they asked for it on their page."),
    )

    def __init__(self, *given: Any, people: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        cast("forms.ModelChoiceField[Any]", self.fields["to"]).queryset = people


class DecideForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("How it stands"),
        choices=[
            ("DECIDED", gettext_lazy("We have decided, and say why")),
            ("DIFFERENT", gettext_lazy("We see it differently, and look at it again")),
        ],
        widget=forms.RadioSelect,
    )
    words = _words(
        gettext_lazy("The decision and its reason"),
        rows=6,
        help_text=gettext_lazy(
            "In plain words. They get it as a letter, with the way to have it looked at again."
        ),
    )
    policy = forms.ModelChoiceField(
        label=gettext_lazy("Policy it follows from"),
        queryset=Policy.objects.none(),
        required=False,
    )
    immediate = _words(
        gettext_lazy("What we do at once"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Where we see it differently, something is done now all the same."),
    )
    due_at = Moment(label=gettext_lazy("Looked at again by"), required=False)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, policies: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        cast("forms.ModelChoiceField[Any]", self.fields["policy"]).queryset = policies

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == "DIFFERENT":
            if not values.get("immediate"):
                self.add_error("immediate", _("Say what is done at once."))
            if not values.get("due_at") and "due_at" not in self.errors:
                self.add_error("due_at", _("Say by when it is looked at again."))
        return values


class VerdictForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("What comes of it"), choices=VERDICTS, widget=forms.RadioSelect
    )
    words = _words(
        gettext_lazy("Why"), rows=4, help_text=gettext_lazy("They get these words in a letter.")
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ReviewForm(VerdictForm):
    words = _words(gettext_lazy("Why"), help_text=gettext_lazy("Only we read this."))


class NoteForm(forms.Form):
    words = _words(
        gettext_lazy("What was said or done to you"),
        help_text=gettext_lazy("In their words. Only we read this."),
    )


class CheckForm(forms.Form):
    """What must be answered before a warning or an end."""

    check = forms.ChoiceField(
        label=gettext_lazy("Could they be ill, in need or in danger?"),
        choices=Boundary.Check.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Answer this before anything is sent.")},
    )
    check_words = _words(
        gettext_lazy("What we do about it"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Where they may be. Only we read this."),
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("check") == Boundary.Check.CARED and not values.get("check_words"):
            self.add_error("check_words", _("Say what we do about it."))
        text = values.get("text")
        if text and (fault := letters.fault_of(text)):
            self.add_error("text", fault)
        return values


class WarnForm(CheckForm):
    text = Letter(
        rows=9,
        label=gettext_lazy("The warning"),
        max_length=LONGEST_LETTER,
        help_text=gettext_lazy("Say what would end the contact, and that you go on helping."),
    )


class EndForm(CheckForm):
    why = _words(
        gettext_lazy("What came again"), rows=2, help_text=gettext_lazy("Only we read this.")
    )
    text = Letter(
        rows=9,
        label=gettext_lazy("The letter that ends it"),
        max_length=LONGEST_LETTER,
        help_text=gettext_lazy("With the link to their page, where they can appeal."),
    )


class BreakForm(forms.Form):
    minutes = forms.TypedChoiceField(
        coerce=int, choices=[(minutes, str(minutes)) for minutes in BREAKS]
    )


class TheirRemedyForm(RemedyForm):
    """What the customer types on their page."""

    words = _words(gettext_lazy("What would be fair, in your own words"))
    amount = forms.CharField(
        label=gettext_lazy("An amount, if you like"), max_length=16, required=False
    )


class TheirDenialForm(forms.Form):
    words = _words(gettext_lazy("What is still wrong? You need not say."), required=False)


class TheirFreshForm(forms.Form):
    words = _words(gettext_lazy("Why, if you like"), rows=2, required=False)


class TheirAppealForm(forms.Form):
    words = _words(gettext_lazy("What should we look at again?"))
