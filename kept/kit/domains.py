"""Domains in the letters that DNS has."""

from __future__ import annotations

import idna

LONGEST = 320
"""Letters of an address, or of a domain, that are looked at at all."""


def as_sent(address: str) -> str:
    """A mail address with its domain as servers take it: `cy@xn--bcher-kva.example` (RFC 5891).

    Only a domain that stands as it is meant has such a form. Letters that merely look like others
    (full width, circled, with a soft hyphen, decomposed) are not folded into them: else one mailbox
    had many addresses, and what is counted by address would be counted by none.
    """
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{in_dns(domain)}" if at else address


def in_dns(domain: str) -> str:
    """The same for a domain alone. One that has no such form comes back as it is."""
    if domain.isascii() or len(domain) > LONGEST:
        return domain
    try:
        encoded = idna.encode(domain.lower()).decode("ascii")
        return encoded if idna.decode(encoded) == domain.lower() else domain
    except UnicodeError:
        return domain
