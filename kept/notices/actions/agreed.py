"""Somebody is told what became of an agreement, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.agreements.access import may_see
from kept.agreements.models import Agreement, SayBack, Version
from kept.ledger import record
from kept.notices.actions.tell import SYSTEM
from kept.notices.events import NoticeOfAgreement
from kept.notices.models import Notice
from kept.people.models import Member


@transaction.atomic
def tell_of_agreement(
    agreement: Agreement, *, kind: str, occasion: int, by: str, now: datetime, cause: Any = None
) -> list[Notice]:
    """Tell those of us who have worked on it, but not `by`, whose deed it is. Safe to repeat."""
    same = Notice.objects.filter(agreement=agreement, kind=kind, occasion=occasion)
    known = set(same.values_list("member", flat=True))
    ignorant = [
        member
        for member in _workers(agreement)
        if f"member:{member.pk}" != by and member.pk not in known
    ]
    if not ignorant:
        return []
    told = Notice.objects.bulk_create(
        Notice(member=member, kind=kind, agreement=agreement, due_at=now, occasion=occasion, at=now)
        for member in ignorant
    )
    record(
        NoticeOfAgreement(
            agreement=agreement.pk, kind=str(kind), members=[one.member_id for one in told]
        ),
        about=[agreement, *ignorant],
        by=SYSTEM,
        at=now,
        cause=cause,
    )
    return told


def _workers(agreement: Agreement) -> list[Member]:
    """Whoever began it, wrote one of its versions or said one back, and may still see it."""
    versions = Version.objects.filter(agreement=agreement)
    said = SayBack.objects.filter(version__in=versions, member__isnull=False)
    who = {agreement.begun_by_id}
    who |= set(versions.values_list("made_by", flat=True))
    who |= set(said.values_list("member", flat=True))
    found = Member.objects.active().filter(pk__in=who - {None}).order_by("pk")
    return [member for member in found if may_see(member, agreement)]
