"""Whether a file holds a virus, where the house has a scanner (`KEPT_CLAMD`).

What was found is remembered by the content's digest: what is clean for a day, since the scanner
learns, and what is not for a month.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from kept.kit import blobs, clamd
from kept.kit.outbound import never_inside_a_transaction

CLEAN_SECONDS = 24 * 3600
FOUND_SECONDS = 30 * 24 * 3600
AWAY_SECONDS = 15
"""So long nobody else waits for a scanner that did not answer."""

_KEY = "mail.scan:"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found` names the virus. `is_away` where there is a scanner and it has not looked."""

    found: str = ""
    is_away: bool = False


def verdict_on(sha256: str) -> Verdict:
    """What is known of this content, asking the scanner where nothing is."""
    if not settings.CLAMD:
        return Verdict()
    known: str | None = cache.get(_KEY + sha256)
    if known is not None:
        return Verdict(found=known)
    if cache.get(f"{_KEY}away"):
        return Verdict(is_away=True)
    never_inside_a_transaction("a scan")
    try:
        found = clamd.scan(blobs.path_of(sha256), at=settings.CLAMD).found
    except clamd.NoAnswer:
        cache.set(f"{_KEY}away", "yes", AWAY_SECONDS)
        return Verdict(is_away=True)
    cache.set(_KEY + sha256, found, FOUND_SECONDS if found else CLEAN_SECONDS)
    return Verdict(found=found)
