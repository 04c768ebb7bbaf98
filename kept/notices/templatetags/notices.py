"""Notices on the page: `{% headline notice %}`, `{% advice notice %}`, their mark and colour."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from kept.notices import wording
from kept.notices.models import Notice

register = template.Library()


@register.simple_tag(takes_context=True)
def headline(context: dict[str, Any], notice: Notice) -> str:
    zone = str(context.get("zone") or settings.HOME_ZONE)
    return wording.headline(notice, notice.promise, now=context["now"], zone=zone)


@register.simple_tag
def advice(notice: Notice) -> str:
    return wording.advice(notice, notice.promise)


@register.filter
def notice_mark(kind: str) -> str:
    return wording.MARKS[kind]


@register.filter
def notice_state(kind: str) -> str:
    return wording.STATES[kind]
