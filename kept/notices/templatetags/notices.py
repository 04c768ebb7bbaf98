"""Notices on the page: `{% headline notice %}`, `{% advice notice %}`, their mark and colour."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from kept.charter.models import Grant
from kept.notices import wording
from kept.notices.models import Notice

register = template.Library()


@register.simple_tag(takes_context=True)
def headline(context: dict[str, Any], notice: Notice) -> str:
    if notice.conversation is not None:
        return wording.of_conversation(notice)
    if notice.grant is not None:
        return wording.of_grant(notice)
    if notice.change or notice.huddle or notice.friction:
        return wording.of_improvement(notice)
    if notice.promise is None:
        return wording.of_agreement(notice)
    zone = str(context.get("zone") or settings.HOME_ZONE)
    return wording.headline(notice, notice.promise, now=context["now"], zone=zone)


@register.simple_tag
def advice(notice: Notice) -> str:
    if notice.conversation is not None:
        return wording.advice_of_conversation(notice)
    if notice.grant is not None:
        return wording.advice_of_grant(notice)
    if notice.change or notice.huddle or notice.friction:
        return wording.advice_of_improvement(notice)
    if notice.promise is None:
        return wording.advice_of_agreement(notice)
    return wording.advice(notice, notice.promise)


@register.filter
def words_of(notice: Notice) -> str:
    """What it is about: words of a promise, the name of an agreement, a customer and a subject."""
    if there := notice.conversation:
        return f"{there.customer.name}: {there.subject}"
    if notice.grant is not None:
        return grant_line(notice.grant)
    if notice.friction is not None:
        return notice.friction.words
    if notice.change or notice.huddle:
        return notice.change.name if notice.change else str(notice.huddle and notice.huddle.team)
    return (
        notice.promise.words if notice.promise else str(notice.agreement and notice.agreement.name)
    )


@register.filter
def grant_line(grant: Grant) -> str:
    return f"{wording.grant_words(grant)} · {grant.situation}"


@register.filter
def notice_mark(kind: str) -> str:
    return wording.MARKS[kind]


@register.filter
def notice_state(kind: str) -> str:
    return wording.STATES[kind]
