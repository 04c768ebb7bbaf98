"""Somebody is told of a promise, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.ledger import record
from kept.notices.access import hearers_of
from kept.notices.events import NoticeTold
from kept.notices.models import Browser, Notice, Preference, Telling
from kept.notices.rules import IN_APP_ONLY
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
        _send_out(told, now=now)
    record(
        NoticeTold(promise=promise.pk, kind=str(kind), members=[one.member_id for one in told]),
        about=[promise, *ignorant],
        by=SYSTEM,
        at=now,
        cause=cause,
    )
    return told


def _send_out(told: Iterable[Notice], *, now: datetime) -> None:
    """Lay out what leaves the app, by what each has chosen; when it leaves is the sender's say."""
    for notice in told:
        chosen = preference_of(notice.member)
        tellings = []
        if notice.kind in chosen.mail:
            tellings.append(Telling(channel=Telling.Channel.MAIL))
        if notice.kind in chosen.push:
            tellings += [
                Telling(channel=Telling.Channel.PUSH, browser=browser)
                for browser in Browser.objects.filter(member=notice.member)
            ]
        for telling in tellings:
            telling.notice, telling.not_before, telling.queued_at = notice, now, now
        Telling.objects.bulk_create(tellings)


def preference_of(member: Member) -> Preference:
    """What the member has chosen, or what holds for whoever has not."""
    return Preference.objects.filter(member=member).first() or Preference(member=member)
