"""What a mail server we trust says of a sender (RFC 8601, Authentication-Results).

Anybody may write such a header, so only the topmost one counts that bears the name of a server of
ours, which takes forged ones out. Against a sender anybody is believed: nobody forges that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

LONGEST = 4_000
_COMMENT = re.compile(r"\([^()]{0,400}\)")
_RESULT = re.compile(r"^\s*([a-z][a-z0-9-]{0,20})(?:/\d+)?\s*=\s*([a-z]{1,20})\b(.*)$", re.I | re.S)
_PROPERTY = re.compile(
    r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]+)", re.I
)


def is_vouched_for(results: Sequence[str], *, sender: str, trusted: Collection[str]) -> bool | None:
    """Whether `sender` wrote it, by what the headers `results`, topmost first, say.

    True: a server named in `trusted` found DMARC, or DKIM or SPF of the sender's own domain, in
    order. False: it did not, or any topmost header says that DMARC failed. None: nobody says.
    """
    domain = sender.rpartition("@")[2].lower()
    if is_disowned(results):
        return False
    parsed = [_parsed(value) for value in results[:20]]
    if not trusted:
        return None
    names = {name.lower() for name in trusted}
    found = next((told for name, told in parsed if name in names), [])
    return any(_proves(method, value, named, domain) for method, value, named in found)


def is_disowned(results: Sequence[str]) -> bool:
    """Whether the topmost header says that DMARC failed: the sender's own domain says no."""
    return bool(results) and ("dmarc", "fail") in [told[:2] for told in _parsed(results[0])[1]]


Result = tuple[str, str, dict[str, str]]


def _parsed(value: str) -> tuple[str, list[Result]]:
    """The server's name, and method, result and properties of each thing it looked at."""
    head, *parts = _COMMENT.sub(" ", value[:LONGEST]).split(";")
    results: list[Result] = []
    for part in parts:
        if match := _RESULT.match(part):
            named = {key.lower(): told.lower() for key, told in _PROPERTY.findall(match[3])}
            results.append((match[1].lower(), match[2].lower(), named))
    words = head.split()
    return (words[0].lower() if words else "", results)


def _proves(method: str, result: str, named: dict[str, str], domain: str) -> bool:
    if result != "pass" or not domain:
        return False
    match method:
        case "dmarc":
            return named.get("header.from", domain).rpartition("@")[2] == domain
        case "dkim":
            signed = named.get("header.d") or named.get("header.i", "")
        case "spf":
            signed = named.get("smtp.mailfrom", "")
        case _:
            return False
    return is_aligned(signed.rpartition("@")[2], domain)


def is_aligned(signed: str, domain: str) -> bool:
    """The same domain, or one of them within the other."""
    if "." not in signed:
        return False
    return signed == domain or domain.endswith(f".{signed}") or signed.endswith(f".{domain}")
