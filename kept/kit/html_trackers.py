"""Which remote pictures of a letter are there to tell that it was read. These are never fetched."""

from __future__ import annotations

import re
from html import unescape

import nh3

from kept.kit.html_text import ATTRIBUTE, TOKEN

SMALLEST_SIDE = 3
"""Pixels: a picture with a side below shows nobody anything."""
LONGEST_SIZE = 100
LONGEST_ADDRESS = 4_000

_SIZE = re.compile(r"(\d{1,5})(?:\.\d+)?(?:px)?(?:!important)?$", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$|!)"
    r"|max-(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|$|!))",
    re.IGNORECASE,
)
# Hosts and paths that senders' programs use to count who opened; written down from their manuals.
KNOWN = re.compile(
    r"""
      /wf/open\b | /track/open(?:\.php)?\b | /open\.(?:aspx|php|html|gif)\b | /trk/open\b
    | /e/o/[\w-]{10} | /o/[\w-]{8,}/open\b | /email[_-]?open | /(?:mail)?opened?/?\?
    | /(?:tracking|track)[_-]?(?:pixel|open|img) | /pixel\.(?:gif|png|php)
    | /(?:beacon|spacer)\.gif\? | /ss/o/ | /via/o\? | /lt\.php\?[^/]*\bl=open
    | //(?:[\w-]+\.)*(?:
        awstrack\.me | mailtrack\.io | bananatag\.com | yesware\.com | getnotify\.com
      | google-analytics\.com | doubleclick\.net | pstmrk\.it/open | mailfoogae\.appspot\.com
      | emltrk\.com | mixpanel\.com/track | sidekickopen\d*\.com | t\.hubspotemail\.net
      | list-manage\.com/track | cl\.exct\.net/open | mandrillapp\.com/track/open
      | scorecardresearch\.com | facebook\.com/tr\b | openrate\.aweber\.com | tinyletterapp\.com/o/
      )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ALL = {"src", "width", "height", "style", "hidden"}
_PICTURES = nh3.Cleaner(
    tags={"img"},
    attributes={"img": _ALL},
    url_schemes={"http", "https"},
    link_rel=None,
)


def trackers_in(html: str) -> frozenset[str]:
    """The addresses of pictures in `html`, foreign as it is, that nobody is meant to see."""
    if "<img" not in html.lower():
        return frozenset()
    found = set()
    for token in TOKEN.finditer(_PICTURES.clean(html)):
        if token[2] != "img":
            continue
        given = {name: unescape(value) for name, value in ATTRIBUTE.findall(token[3])}
        address = given.get("src", "").strip()
        if address and is_tracker(address, given):
            found.add(address)
    return frozenset(found)


def is_tracker(address: str, given: dict[str, str]) -> bool:
    """Whether a picture with these attributes is too small to be seen, hidden, or a known one."""
    style = given.get("style", "")
    if "hidden" in given or _HIDDEN.search(style) or KNOWN.search(address[:LONGEST_ADDRESS]):
        return True
    sides = [given.get("width"), given.get("height")]
    for number, name in enumerate(("width", "height")):
        if styled := re.search(rf"(?<![-\w]){name}\s*:\s*([^;]+)", style, re.IGNORECASE):
            sides[number] = styled[1]
    # A foreign value may be of any length: spaces and a long rest are never left to a pattern.
    plain = ["".join(side[:LONGEST_SIZE].split()) for side in sides if side]
    sizes = [int(match[1]) for side in plain if (match := _SIZE.match(side))]
    return bool(sizes) and min(sizes) < SMALLEST_SIDE
