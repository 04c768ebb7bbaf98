"""Why a conversation stands in line where it does, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kept.focus.rules import BACK, HIGH, LATE, SOON, TODAY, URGENT, InLine
from kept.ui import wording


def reason(place: InLine, *, zone: str, now: datetime) -> str:
    """In a few words, for a row."""
    if place.why in {LATE, SOON, TODAY}:
        due = wording.due(place.at, zone=zone, now=now)
        return due[:1].lower() + due[1:]
    told = {
        URGENT: _("marked as urgent"),
        HIGH: _("of high priority"),
        BACK: _("laid aside until now"),
    }
    if place.why in told:
        return told[place.why]
    return _("untouched since %(when)s") % {"when": _when(place, zone=zone, now=now)}


def why_first(place: InLine, *, is_first: bool, zone: str, now: datetime) -> str:
    """In a sentence, over the conversation that is open."""
    if not is_first:
        return _("You chose this one: %(reason)s.") % {"reason": reason(place, zone=zone, now=now)}
    match place.why:
        case "LATE":
            said = _("First, since it was promised and is late: %(reason)s.")
        case "SOON":
            said = _("First, since nothing is promised sooner: %(reason)s.")
        case "TODAY":
            said = _("First, since it is promised for today: %(reason)s.")
        case "URGENT" | "HIGH":
            said = _("First, since it is %(reason)s.")
        case "BACK":
            said = _("First, since you laid it aside until now.")
        case _default:
            said = _("First, since it has waited longest: %(reason)s.")
    return said % {"reason": reason(place, zone=zone, now=now)}


def _when(place: InLine, *, zone: str, now: datetime) -> str:
    return wording.moment(place.at, zone=zone, now=now)
