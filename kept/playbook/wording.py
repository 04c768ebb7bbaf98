"""Hints, states and steps in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation
from kept.playbook.models import Play, Situation, StepKind
from kept.playbook.rules import ANGER, LEAVING, REPEATED, URGENT, suggested

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: dict[str, StrOrPromise] = {
    ANGER: _("angry words"),
    REPEATED: _("not the first time"),
    URGENT: _("it presses"),
    LEAVING: _("about to leave"),
}
_STATES = {
    Play.State.PROVEN: ("s-kept", "kept"),
    Play.State.TRIED: ("s-soon", ""),
    Play.State.PROPOSED: ("s-offered", ""),
    Play.State.AGED: ("moon", "soon"),
}
_WAYS = {
    StepKind.DECIDE: "charter:decide",
    StepKind.WANTED: "charter:wanted",
    StepKind.CALLBACK: "promises:callback",
    StepKind.PROMISE: "promises:make",
    StepKind.COLLEAGUE: "handoffs:hand_on",
    StepKind.TAG: "desk:tags",
}


@dataclass(frozen=True, slots=True)
class Step:
    """`address` is "" where it is only said, or where no conversation is at hand."""

    kind: StepKind
    words: str
    address: str

    @property
    def label(self) -> StrOrPromise:
        return self.kind.label


def steps_of(play: Play, conversation: Conversation | None = None) -> list[Step]:
    """Its steps, as links to what Kept does in that conversation."""
    told = [(StepKind(kind), words) for kind, words in play.steps if kind in StepKind.values]
    return [Step(kind, words, _way(kind, conversation)) for kind, words in told]


def _way(kind: StepKind, conversation: Conversation | None) -> str:
    if kind == StepKind.INSTEAD:
        return reverse("charter:authority")
    if conversation is None:
        return ""
    if kind == StepKind.NOTE:
        return reverse("desk:conversation", args=["all", conversation.pk]) + "?write=note#write"
    return reverse(_WAYS[kind], args=[conversation.pk]) if kind in _WAYS else ""


def mark_of(state: Play.State) -> tuple[str, str]:
    """Icon and tone."""
    return _STATES[state]


def situations_for(kinds: list[str]) -> list[Situation]:
    return [Situation(one) for one in suggested(kinds)]
