"""A prompt in words: what it asks, and why, with the figures it saw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.charter.models import AuthorityRequest, Kind
from kept.prompts import rules
from kept.prompts.rules import Link, Prompt
from kept.ui.wording import day, length

MARKS = {
    rules.HEARING: "key",
    rules.OBSTACLE: "hour",
    rules.STILL: "heart",
    rules.HUDDLE: "people",
    rules.FRICTION: "flag",
    rules.WAITING: "hour",
    rules.REFUSED: "key",
    rules.REVIEW: "refresh",
}
_ADDRESSES = {
    "request": "charter:asked",
    "obstacle": "improvement:obstacle",
    "friction": "improvement:friction",
    "policy": "charter:policy",
    "recovery": "recovery:recovery",
}
SHORT = 60


def title(prompt: Prompt) -> str:
    facts: Any = prompt.facts
    match prompt.kind:
        case rules.HEARING:
            return _("Hear what %(name)s wanted to decide") % {"name": facts["who"]}
        case rules.OBSTACLE:
            return _("Answer %(name)s about what is in the way") % {"name": facts["who"]}
        case rules.STILL:
            return ngettext(
                "One recovery stands still", "%(n)s recoveries stand still", facts["count"]
            ) % {"n": facts["count"]}
        case rules.HUDDLE:
            return _("Plan a huddle with %(team)s") % {"team": facts["team"]}
        case rules.FRICTION:
            return _("Give this an owner: %(words)s") % {"words": _short(facts["words"])}
        case rules.WAITING if facts["policy"]:
            return _("Customers wait because of “%(policy)s”") % {"policy": facts["policy"]}
        case rules.WAITING:
            return _("Customers wait for a decision: %(kind)s") % {"kind": _kind(facts["kind"])}
        case rules.REFUSED:
            return _("Ask %(name)s what they saw before we did") % {"name": facts["who"]}
    return _("Look at “%(policy)s” again") % {"policy": facts["name"]}


def why(prompt: Prompt, *, zone: str, now: datetime) -> str:
    """The figures it saw."""
    facts: Any = prompt.facts
    match prompt.kind:
        case rules.HEARING | rules.OBSTACLE if facts["due_at"] < now:
            return _("Asked %(ago)s ago. You owed an answer by %(day)s.") % {
                "ago": length(now - facts["asked_at"]),
                "day": _day(facts["due_at"], zone, now),
            }
        case rules.HEARING | rules.OBSTACLE:
            return _("Asked %(ago)s ago. You owe an answer by %(day)s.") % {
                "ago": length(now - facts["asked_at"]),
                "day": _day(facts["due_at"], zone, now),
            }
        case rules.STILL:
            return _("Nothing was done in three working days, and nobody waits for the customer.")
        case rules.HUDDLE:
            return _huddle(facts, now=now)
        case rules.FRICTION:
            return ngettext(
                "One of us says so, for %(ago)s. No huddle has given it to anybody.",
                "%(n)s of us say so, for %(ago)s. No huddle has given it to anybody.",
                facts["voices"],
            ) % {"n": facts["voices"], "ago": length(now - facts["raised_at"])}
        case rules.WAITING:
            return ngettext(
                "Asked once in ninety days. The answer took %(middle)s.",
                "Asked %(n)s times in ninety days. The answer in the middle took %(middle)s; "
                "together customers waited %(all)s.",
                facts["count"],
            ) % {
                "n": facts["count"],
                "middle": length(facts["middle"]),
                "all": length(facts["all"]),
            }
        case rules.REFUSED:
            return ngettext(
                "Refused once, and granted on %(day)s: %(kind)s.",
                "Refused %(n)s times, and granted on %(day)s: %(kind)s.",
                facts["count"],
            ) % {
                "n": facts["count"],
                "day": _day(facts["granted_at"], zone, now),
                "kind": _kind(facts["kind"]),
            }
    return ngettext(
        "Its review was due one day ago. %(name)s answers for it.",
        "Its review was due %(n)s days ago. %(name)s answers for it.",
        prompt.weight,
    ) % {"n": prompt.weight, "name": facts["owner"]}


def _huddle(facts: Any, *, now: datetime) -> str:
    waiting = ngettext(
        "One thing is in the way, for %(ago)s.",
        "%(n)s things are in the way, the oldest for %(ago)s.",
        facts["count"],
    ) % {"n": facts["count"], "ago": length(now - facts["oldest_at"])}
    if facts["last_at"] is None:
        return _("There was none yet.") + " " + waiting
    last = _("The last one was %(ago)s ago.") % {"ago": length(now - facts["last_at"])}
    return f"{last} {waiting}"


def link_words(link: Link, prompt: Prompt, *, zone: str, now: datetime) -> str:
    """What was seen, to be opened."""
    words = _short(link.words)
    if prompt.kind == rules.REFUSED:
        words = str(AuthorityRequest.State(link.words).label)
    return words if link.at is None else f"{words}, {_day(link.at, zone, now)}"


def address(link: Link) -> str:
    return reverse(_ADDRESSES[link.what], args=[link.pk])


def _kind(code: str) -> str:
    return str(Kind(code).label)


def _short(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"


def _day(at: datetime | date, zone: str, now: datetime) -> str:
    return day(at, zone=zone, now=now)  # type: ignore[arg-type]
