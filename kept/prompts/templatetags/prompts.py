"""A prompt on a page: `{{ prompt|prompt_title }}`, `{% prompt_why prompt %}`, links and mark."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from kept.prompts import wording
from kept.prompts.rules import Prompt

register = template.Library()


@register.filter
def prompt_title(prompt: Prompt) -> str:
    return wording.title(prompt)


@register.simple_tag(takes_context=True)
def prompt_why(context: dict[str, Any], prompt: Prompt) -> str:
    zone = str(context.get("zone") or settings.HOME_ZONE)
    return wording.why(prompt, zone=zone, now=context["now"])


@register.simple_tag(takes_context=True)
def prompt_links(context: dict[str, Any], prompt: Prompt) -> list[tuple[str, str]]:
    """Address and words of what it saw."""
    zone, now = str(context.get("zone") or settings.HOME_ZONE), context["now"]
    return [
        (wording.address(one), wording.link_words(one, prompt, zone=zone, now=now))
        for one in prompt.links
    ]


@register.filter
def prompt_mark(prompt: Prompt) -> str:
    return wording.MARKS[prompt.kind]
