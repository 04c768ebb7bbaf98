"""Figures in words: each share with its doubt, each difference only where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.kit.shares import Share, difference
from kept.promises.counting import Counts
from kept.promises.rules.endings import (
    ENDINGS,
    IN_TIME,
    LATE,
    MOVED,
    OPEN,
    RELEASED,
    SILENT,
    TOLD,
)
from kept.ui.wording import share_in_words

ENDED: dict[str, str | Lazy] = {
    IN_TIME: gettext_lazy("kept in time"),
    MOVED: gettext_lazy("changed early, then kept"),
    LATE: gettext_lazy("kept late"),
    TOLD: gettext_lazy("broken, told before"),
    SILENT: gettext_lazy("broken in silence"),
    RELEASED: gettext_lazy("let off"),
    OPEN: gettext_lazy("still to come"),
}


def compared(now: Share, before: Share) -> str:
    """How it stands beside the time before, said only where the intervals do not meet."""
    return {
        "none": _("no clear difference"),
        "more": _("clearly more than before"),
        "less": _("clearly less than before"),
        "unknown": _("too few before to compare with"),
    }[difference(now, before)]


def ended(ending: str, count: int) -> str:
    return f"{count} {ENDED[ending]}"


def confirmations(counts: Counts) -> str:
    """What the promisees say to those that were kept in time: "3 confirmed, 2 waiting"."""
    parts = [
        (counts.confirmed, _("confirmed")),
        (counts.presumed, _("presumed")),
        (counts.waiting, _("waiting")),
        (counts.unasked, _("not asked")),
    ]
    return ", ".join(f"{count} {word}" for count, word in parts if count)


def month(of: date) -> str:
    return date_format(of, "F Y")


def bars_told(by_month: dict[date, Counts]) -> str:
    """The stacked bars, for those who hear them."""
    return " ".join(f"{month(of)}: {_bar(counts)}." for of, counts in by_month.items())


def trend_told(last: Sequence[tuple[date, Share]], first: Sequence[tuple[date, Share]]) -> str:
    """Both lines, for those who hear them."""
    return " ".join(
        _("{month}: by the last date {last}; by the first date {first}.").format(
            month=month(of), last=share_in_words(by_last), first=share_in_words(by_first)
        )
        for (of, by_last), (_of, by_first) in zip(last, first, strict=True)
    )


def lead(now: Counts) -> str:
    """The page in one sentence."""
    return ngettext(
        "Of {n} promise that ended, {good} was kept as agreed.",
        "Of {n} promises that ended, {good} were kept as agreed.",
        now.ended,
    ).format(n=now.ended, good=now.by_last_date.good)


def _bar(counts: Counts) -> str:
    told = [ended(ending, n) for ending in ENDINGS if (n := counts.of(ending))]
    return ", ".join(told) or _("nothing was due")
