"""An HTML body as lines, with what its writer's program says about them."""

from __future__ import annotations

import re

from kept.kit.html import outline
from kept.kit.html_text import lines_of
from kept.mail.letter.quotes import BLOCK, CITE, SOFT, START

# Elements that hold an older letter, by the program that wrote them.
CITING_CLASSES = re.compile(
    r"(?<![\w-])(?:yahoo_quoted|protonmail_quote|moz-cite-prefix|gmail_attr|zmail_extra|moz-email-headers-table"
    r"|qt-replied|replyquote|mailru-blockquote|tutanota_quote|front-blockquote|hs_reply|missive_quote)(?![\w-])"
)
STARTING_IDS = frozenset(
    [
        "divrplyfwdmsg",
        "olk_src_body_section",
        "stopspelling",
        "x_divrplyfwdmsg",
        "appendonsend",
        "x_appendonsend",
        "mailmsg",
        "reply-intro",
        "zwchr",
        "replymessage",
        "isreplycontent",
        "mail-editor-reference-message-container",
    ]
)
# Outlook draws a line above the copied headers.
BORDER_TOP = re.compile(
    r"border:\s?none;\s?border-top:\s?solid\s#(?:b5c4df|e1e1e1)|border-top-color:\s?(?:#b5c4df|rgb\(229, 229, 229\))"
    r"|border-top:\s?#(?:b5c4df|e1e1e1)\s1(?:\.0)?pt\ssolid",
    re.IGNORECASE,
)


def rich_lines(html: str) -> tuple[list[str], list[str]]:
    """(lines, the mark of each)."""
    found = lines_of(outline(html), mark_of)
    return [line for line, _ in found], [mark for _, mark in found]


def mark_of(tag: str, attributes: dict[str, str]) -> str:
    if tag == "blockquote":
        if attributes.get("type") == "cite" or "yahoo_quoted" in attributes.get("class", ""):
            return CITE
        return BLOCK if "gmail_quote" not in attributes.get("class", "") else SOFT
    if not attributes:
        return ""
    name = attributes.get("class")
    if name and CITING_CLASSES.search(name):
        return CITE
    identity = attributes.get("id")
    if identity and identity.lower() in STARTING_IDS:
        return START
    style = attributes.get("style")
    if style and "order-top" in style and BORDER_TOP.search(style):
        return START
    return ""
