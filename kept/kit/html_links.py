"""Where the links of a letter lead, and whether their words say so.

A link misleads where its words name one house and its address another. Works on well-formed
markup, before the last cleaning: nothing edits what has been cleaned.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urlsplit

from kept.kit.html_text import ATTRIBUTE, TOKEN
from kept.kit.marks import normalized

MOST_LINKS = 500
LONGEST_WORDS = 120

_DOMAIN = re.compile(
    r"(?<![\w.-])((?:https?:/{1,3}|www\.)?)((?:[\w-]{1,63}\.){1,8}([^\W\d_]{2,24}|xn--[\w-]{2,59}))(?![\w-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
# Two letters are a country, but for these, which are oftener the end of a file's name.
_NO_COUNTRY = {"js", "py", "md", "rs", "sh", "ps", "cs", "vb", "ts", "pl", "so", "gz"}
_GENERIC = {
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "name", "app", "dev", "shop",
    "store", "online", "site", "bank", "cloud", "email", "pay", "tech", "xyz", "top", "club",
    "link", "live", "news", "support", "help", "example", "test",
}  # fmt: skip
# Below these a name is somebody's own: example.co.uk, example.com.au.
_SECOND = {"ac", "co", "com", "edu", "gob", "gov", "go", "ltd", "ne", "net", "nom", "or", "org"}


@dataclass(frozen=True, slots=True)
class Link:
    """`host` is where it leads; `named` the other house its words name, if they do."""

    address: str
    words: str
    host: str
    named: str = ""


def links_in(html: str) -> tuple[Link, ...]:
    """The links of well-formed `html`, each address and words once, in order."""
    found: dict[Link, None] = {}
    for link, _end in _walk(html):
        if len(found) >= MOST_LINKS:
            break
        found.setdefault(link)
    return tuple(found)


def marked(html: str, mark: Callable[[Link], str]) -> str:
    """`html` with the words of `mark` after each link that misleads. To be cleaned afterwards."""
    pieces, at = [], 0
    for link, end in _walk(html):
        if link.named:
            pieces += [html[at:end], f"<mark>{escape(mark(link))}</mark>"]
            at = end
    return "".join([*pieces, html[at:]])


def host_of(address: str) -> str:
    """The house an address leads to, in the letters of the network; empty where there is none."""
    try:
        parts = urlsplit(address.strip())
        if parts.scheme.lower() == "mailto":
            return ascii_host(parts.path.rpartition("@")[2])
        return ascii_host(parts.hostname or "")
    except ValueError:
        return ""


def ascii_host(host: str) -> str:
    host = normalized("NFKC", host).strip().strip(".").lower()
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def named_elsewhere(words: str, host: str) -> str:
    """The first house that `words` name and that is not the one of `host`; else empty."""
    plain = normalized("NFKC", _UNSEEN.sub("", words)).replace("\u3002", ".")
    named = []
    for found in _DOMAIN.finditer(plain[:1000]):
        ending = found[3].lower()
        # "The stick WS-335.at once" is a product, "ws-335.at" alone a house.
        is_bare = len(found[0]) < len(plain.strip()) and re.search(r"\d", found[2])
        is_country = len(ending) == 2 and ending not in _NO_COUNTRY and not is_bare
        if found[1] or is_country or ending in _GENERIC or ending.startswith("xn--"):
            named.append(ascii_host(found[2]))
    # Where the true one is named as well, the words do not hide it.
    if not named or any(_is_same_house(one, host) for one in named):
        return ""
    return named[0]


def _walk(html: str) -> list[tuple[Link, int]]:
    """Each link, and where its closing tag ends."""
    found: list[tuple[Link, int]] = []
    address, words = None, []  # type: str | None, list[str]
    for token in TOKEN.finditer(html):
        tag = token[2]
        if tag == "a" and not token[1]:
            address, words = dict(ATTRIBUTE.findall(token[3])).get("href"), []
        elif tag == "a" and address is not None:
            found.append((_link(unescape(address), "".join(words)), token.end()))
            address = None
        elif address is not None:
            if token[4] is not None:
                words.append(unescape(token[4]))
            elif tag in {"br", "p", "div", "td", "li"}:
                words.append(" ")
            elif tag == "img":
                words.append(" " + unescape(dict(ATTRIBUTE.findall(token[3])).get("alt", "")) + " ")
    return found


def _link(address: str, words: str) -> Link:
    host = host_of(address)
    said = " ".join(words.split())
    named = named_elsewhere(said, host) if host else ""
    return Link(address[:2000], said[:LONGEST_WORDS], host, named)


def _is_same_house(one: str, other: str) -> bool:
    return _house(one.removeprefix("www.")) == _house(other.removeprefix("www."))


def _house(host: str) -> str:
    labels = host.split(".")
    is_deeper = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND
    return ".".join(labels[-3:] if is_deeper else labels[-2:])
