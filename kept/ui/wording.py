"""Times, lengths and sizes in words: plain functions, translatable, the same on every screen.

All moments are aware; `zone` is the IANA name of where the reader is, `now` is handed in.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.kit.sentences import taken_apart
from kept.kit.shares import Share


def length(of: timedelta) -> str:
    """In its largest unit: "46 min", "3 h", "2 days". Below two hours minutes say it better."""
    minutes = max(0, int(of.total_seconds() // 60))
    if minutes < 120:
        return _("{n} min").format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} h").format(n=minutes // 60)
    days = minutes // 1440
    return ngettext("{n} day", "{n} days", days).format(n=days)


def short(at: datetime, *, zone: str, today: date) -> str:
    """As narrow as a list needs: "14:02", "Sat", "12 Nov", "12 Nov 2025"; `today` is in `zone`."""
    local = at.astimezone(ZoneInfo(zone))
    days = (today - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if 0 < days < 7:
        return date_format(local, "D")
    if local.year == today.year:
        return date_format(local, "j M")
    return date_format(local, "j M Y")


def day(at: datetime, *, zone: str, now: datetime) -> str:
    """As people say it: "today", "tomorrow", "Friday", "12 November", "12 November 2025"."""
    here = ZoneInfo(zone)
    local, today = at.astimezone(here).date(), now.astimezone(here).date()
    days = (local - today).days
    if -1 <= days <= 1:
        return [_("today"), _("tomorrow"), _("yesterday")][days]
    if 1 < days < 7:
        return date_format(local, "l")
    if local.year == today.year:
        return date_format(local, "j F")
    return date_format(local, "j F Y")


def moment(at: datetime, *, zone: str, now: datetime) -> str:
    """Day and time: "today, 15:00", "Friday, 17:00"."""
    return _("{day}, {time}").format(
        day=day(at, zone=zone, now=now), time=clock_time(at, zone=zone)
    )


def clock_time(at: datetime, *, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def exact(at: datetime, *, zone: str) -> str:
    """Beyond doubt: "Tuesday 24 November 2026, 15:00 in Berlin"."""
    local = at.astimezone(ZoneInfo(zone))
    return _("{day}, {time} in {place}").format(
        day=date_format(local, "l j F Y"), time=f"{local:%H:%M}", place=place(zone)
    )


def place(zone: str) -> str:
    """The town a zone is named after: "Berlin", "Buenos Aires"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def due(at: datetime, *, zone: str, now: datetime) -> str:
    """How an open promise stands: "Due in 46 min", "Due Friday, 17:00", "Overdue by 20 min"."""
    if now > at:
        return _("Overdue by {length}").format(length=length(now - at))
    if at - now < timedelta(hours=3):
        return _("Due in {length}").format(length=length(at - now))
    return _("Due {moment}").format(moment=moment(at, zone=zone, now=now))


def settled(due_at: datetime, settled_at: datetime) -> str:
    """How a kept promise ended: "Kept 2 days early", "Kept on time", "Kept 3 h late"."""
    early = due_at - settled_at
    if early < timedelta():
        return _("Kept {length} late").format(length=length(-early))
    if early < timedelta(minutes=2):
        return _("Kept on time")
    return _("Kept {length} early").format(length=length(early))


def file_size(count: int) -> str:
    """Bytes as people read them: "640 bytes", "12 kB", "1.2 MB"."""
    if count < 1000:
        return ngettext("{n} byte", "{n} bytes", count).format(n=count)
    size = float(count)
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.5 or unit == "GB":
            # `number_format` cuts off where people round.
            places = 1 if size < 9.95 else 0
            return f"{number_format(round(size, places), places)} {unit}"
    raise AssertionError("the loop above always returns")


def retold(stored: str) -> str:
    """What is stored in English, in the reader's language; words that are not ours stay.

    See `kept.kit.sentences`. What a server said may follow in brackets.
    """
    english, values = taken_apart(stored)
    if values:
        return _(english).format(**{name: retold(value) for name, value in values.items()})
    words, bracket, theirs = stored.partition(" (")
    # A single word is no sentence of ours: it may be a server's, or somebody's own.
    return (_(words) if " " in words else words) + bracket + theirs


def initials(name: str) -> str:
    """One or two letters for a face: "Ines Valdorra" is IV, "Orders" is OR."""
    words = [word for word in name.partition("@")[0].split() if word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def share_in_words(of: Share) -> str:
    """ "88 %, likely 70 to 96 %"; below its least number "7 of 9 so far"."""
    if not of.of:
        return _("none yet")
    if not of.is_worth_it:
        return _("{good} of {of} so far").format(good=of.good, of=of.of)
    return _("{percent} %, {range}").format(percent=of.percent, range=likely_in_words(of))


def likely_in_words(of: Share) -> str:
    return _("likely {low} to {high} %").format(low=of.low_percent, high=of.high_percent)
