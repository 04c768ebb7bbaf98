"""The log of runs is kept for a while, and no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.automation.models import Run, Written

KEPT_FOR = timedelta(days=180)
WRITTEN_FOR = timedelta(days=1)
AT_ONCE = 2_000


def tidy(*, now: datetime) -> int:
    """Answers how many runs were forgotten; some thousand at most, so that nobody waits."""
    Written.objects.filter(at__lte=now - WRITTEN_FOR).delete()
    old = Run.objects.filter(at__lt=now - KEPT_FOR).order_by("at").values_list("pk", flat=True)
    gone, _rows = Run.objects.filter(pk__in=list(old[:AT_ONCE])).delete()
    return gone
