"""Whether a file holds a virus, where the house has a scanner (`KEPT_CLAMD`).

What was found is remembered by the content's digest: what is clean for a day, since the scanner
learns, and what is not for a month. Whoever opens a page waits for the scanner no longer than for a
page; what takes more time the worker asks for, and until then nobody has looked at the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache

from kept.kit import blobs, clamd, clock
from kept.kit.outbound import never_inside_a_transaction
from kept.mail.models import ScanWanted

CLEAN_SECONDS = 24 * 3600
FOUND_SECONDS = 30 * 24 * 3600
AWAY_SECONDS = 15
"""So long nobody else waits for a scanner that did not answer."""
PAGE_SECONDS = 1.5
LARGEST_ON_A_PAGE = 1024 * 1024
"""What is larger takes longer than a page may, however well the scanner is."""
WAITS_FOR = timedelta(days=1)
REST = timedelta(minutes=1)
AT_ONCE = 5

_KEY = "mail.scan:"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found` names the virus. `is_away` where there is a scanner and it has not looked."""

    found: str = ""
    is_away: bool = False


def verdict_on(sha256: str) -> Verdict:
    """What is known of this content; where nothing is, the scanner is asked, here or by the worker.

    Raises `FileNotFoundError`.
    """
    if not settings.CLAMD:
        return Verdict()
    known: str | None = cache.get(_KEY + sha256)
    if known is not None:
        return Verdict(found=known)
    is_quick = blobs.path_of(sha256).stat().st_size <= LARGEST_ON_A_PAGE
    if is_quick and not cache.get(f"{_KEY}away"):
        verdict = _asked(sha256, seconds=PAGE_SECONDS)
        if not verdict.is_away:
            return verdict
    now = clock.now()
    ScanWanted.objects.get_or_create(sha256=sha256, defaults={"wanted_at": now, "not_before": now})
    return Verdict(is_away=True)


def scan_wanted(*, now: datetime) -> int:
    """Ask the scanner for those who looked, and take its time. Answers how many were settled."""
    if not settings.CLAMD:
        return 0
    done = 0
    due = ScanWanted.objects.filter(not_before__lte=now).order_by("pk")
    for wanted in list(due[:AT_ONCE]):
        mine = ScanWanted.objects.filter(pk=wanted.pk, not_before=wanted.not_before)
        if not mine.update(not_before=now + REST):
            continue
        try:
            is_settled = not _asked(wanted.sha256, seconds=clamd.SECONDS).is_away
        except FileNotFoundError:
            is_settled = True
        if is_settled or now - wanted.wanted_at > WAITS_FOR:
            ScanWanted.objects.filter(pk=wanted.pk).delete()
            done += is_settled
        if not is_settled:
            break  # the next one would wait as long for nothing
    return done


def _asked(sha256: str, *, seconds: float) -> Verdict:
    never_inside_a_transaction("a scan")
    try:
        found = clamd.scan(blobs.path_of(sha256), at=settings.CLAMD, seconds=seconds).found
    except clamd.NoAnswer:
        cache.set(f"{_KEY}away", "yes", AWAY_SECONDS)
        return Verdict(is_away=True)
    cache.set(_KEY + sha256, found, FOUND_SECONDS if found else CLEAN_SECONDS)
    return Verdict(found=found)
