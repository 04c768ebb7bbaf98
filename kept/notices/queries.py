"""What the bell and the page of notices show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from kept.conversations.models import Desk
from kept.focus.queries import focus_of
from kept.mail.alarms import Ringing, ringing
from kept.notices.models import AlarmNotice, DeskPreference, Notice
from kept.notices.rules import URGENT, URGENT_ALARMS
from kept.people.models import Member

PAGE = 30
MOST_TOLD = 50
"""Of what came while somebody was in focus."""
MOST = 100
"""Beyond this many the bell says 99+."""


_SHOWN = (
    *("promise__customer", "promise__to_member", "promise__to_team", "promise__keeper"),
    *("agreement__organisation", "agreement__team", "agreement__other_team"),
    *("agreement__desk", "conversation__customer", "conversation__assignee", "actor", "grant"),
    *("change", "huddle__team", "friction"),
)


@dataclass(frozen=True, slots=True)
class NoticeSlice:
    """Notices, the newest first; `next` is behind the last one, `newest` the first of all."""

    notices: list[Notice]
    next: int | None


def count_unseen(member: Member, *, now: datetime) -> int:
    """How many wait to be looked at, in focus of what is urgent; counted no further than `MOST`."""
    unseen = Notice.objects.visible_to(member).unseen(now=now)
    is_in_focus = focus_of(member, now=now) is not None
    if is_in_focus:
        unseen = unseen.filter(kind__in=URGENT)
    count = unseen.order_by("pk")[:MOST].count()
    if member.is_manager:
        alarms = AlarmNotice.objects.visible_to(member).unseen()
        if is_in_focus:
            alarms = alarms.filter(alarm__kind__in=URGENT_ALARMS)
        count += alarms.count()
    return min(count, MOST)


def alarms_told(member: Member, *, now: datetime) -> list[tuple[AlarmNotice, Ringing]]:
    """What still rings of what the member was told of mailboxes."""
    if not member.is_manager:
        return []
    found = AlarmNotice.objects.visible_to(member).filter(alarm__cleared_at=None)
    return [
        (notice, ringing(notice.alarm, notice.alarm.mailbox, now=now))
        for notice in found.select_related("alarm__mailbox").order_by("-pk")[:PAGE]
    ]


def listed(member: Member, *, before: int | None = None, size: int = PAGE) -> NoticeSlice:
    found = Notice.objects.visible_to(member)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related(*_SHOWN).order_by("-pk")[: size + 1])
    more = len(rows) > size
    return NoticeSlice(rows[:size], rows[size - 1].pk if more else None)


def told_between(member: Member, *, since: datetime, until: datetime) -> list[Notice]:
    """What was told in that time and is not seen yet, the newest first: one more than is shown."""
    found = Notice.objects.visible_to(member).filter(at__gte=since, at__lte=until)
    unseen = found.filter(seen_at=None).select_related(*_SHOWN)
    return list(unseen.order_by("-pk")[: MOST_TOLD + 1])


def alarms_between(
    member: Member, *, since: datetime, until: datetime, now: datetime
) -> list[tuple[AlarmNotice, Ringing]]:
    """The same of mailboxes, of what still rings."""
    told = alarms_told(member, now=now)
    return [
        (notice, ring)
        for notice, ring in told
        if notice.seen_at is None and since <= notice.at <= until
    ]


def desks_of(member: Member) -> list[Desk]:
    """The desks they see; `is_own` where they have chosen for it alone."""
    own = DeskPreference.objects.filter(member=member, desk=OuterRef("pk"))
    return list(Desk.objects.visible_to(member).annotate(is_own=Exists(own)).order_by("name"))
