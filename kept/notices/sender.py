"""Carries tellings out of the app, and always knows how far each got. The law is the outbox's.

A telling is claimed with a lease, and its row says `handed` before the other side can have it. So
whenever we stop, the row tells: before, it is sent again; after, it is in doubt, and stays so. The
notice stands in the app anyway.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import F

from kept.focus.queries import held_for
from kept.mail.rules import pause_after
from kept.mail.sender import Elapsed, How, Outcome, Unreachable
from kept.notices.access import may_hear, may_hear_of
from kept.notices.actions.tell import preference_of
from kept.notices.choices import chosen_by
from kept.notices.models import Telling
from kept.notices.rules import URGENT, is_moot, quiet_until

LEASE = timedelta(minutes=5)
UNREACHED_PAUSE = timedelta(minutes=1)
MOST_TRIES = 8
"""Tried for about eight hours; then the app alone has it."""
AT_ONCE = 20
MOST_IN_DIGEST = 50

State = Telling.State
_NEEDED = (
    "notice__member",
    "notice__promise__customer",
    "notice__promise__to_member",
    "notice__promise__to_team",
    "notice__promise__keeper",
    "notice__promise__conversation",
    "notice__conversation__customer",
    "notice__conversation__assignee",
    "notice__grant",
    "notice__actor",
    "browser",
)


class Way(Protocol):
    """How tellings of one channel leave."""

    def send(self, telling: Telling, hand_over: Callable[[], bool], *, now: datetime) -> Outcome:
        """Raises `Unreachable`, before anything was handed over."""

    def close(self) -> None: ...


def send_due(channel: str, way: Way, *, now: datetime) -> int:
    """Send what is due on one channel, one after the other. Answers how many went or were put off.

    Raises `Unreachable` where our own way out is closed; what it was for waits a minute.
    """
    release_leases(now=now)
    clock = Elapsed(now)
    done = 0
    try:
        while done < AT_ONCE and (telling := claim(channel, now=clock.now())):
            try:
                outcome = way.send(telling, _hand_over(telling, clock), now=clock.now())
            except Unreachable:
                _put_off(telling, now=clock.now())
                raise
            settle(telling, outcome, now=clock.now())
            done += 1
    finally:
        way.close()
    return done


def claim(channel: str, *, now: datetime) -> Telling | None:
    """Take the next telling that is still worth it and disturbs nobody's quiet."""
    due = Telling.objects.due(now=now).filter(channel=channel)
    # Each round takes what it looked at out of what is due, so this ends.
    while batch := list(due.select_related(*_NEEDED).order_by("not_before", "pk")[:AT_ONCE]):
        for telling in batch:
            mine = due.filter(pk=telling.pk)
            if words := _why_not(telling, now=now):
                mine.update(state=State.DROPPED, answer=words)
            elif later := _quiet(telling, now=now):
                mine.update(not_before=later)
            elif later := _held(telling, now=now):
                # What came meanwhile comes as one.
                mine.update(not_before=later, in_digest=True)
            else:
                holder = secrets.token_hex(16)
                if mine.update(
                    state=State.CLAIMED,
                    tries=F("tries") + 1,
                    lease_until=now + LEASE,
                    lease_holder=holder,
                ):
                    telling.lease_holder = holder
                    return telling
    return None


def claim_along(telling: Telling, *, now: datetime) -> list[Telling]:
    """What else of the same member is due for the same digest, under the same lease, oldest first.

    Whatever becomes of the first becomes of all of them.
    """
    if not telling.in_digest:
        return []
    due = Telling.objects.due(now=now).filter(
        channel=telling.channel,
        browser=telling.browser_id,
        in_digest=True,
        notice__member=telling.notice.member_id,
    )
    claimed = []
    for one in due.select_related(*_NEEDED).order_by("pk")[:MOST_IN_DIGEST]:
        mine = Telling.objects.due(now=now).filter(pk=one.pk)
        if words := _why_not(one, now=now):
            mine.update(state=State.DROPPED, answer=words)
        elif mine.update(
            state=State.CLAIMED,
            tries=F("tries") + 1,
            lease_until=now + LEASE,
            lease_holder=telling.lease_holder,
        ):
            claimed.append(one)
    telling.along = [one.pk for one in claimed]
    return claimed


def release_leases(*, now: datetime) -> int:
    """What a dead sender held: claimed goes back, handed is in doubt. Answers how many."""
    over = Telling.objects.filter(lease_until__lt=now)
    released = over.filter(state=State.CLAIMED).update(
        state=State.READY, lease_until=None, lease_holder=""
    )
    return released + over.filter(state=State.HANDED).update(
        state=State.IN_DOUBT,
        lease_until=None,
        answer="We stopped while handing it over, so it may or may not have arrived.",
    )


