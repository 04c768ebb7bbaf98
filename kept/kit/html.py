"""Foreign HTML made safe to show, and its words.

An allow-list rebuilds the document (ammonia, by nh3); nothing edits its result afterwards. SVG,
MathML and style sheets are never let through: their parsing rules are what mutation attacks live
on. Nothing in a cleaned fragment is fetched without a click.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from kept.kit.html_allowed import ATTRIBUTES, UNSEEN, VISIBLE
from kept.kit.html_links import Link, ascii_host, links_in, marked
from kept.kit.html_styles import safe_declarations
from kept.kit.html_tamed import tamed
from kept.kit.html_text import lines_of
from kept.kit.html_trackers import trackers_in

SCHEMES = {"http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "callto"}
FETCHING = {"src", "srcset", "background"}
CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")\s]{1,2000})", re.IGNORECASE)
REMOTE = re.compile(r"(?:https?:|ftp:)?[/\\]{2}|(?:https?|ftp):", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp|x-icon)[;,]", re.IGNORECASE)
COLOURS = re.compile(r"(?:^|; )(?:background-)?color:")
AUTHORITY = re.compile(r"([a-zA-Z]{2,8}:/{2}(?:[^/?#@]{0,300}@)?)([^/?#:@]{1,255})")
BLANKS = re.compile(r"[\x00-\x20\x7f]+")

NAME = re.compile(r"<([a-zA-Z][^\s/>]{0,20})")
CALM = VISIBLE | {"html", "head", "body", "meta", "link", "style", "script", "base", "o:p"}


@dataclass(frozen=True, slots=True)
class Clean:
    """`html` is a safe fragment; `remote` the addresses held back from it, each once, in order.

    Of these `pictures` may be asked for, and `trackers` are only there to tell that somebody reads.
    `has_colours` where the letter chooses its own, and so wants the sheet it was made for.
    """

    html: str
    remote: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    has_colours: bool = False


Resolve = Callable[[str], str | None]


class Current(threading.local):
    """What the filter of the document now being cleaned must know."""

    remote: dict[str, None]
    pictures: dict[str, None]
    trackers: frozenset[str]
    has_colours: bool
    cid: Resolve | None
    picture: Resolve | None


current = Current()


def clean(
    html: str,
    *,
    cid: Resolve | None = None,
    picture: Resolve | None = None,
    mark: Callable[[Link], str] | None = None,
) -> Clean:
    """Make `html` safe to show.

    `cid` turns the Content-ID of a picture within the mail into an address of ours (None drops
    the picture); without it `cid:` stays. `picture` does the same for a remote picture, once a
    person has asked to see it; without it remote pictures are held back. `mark` is what stands
    behind a link whose words name another house than it leads to.
    """
    plain = tamed(html)
    current.remote, current.pictures, current.has_colours = {}, {}, False
    current.cid, current.picture, current.trackers = cid, picture, trackers_in(plain)
    safe = CLEANER.clean(settled(plain))
    links = links_in(safe)
    if mark is not None and any(link.named for link in links):
        safe = CLEANER.clean(marked(SETTLER.clean(plain), mark))
    return Clean(
        safe,
        remote=tuple(current.remote),
        pictures=tuple(current.pictures),
        trackers=tuple(one for one in current.remote if one in current.trackers),
        links=links,
        has_colours=current.has_colours,
    )


def text_of(html: str) -> str:
    """The words of `html` in lines, as a reader sees them."""
    return "\n".join(line for line, _ in lines_of(outline(html)))


def outline(html: str) -> str:
    """Well-formed markup of the visible elements with class, id, style: to be read, never shown."""
    return OUTLINER.clean(tamed(html))


def filtered(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return safe_style(value)
    if name == "href":
        return plain_address(value) if scheme_of(value) in SCHEMES else None
    if name in FETCHING:
        return source(tag, name, value)
    if name in {"bgcolor", "color"} and tag != "hr":
        current.has_colours = True
    return value


def plain_address(address: str) -> str:
    """`address` with its host in the letters of the network: no look-alike stands for another."""
    if address.isascii():
        return address
    found = AUTHORITY.match(address)
    if found is None:
        return address
    return found[1] + ascii_host(found[2]) + address[found.end() :]


def source(tag: str, name: str, value: str) -> str | None:
    address = (
        value.strip().translate({9: None, 10: None, 13: None}).strip("".join(map(chr, range(33))))
    )
    if name == "srcset":
        for candidate in address.split(","):
            words = candidate.split()
            if words and REMOTE.match(words[0]):
                current.remote.setdefault(words[0])
        return None
    if REMOTE.match(address):
        current.remote.setdefault(address)
        if tag != "img" or name != "src" or address in current.trackers:
            return None
        current.pictures.setdefault(address)
        return current.picture(address) if current.picture is not None else None
    if tag != "img" or name != "src":
        return None
    if address[:4].lower() == "cid:":
        return current.cid(address[4:]) if current.cid is not None else address
    return address if PICTURE.match(address) else None


def scheme_of(address: str) -> str:
    plain = BLANKS.sub("", address[:100])
    return plain.split(":", 1)[0].lower() if ":" in plain else ""


def safe_style(style: str) -> str | None:
    style = style[:4000]
    if "url(" in style.lower():
        for found in CSS_ADDRESS.finditer(style):
            if REMOTE.match(found[1]):
                current.remote.setdefault(found[1])
    safe = safe_declarations(style)
    current.has_colours = current.has_colours or (safe is not None and bool(COLOURS.search(safe)))
    return safe


def settled(html: str) -> str:
    """`html` in a shape that stays the same when it is parsed again.

    Where an element goes that changes how its surroundings are parsed, what is left may nest in
    ways no parser makes: it is then written and parsed once more before it is cleaned.
    """
    if all(name.lower() in CALM for name in set(NAME.findall(html))):
        return html
    return SETTLER.clean(html)


CLEANER = nh3.Cleaner(
    tags=VISIBLE,
    clean_content_tags=UNSEEN,
    attributes=ATTRIBUTES,
    attribute_filter=filtered,
    url_schemes=SCHEMES | {"cid", "data"},
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}, "area": {"target": "_blank"}},
)
SETTLER = nh3.Cleaner(
    tags=VISIBLE,
    clean_content_tags=UNSEEN,
    attributes={},
    generic_attribute_prefixes=set("abcdefghijklmnopqrstuvwxyz"),
    url_schemes=SCHEMES | {"cid", "data"},
    link_rel=None,
)
OUTLINER = nh3.Cleaner(
    tags=VISIBLE,
    clean_content_tags=UNSEEN,
    attributes={"*": {"class", "id", "style", "type"}},
    link_rel=None,
)
