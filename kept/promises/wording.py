"""A promise in words: how it stands, when it is due. Translatable, and the same on every screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.promises.models import Promise
from kept.ui.wording import length, place

MARKS = {
    "offered": "s-offered",
    "paused": "s-paused",
    "disputed": "s-disputed",
    "lapsed": "s-released",
    "open": "s-open",
    "soon": "s-soon",
    "overdue": "s-overdue",
    "renegotiated": "s-renegotiated",
    "kept": "s-kept",
    "kept-late": "s-kept-late",
    "broken": "s-broken",
    "released": "s-released",
}
"""The mark of each state. A state is a mark, a word and a colour, never a colour alone."""


def standing(promise: Promise, state: str, *, now: datetime, zone: str) -> str:
    """How it stands: "Due in 46 min", "Overdue by 2 h", "Kept 2 days early"."""
    match state:
        case "overdue":
            return _("Overdue by %(span)s") % {"span": length(now - promise.due_at)}
        case "kept" | "kept-late" if promise.settled_at:
            return _kept(promise.due_at - promise.settled_at)
        case "broken":
            return _("Broken, they were told") if promise.was_told else _("Broken, in silence")
        case "released" if promise.is_by_rule:
            return _("No longer owed")
        case "released" if promise.customer_id:
            return _("Let go by the customer")
        case "released":
            return _("Let go")
        case "lapsed":
            return _("No time was chosen")
        case "offered":
            return _("Waits for their choice of a time")
        case "paused":
            return _("Rests: they owe the next step")
        case "disputed":
            when = moment(promise.due_at, zone, now=now)
            return _("Not done, they say. Due %(when)s") % {"when": within(when)}
        case "renegotiated":
            when = moment(promise.due_at, zone, now=now)
            return _("Renegotiated, now %(when)s") % {"when": within(when)}
    left = promise.due_at - now
    if left < timedelta(hours=3):
        return _("Due in %(span)s") % {"span": length(left)}
    return _("Due %(when)s") % {"when": within(moment(promise.due_at, zone, now=now))}


@dataclass(frozen=True, slots=True)
class Remark:
    """A short word beneath a promise; `tone` is a state's colour."""

    icon: str
    tone: str
    words: str


def remarks(promise: Promise) -> list[Remark]:
    """What besides its date there is to know of it."""
    found = []
    if not promise.is_settled:
        if promise.is_slipping:
            words = _("Moved %(n)s times: it is slipping") % {"n": promise.changes}
            found.append(Remark("s-soon", "soon", words))
        if getattr(promise, "has_windows", False):
            found.append(Remark("s-offered", "", _("Waits for their choice of another time")))
        if promise.chased_at:
            found.append(Remark("s-soon", "soon", _("They had to ask for it")))
        elif promise.eased_at:
            words = _("They wrote that there is no hurry. Renegotiate with them.")
            found.append(Remark("s-renegotiated", "renegotiated", words))
        if promise.disputes:
            found.append(Remark("s-disputed", "disputed", _("Declared done, and denied")))
    elif promise.outcome == Promise.Outcome.KEPT:
        confirmed = {
            Promise.Confirmation.WAITING: ("s-offered", "", _("They have not said so yet")),
            Promise.Confirmation.CONFIRMED: ("s-kept", "kept", _("They say so too")),
            Promise.Confirmation.PRESUMED: ("s-released", "", _("Nobody denied it")),
        }
        if promise.confirmation in confirmed:
            found.append(Remark(*confirmed[Promise.Confirmation(promise.confirmation)]))
    return found


def short(promise: Promise, state: str, *, now: datetime, zone: str) -> str:
    """The same for a row of a list, where room is scarce: "In 46 min", "Tomorrow, 12:00"."""
    if state in {"open", "soon", "renegotiated"}:
        left = promise.due_at - now
        if left < timedelta(hours=3):
            return _("In %(span)s") % {"span": length(left)}
        return moment(promise.due_at, zone, now=now)
    return standing(promise, state, now=now, zone=zone)


