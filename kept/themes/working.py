"""What themes do in `kept work`: small steps, but for learning, which holds nothing meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from kept.improvement.agenda import Asked, Line, section
from kept.ledger.work import step
from kept.themes.actions import file_waiting, judge, learn_anew, mean_some, refile_some
from kept.themes.queries import read_rising, rising_along


@step(every_seconds=5.0)
def file(now: datetime) -> int:
    return file_waiting()


@step(every_seconds=20.0)
def mean(now: datetime) -> int:
    """Nothing where the extra is not installed."""
    return mean_some(now=now)


@step(every_seconds=60.0)
def learn(now: datetime) -> int:
    """Learns where it is due, and files the last weeks by it."""
    return refile_some(now=now) or learn_anew(now=now)


@step(every_seconds=300.0)
def look(now: datetime) -> int:
    judge(now=now)
    return 0


@section(
    "themes",
    gettext_lazy("What customers write of more and more"),
    order=30,
    along=rising_along,
)
def in_a_huddle(asked: Asked) -> list[Line]:
    """What rises at the desks of whoever looks."""
    number = read_rising(asked.along.get("themes"), now=asked.now)
    words = ngettext("One theme rises", "%(n)s themes rise", number) % {"n": number}
    return [Line(words, reverse("themes:themes"))] if number else []
