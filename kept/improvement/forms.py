"""Checks of what was typed about improvement."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from kept.charter.models import Policy
from kept.conversations.models import Desk
from kept.improvement.access import in_huddle, leaders, teams_to_gather
from kept.improvement.actions import (
    ChangeTerms,
    FrictionTerms,
    HuddlePlan,
    ProcessTerms,
    Walk,
)
from kept.improvement.models import Change, Friction, Huddle, Obstacle, Process
from kept.improvement.models.processes import Effort, Health
from kept.improvement.rules import (
    LONGEST_LETTER,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_WORDS,
)
from kept.people.models import Member, Team
from kept.promises.fields import Moment


def _area(label: Any, *, rows: int = 3, most: int = LONGEST_WORDS, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def _hidden() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput)


def _pick(label: Any, model: Any, **more: Any) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(label=label, queryset=model.objects.none(), **more)


def _among(form: forms.Form, name: str, rows: Any) -> None:
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class DenialForm(forms.Form):
    policy = _pick(gettext_lazy("By which policy"), Policy)
    then = forms.CharField(
        label=gettext_lazy("What happened, so that they would know it again"),
        max_length=300,
        help_text=gettext_lazy(
            "A whole sentence to the customer, such as: In May we could not pay back your lamp. "
            "Should the rule change, it stands in the letter that tells them."
        ),
    )
    submit_id = _hidden()

    def __init__(self, *given: Any, policies: list[Policy], **more: Any) -> None:
        super().__init__(*given, **more)
        may = [one.pk for one in policies if not one.is_stopped]  # type: ignore[attr-defined]
        _among(self, "policy", Policy.objects.filter(pk__in=may))


class FrictionForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it"),
        choices=[
            (Friction.Kind.FRICTION, gettext_lazy("Something is in the way")),
            (Friction.Kind.IDEA, gettext_lazy("An idea")),
        ],
        widget=forms.RadioSelect,
        initial=Friction.Kind.FRICTION,
    )
    words = _area(gettext_lazy("What is in the way, or could be better"))
    policy = _pick(
        gettext_lazy("Which policy"), Policy, required=False, empty_label=gettext_lazy("None")
    )
    process = _pick(
        gettext_lazy("Which process"), Process, required=False, empty_label=gettext_lazy("None")
    )
    cost = _area(gettext_lazy("What it cost the customer"), rows=2, required=False)
    today = _area(gettext_lazy("What we did today"), rows=2, required=False)
    desk = _pick(
        gettext_lazy("Where"), Desk, required=False, empty_label=gettext_lazy("The whole house")
    )
    again = _pick("", Change, required=False, widget=forms.HiddenInput)
    submit_id = _hidden()

    def __init__(self, *given: Any, member: Member, has_desk: bool = True, **more: Any) -> None:
        super().__init__(*given, **more)
        _among(self, "policy", Policy.objects.visible_to(member).filter(retired_at=None))
        _among(self, "process", Process.objects.visible_to(member).filter(retired_at=None))
        _among(self, "desk", Desk.objects.visible_to(member))
        _among(self, "again", Change.objects.visible_to(member))
        if not has_desk:
            del self.fields["desk"]

    def terms(self) -> FrictionTerms:
        given = dict(self.cleaned_data)
        given.pop("submit_id")
        return FrictionTerms(**given)


class DiscussForm(forms.Form):
    cause = _area(gettext_lazy("What it comes from"))
    impact = _area(gettext_lazy("What it does, to customers and to us"))


class ReasonForm(forms.Form):
    words = _area(gettext_lazy("Why"))


class ObstacleForm(forms.Form):
    leader = _pick(gettext_lazy("Whom you ask"), Member)
    words = _area(gettext_lazy("What stands in your way, and what would remove it"))
    submit_id = _hidden()

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        _among(self, "leader", leaders(member))


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=[
            (Obstacle.State.REMOVED, gettext_lazy("It is out of the way")),
            (Obstacle.State.STAYS, gettext_lazy("It stays, for a reason")),
        ],
        widget=forms.RadioSelect,
    )
    answer = _area(gettext_lazy("Your answer"))


class ProcessForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    desk = _pick(gettext_lazy("For"), Desk, required=False, empty_label=gettext_lazy("All desks"))
    words = _area(gettext_lazy("How it goes"), rows=6, most=LONGEST_TEXT)
    owner = _pick(gettext_lazy("Who looks after it"), Member)
    every_days = forms.IntegerField(
        label=gettext_lazy("Somebody walks through it every … days"),
        min_value=1,
        max_value=730,
        initial=90,
    )
    submit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        _among(self, "desk", Desk.objects.visible_to(member))
        _among(self, "owner", Member.objects.active().order_by("name", "pk"))

    def terms(self) -> ProcessTerms:
        given = dict(self.cleaned_data)
        given.pop("submit_id")
        return ProcessTerms(**given)


class WalkForm(forms.Form):
    customer_effort = forms.TypedChoiceField(
        label=gettext_lazy("Effort for the customer"),
        choices=Effort.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    staff_effort = forms.TypedChoiceField(
        label=gettext_lazy("Effort for us"),
        choices=Effort.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    health = forms.ChoiceField(
        label=gettext_lazy("How is it"), choices=Health.choices, widget=forms.RadioSelect
    )
    words = _area(gettext_lazy("What you saw on the way"), required=False)
    submit_id = _hidden()

    def walk(self) -> Walk:
        given = dict(self.cleaned_data)
        given.pop("submit_id")
        return Walk(**given)


class ChangeForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What shall be different, in one line"), max_length=LONGEST_NAME
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("A change of"), choices=Change.Kind.choices, widget=forms.RadioSelect
    )
    policy = _pick(
        gettext_lazy("Which policy"), Policy, required=False, empty_label=gettext_lazy("None")
    )
    process = _pick(
        gettext_lazy("Which process"), Process, required=False, empty_label=gettext_lazy("None")
    )
    desk = _pick(
        gettext_lazy("Where"), Desk, required=False, empty_label=gettext_lazy("The whole house")
    )
    owner = _pick(gettext_lazy("Who looks after it"), Member)
    submit_id = _hidden()

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        _among(self, "policy", Policy.objects.visible_to(member).filter(retired_at=None))
        _among(self, "process", Process.objects.visible_to(member).filter(retired_at=None))
        _among(self, "desk", Desk.objects.visible_to(member))
        _among(self, "owner", Member.objects.active().order_by("name", "pk"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind = values.get("kind")
        for name, of in (("policy", Change.Kind.POLICY), ("process", Change.Kind.PROCESS)):
            if kind == of and not values.get(name) and name not in self.errors:
                self.add_error(name, gettext_lazy("Choose which one changes."))
            if kind != of:
                values[name] = None
        return values

    def terms(self) -> ChangeTerms:
        given = dict(self.cleaned_data)
        given.pop("submit_id")
        return ChangeTerms(**given)


class WriteForm(forms.Form):
    after = _area(gettext_lazy("How it shall be"), rows=5, most=LONGEST_TEXT)
    after_instead = _area(
        gettext_lazy("What we can do instead"),
        rows=4,
        most=LONGEST_TEXT,
        required=False,
        help_text=gettext_lazy("One a line, the best first, each with its limit."),
    )
    letter = _area(
        gettext_lazy("What we write to those we refused before"),
        rows=8,
        most=LONGEST_LETTER,
        required=False,
        help_text=gettext_lazy(
            "{{name}} is their first name, {{then}} what happened then, {{page}} the link to their "
            "own page, where they can say that they want no such letters."
        ),
    )

    def __init__(self, *given: Any, is_policy: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if not is_policy:
            del self.fields["after_instead"], self.fields["letter"]


class AdoptForm(forms.Form):
    reason = _area(gettext_lazy("Why it is adopted"), rows=2)
    thanks = _area(gettext_lazy("Thanks to those who raised it"), rows=2, required=False)


class LetterForm(forms.Form):
    text = _area(gettext_lazy("The letter"), rows=10, most=LONGEST_LETTER)


class CheckForm(forms.Form):
    words = _area(gettext_lazy("What you have seen, in your words"))


class HuddleForm(forms.Form):
    team = _pick(gettext_lazy("Team"), Team)
    at = Moment(label=gettext_lazy("When"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=5, max_value=180, initial=30
    )
    format = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=Huddle.Format.choices,
        widget=forms.RadioSelect,
        initial=Huddle.Format.STAND,
        help_text=gettext_lazy("Whoever cannot or does not want to stand or walk says so there."),
    )
    every_days = forms.TypedChoiceField(
        label=gettext_lazy("Again"),
        coerce=int,
        choices=[
            (7, gettext_lazy("every week")),
            (14, gettext_lazy("every two weeks")),
            (0, gettext_lazy("only once")),
        ],
        initial=7,
    )

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        _among(self, "team", teams_to_gather(member))

    def plan(self) -> HuddlePlan:
        return HuddlePlan(**self.cleaned_data)


class ChooseForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("What we do"), max_length=300)
    owner = _pick(gettext_lazy("Who"), Member)
    due_at = Moment(label=gettext_lazy("By when"))
    as_change = forms.BooleanField(
        label=gettext_lazy("It changes a policy, a process or how we work: try it"),
        required=False,
    )

    def __init__(self, *given: Any, huddle: Huddle, **more: Any) -> None:
        super().__init__(*given, **more)
        _among(self, "owner", in_huddle(huddle))
