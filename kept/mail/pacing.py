"""How fast letters leave for one mail domain: so many in one go, none while it asks us to wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from kept.mail.models import DomainPace

WINDOW = timedelta(seconds=10)
PAUSE = timedelta(minutes=2)
ASKS_FOR_A_PAUSE = frozenset({421, 450})


def at_rest(*, now: datetime) -> QuerySet[DomainPace]:
    """Domains that get nothing at this moment."""
    resting = Q(rests_until__gt=now)
    if settings.DOMAIN_BURST:
        resting |= Q(began_at__gt=now - WINDOW, taken__gte=settings.DOMAIN_BURST)
    return DomainPace.objects.filter(resting)


def take_turn(domain: str, *, now: datetime) -> bool:
    """Count one letter to this domain; False where it is not its turn. One statement decides."""
    if not domain:
        return True
    pace, _ = DomainPace.objects.get_or_create(domain=domain, defaults={"began_at": now})
    mine = DomainPace.objects.filter(pk=pace.pk).filter(
        Q(rests_until=None) | Q(rests_until__lte=now)
    )
    if mine.filter(began_at__lte=now - WINDOW).update(began_at=now, taken=1):
        return True
    if settings.DOMAIN_BURST:
        mine = mine.filter(taken__lt=settings.DOMAIN_BURST)
    return bool(mine.update(taken=F("taken") + 1))


def pause(domain: str, *, now: datetime) -> None:
    """Its server asks for patience: nothing more goes there for a while."""
    if domain:
        DomainPace.objects.filter(pk=domain).update(rests_until=now + PAUSE)
