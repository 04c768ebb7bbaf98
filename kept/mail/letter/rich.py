"""An HTML body as lines, with what its writer's program says about them."""

from __future__ import annotations

import re

from kept.kit.html import outline
from kept.kit.html_text import lines_of
from kept.mail.letter.quotes import BLOCK, CITE, SOFT, START

# Elements that hold an older letter, by the program that wrote them.
CITING_CLASSES = re.compile(
    r"(?<![\w-])(?:x_){0,4}(?:yahoo_quoted|protonmail_quote|moz-cite-prefix|gmail_attr|zmail_extra|moz-email-headers-table"
    r"|qt-replied|replyquote|mailru-blockquote|tutanota_quote|front-blockquote|hs_reply|missive_quote"
    r"|freshdesk_quote|intercom-quoted|quoted-content|crisp-quote|outlook_quote|ox-reply|replyheader|gorgias_quote)(?![\w-])"
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
        "x_mail-editor-reference-message-container",
        "x_olk_src_body_section",
        "replysplit",
        "orginalcontent",
        "originalcontent",
    ]
)
# Outlook draws a line above the copied headers; its other editions write the same line otherwise.
GREY = r"(?:#b5c4df|#e1e1e1|rgb\((?:225,\s?225,\s?225|229,\s?229,\s?229|181,\s?196,\s?223)\))"
BORDER_TOP = re.compile(
    rf"border:\s?none;\s?border-top:\s?solid\s{GREY}|border-top-color:\s?{GREY}|border-top:\s?{GREY}\s1(?:\.0)?pt\ssolid"
    rf"|border-top:\s?1(?:\.0)?p[tx]\ssolid\s{GREY}|border-color:\s?{GREY}[^;]{{0,60}};[^\"]{{0,80}}border-width:\s?1pt\s(?:medium|0)"
    rf"|border-width:\s?1pt\s(?:medium|0)[^\"]{{0,120}}border-color:\s?{GREY}",
    re.IGNORECASE,
)
# GMX and WEB.DE draw theirs at the side.
BORDER_LEFT = re.compile(r"border-left:\s?2px\ssolid\s(?:#c3d9e5|rgb\(195,\s?217,\s?229\))", re.I)


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
    if style and ("order-top" in style or "order-width" in style) and BORDER_TOP.search(style):
        return START
    if style and "order-left" in style and BORDER_LEFT.search(style):
        return CITE
    return ""
