"""`{% once %}`: what is the same on every page is rendered once.

    {% once is_manager=member.is_manager %} ... {% endonce %}

Rendered anew for each language and each of the values it names, which are numbers, words and what
else never changes. Nothing but these is in sight in there, so nothing of one member can stand on
another's page.
"""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()

MOST = 1000
"""Of one place in a template: an address may bring values nobody thought of."""


class Once(Node):
    def __init__(self, by: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.by = by
        self.nodelist = nodelist
        self.known: dict[tuple[object, ...], str] = {}

    def render(self, context: Context) -> str:
        values = {name: value.resolve(context) for name, value in self.by.items()}
        key = (get_language(), *values.values())
        known = self.known.get(key)
        if known is None:
            if len(self.known) >= MOST:
                self.known.clear()
            known = self.known[key] = self.nodelist.render(context.new(values))
        return known


@register.tag
def once(parser: Parser, token: Token) -> Once:
    bits = token.split_contents()[1:]
    by = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("`once` takes values by name: once role=member.role")
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(by, nodelist)
