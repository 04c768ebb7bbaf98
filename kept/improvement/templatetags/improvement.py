"""Improvement in templates: what is told in one query, ratios in words, what stops a policy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template

from kept.charter.models import Policy
from kept.improvement.access import may_start, may_stop
from kept.improvement.agenda import Section, agenda_of
from kept.improvement.models import (
    Change,
    Friction,
    Halt,
    Huddle,
    HuddleVoice,
    Obstacle,
    Process,
)
from kept.improvement.queries import (
    News,
    halt_of,
    read_care,
    read_huddle,
    read_news,
    read_obstacles,
)
from kept.improvement.rules import Known, RateRatio
from kept.improvement.wording import STEP_WORDS, ratio_words
from kept.kit import clock
from kept.macros.models import Macro
from kept.people.models import Member

register = template.Library()
WIDEST = 4.0
"""The scale of a ratio goes from none to four times as often."""


@register.simple_tag
def news_told(nav: Any) -> list[News]:
    """What became of what the member raised, as it came with the column of views."""
    return read_news(nav.along.get("news", ""))


@register.simple_tag
def huddle_told(nav: Any) -> Huddle | None:
    return read_huddle(nav.along.get("huddle", ""))


@register.simple_tag
def agenda_told(
    nav: Any, huddle: Huddle, member: Member, voices: list[HuddleVoice], now: datetime
) -> list[Section]:
    """What there is to speak of in a huddle; some of it came with the column of views."""
    return agenda_of(huddle, member, voices=voices, along=nav.along, now=now)


@register.simple_tag
def obstacles_told(nav: Any) -> list[Obstacle]:
    return read_obstacles(nav.along.get("obstacles", ""))


@register.simple_tag
def care_told(nav: Any, now: datetime) -> list[Process]:
    return read_care(nav.along.get("care", ""), today=now.date())


@register.simple_tag
def halted(thing: Policy | Macro) -> Halt | None:
    return halt_of(thing)


@register.simple_tag
def can_stop(member: Member, thing: Policy | Macro, halt: Halt | None) -> bool:
    """Stop it, or start it again where it is stopped."""
    if halt is not None:
        return may_start(member, thing, stopped_by=halt.by_id)
    return may_stop(member, thing, now=clock.now())


@register.filter
def kind_words(code: str) -> str:
    """Friction, idea or stop."""
    return str(Friction.Kind(code).label)


@register.filter
def state_words(code: str) -> str:
    """Of a friction's stage."""
    labels = dict(Friction.State.choices) | dict(Change.State.choices)
    return str(labels.get(code, code))


@register.filter
def stage_state(code: str) -> str:
    """The mark and colour it has: those of the state of a promise that it is nearest to."""
    return {
        "RAISED": "offered",
        "LISTED": "open",
        "DISCUSSED": "open",
        "TRYING": "soon",
        "ADOPTED": "kept",
        "TOLD": "kept",
        "CHECKED": "kept",
        "KEPT": "kept",
        "NOT_ADOPTED": "released",
        "REVERTED": "renegotiated",
    }.get(code, "open")


@register.filter
def health_state(code: str) -> str:
    return {"THRIVING": "kept", "STRAINED": "soon", "AILING": "overdue"}.get(code, "open")


@register.filter
def steps_told(known: Known) -> list[tuple[str, str, bool]]:
    """Name, meaning, and whether it is done."""
    return [(*STEP_WORDS[key](), done) for key, done in known.steps]


@register.filter
def ratio_said(ratio: RateRatio) -> str:
    return ratio_words(ratio)


@register.inclusion_tag("improvement/ratio.html")
def ratio_line(ratio: RateRatio) -> dict[str, Any]:
    """The ratio with its interval, on a line from none to four times as often."""

    def at(value: float | None) -> float:
        return min(100.0, 100 * (WIDEST if value is None else value) / WIDEST)

    low, high = at(ratio.low), at(ratio.high)
    return {
        "ratio": ratio,
        "low_at": f"{low:.1f}",
        "width": f"{max(high - low, 0.5):.1f}",
        "mark": f"{at(ratio.at):.1f}" if ratio.at is not None else "",
        "one_at": f"{at(1):.1f}",
        "told": ratio_words(ratio),
    }


@register.filter
def friction_mark(state: str) -> str:
    """The mark of a state, as promises have them."""
    return f"s-{state}"
