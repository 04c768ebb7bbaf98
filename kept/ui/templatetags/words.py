"""`{% translate %}` that remembers.

Words that stand in a template are the same for whoever reads a language, and a page has a hundred
of them. Everything else of Django's `i18n`, in whose place this is loaded, is unchanged.
"""

from __future__ import annotations

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags = dict(i18n.register.tags)
register.filters = dict(i18n.register.filters)


class Remembered(Node):
    """What Django's own node says, once for each language."""

    child_nodelists = ()

    def __init__(self, plain: i18n.TranslateNode) -> None:
        self.plain = plain
        self.asvar, plain.asvar = plain.asvar, None
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        said = self.said.get(language)
        if said is None:
            said = self.said[language] = self.plain.render(context)
        if self.asvar:
            context[self.asvar] = said
            return ""
        return said


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    plain = i18n.do_translate(parser, token)
    said = plain.filter_expression
    is_written_here = said.var.literal is not None and not said.filters
    return Remembered(plain) if is_written_here and plain.message_context is None else plain
