"""Steps, stages and what happened, in words: ours, and those the customer reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.charter.wording import in_money
from kept.recovery import rules
from kept.recovery.models import Recovery


@dataclass(frozen=True, slots=True)
class StepWords:
    """`name` of a step, what helps, what its field asks for, and its button."""

    name: str | Lazy
    help: str | Lazy
    verb: str | Lazy


STEPS: dict[str, StepWords] = {
    rules.ACKNOWLEDGE: StepWords(
        gettext_lazy("Acknowledge"),
        gettext_lazy("Say that you know, and that it matters. No excuse yet."),
        gettext_lazy("I have said so"),
    ),
    rules.APOLOGISE: StepWords(
        gettext_lazy("Apologise"),
        gettext_lazy("By name, for what it did to them, and without a “but”."),
        gettext_lazy("I have apologised"),
    ),
    rules.ASK_FAIR: StepWords(
        gettext_lazy("Ask what would be fair"),
        gettext_lazy(
            "Their own words come before any offer of ours. They can say it on their page."
        ),
        gettext_lazy("Write it down"),
    ),
    rules.AGREE: StepWords(
        gettext_lazy("Agree"),
        gettext_lazy("What we do, and by when. It becomes a promise to them."),
        gettext_lazy("Agree and promise"),
    ),
    rules.FIX: StepWords(
        gettext_lazy("Fix it"),
        gettext_lazy("What was done. What was promised counts as kept with it."),
        gettext_lazy("It is done"),
    ),
    rules.CONFIRM: StepWords(
        gettext_lazy("Confirm with them"),
        gettext_lazy("Only they know whether it is fixed. They say so on their page, or to you."),
        gettext_lazy("They say it is fixed"),
    ),
    rules.GESTURE: StepWords(
        gettext_lazy("Make a gesture"),
        gettext_lazy("Something beyond what was owed, within what you may decide."),
        gettext_lazy("Decide it"),
    ),
    rules.FOLLOW_UP: StepWords(
        gettext_lazy("Follow up"),
        gettext_lazy("Ask again on a day, as a promise. Then write down what you heard."),
        gettext_lazy("Promise to ask again"),
    ),
    rules.CAUSE: StepWords(
        gettext_lazy("Log the cause"),
        gettext_lazy("Why it came to that, so that it need not come again."),
        gettext_lazy("Log it"),
    ),
}

STAGES: dict[str, str | Lazy] = {
    rules.OPENED: gettext_lazy("opened"),
    rules.ACKNOWLEDGED: gettext_lazy("acknowledged"),
    rules.AGREED: gettext_lazy("agreed"),
    rules.FIXED: gettext_lazy("fixed, not confirmed"),
    rules.CONFIRMED: gettext_lazy("confirmed"),
    rules.FOLLOWED_UP: gettext_lazy("followed up"),
    rules.LEARNED: gettext_lazy("put right"),
}

RISKS: dict[str, str | Lazy] = {
    rules.DENIED: gettext_lazy("they say it is not fixed"),
    rules.LATE: gettext_lazy("a promise of it is late"),
    rules.NOBODY: gettext_lazy("nobody looks after it"),
    rules.SILENT: gettext_lazy("nobody has acknowledged it"),
    rules.AFRESH: gettext_lazy("they ask for a fresh start"),
    rules.STILL: gettext_lazy("nothing has moved for three working days"),
}

_THEIRS: dict[str, str | Lazy] = {
    rules.OPENED: gettext_lazy("We know that something went wrong. You hear from us about it."),
    rules.ACKNOWLEDGED: gettext_lazy("We have told you what we know. Next we agree with you."),
    rules.AGREED: gettext_lazy("We have agreed what we do. It is under way."),
    rules.FIXED: gettext_lazy("We believe that it is put right. Only you can say whether it is."),
    rules.CONFIRMED: gettext_lazy("You say that it is put right. We ask you again in a while."),
    rules.FOLLOWED_UP: gettext_lazy("It is put right. We are finding out why it happened."),
    rules.LEARNED: gettext_lazy("It is put right, and we know why it happened."),
}


def where_it_stands(recovery: Recovery) -> str:
    """In one sentence, for the customer."""
    if recovery.outcome == Recovery.Outcome.HEARD:
        return _("We have listened to you.")
    if recovery.outcome == Recovery.Outcome.RIGHTED:
        return str(_THEIRS[rules.LEARNED])
    if recovery.is_listening:
        return _("We listen. Nothing is fixed or changed unless you wish it.")
    return str(_THEIRS[recovery.stage])


def remedy_money(recovery: Recovery) -> str:
    if not recovery.remedy_amount:
        return ""
    return in_money(recovery.remedy_amount, recovery.remedy_currency)


KINDS = ("recovery", "decision", "appeal", "boundary")
"""What the kinds of this room's facts begin with."""
TOLD = (
    "recovery.opened",
    "recovery.raised",
    "recovery.step_done",
    "recovery.step_skipped",
    "recovery.denied",
    "recovery.listening",
    "recovery.fresh_start_asked",
    "recovery.handed",
    "recovery.closed",
    "recovery.opened_again",
    "decision.told",
    "decision.reconsidered",
    "appeal.made",
    "appeal.answered",
    "appeal.handed",
    "boundary.noted",
    "boundary.warned",
    "boundary.ended",
    "boundary.reviewed",
    "boundary.lifted",
    "boundary.held_again",
    "boundary.handed",
)
"""Those that stand in a thread."""


