"""Where to start from: rules that most desks want, as they stand in the form before saving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Typed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Start:
    key: str
    icon: str
    name: Lazy
    words: Lazy
    typed: Callable[[], Typed]


def _row(about: str, how: str, value: str = "") -> Typed:
    return {"about": about, "how": how, "value": value}


def _act(do: str, value: str = "") -> Typed:
    return {"do": do, "value": value, "unit": ""}


def _out_of_hours() -> Typed:
    text = _(
        "Dear {{customer.first_name}},\n\nthank you for your letter. It has reached us outside our "
        "working hours; you hear from us on the next working day.\n\n{{desk.name}}, {{house.name}}"
    )
    return {
        "name": _("Out-of-hours answer"),
        "trigger": "OPENED",
        "conditions": [_row("HOURS", "OUTSIDE"), _row("MACHINE", "NO")],
        "acts": [_act("REPLY", text)],
    }


def _by_address() -> Typed:
    return {
        "name": _("By the address it was sent to"),
        "trigger": "OPENED",
        "conditions": [_row("RECIPIENT", "IS")],
        "acts": [_act("ASSIGN")],
    }


def _by_words() -> Typed:
    return {
        "name": _("By its words"),
        "trigger": "OPENED",
        "conditions": [_row("WORDS", "HAS", _("refund, money back"))],
        "acts": [_act("TAG"), _act("PRIORITY", "HIGH")],
    }


def _remind() -> Typed:
    return {
        "name": _("Remind on no answer"),
        "trigger": "UNANSWERED",
        "amount": "2",
        "unit": "DAYS",
        "counted": "WORKING",
        "conditions": [],
        "acts": [_act("NOTIFY", "ASSIGNEE")],
    }


def _warn() -> Typed:
    text = _(
        "Dear {{customer.first_name}},\n\nwe have not heard from you since our last letter. If "
        "there is nothing more to do, you need not write; we close this in two days. Whatever you "
        "write opens it again.\n\n{{desk.name}}, {{house.name}}"
    )
    return {
        "name": _("Ask before closing"),
        "trigger": "SILENT",
        "amount": "5",
        "unit": "DAYS",
        "counted": "CLOCK",
        "conditions": [_row("STATUS", "IS", "WAITING")],
        "acts": [_act("REPLY", text)],
    }


def _close() -> Typed:
    return {
        "name": _("Close after silence"),
        "trigger": "SILENT",
        "amount": "7",
        "unit": "DAYS",
        "counted": "CLOCK",
        "conditions": [_row("STATUS", "IS", "WAITING")],
        "acts": [_act("CLOSE")],
    }


def _event() -> Typed:
    return {"name": "", "trigger": "RECEIVED", "conditions": [], "acts": []}


def _time() -> Typed:
    return {
        "name": "",
        "trigger": "UNANSWERED",
        "amount": "4",
        "unit": "HOURS",
        "counted": "WORKING",
        "conditions": [],
        "acts": [],
    }


STARTS = (
    Start(
        "hours",
        "moon",
        gettext_lazy("Out-of-hours answer"),
        gettext_lazy("Whoever writes at night or on a holiday hears at once when we are back."),
        _out_of_hours,
    ),
    Start(
        "address",
        "user",
        gettext_lazy("By the address it was sent to"),
        gettext_lazy("What comes to one address goes to one of us."),
        _by_address,
    ),
    Start(
        "words",
        "tag",
        gettext_lazy("By its words"),
        gettext_lazy("Where some words stand, a tag goes on and it moves up."),
        _by_words,
    ),
    Start(
        "remind",
        "bell",
        gettext_lazy("Remind on no answer"),
        gettext_lazy("After two working days without our answer somebody is told."),
        _remind,
    ),
    Start(
        "warn",
        "mail",
        gettext_lazy("Ask before closing"),
        gettext_lazy("After five days of silence the customer is asked once. Goes with the next."),
        _warn,
    ),
    Start(
        "close",
        "pact",
        gettext_lazy("Close after silence"),
        gettext_lazy("After seven days of silence it is closed. A letter opens it again."),
        _close,
    ),
    Start(
        "event",
        "plus",
        gettext_lazy("Your own, when something happens"),
        gettext_lazy("A letter, an answer, a note, a tag, a promise: choose what sets it going."),
        _event,
    ),
    Start(
        "time",
        "hour",
        gettext_lazy("Your own, when time passes"),
        gettext_lazy("Hours or days, of working time or by the clock."),
        _time,
    ),
)
BY_KEY = {one.key: one for one in STARTS}
