"""How far a play has come: proposed, tried, proven, or aged. Pure.

A use counts once a letter has left with it, and never where somebody uses their own. It speaks for
the play where the conversation was closed and stayed closed; against it where it came back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.kit.shares import Share

LATE_AFTER = timedelta(hours=48)
"""So long after an answer one may add what one wishes one had said."""
SETTLES_AFTER = timedelta(days=7)
"""Closed, and not opened again for so long: resolved."""
AGES_AFTER = timedelta(days=180)
PROVEN_LOW = 0.6
"""The lower end of the 95 % interval of resolved conversations is at least this."""
PROPOSED, TRIED, PROVEN, AGED = "PROPOSED", "TRIED", "PROVEN", "AGED"


def share_of(*, resolved: int, came_back: int) -> Share:
    return Share(resolved, resolved + came_back)


def state_of(
    *,
    uses: int,
    resolved: int,
    came_back: int,
    since: datetime,
    used_at: datetime | None,
    now: datetime,
) -> str:
    """`since` is when it was written or changed last, `used_at` when it was used last."""
    newest = max(since, used_at) if used_at else since
    if now - newest > AGES_AFTER:
        return AGED
    share = share_of(resolved=resolved, came_back=came_back)
    if share.is_worth_it and share.low >= PROVEN_LOW:
        return PROVEN
    return TRIED if uses else PROPOSED


def counts(*, user: int, writer: int | None) -> bool:
    """Whether a use speaks of the play: peers try it, and nobody proves their own."""
    return user != writer


def settles(closed_at: datetime) -> datetime:
    """When a conversation that was closed then counts as resolved."""
    return closed_at + SETTLES_AFTER


def may_still_add(answered_at: datetime, *, now: datetime) -> bool:
    return now - answered_at <= LATE_AFTER
