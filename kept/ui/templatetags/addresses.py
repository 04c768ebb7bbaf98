"""`{% url %}` that remembers.

Our addresses depend on a name and its arguments alone: no script prefix, no language and no
application instance is in them. A page has some sixty, and finding one anew takes longer than many
a query of the database.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as plain_url
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape

register = template.Library()


@lru_cache(maxsize=8192)
def address(name: str, args: tuple[Any, ...] = (), named: tuple[tuple[str, Any], ...] = ()) -> str:
    return reverse(name, args=args, kwargs=dict(named))


class Address(URLNode):
    """Django's own node, but for where the address comes from."""

    def render(self, context: Context) -> str:
        args = tuple(arg.resolve(context) for arg in self.args)
        named = tuple((name, value.resolve(context)) for name, value in self.kwargs.items())
        try:
            found = address(self.view_name.resolve(context), args, named)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> Address:
    node = plain_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
