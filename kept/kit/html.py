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
from functools import lru_cache

import nh3

from kept.kit.html_links import Link, ascii_host, links_in, marked
from kept.kit.html_styles import safe_declarations
from kept.kit.html_text import lines_of
from kept.kit.html_trackers import trackers_in

LONGEST_HTML = 1_000_000  # characters; what stands beyond is left aside

VISIBLE = {
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "map",
    "mark",
    "menu",
    "nav",
    "nobr",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
}
# Their words are code, or shown by nobody; those of other unknown elements stay.
UNSEEN = {
    "script",
    "style",
    "template",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "svg",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "audio",
    "video",
    "canvas",
}
ATTRIBUTES = {
    "*": {"style", "align", "dir", "lang", "title", "valign", "bgcolor", "width", "height"},
    "a": {"href"},
    "area": {"href", "alt", "shape", "coords"},
    "img": {"src", "srcset", "alt", "border", "hspace", "vspace"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing", "background", "frame", "rules"},
    "td": {"colspan", "rowspan", "background", "nowrap"},
    "th": {"colspan", "rowspan", "background", "nowrap", "scope"},
    "tr": {"background"},
    "tbody": {"background"},
    "div": {"background"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value", "type"},
    "col": {"span"},
    "colgroup": {"span"},
    "hr": {"size", "color", "noshade"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
}
SCHEMES = {"http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "callto"}
FETCHING = {"src", "srcset", "background"}
# Nothing here hides words, lays them over the page or names an address.
CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")\s]{1,2000})", re.IGNORECASE)
REMOTE = re.compile(r"(?:https?:|ftp:)?[/\\]{2}|(?:https?|ftp):", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp|x-icon)[;,]", re.IGNORECASE)
COLOURS = re.compile(r"(?:^|; )(?:background-)?color:")
AUTHORITY = re.compile(r"([a-zA-Z]{2,8}:/{2}(?:[^/?#@]{0,300}@)?)([^/?#:@]{1,255})")
BLANKS = re.compile(r"[\x00-\x20\x7f]+")

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
NAME = re.compile(r"<([a-zA-Z][^\s/>]{0,20})")
CALM = VISIBLE | {"html", "head", "body", "meta", "link", "style", "script", "base", "o:p"}
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


@lru_cache(maxsize=1)
def tamed(html: str) -> str:
    """`html` cut to a size and shape that any browser's parsing rules handle in linear time.

    Formatting elements left open are opened again in each block after them, and every block looks
    through all open elements: both grow with the square of the mail. Where a document tries that,
    its tags are dropped and its words stay.
    """
    html = html[:LONGEST_HTML]
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
