"""A letter's own HTML as a page for a sandboxed frame, and what that page may do: nothing.

The sheet is light for a letter that chooses colours, since it was made for one; a letter without
follows the reader's theme. Where a link leads stands at the foot of the frame while it is pointed
at, without a script.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kept.conversations.models import Message, MessageHtml
from kept.customers.links import PLACE
from kept.kit.html import Clean, clean
from kept.kit.html_links import Link
from kept.mail import pictures
from kept.people.models import Member

# Links open in a window of their own, which is no part of the sandbox.
_SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox"
_BOUNDS = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "form-action 'none'",
    "base-uri 'none'",
]
LETTER_POLICY = "; ".join([_SANDBOX, *_BOUNDS, "frame-ancestors 'self'"])
# Printing is a modal dialog of the browser's; without scripts nothing else can open one.
PRINT_POLICY = "; ".join([f"{_SANDBOX} allow-modals", *_BOUNDS, "frame-ancestors 'none'"])

WORDS = "#1b1b1b"
SHEET = "#ffffff"
LINK = "#0b57d0"
DARK_WORDS = "#ebe9e4"
DARK_SHEET = "#1a1d23"
DARK_LINK = "#8ab4f8"
WARNING = "#fff0c2"
WARNING_WORDS = "#5a3a00"
SCHEMES = {"LIGHT": "light", "DARK": "dark", "AUTO": "light dark"}

LETTER_STYLE = f"""
img{{max-width:100%;height:auto}}
img:not([src])[alt]:not([alt=""]){{font-style:italic;outline:1px dashed;outline-offset:-1px;
padding:2px 4px}}
table{{max-width:100%}}
mark{{background:{WARNING};color:{WARNING_WORDS};padding:0 4px;margin-inline-start:4px;
border-radius:3px;font:600 13px/1.4 system-ui,sans-serif;text-decoration:none;unicode-bidi:isolate}}
"""
_STYLE = (
    LETTER_STYLE
    + f"""
body{{margin:0;padding:8px 12px 4rem;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;
color:light-dark({WORDS},{DARK_WORDS});background:light-dark({SHEET},{DARK_SHEET})}}
a{{color:light-dark({LINK},{DARK_LINK})}}
a[href]:is(:hover,:focus-visible)::after{{content:attr(href);position:fixed;inset:auto 0 0 0;
z-index:1;max-height:6.3em;overflow:hidden;box-sizing:border-box;padding:4px 12px;
background:{WORDS};color:#fff;
font:400 12px/1.5 ui-monospace,monospace;letter-spacing:0;text-align:left;text-decoration:none;
text-transform:none;text-indent:0;white-space:normal;overflow-wrap:anywhere;direction:ltr;
unicode-bidi:isolate-override}}
"""
)


def letter_of(
    source: MessageHtml, message: Message, *, with_pictures: bool, now: datetime
) -> Clean:
    """The letter as it may be shown."""
    # In what they quote of ours their own link was taken out.
    html = source.html.replace(PLACE, _("the link to their page"))
    return clean(
        html,
        cid=pictures.addresses_within(message, now=now),
        picture=pictures.addresses_outside(now=now) if with_pictures else None,
        mark=where_it_leads,
    )


def where_it_leads(link: Link) -> str:
    return _("leads to %(host)s") % {"host": link.host}


def page_of(letter: Clean, *, theme: str) -> str:
    """The whole document. `theme` is the reader's; see `Member.Theme`."""
    scheme = "light" if letter.has_colours else SCHEMES.get(theme, SCHEMES[Member.Theme.AUTO])
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        f'<meta name="color-scheme" content="{scheme}">'
        f"<style>:root{{color-scheme:{scheme}}}{_STYLE}</style>"
        f"</head><body>{letter.html}</body></html>"
    )
