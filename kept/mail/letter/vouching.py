"""What a mail server we trust says of a sender (RFC 8601, Authentication-Results).

Anybody may write such a header, so only the topmost one counts that bears the name of a server of
ours, which takes forged ones out. Against a sender anybody is believed: nobody forges that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from publicsuffixlist import PublicSuffixList

from kept.kit.domains import in_dns

LONGEST = 8_000
_PIECE = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<end>;)
    | (?P<open>\()
    | (?P<word>[^\s;()"\\=]+(?:=(?:"[^"\\]*"|[^\s;()"\\]*))?)
    """,
    re.VERBOSE,
)
_COMMENT = re.compile(r"\([^()]{0,400}\)")
_FAILED = re.compile(r";\s*dmarc(?:/\d+)?\s*=\s*fail\b", re.I)
_METHOD = re.compile(r"([a-z][a-z0-9-]{0,20})(?:/\d+)?=([a-z]{1,20})", re.I)
_NAME = re.compile(r"[a-z][a-z0-9._-]{0,60}", re.I)


def is_vouched_for(results: Sequence[str], *, sender: str, trusted: Collection[str]) -> bool | None:
    """Whether `sender` wrote it, by what the headers `results`, topmost first, say.

    True: a server named in `trusted` found DMARC, or DKIM or SPF of the sender's own domain, in
    order. False: it did not, or any topmost header says that DMARC failed. None: nobody says.
    """
    domain = in_dns(sender.rpartition("@")[2].lower())
    if is_disowned(results):
        return False
    if not trusted:
        return None
    names = {name.lower() for name in trusted}
    told = next((value for value in results[:20] if _server(value) in names), "")
    return any(_proves(method, value, named, domain) for method, value, named in _parsed(told))


def is_disowned(results: Sequence[str]) -> bool:
    """Whether the topmost header says that DMARC failed: the sender's own domain says no."""
    return bool(results) and bool(_FAILED.search(_COMMENT.sub(" ", results[0][:LONGEST])))


Result = tuple[str, str, dict[str, str]]


def _server(value: str) -> str:
    words = _COMMENT.sub(" ", value[:LONGEST]).partition(";")[0].split()
    return words[0].lower() if words else ""


def _parsed(value: str) -> list[Result]:
    """Method, result and properties of each thing the server looked at.

    A server repeats what senders chose: the address in their envelope, the names in their
    signature. Whoever writes quotes, brackets or semicolons there would have it say what it never
    found, so a header that is not plain to its end proves nothing at all.
    """
    parts = _parts(value)
    results: list[Result] = []
    for words in (parts or [])[1:]:
        if not words or [word.lower() for word in words] == ["none"]:
            continue
        found = _METHOD.fullmatch(words[0])
        if found is None:
            return []
        named: dict[str, str] = {}
        for word in words[1:]:
            name, equals, said = word.lower().partition("=")
            if not equals or not _NAME.fullmatch(name):
                return []
            # What is said twice is not said.
            named[name] = "" if name in named else said.strip('"')
        results.append((found[1].lower(), found[2].lower(), named))
    return results


def _parts(value: str) -> list[list[str]] | None:
    """The words between semicolons, without comments; None where anything is out of its place."""
    if len(value) > LONGEST:
        return None
    parts: list[list[str]] = [[]]
    at, is_free = 0, True
    while at < len(value):
        piece = _PIECE.match(value, at)
        if piece is None:
            return None
        at = piece.end()
        if piece["word"]:
            if not is_free:
                return None
            parts[-1].append(piece["word"])
            is_free = False
        elif piece["open"]:
            # `pass(p=none)` is how some write it; a name that goes on as a comment is a trick.
            if not is_free and not (len(parts[-1]) == 1 and _METHOD.fullmatch(parts[-1][0])):
                return None
            end = _end_of_comment(value, at)
            if end is None:
                return None
            at, is_free = end, False
        else:
            is_free = True
            if piece["end"]:
                parts.append([])
    return parts


def _end_of_comment(value: str, at: int) -> int | None:
    """Where a comment ends that was opened just before `at`; None where it does not end plainly."""
    depth = 1
    while at < len(value):
        letter = value[at]
        at += 1
        if letter in '"\\':
            return None
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at
    return None


def _proves(method: str, result: str, named: dict[str, str], domain: str) -> bool:
    if result != "pass" or not domain:
        return False
    match method:
        case "dmarc":
            return in_dns(named.get("header.from", "").rpartition("@")[2]) == domain
        case "dkim":
            signed = named.get("header.d", named.get("header.i", ""))
        case "spf":
            signed = named.get("smtp.mailfrom", "")
        case _:
            return False
    return is_aligned(signed.rpartition("@")[2], domain)


def is_aligned(signed: str, domain: str) -> bool:
    """Whether both are of one owner: what they registered is the same (RFC 7489, 3.1.1).

    Below a public suffix (`co.uk`, `github.io`) everybody may have a domain, so it vouches for no
    other one there, and none of those for it.
    """
    signed, domain = in_dns(signed), in_dns(domain)
    if "." not in signed:
        return False
    return signed == domain or _registered(signed) == _registered(domain) is not None


def _registered(domain: str) -> str | None:
    """The part of a domain that somebody registered; None where it is itself a public suffix."""
    found: str | None = _suffixes().privatesuffix(domain)
    return found


@cache
def _suffixes() -> PublicSuffixList:
    """Mozilla's list, as the package brings it: nothing is fetched."""
    return PublicSuffixList()
