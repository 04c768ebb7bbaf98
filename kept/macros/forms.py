"""Checks of what was typed about a macro."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import get_language_info, gettext_lazy

from kept.conversations.models import AT_WORK, Conversation, Desk, Tag
from kept.macros.actions import MacroSettings
from kept.macros.models import Macro
from kept.macros.rules import LANGUAGES
from kept.people.models import Member

LONGEST = 20_000
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

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        desks = Desk.objects.visible_to(member)
        cast("forms.ModelChoiceField[Desk]", self.fields["desk"]).queryset = desks
        tags = cast("forms.ModelMultipleChoiceField[Tag]", self.fields["tags"])
        tags.queryset = Tag.objects.offered()
        self._choose("status", [("", AS_IT_IS), *AT_WORK])
        self._choose("priority", [("", AS_IT_IS), *Conversation.Priority.choices])
        team = Member.objects.active().filter(teams__desks__in=desks).distinct().order_by("name")
        plain = [choice for choice in Macro.Assign.choices if choice[0] != Macro.Assign.MEMBER]
        self._choose("assign", [*plain, *((str(one.pk), one.name) for one in team)])
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

    def _choose(self, name: str, choices: list[Any]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def chosen(self) -> MacroSettings:
        """What the actions take."""
        values = dict(self.cleaned_data)
        texts = {language: values.pop(f"text_{language}") for language in LANGUAGES}
        who = values.pop("assign") or Macro.Assign.LEAVE
        assignee = None
        if who.isdecimal():
            who, assignee = Macro.Assign.MEMBER, Member.objects.active().get(pk=int(who))
        return MacroSettings(**values, texts=texts, assign=who, assignee=assignee)


def as_typed(macro: Macro) -> dict[str, Any]:
    """A macro as `MacroForm` shows it."""
    typed: dict[str, Any] = {
        "name": macro.name,
        "desk": macro.desk_id,
        "text": macro.text,
        "status": macro.status,
        "priority": macro.priority,
        "assign": str(macro.assignee_id or macro.assign),
        "tags": macro.tags.all(),
    }
    return typed | {f"text_{row.language}": row.text for row in macro.texts.all()}