def window(
    due_from: datetime | None, due_at: datetime, *, zone: str, now: datetime, by: bool = True
) -> str:
    """The exact time: "Wed 25 Nov, 09:00 to 12:00", or "Fri 27 Nov, by 17:00"."""
    end = due_at.astimezone(ZoneInfo(zone))
    if due_from is None:
        text = _("%(day)s, by %(time)s") if by else _("%(day)s, %(time)s")
        return text % {"day": day(due_at, zone, now=now), "time": f"{end:%H:%M}"}
    start = due_from.astimezone(ZoneInfo(zone))
    if start == end:
        return moment(due_at, zone, now=now)
    if start.date() == end.date():
        return _("%(day)s, %(start)s to %(end)s") % {
            "day": day(due_at, zone, now=now),
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
        }
    return _("%(start)s to %(end)s") % {
        "start": moment(due_from, zone, now=now),
        "end": moment(due_at, zone, now=now),
    }


def moment(at: datetime, zone: str, *, now: datetime) -> str:
    """A time as near as people say it: "Today, 15:00", "Fri 27 Nov, 17:00"."""
    return f"{day(at, zone, now=now)}, {at.astimezone(ZoneInfo(zone)):%H:%M}"


def day(at: datetime, zone: str, *, now: datetime) -> str:
    here = ZoneInfo(zone)
    return _day(at.astimezone(here).date(), now.astimezone(here).date(), get_language())


@lru_cache(maxsize=4096)
def _day(local: date, today: date, language: str | None) -> str:
    match (local - today).days:
        case 0:
            return _("Today")
        case 1:
            return _("Tomorrow")
        case -1:
            return _("Yesterday")
    if local.year != today.year:
        return date_format(local, "j M Y")
    return date_format(local, "D j M")


def elsewhere(at: datetime, *, here: str, there: str, with_day: bool = False) -> str:
    """The same moment by the customer's clock: "07:15 in Lisbon"; empty where it shows ours.

    The day is named, as in "Fri 07:15 in Lisbon", where it is another one or asked for.
    """
    if not there:
        return ""
    ours, theirs = at.astimezone(ZoneInfo(here)), at.astimezone(ZoneInfo(there))
    if ours.utcoffset() == theirs.utcoffset():
        return ""
    return _there(_hour(theirs, with_day=with_day or theirs.date() != ours.date()), there)


def window_elsewhere(start: datetime | None, end: datetime, *, here: str, there: str) -> str:
    """The same of a window: "08:00 to 12:00 in Lisbon", "by Tue 17:00 in Los Angeles".

    The day is named only where it is another one there.
    """
    ours, theirs = (
        [at.astimezone(ZoneInfo(zone)) for at in (start, end) if at] for zone in (here, there)
    )
    if [at.utcoffset() for at in ours] == [at.utcoffset() for at in theirs]:
        return ""
    first, last = theirs[0], theirs[-1]
    text = _hour(first, with_day=len({at.date() for at in (*ours, *theirs)}) > 1)
    if start is None:
        text = _("by %(time)s") % {"time": text}
    elif first != last:
        until = _hour(last, with_day=last.date() != first.date())
        text = _("%(start)s to %(end)s") % {"start": text, "end": until}
    return _there(text, there)


def _hour(at: datetime, *, with_day: bool) -> str:
    return f"{date_format(at, 'D')} {at:%H:%M}" if with_day else f"{at:%H:%M}"


def _there(text: str, zone: str) -> str:
    return _("%(time)s in %(place)s") % {"time": text, "place": place(zone)}


def _kept(early: timedelta) -> str:
    if early < timedelta():
        return _("Kept %(span)s late") % {"span": length(-early)}
    if early < timedelta(minutes=2):
        return _("Kept on time")
    return _("Kept %(span)s early") % {"span": length(early)}


def within(text: str) -> str:
    """ "Today" within a sentence; a weekday keeps its capital."""
    for word in (_("Today"), _("Tomorrow"), _("Yesterday")):
        if text.startswith(word):
            return word.lower() + text[len(word) :]
    return text
