"""So many times in so long: how often something may be done from one place.

Counted in the cache, which all processes share. Two at the very same moment may count as one; it
holds off floods, and guards no secret by itself.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime

from django.core.cache import cache


def is_spent(purpose: str, who: str, *, most: int, seconds: int, now: datetime) -> bool:
    """Whether `who` has done it `most` times in the present stretch of `seconds`."""
    return int(cache.get(_key(purpose, who, seconds, now), 0)) >= most


def spend(purpose: str, who: str, *, seconds: int, now: datetime) -> None:
    """Count once more."""
    key = _key(purpose, who, seconds, now)
    if not cache.add(key, 1, timeout=seconds * 2):
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two
            cache.set(key, 1, timeout=seconds * 2)


def neighbourhood(address: str) -> str:
    """An IP address as one that has many would have it counted: of IPv6 its network of 64 bits."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else address


def _key(purpose: str, who: str, seconds: int, now: datetime) -> str:
    stretch = int(now.timestamp()) // seconds
    named = hashlib.sha256(who.encode()).hexdigest()[:32]
    return f"allowance:{purpose}:{named}:{stretch}"
