"""Checks of what was typed about a rule: its head, and a row for each condition and each action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.automation import wording
from kept.automation.actions import RuleTerms
from kept.automation.models import Rule
from kept.automation.rules.acts import DOES, Act
from kept.automation.rules.acts import LONGEST as LONGEST_ACT
from kept.automation.rules.acts import MOST as MOST_ACTS
from kept.automation.rules.conditions import (
    ABOUTS,
    ALONE,
    FIELD_HOWS,
    LONGEST,
    Condition,
    parts_of,
)
from kept.automation.rules.conditions import MOST as MOST_CONDITIONS
from kept.automation.rules.triggers import BY_TIME, MOST_AMOUNT, ON_EVENT
from kept.automation.typed import HEAD, Typed
from kept.conversations.models import Conversation, Desk, Tag
from kept.conversations.queries.labels import status_labels
from kept.fields.controls import control
from kept.fields.models import Field
from kept.fields.queries import held_of
from kept.fields.rules import WRITTEN, Value
from kept.kit.languages import SCRIPTS, WORDS
from kept.macros.models import Macro
from kept.macros.rules import unknown_in
from kept.people.models import Member, Team

Choice = tuple[str, Any]

_EMPTY: Choice = ("", gettext_lazy("Choose …"))


class Choices:
    """What may be chosen of each kind, by this member; read once for a page."""

    def __init__(self, member: Member) -> None:
        desks = list(Desk.objects.visible_to(member).order_by("name"))
        serving = Member.objects.active().filter(teams__desks__in=desks).distinct()
        members = [(str(one.pk), one.name) for one in serving.order_by("name")]
        offered = Macro.objects.visible_to(member).filter(retired_at=None).exclude(text="")
        status = [(value, status_labels()[value]) for value in ("OPEN", "WAITING", "ON_HOLD")]
        closed = [("CLOSED", status_labels()["CLOSED"])]
        self.desks = desks
        rows = Field.objects.visible_to(member).select_related("desk")
        self.fields = {str(row.pk): row for row in rows.prefetch_related("choices")}
        self.of: dict[str, list[Choice]] = {
            "desk": [(str(one.pk), one.name) for one in desks],
            "member": members,
            "assignee": [*wording.HOLDERS.items(), *members],
            "team": [
                (str(one.pk), one.name)
                for one in Team.objects.filter(desks__in=desks).distinct().order_by("name")
            ],
            "hearer": [*wording.HEARERS.items(), *members],
            "tag": [
                (str(pk), name) for pk, name in Tag.objects.offered().values_list("pk", "name")
            ],
            "macro": [(str(one.pk), one.name) for one in offered.order_by("key")],
            "priority": list(Conversation.Priority.choices),
            "status": [*status, *closed],
            "working_status": cast("list[Choice]", status),
            "language": sorted(
                ((tag, wording.language(tag)) for tag in [*WORDS, *dict(SCRIPTS)]),
                key=lambda choice: choice[1].casefold(),
            ),
        }


class RuleForm(forms.Form):
    """Name, place and trigger. `is_by_time` says which triggers it offers."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    desk = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    trigger = forms.ChoiceField(label=gettext_lazy("What sets it going"))
    match = forms.ChoiceField(label=gettext_lazy("How they count"), choices=Rule.Match.choices)

    def __init__(self, *args: Any, choices: Choices, is_by_time: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self._choices = choices
        self._choose("desk", [("", _("All desks that you see")), *choices.of["desk"]])
        offered = BY_TIME if is_by_time else ON_EVENT
        self._choose("trigger", [(code, _capital(wording.TRIGGERS[code])) for code in offered])
        if is_by_time:
            self.fields["amount"] = forms.IntegerField(
                label=_("For so long"), min_value=1, max_value=MOST_AMOUNT
            )
            self.fields["unit"] = forms.ChoiceField(
                label=_("Hours or days"), choices=Rule.Unit.choices
            )
            self.fields["counted"] = forms.ChoiceField(
                label=_("Counted"), choices=Rule.Counted.choices
            )

    def _choose(self, name: str, choices: list[Choice]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def timing(self) -> list[forms.BoundField]:
        return [self[name] for name in ("amount", "unit", "counted") if name in self.fields]

    def clean_desk(self) -> Desk | None:
        chosen = self.cleaned_data["desk"]
        return next((one for one in self._choices.desks if str(one.pk) == chosen), None)


class Row(forms.Form):
    """One condition or one action, with the fields that its kind of value needs."""

    label: Any = ""

    def __init__(self, row: Typed, *, prefix: str, is_bound: bool) -> None:
        fields = {f"{prefix}-{name}": value for name, value in row.items()}
        super().__init__(fields if is_bound else None, initial=row, prefix=prefix)

    def _value(self, kind: str, value: str, choices: Choices) -> None:
        """A field for a value of this kind. What it had and is gone is shown as such."""
        label = _("What")
        field: forms.Field | None = None
        match kind:
            case "addresses" | "words":
                field = forms.CharField(label=label, max_length=LONGEST)
                field.help_text = _HELP[kind]
            case "letter" | "note":
                area = forms.Textarea(attrs={"rows": 6, "class": "voice", "dir": "auto"})
                field = forms.CharField(label=label, max_length=LONGEST_ACT, widget=area)
                field.help_text = _HELP["variables"]
            case "span":
                field = forms.IntegerField(label=label, min_value=1, max_value=MOST_AMOUNT)
                self.fields["unit"] = forms.ChoiceField(
                    label=_("Hours or days"), choices=Rule.Unit.choices
                )
            case str() if kind:
                offered = choices.of[kind]
                gone = [(value, _("No longer there"))] if value else []
                known = any(code == value for code, _words in offered)
                shown = [_EMPTY, *offered] if known else [_EMPTY, *gone, *offered]
                field = forms.ChoiceField(label=label, choices=shown)
                self.gone = "" if known else value
        if field is not None:
            self.fields["value"] = field

    gone = ""
    row: Field | None = None

    def _of(self, row: Typed, choices: Choices) -> None:
        """It is about a field, and is called so; `row` is None where that is gone."""
        self.fields["field"] = forms.CharField(widget=forms.HiddenInput)
        self.row = choices.fields.get(row.get("field", ""))
        if self.row is not None:
            where = f" ({self.row.desk.name})" if self.row.desk else ""
            self.label = f"{self.label}: {self.row.label}{where}"

    def clean_value(self) -> str:
        value = str(self.cleaned_data["value"])
        if self.gone and value == self.gone:
            raise forms.ValidationError(_("That is gone. Choose another one."))
        return value


_HELP = {
    "addresses": gettext_lazy(
        "Addresses or domains, by comma: cy@valdorra.example, valdorra.example."
    ),
    "words": gettext_lazy("Words or phrases, by comma; one of them is enough. Endings may differ."),
    "given": gettext_lazy(
        "“is” compares all of it, “says” words or phrases by comma; one of them is enough."
    ),
    "variables": gettext_lazy("Variables are those of macros, such as {{customer.first_name}}."),
}


class ConditionRow(Row):
    about = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, row: Typed, choices: Choices, *, number: int, is_bound: bool) -> None:
        super().__init__(row, prefix=f"c{number}", is_bound=is_bound)
        self.code = row["about"]
        self.label = wording.ABOUTS[self.code]
        about = ABOUTS[self.code]
        self.kind = about.kind
        if self.kind == "given":
            self._field(row, choices)
            return
        self.fields["how"] = _how_field(about.hows)
        self._value(about.kind, str(row.get("value", "")), choices)

    def _field(self, row: Typed, choices: Choices) -> None:
        """What a field is compared with, as the field takes it; words for what is a text."""
        self._of(row, choices)
        kind = self.row.kind if self.row else "TEXT"
        self.fields["how"] = _how_field(FIELD_HOWS[kind])
        if self.row is None:
            return
        if kind in WRITTEN:
            field = forms.CharField(label=_("What"), max_length=LONGEST, required=False)
            field.help_text = _HELP["given"]
            self.fields["value"] = field
        elif kind != "YES_NO":
            # Of what may be several, one is asked for at a time.
            one = "CHOICE" if kind == "MANY" else kind
            held = replace(held_of(self.row), kind=one, label=str(_("What")))
            self.fields["value"] = control(held)
            self.initial = {**self.initial, "value": row.get("value", "")}

    def _compared(self) -> str:
        """The value as it is stored; "" where none is needed."""
        if self.cleaned_data.get("how") in ALONE:
            return ""
        value = self.cleaned_data["value"]
        if isinstance(value, Value):
            value = replace(held_of(self.row), kind="CHOICE").as_text(value) if self.row else ""
        found = str(value).strip()
        if not found:
            raise forms.ValidationError(_("Say what it is compared with."))
        return found

    def clean(self) -> dict[str, Any]:
        if self.kind == "given" and (self.row is None or self.row.retired_at is not None):
            self.add_error("how", _("That field is gone or retired. Take this condition out."))
        return self.cleaned_data

    def clean_value(self) -> str:
        if self.kind == "given":
            return self._compared()
        value = super().clean_value()
        if self.kind in {"addresses", "words"} and not parts_of(value):
            raise forms.ValidationError(_("Write at least one, by comma."))
        return value

    def chosen(self) -> Condition:
        told = self.cleaned_data
        field = told.get("field", "") if self.kind == "given" else ""
        return Condition(self.code, told["how"], told.get("value", ""), field)


def _how_field(hows: Iterable[str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("How"), choices=[(how, wording.HOWS[how]) for how in hows])


class ActRow(Row):
    do = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, row: Typed, choices: Choices, *, number: int, is_bound: bool) -> None:
        super().__init__(row, prefix=f"a{number}", is_bound=is_bound)
        self.code = row["do"]
        self.label = wording.DOES[self.code]
        self.kind = DOES[self.code]
        if self.kind == "given":
            self._field(row, choices, is_bound=is_bound)
        else:
            self._value(self.kind, str(row.get("value", "")), choices)

    def _field(self, row: Typed, choices: Choices, *, is_bound: bool) -> None:
        """A value as the field itself takes it; of one that is gone, or retired, what is known."""
        self._of(row, choices)
        typed = row.get("value", "")
        if self.row is None:
            self.fields["value"] = forms.CharField(label=_("What"), required=False, disabled=True)
            return
        held = held_of(self.row)
        self.fields["value"] = control(held)
        several: Any = typed.split(",") if held.kind == "MANY" and typed else typed
        if is_bound:
            self.data = {**self.data, f"{self.prefix}-value": several}
        self.initial = {**self.initial, "value": several}

    def clean_value(self) -> str:
        if self.kind == "given":
            return self._given()
        value = super().clean_value()
        if self.kind in {"letter", "note"} and (unknown := unknown_in(value)):
            words = _("There is no variable %(named)s.")
            raise forms.ValidationError(words % {"named": ", ".join(unknown)})
        return value

    def _given(self) -> str:
        if self.row is None or self.row.retired_at is not None:
            raise forms.ValidationError(_("That field is gone or retired. Take this action out."))
        value = self.cleaned_data["value"]
        if value.is_empty:
            raise forms.ValidationError(_("Say what shall stand there."))
        return held_of(self.row).as_text(value)

    def chosen(self) -> Act:
        told = self.cleaned_data
        field = told.get("field", "") if self.kind == "given" else ""
        return Act(self.code, told.get("value", ""), told.get("unit", ""), field)


class Editor:
    """The whole form. `checks` binds it, so that faults show; else it only shows what was typed."""

    def __init__(self, typed: Typed, *, member: Member, checks: bool) -> None:
        self.typed, self.checks = typed, checks
        choices = Choices(member)
        self.fields = choices.fields
        self.is_by_time = typed.get("trigger") in BY_TIME
        head = {name: typed.get(name, "") for name in HEAD}
        head["match"] = head["match"] or Rule.Match.ALL
        self.form = RuleForm(
            head if checks else None, initial=head, choices=choices, is_by_time=self.is_by_time
        )
        self.conditions = [
            ConditionRow(row, choices, number=number, is_bound=checks)
            for number, row in enumerate(typed["conditions"][:MOST_CONDITIONS])
        ]
        self.acts = [
            ActRow(row, choices, number=number, is_bound=checks)
            for number, row in enumerate(typed["acts"][:MOST_ACTS])
        ]

    def is_valid(self) -> bool:
        """Whether all of it can be saved; if not, each place says why."""
        rows = [row.is_valid() for row in self._rows]
        is_whole = self.form.is_valid()
        if not self.acts:
            self.form.add_error(None, _("It does nothing yet. Add what it does."))
        elif not all(rows):
            self.form.add_error(
                None, _("Nothing is saved yet. Look at what is marked below, and save again.")
            )
        return is_whole and all(rows) and bool(self.acts)

    @property
    def _rows(self) -> Iterable[Row]:
        return [*self.conditions, *self.acts]

    @property
    def more_conditions(self) -> list[Choice]:
        """What may be added."""
        return self._more(wording.ABOUTS, ABOUTS)

    @property
    def more_acts(self) -> list[Choice]:
        return self._more(wording.DOES, DOES)

    def _more(self, words: Mapping[str, Any], codes: Iterable[str]) -> list[Choice]:
        """Each code with its words, and one for each field in the place of that for fields."""
        plain: list[Choice] = [(code, words[code]) for code in codes if code != "FIELD"]
        standing = [(pk, row) for pk, row in self.fields.items() if row.retired_at is None]
        return [
            *plain,
            *((f"FIELD:{pk}", f"{words['FIELD']}: {row.label}") for pk, row in standing),
        ]

    @property
    def may_add_condition(self) -> bool:
        return len(self.conditions) < MOST_CONDITIONS

    @property
    def may_add_act(self) -> bool:
        return len(self.acts) < MOST_ACTS

    def terms(self) -> RuleTerms:
        """What the actions take, once it is valid."""
        told = self.form.cleaned_data
        return RuleTerms(
            name=told["name"],
            trigger=told["trigger"],
            desk=told["desk"],
            amount=told.get("amount") or 0,
            unit=told.get("unit", ""),
            counted=told.get("counted", ""),
            match=told["match"],
            conditions=[row.chosen() for row in self.conditions],
            acts=[row.chosen() for row in self.acts],
        )


def _capital(words: object) -> str:
    plain = str(words)
    return plain[:1].upper() + plain[1:]
