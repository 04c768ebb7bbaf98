"""Checks of what was typed about a macro."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from kept.conversations.models import AT_WORK, Conversation, Desk, Tag
from kept.fields.controls import control
from kept.fields.models import Field
from kept.fields.queries import held_of
from kept.fields.rules import NOTHING, Value, value_of
from kept.macros.actions import MacroSettings
from kept.macros.models import Macro
from kept.macros.rules import LANGUAGES
from kept.people.models import Member, Team

LONGEST = 20_000
TEAM = "team-"
AS_IT_IS = gettext_lazy("As it is")


class MacroForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("By which it is found, such as “Sorry, cracked glass”."),
    )
    desk = forms.ModelChoiceField(
        label=gettext_lazy("For"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=gettext_lazy("All desks"),
    )
    text = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7, "class": "voice", "dir": "auto"}),
        help_text=gettext_lazy("For everybody whose language has no words of its own below."),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        help_text=gettext_lazy("Set when the letter is sent; at once where there are no words."),
    )
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), required=False)
    assign = forms.ChoiceField(label=gettext_lazy("Looked after by"), required=False)
    tags = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Tags"),
        queryset=Tag.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        typed: QueryDict | None = None,
        *,
        member: Member,
        given: Mapping[int, Value] | None = None,
        **more: Any,
    ) -> None:
        """`given` is what the macro sets of fields as it is, by their ids."""
        super().__init__(typed, **more)
        desks = Desk.objects.visible_to(member)
        cast("forms.ModelChoiceField[Desk]", self.fields["desk"]).queryset = desks
        tags = cast("forms.ModelMultipleChoiceField[Tag]", self.fields["tags"])
        tags.queryset = Tag.objects.offered()
        self._choose("status", [("", AS_IT_IS), *AT_WORK])
        self._choose("priority", [("", AS_IT_IS), *Conversation.Priority.choices])
        team = Member.objects.active().filter(teams__desks__in=desks).distinct().order_by("name")
        plain = [choice for choice in Macro.Assign.choices if choice[0] != Macro.Assign.MEMBER]
        plain = [choice for choice in plain if choice[0] != Macro.Assign.TEAM]
        teams = Team.objects.filter(desks__in=desks).distinct().order_by("name")
        self.teams = {f"{TEAM}{one.pk}": one for one in teams}
        offered = [*plain, *((str(one.pk), one.name) for one in team)]
        if self.teams:
            groups = [(key, one.name) for key, one in self.teams.items()]
            offered.append((_("A team"), groups))
        self._choose("assign", offered)
        rows = Field.objects.visible_to(member).select_related("desk").prefetch_related("choices")
        standing = rows.filter(retired_at=None).order_by("desk__name", "position", "pk")
        # What it sets already is shown whatever has become of the field.
        gone = rows.exclude(retired_at=None).filter(pk__in=given or ())
        self.rows = {row.pk: row for row in [*standing, *gone]}
        for pk, row in self.rows.items():
            name = f"field_{pk}"
            self.fields[name] = control(held_of(row, (given or {}).get(pk, NOTHING)))
            if row.desk is not None:
                self.fields[name].label = f"{row.label} ({row.desk.name})"
        for language in LANGUAGES:
            name = get_language_info(language)["name_translated"]
            self.fields[f"text_{language}"] = forms.CharField(
                label=name,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(
                    attrs={"rows": 4, "class": "voice", "dir": "auto", "lang": language}
                ),
            )

    @property
    def values(self) -> list[forms.BoundField]:
        """The fields that it may set."""
        return [self[f"field_{pk}"] for pk in self.rows]

    @property
    def sets_any(self) -> bool:
        """Whether one of them holds something, or is at fault."""
        return any(bound.errors or bound.value() for bound in self.values)

    def _choose(self, name: str, choices: list[Any]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def chosen(self) -> MacroSettings:
        """What the actions take."""
        values = dict(self.cleaned_data)
        texts = {language: values.pop(f"text_{language}") for language in LANGUAGES}
        found = {pk: values.pop(f"field_{pk}") for pk in self.rows}
        fields = {pk: value for pk, value in found.items() if not value.is_empty}
        who = values.pop("assign") or Macro.Assign.LEAVE
        assignee, team = None, self.teams.get(who)
        if team:
            who = Macro.Assign.TEAM
        elif who.isdecimal():
            who, assignee = Macro.Assign.MEMBER, Member.objects.active().get(pk=int(who))
        return MacroSettings(
            **values, texts=texts, assign=who, assignee=assignee, team=team, fields=fields
        )


def as_typed(macro: Macro) -> dict[str, Any]:
    """A macro as `MacroForm` shows it."""
    typed: dict[str, Any] = {
        "name": macro.name,
        "desk": macro.desk_id,
        "text": macro.text,
        "status": macro.status,
        "priority": macro.priority,
        "assign": _whom(macro),
        "tags": macro.tags.all(),
    }
    return typed | {f"text_{row.language}": row.text for row in macro.texts.all()}


def given_by(macro: Macro) -> dict[int, Value]:
    """What it sets of which field."""
    rows = macro.fields.select_related("field")
    return {row.field_id: value_of(row.field.kind, row.given) for row in rows}


def _whom(macro: Macro) -> str:
    return f"{TEAM}{macro.team_id}" if macro.team_id else str(macro.assignee_id or macro.assign)