def said(kind: str, by: str, facts: dict[str, Any], names: dict[str, str]) -> tuple[str, str, str]:
    """One of them for a thread: icon, the colour of a state, and words behind who did it."""
    match kind:
        case "recovery.opened":
            severity = Recovery.Severity(facts["severity"]).label
            if facts["promise"]:
                told = _("To be put right, since a promise was broken: %(severity)s")
            else:
                told = _("opened a recovery: %(severity)s")
            return "heart", "overdue", told % {"severity": severity}
        case "recovery.raised":
            severity = Recovery.Severity(facts["severity"]).label
            return "s-overdue", "overdue", _("It has become %(severity)s") % {"severity": severity}
        case "recovery.step_done":
            is_theirs = by.startswith("customer:") and facts["step"] == rules.ASK_FAIR
            return "s-kept", "kept", _("said what would be fair") if is_theirs else _step(facts)
        case "recovery.step_skipped":
            told = _("skipped a step of putting right: %(step)s")
            return "s-released", "", told % {"step": STEPS[facts["step"]].name}
        case "recovery.denied":
            return "s-disputed", "disputed", _("says that it is not fixed")
        case "recovery.listening":
            told = _("listens, and fixes nothing") if facts["is_on"] else _("wants it put right")
            return "heart", "", told
        case "recovery.fresh_start_asked":
            return "people", "soon", _("asks for a fresh start with somebody else")
        case "recovery.handed":
            if not facts["to"]:
                return "people", "overdue", _("Nobody puts it right now")
            to = names.get(f"member:{facts['to']}", _("somebody"))
            if by == "system:recovery":
                return "people", "", _("%(name)s puts it right now") % {"name": to}
            return "people", "", _("began afresh: %(name)s puts it right") % {"name": to}
        case "recovery.closed":
            return _closed(facts["outcome"])
        case "recovery.opened_again":
            return "heart", "", _("Put right by itself again")
        case "decision.told":
            if facts["kind"] == "DIFFERENT":
                return "deal", "", _("sees it differently, and looks at it again by a day")
            return "deal", "", _("explained a decision")
        case "decision.reconsidered" | "appeal.answered":
            if facts["state"] == "CHANGED":
                return "deal", "kept", _("looked at it again: it is changed")
            return "deal", "", _("looked at it again: it stays")
        case "appeal.made":
            return "deal", "soon", _("asks another of us to look at it again")
        case "appeal.handed":
            to = names.get(f"member:{facts['to']}", _("somebody"))
            return "deal", "", _("%(name)s looks at it again now") % {"name": to}
        case "boundary.handed":
            to = names.get(f"member:{facts['to']}", _("somebody"))
            return "shield", "", _("%(name)s looks at the end of contact now") % {"name": to}
        case "boundary.noted":
            return "shield", "", _("noted a boundary")
        case "boundary.warned":
            return "shield", "soon", _("warned them of the end of contact")
        case "boundary.ended":
            return "shield", "overdue", _("ended the contact")
        case "boundary.reviewed":
            told = _("looked at the end of contact: %(state)s")
            state = _("it is changed") if facts["state"] == "CHANGED" else _("it stays")
            return "shield", "", told % {"state": state}
        case "boundary.held_again":
            return "shield", "", _("The boundary holds here again")
    return "shield", "kept", _("lifted the boundary")


def _closed(outcome: str) -> tuple[str, str, str]:
    match outcome:
        case "RIGHTED":
            return "s-kept", "kept", _("put it right, with every step")
        case "JOINED":
            return "s-released", "", _("puts it right together with another one")
        case "HEARD":
            return "s-kept", "kept", _("Heard, and nothing more was wanted")
    return "s-released", "", _("closed a recovery that was opened by mistake")


_DONE: dict[str, str | Lazy] = {
    rules.ACKNOWLEDGE: gettext_lazy("acknowledged what went wrong"),
    rules.APOLOGISE: gettext_lazy("apologised"),
    rules.ASK_FAIR: gettext_lazy("asked what would be fair"),
    rules.AGREE: gettext_lazy("agreed what is done"),
    rules.FIX: gettext_lazy("says that it is fixed"),
    rules.CONFIRM: gettext_lazy("confirmed that it is fixed"),
    rules.GESTURE: gettext_lazy("made a gesture"),
    rules.FOLLOW_UP: gettext_lazy("followed up"),
    rules.CAUSE: gettext_lazy("logged the cause"),
}


def _step(facts: dict[str, Any]) -> str:
    return str(_DONE[facts["step"]])
