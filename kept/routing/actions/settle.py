"""How a desk routes, and how much somebody holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation, Desk
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member
from kept.routing.access import may_lead, may_route
from kept.routing.events import CapacityChanged, RoutingChanged
from kept.routing.models import Capacity, DeskRouting, Queued
from kept.routing.rules import MOST_LIMIT, MOST_SKILLS, skill_key

MOST_BEGUN = 500
"""Of what a desk has open and nobody's as routing begins there."""


class NoSuchLimit(Refusal):
    code = "limit_out_of_bounds"
    message = gettext_lazy("A limit goes from 1 to 200. Leave it empty for the usual one.")


class LimitAboveMost(Refusal):
    code = "limit_above_most"
    message = gettext_lazy("Your manager has set a lower limit. Choose one that is not above it.")


@transaction.atomic
def settle_routing(
    desk: Desk,
    *,
    way: str,
    most: int | None = None,
    prefers_last: bool,
    by_language: bool,
    needs: Sequence[str],
    needs_if_tagged: Sequence[str],
    by: Member,
    now: datetime,
) -> DeskRouting:
    """Say how a desk routes from now on. Raises `NotAllowed`, `NoSuchLimit`.

    As it begins, what is open there and nobody's gets in line.
    """
    if not may_route(by, desk):
        raise NotAllowed
    _check(most)
    # Its id stays as it is, so whoever routes a letter there meanwhile need not wait for us: they
    # hold what waits in line, which we may want next.
    Desk.objects.select_for_update(no_key=True).get(pk=desk.pk)
    before = DeskRouting.objects.filter(desk=desk).first()
    was_off = before is None or before.way == DeskRouting.Way.OFF
    settled, _made = DeskRouting.objects.update_or_create(
        desk=desk,
        defaults={
            "way": DeskRouting.Way(way),
            "most": most,
            "prefers_last": prefers_last,
            "by_language": by_language,
            "needs": _skills(needs),
            "needs_if_tagged": _skills(needs_if_tagged),
        },
    )
    if way == DeskRouting.Way.OFF:
        Queued.objects.filter(desk=desk).delete()
    elif was_off:
        _line_up(desk, now=now)
    record(RoutingChanged(desk=desk.pk, way=str(way), most=most or 0), about=[desk], by=by, at=now)
    return settled


@transaction.atomic
def settle_own(
    *,
    own: int | None,
    takes: bool,
    skills: Sequence[str],
    languages: Sequence[str],
    by: Member,
    now: datetime,
) -> Capacity:
    """How much `by` wants to hold at once, and what they can.

    Raises `NoSuchLimit`, `LimitAboveMost`, `NotAllowed`.
    """
    if not by.is_active:
        raise NotAllowed
    row = _row(by)
    _check(own)
    if own is not None and row.most is not None and own > row.most:
        raise LimitAboveMost
    row.own, row.takes = own, takes
    return _save(row, skills, languages, by=by, now=now)


@transaction.atomic
def settle_capacity(
    member: Member,
    *,
    most: int | None,
    skills: Sequence[str],
    languages: Sequence[str],
    by: Member,
    now: datetime,
) -> Capacity:
    """What a manager says of one of their people: the most they may hold, and what they can.

    What the member chose above it comes down to it. Raises `NotAllowed`, `NoSuchLimit`.
    """
    if not may_lead(by, member):
        raise NotAllowed
    row = _row(member)
    _check(most)
    row.most = most
    if row.own is not None and most is not None:
        row.own = min(row.own, most)
    return _save(row, skills, languages, by=by, now=now)


def _row(member: Member) -> Capacity:
    Capacity.objects.bulk_create([Capacity(member=member)], ignore_conflicts=True)
    return Capacity.objects.select_for_update().get(member=member)


def _check(limit: int | None) -> None:
    if limit is not None and not 1 <= limit <= MOST_LIMIT:
        raise NoSuchLimit


def _save(
    row: Capacity, skills: Sequence[str], languages: Sequence[str], *, by: Member, now: datetime
) -> Capacity:
    row.skills, row.languages = _skills(skills), list(languages)[:MOST_SKILLS]
    row.save()
    record(
        CapacityChanged(member=row.member_id, limit=row.limit, takes=row.takes),
        about=[row.member],
        by=by,
        at=now,
    )
    return row


def _skills(typed: Sequence[str]) -> list[str]:
    keys = dict.fromkeys(skill_key(one) for one in typed)
    return [key for key in keys if key][:MOST_SKILLS]


def _line_up(desk: Desk, *, now: datetime) -> None:
    free = Conversation.objects.filter(
        desk=desk, status=Conversation.Status.OPEN, assignee=None, queued=None
    )
    oldest = list(free.order_by("last_at", "pk").values_list("pk", flat=True)[:MOST_BEGUN])
    Queued.objects.bulk_create(
        (Queued(conversation_id=pk, desk=desk, since=now) for pk in oldest), ignore_conflicts=True
    )
