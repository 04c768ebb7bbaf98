"""Somebody is told of a promise, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.ledger import record
from kept.notices.access import hearers_of
from kept.notices.choices import Chosen, browsers_of, chosen_by
from kept.notices.events import NoticeTold
from kept.notices.models import Notice, Preference, Telling
from kept.notices.rules import IN_APP_ONLY, URGENT, next_digest
from kept.people.models import Member
from kept.promises.models import Promise

SYSTEM = "system:notices"


@transaction.atomic
def tell(
    promise: Promise,
    *,
    kind: str,
    occasion: int = 0,
    by: str,
    now: datetime,
    cause: Any = None,
) -> list[Notice]:
    """Tell those who keep the promise, but not `by`, whose deed it is. Answers what is new.

    Safe to repeat: who knows already is told nothing.
    """
    hearers = hearers_of(promise)
    same = Notice.objects.filter(
        promise=promise, kind=kind, due_at=promise.due_at, occasion=occasion
    )
    known = set(same.values_list("member", flat=True))
    ignorant = [
        member
        for member in hearers.members
        if f"member:{member.pk}" != by and member.pk not in known
    ]
    if not ignorant:
        return []
    told = Notice.objects.bulk_create(
        Notice(
            member=member,
            kind=kind,
            promise=promise,
            due_at=promise.due_at,
            occasion=occasion,
            at=now,
        )
        for member in ignorant
    )
    if hearers.is_theirs and kind not in IN_APP_ONLY:
        send_out(told, desk=promise.desk_id, now=now)
    record(
        NoticeTold(promise=promise.pk, kind=str(kind), members=[one.member_id for one in told]),
        about=[promise, *ignorant],
        by=SYSTEM,
        at=now,
        cause=cause,
    )
    return told


def send_out(told: Sequence[Notice], *, desk: int | None, now: datetime) -> None:
    """Lay out what leaves the app, by what each has chosen; when it leaves is the sender's say."""
    members = [notice.member for notice in told]
    chosen = chosen_by(members, desk=desk)
    pushed = [one.pk for one, notice in zip(members, told, strict=True)
              if notice.kind in chosen[one.pk].push]  # fmt: skip
    browsers = browsers_of(pushed) if pushed else {}
    tellings = []
    for notice in told:
        wishes = chosen[notice.member_id]
        if notice.kind in wishes.mail:
            tellings.append(_mail(notice, wishes, now=now))
        for browser in browsers.get(notice.member_id, ()):
            push = Telling(notice=notice, channel=Telling.Channel.PUSH, browser=browser)
            push.not_before = push.queued_at = now
            tellings.append(push)
    Telling.objects.bulk_create(tellings)


def _mail(notice: Notice, wishes: Chosen, *, now: datetime) -> Telling:
    """At once, or with all else of the day at the time they have said."""
    later = None
    if wishes.digest_at is not None and notice.kind not in URGENT:
        later = next_digest(wishes.digest_at, notice.member.zone, now=now)
    return Telling(
        notice=notice,
        channel=Telling.Channel.MAIL,
        in_digest=later is not None,
        not_before=later or now,
        queued_at=now,
    )


def preference_of(member: Member) -> Preference:
    """What the member has chosen, or what holds for whoever has not."""
    return Preference.objects.filter(member=member).first() or Preference(member=member)