def settle(telling: Telling, outcome: Outcome, *, now: datetime) -> None:
    """Write down what came of it and of what went along, unless another has it meanwhile."""
    with transaction.atomic():
        _settle_row(Telling.objects.select_for_update().get(pk=telling.pk), telling, outcome, now)
        if telling.in_digest:
            along = Telling.objects.select_for_update().filter(pk__in=telling.along)
            for row in along.order_by("pk"):
                _settle_row(row, telling, outcome, now)


def _settle_row(row: Telling, telling: Telling, outcome: Outcome, now: datetime) -> None:
    if row.lease_holder != telling.lease_holder or row.state not in {
        State.CLAIMED,
        State.HANDED,
    }:
        return
    row.answer = outcome.said or "They gave no reason."
    match outcome.how:
        case How.SENT:
            row.state, row.sent_at, row.answer = State.SENT, now, ""
        case How.LATER if row.tries < MOST_TRIES:
            row.state, row.not_before = State.RETRY, now + pause_after(row.tries)
        case How.LATER | How.NEVER:
            row.state = State.FAILED
        case How.HELD:
            row.state = State.DROPPED
        case How.UNKNOWN:
            row.state = State.IN_DOUBT
        case How.LET_GO:
            return
    row.lease_until, row.lease_holder = None, ""
    row.save()


def _why_not(telling: Telling, *, now: datetime) -> str:
    """Why nobody needs it any more; empty where somebody does."""
    notice = telling.notice
    if notice.seen_at is not None:
        return "It was seen, or dealt with, before it left."
    if notice.conversation_id is not None:
        if not may_hear_of(notice.member, notice.conversation_id):
            return "They may not see it any more."
    elif notice.grant is not None:
        if notice.grant.state != "PROPOSED" or not notice.member.is_active:
            return "What it says held no longer when it was to leave."
    elif is_moot(notice, notice.of_promise, now=now):
        return "What it says held no longer when it was to leave."
    elif not may_hear(notice.member, notice.of_promise):
        return "It is not theirs any more."
    if telling.channel == Telling.Channel.PUSH and not _is_their_browser(telling):
        return "The browser takes no pushes for them any more."
    if not _is_chosen(telling):
        return "They have chosen since not to be told of it this way."
    return ""


def _is_their_browser(telling: Telling) -> bool:
    """Whoever signed in there meanwhile and wanted pushes has it now."""
    browser = telling.browser
    return browser is not None and browser.member_id == telling.notice.member_id


def _is_chosen(telling: Telling) -> bool:
    notice = telling.notice
    of = notice.conversation or notice.grant or notice.of_promise
    chosen = chosen_by([notice.member], desk=of.desk_id if of else None)[notice.member_id]
    kinds = chosen.push if telling.channel == Telling.Channel.PUSH else chosen.mail
    return notice.kind in kinds


def _quiet(telling: Telling, *, now: datetime) -> datetime | None:
    member = telling.notice.member
    chosen = preference_of(member)
    return quiet_until(chosen.quiet_from, chosen.quiet_until, member.zone, now=now)


def _held(telling: Telling, *, now: datetime) -> datetime | None:
    """Whoever is in focus hears only what is urgent."""
    notice = telling.notice
    return None if notice.kind in URGENT else held_for(notice.member, now=now)


def _hand_over(telling: Telling, clock: Elapsed) -> Callable[[], bool]:
    def hand_over() -> bool:
        # No condition on time: while the row bears our name, nobody else may have sent it.
        moved = Telling.objects.filter(
            pk=telling.pk, state=State.CLAIMED, lease_holder=telling.lease_holder
        ).update(state=State.HANDED, lease_until=clock.now() + LEASE)
        if moved and telling.along:
            along = Telling.objects.filter(pk__in=telling.along, state=State.CLAIMED)
            along.filter(lease_holder=telling.lease_holder).update(
                state=State.HANDED, lease_until=clock.now() + LEASE
            )
        return bool(moved)

    return hand_over


def _put_off(telling: Telling, *, now: datetime) -> None:
    """Back into the queue, uncounted: our own way out is closed, which is not its fault."""
    ours = Telling.objects.filter(pk__in=[telling.pk, *telling.along], state=State.CLAIMED)
    ours.filter(lease_holder=telling.lease_holder).update(
        state=State.RETRY,
        tries=F("tries") - 1,
        not_before=now + UNREACHED_PAUSE,
        lease_until=None,
        lease_holder="",
    )
