"""Runs and matches as their pages show them, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from kept.automation import wording
from kept.automation.dry_run import Match
from kept.automation.models import Run
from kept.automation.rules.acts import act_of
from kept.automation.rules.conditions import condition_of
from kept.conversations.models import Conversation

_CAME = {
    "DONE": ("kept", gettext_lazy("done")),
    "SAME": ("released", gettext_lazy("nothing to change")),
    "PARTLY": ("soon", gettext_lazy("done in part")),
    "REFUSED": ("overdue", gettext_lazy("refused")),
    "LOOP": ("overdue", gettext_lazy("cut off: it followed from too many others")),
    "WOULD": ("open", gettext_lazy("would be done")),
}
"""The state whose mark and colour it has, and its words."""


@dataclass(frozen=True, slots=True)
class Line:
    """A condition or an action: a mark, what it says, what was seen or came of it."""

    tone: str
    words: str
    more: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    conversation: Conversation
    at: datetime
    tone: str
    came: str
    verdicts: list[Line]
    effects: list[Line]


def shown_run(run: Run, known: wording.Names) -> Shown:
    tone, came = _CAME[run.came]
    return Shown(
        run.conversation,
        run.at,
        tone,
        str(came),
        shown_verdicts(run.verdicts, known),
        _effects(run.effects, known),
    )


def shown_match(match: Match, known: wording.Names) -> Shown:
    return Shown(
        match.conversation,
        match.at,
        "open",
        "",
        shown_verdicts([one.stored() for one in match.verdicts], known),
        _effects([one.stored() for one in match.effects], known),
    )


def shown_verdicts(stored: Iterable[dict[str, Any]], known: wording.Names) -> list[Line]:
    return [
        Line(
            "kept" if one["met"] else "released",
            wording.clause(condition_of(one), known),
            wording.seen_words(one, known),
        )
        for one in stored
    ]


def _effects(stored: Iterable[dict[str, Any]], known: wording.Names) -> list[Line]:
    lines = []
    for one in stored:
        tone, came = _CAME[one["came"]]
        lines.append(Line(tone, wording.deed(act_of(one), known), str(came), one["why"]))
    return lines
