"""Checks of what was typed about a promise. Times are in the zone of whoever types them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.customers.models import Customer
from kept.promises import letters
from kept.promises.fields import Letter, Moment, choose_whom
from kept.promises.wording import elsewhere


class MakeForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What you promise"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("In the words the customer has read or will read."),
    )
    due_at = Moment(label=gettext_lazy("Due"))
    condition = forms.CharField(
        label=gettext_lazy("Kept when"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("What must be true for them to call it kept. May stay empty."),
    )
    keeper = forms.ChoiceField(label=gettext_lazy("Who keeps it"), required=False)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        keepers: list[tuple[str, str]],
        customers: Sequence[Customer] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["keeper"].choices = keepers  # type: ignore[attr-defined]
        choose_whom(self, customers)


class RenegotiateForm(forms.Form):
    """Either a new date that we set, or times the customer may choose from."""

    how = forms.ChoiceField(
        label=gettext_lazy("The new time"),
        choices=[
            ("offer", gettext_lazy("They choose one of these")),
            ("set", gettext_lazy("I set it, as agreed")),
        ],
        widget=forms.RadioSelect,
    )
    window_1 = Moment(label=gettext_lazy("First choice"), required=False)
    window_2 = Moment(label=gettext_lazy("Second choice"), required=False)
    window_3 = Moment(label=gettext_lazy("Third choice"), required=False)
    due_at = Moment(label=gettext_lazy("New due time"), required=False)
    text = Letter(rows=11, required=False)
    set_text = Letter(
        rows=11,
        says_when=True,
        required=False,
        help_text=gettext_lazy(
            "The link is put in when it is sent, and so is the new time, as it is where they are."
        ),
    )
    tells = forms.BooleanField(label=gettext_lazy("Send this letter"), required=False)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, here: str, there: str, **options: Any) -> None:
        """`here` is the zone of who types, `there` that of the customer."""
        super().__init__(*args, **options)
        for name in ("window_1", "window_2", "window_3", "due_at"):
            self._say_their_time(name, here, there)

    def _say_their_time(self, name: str, here: str, there: str) -> None:
        field = self.fields[name]
        typed = self.data.get(name) if self.is_bound else self.initial.get(name)
        try:
            moment = datetime.fromisoformat(str(typed)).replace(tzinfo=ZoneInfo(here))
            field.help_text = elsewhere(moment, here=here, there=there, with_day=True)
        except (ValueError, OverflowError):
            return  # no time, or none that any clock shows; `clean` says so
        if field.help_text:
            # What was prepared changes under the hand; there.js says it anew.
            field.widget.attrs |= {"data-here": here, "data-there": there}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("how") == "set" and not values.get("due_at"):
            self.add_error("due_at", _("Say when it will be done."))
        if values.get("how") == "offer" and not self.windows():
            self.add_error("window_1", _("Offer at least one time."))
        if values.get("tells"):
            self._check_letter(values)
        return values

    def _check_letter(self, values: dict[str, Any]) -> None:
        how = values.get("how")
        letter = "set_text" if how == "set" else "text"
        text = str(values.get(letter) or "")
        fault = letters.fault_of(text, says_when=how == "set", needs_link=how == "offer")
        if not text.strip():
            fault = _("Write what you tell them, or do not send it.")
        if fault:
            self.add_error(letter, fault)

    @property
    def sets_it(self) -> bool:
        return bool(self.cleaned_data.get("how") == "set")

    @property
    def letter(self) -> str:
        """What the customer is told; empty where nothing is sent."""
        chosen = "set_text" if self.sets_it else "text"
        return str(self.cleaned_data[chosen]) if self.cleaned_data.get("tells") else ""

    def windows(self) -> list[datetime]:
        """The offered times, each once, in order."""
        given = (self.cleaned_data.get(f"window_{n}") for n in (1, 2, 3))
        return sorted({moment for moment in given if moment})


class ReleaseForm(forms.Form):
    """For a customer one says where they said it; for oneself one need say nothing."""

    why = forms.CharField(
        label=gettext_lazy("Where and how they said it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write where and how they said it.")},
        max_length=2_000,
    )

    def __init__(self, *args: Any, is_ones_own: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_ones_own:
            self.fields["why"].required = False
            self.fields["why"].label = _("Why, if you like")


class GiveUpForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("What happened"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what happened: they read it too.")},
        max_length=2_000,
    )


class TellForm(forms.Form):
    text = Letter(rows=9)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return _fit_to_send(self.cleaned_data["text"])


class DisputeForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What did not happen"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2_000,
    )


class HandOnForm(forms.Form):
    to = forms.ChoiceField(
        label=gettext_lazy("Who keeps it from now on"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, keepers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = keepers  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Another time for what was promised among us."""

    due_at = Moment(label=gettext_lazy("New due time"))
    reason = forms.CharField(
        label=gettext_lazy("Why it moves"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2_000,
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)


class AmongUsForm(forms.Form):
    """A promise to a colleague, a team or oneself."""

    words = forms.CharField(
        label=gettext_lazy("What you promise"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    due_at = Moment(label=gettext_lazy("Due"))
    condition = forms.CharField(
        label=gettext_lazy("Kept when"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("What must be true for them to call it kept. May stay empty."),
    )
    is_private = forms.BooleanField(
        label=gettext_lazy("Only I may see it"),
        required=False,
        help_text=gettext_lazy("For what you promise yourself. Nobody else sees it, ever."),
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        teams: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choices: list[Any] = [("me", _("Myself"))]
        if people:
            choices.append((_("A colleague"), people))
        if teams:
            choices.append((_("A team"), teams))
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("is_private") and values.get("to") != "me":
            self.add_error("is_private", _("Private is only what you promise yourself."))
        return values


class CallbackForm(forms.Form):
    """Which times are offered for a call, and the letter that offers them."""

    times = forms.MultipleChoiceField(
        label=gettext_lazy("Times to offer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Offer at least one time."),
            "invalid_choice": gettext_lazy("A time is over meanwhile. Look at the list again."),
        },
    )
    text = Letter(rows=8)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, times: list[tuple[datetime, datetime]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["times"].choices = [  # type: ignore[attr-defined]
            (end.isoformat(), end.isoformat()) for _, end in times
        ]

    def clean_text(self) -> str:
        return _fit_to_send(self.cleaned_data["text"], needs_link=True)


class SnoozeForm(forms.Form):
    """Until when a conversation rests, and whether a reply brings it back before."""

    until = Moment(label=gettext_lazy("Or another time"), required=False)
    quick = Moment(required=False, widget=forms.HiddenInput)
    even = forms.ChoiceField(
        label=gettext_lazy("Even if they reply before?"),
        choices=[
            ("no", gettext_lazy("No, their reply ends the reminder")),
            ("yes", gettext_lazy("Yes, remind me all the same")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what shall happen if they reply.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("A word to yourself. May stay empty."),
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        # A button with a time on it says when, whatever stands in the field.
        values["until"] = values.get("quick") or values.get("until")
        if not values["until"]:
            self.add_error("until", _("Say when to come back to it."))
        return values


def _fit_to_send(text: str, *, needs_link: bool = False) -> str:
    if fault := letters.fault_of(text, needs_link=needs_link):
        raise forms.ValidationError(fault)
    return text
