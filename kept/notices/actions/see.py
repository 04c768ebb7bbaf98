"""Notices are seen, or ask for nothing any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kept.notices.models import Notice
from kept.people.models import Member
from kept.promises.models import Promise


def mark_seen(notice: Notice, *, by: Member, now: datetime) -> None:
    """What somebody has read is no fact for the ledger. Another's notice stays as it is."""
    Notice.objects.filter(pk=notice.pk, member=by, seen_at=None).update(seen_at=now)


def mark_all_seen(*, until: int, by: Member, now: datetime) -> int:
    """All of the member's up to the notice `until`, so that none passes unread that came since."""
    return Notice.objects.filter(member=by, seen_at=None, pk__lte=until).update(seen_at=now)


def settle_notices(promise: Promise, *, kinds: Iterable[str] = (), now: datetime) -> int:
    """Whatever was told of the promise asks for nothing any more; `kinds` narrows it."""
    unseen = Notice.objects.filter(promise=promise, seen_at=None)
    if kinds:
        unseen = unseen.filter(kind__in=list(kinds))
    return unseen.exclude(kind=Notice.Kind.CONFIRMED).update(seen_at=now)


def settle_away(member: int, *, held: Any, now: datetime) -> int:
    """Of what was said to fall into an absence, all but what is still `held` by one."""
    told = Notice.objects.filter(member=member, kind=Notice.Kind.AWAY, seen_at=None)
    return told.exclude(promise__in=held).update(seen_at=now)
