"""Checks of a pack that was typed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation
from kept.handoffs.access import open_promises, receivers, receiving_teams
from kept.handoffs.actions import Pack
from kept.handoffs.models import Handoff
from kept.handoffs.rules import LONGEST_QUESTION, LONGEST_STEP, LONGEST_SUMMARY
from kept.people.models import Member, Team


class PackForm(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("To"))
    summary = forms.CharField(
        label=gettext_lazy("Where it stands"),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "What they want, what you found out, what you tried. Only we read this."
        ),
    )
    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        max_length=LONGEST_STEP,
        required=False,
    )
    promises = forms.MultipleChoiceField(
        label=gettext_lazy("Promises that pass on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever accepts keeps these. What you leave out stays yours."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        conversation: Conversation,
        giver: Member,
        handoff: Handoff | None = None,
    ) -> None:
        super().__init__(data, initial=_as_typed(handoff))
        members = list(receivers(conversation, giver=giver))
        self._teams = list(receiving_teams(conversation))
        self._known: dict[str, Member | Team] = {f"member-{one.pk}": one for one in members}
        self._known |= {f"team-{one.pk}": one for one in self._teams}
        people = [(f"member-{one.pk}", one.name) for one in members]
        teams = [(f"team-{one.pk}", one.name) for one in self._teams]
        groups: list[Any] = [("", "")]
        if people:
            groups.append((gettext_lazy("People"), people))
        if teams:
            groups.append((gettext_lazy("Teams"), teams))
        cast("forms.ChoiceField", self.fields["to"]).choices = groups
        promised = list(open_promises(conversation))
        own = [one for one in promised if one.keeper_id == giver.pk]
        self.others = [one for one in promised if one.keeper_id != giver.pk]
        if own:
            field = cast("forms.MultipleChoiceField", self.fields["promises"])
            field.choices = [(str(one.pk), one.words[:200]) for one in own]
            if handoff is None:
                self.initial["promises"] = [str(one.pk) for one in own]
        else:
            del self.fields["promises"]

    def pack(self) -> Pack:
        """What the actions take."""
        return Pack(
            to=self._known[self.cleaned_data["to"]],
            summary=self.cleaned_data["summary"],
            next_step=self.cleaned_data["next_step"],
            promises=[int(pk) for pk in self.cleaned_data.get("promises", [])],
        )


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("What do you need to know?"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _as_typed(handoff: Handoff | None) -> dict[str, Any]:
    if handoff is None:
        return {}
    to = f"member-{handoff.to_member_id}" if handoff.to_member_id else f"team-{handoff.to_team_id}"
    return {
        "to": to,
        "summary": handoff.summary,
        "next_step": handoff.next_step,
        "promises": [str(pk) for pk in handoff.promises],
    }
