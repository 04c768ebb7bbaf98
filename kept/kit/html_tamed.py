"""Foreign HTML in a size and shape that nothing after it needs long for."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_HTML = 1_000_000  # characters; what stands beyond is left aside

# Names of SVG and MathML: ammonia drops them with their words even where no svg or math is open.
FOREIGN = re.compile(
    r"<(/?)(?=(?:m(?:action|enclose|error|fenced|frac|i|multiscripts|n|o|over|padded|phantom|root|row"
    r"|s|space|sqrt|style|sub|subsup|sup|table|td|text|tr|under|underover|prescripts)|semantics"
    r"|annotation|annotation-xml|text|tspan|g|defs|desc|path|circle|rect|line|polygon|switch"
    r"|symbol|marker|mask|filter|pattern|ellipse|polyline|textpath|glyph|view|stop)[\s/>])",
    re.IGNORECASE,
)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
ATTRIBUTE = re.compile(
    r"""[\s/]*+[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?"""
)
WHOLE_TAG = re.compile(
    r"""</?[a-zA-Z][^\s/>]*+((?:[\s/]++|[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?|=)*+)"""
)
ANY_TAG = re.compile(r"<[a-zA-Z/!?][^>]*+>")
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "param",
    ]
)
SELF_CLOSING = frozenset(
    ["p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option"]
)
FORMATTING = frozenset(
    [
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    ]
)
DEEPEST = 600
MOST_REOPENED = 200_000
MOST_TAGS = 60_000
MOST_ATTRIBUTES = 2000
SMALL = 30_000  # below, no shape costs anything
MOST_REFERENCES = 20_000
REFERENCES = re.compile(r"(?:&[^&<]*+){500}(?=&)")


@lru_cache(maxsize=1)
def tamed(html: str) -> str:
    """`html` cut to a size and shape that any browser's parsing rules handle in linear time.

    Formatting elements left open are opened again in each block after them, and every block looks
    through all open elements: both grow with the square of the mail. Where a document tries that,
    its tags are dropped and its words stay. Words that are all references get places where a line
    may break, which nobody sees: each reference costs as much as the stretch of words before it.
    """
    calm = calmed(html[:LONGEST_HTML])
    if calm.count("&") < MOST_REFERENCES:
        return calm
    return REFERENCES.sub(r"\g<0><wbr>", calm)


def calmed(html: str) -> str:
    """`html` itself, or its words alone where its tags would cost too much."""
    if FOREIGN.search(html) and not re.search(r"<(?:svg|math)", html, re.IGNORECASE):
        html = FOREIGN.sub(r"<\1x-", html)
    if len(html) > SMALL and has_endless_tag(html):
        return bare_words(html)
    depth = deepest = blocks = formatting = tags = 0
    for found in TAG.finditer(html):
        tag = found[2].lower()
        tags += 1
        if tags > MOST_TAGS:
            break
        if tag in FORMATTING:
            formatting += -1 if found[1] else 1
        elif found[1]:
            depth -= tag not in SELF_CLOSING and depth > 0
        elif tag not in VOID:
            blocks += 1
            if tag not in SELF_CLOSING:
                depth += 1
                deepest = max(deepest, depth)
    is_flat = deepest <= DEEPEST and formatting <= DEEPEST and tags <= MOST_TAGS
    if is_flat and max(formatting, 0) * (blocks + 1) <= MOST_REOPENED:
        return html
    return bare_words(html)


def has_endless_tag(html: str) -> bool:
    """Whether one tag has so many attributes that comparing them all takes long."""
    return any(
        len(found[1]) > 3 * MOST_ATTRIBUTES
        and sum(1 for _ in ATTRIBUTE.finditer(found[1])) > MOST_ATTRIBUTES
        for found in WHOLE_TAG.finditer(html)
    )


def bare_words(html: str) -> str:
    """The words alone, one line for each stretch between tags."""
    last = html.rfind(">") + 1
    words = ANY_TAG.sub("\n", html[:last]) + html[last:]
    lines = (line.strip() for line in words.split("\n"))
    return "<pre>" + "\n".join(line for line in lines if line).replace("<", "&lt;") + "</pre>"
