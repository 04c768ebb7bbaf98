"""Figures and advice in words. All lengths are in minutes."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.kit.shares import Share
from kept.reports.rules.lengths import BOUNDS, Lengths
from kept.reports.rules.periods import Period, Step

_LONGEST = BOUNDS[-1]
_TWO_DAYS = 2 * 1440


def length(minutes: float, *, is_clock: bool = False) -> str:
    """As "46 min", "3.5 h"; days only by the clock, since a day of work is not one."""
    if minutes >= _LONGEST:
        return _("{n} days or more").format(n=30) if is_clock else _("{n} h or more").format(n=720)
    if minutes < 90:
        return _("{n} min").format(n=round(minutes))
    if is_clock and minutes >= _TWO_DAYS:
        return _("{n} days").format(n=_short(minutes / 1440))
    return _("{n} h").format(n=_short(minutes / 60))


def _short(number: float) -> str:
    return str(number_format(round(number, 1), 0 if number >= 10 else 1))


def median(of: Lengths, *, is_clock: bool) -> str:
    """The median, or a dash where too few are known."""
    return length(of.median, is_clock=is_clock) if of.is_worth_it else "–"


def most(of: Lengths, *, is_clock: bool) -> str:
    """Within what nine in ten were."""
    return length(of.at(0.9), is_clock=is_clock) if of.is_worth_it else "–"


def percent(number: int) -> str:
    return _("{n} %").format(n=number)


def share(of: Share) -> str:
    if not of.is_worth_it:
        return _("{good} of {of}").format(good=of.good, of=of.of) if of.of else "–"
    return percent(of.percent)


def step(of: Step, *, is_by_day: bool) -> str:
    """A day, or a week by its first day."""
    if is_by_day:
        return date_format(of.first, "D j M")
    return _("from {day}").format(day=date_format(of.first, "j M"))


def step_short(of: Step) -> str:
    return date_format(of.first, "j M")


def period(of: Period) -> str:
    if of.days == 1:
        return date_format(of.first, "j F Y")
    first = "j F" if of.first.year == of.last.year else "j F Y"
    return _("{first} to {last}").format(
        first=date_format(of.first, first), last=date_format(of.last, "j F Y")
    )


def weekday(number: int) -> str:
    return str(WEEKDAYS[number])


def weekday_short(number: int) -> str:
    return str(WEEKDAYS_ABBR[number])


def compared(told: str, before: str) -> str:
    """How a figure stands beside the days before; `told` is what `lengths.differ` says."""
    words = {
        "more": _("clearly more than {before} before"),
        "less": _("clearly less than {before} before"),
        "none": _("{before} before, no clear difference"),
        "unknown": _("too little before to compare with"),
    }
    return words[told].format(before=before)


def channel(key: int) -> str:
    return {1: _("Letters to us"), 2: _("Begun by us")}.get(key, _("Other"))


NOBODY: dict[str, str | Lazy] = {
    "TAG": gettext_lazy("Without a tag"),
    "ORG": gettext_lazy("Without an organisation"),
    "CHANNEL": gettext_lazy("Other"),
}
GONE = gettext_lazy("No longer known")
