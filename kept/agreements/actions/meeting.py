"""The meeting of minds: terms stand still, and each side says them back in its own words."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from kept.agreements.access import belongs, may_speak_for
from kept.agreements.actions.begin import next_version
from kept.agreements.actions.errors import (
    NotAskedBack,
    OneSided,
    PromisesNothing,
    SaidAlready,
    SameVoice,
    SaysNothing,
)
from kept.agreements.actions.holding import hold, take_draft, write
from kept.agreements.events import AgreementAgreed, AgreementMet, AgreementSaidBack
from kept.agreements.models import Agreement, SayBack, Side, Version
from kept.agreements.rules import months_after
from kept.customers.models import Customer
from kept.kit.refusals import NotAllowed
from kept.people.models import Member, home_zone


@transaction.atomic
def meet(agreement: Agreement, *, by: Member, now: datetime) -> Version:
    """Lay the terms before both sides. Raises `NotAllowed`, `HasEnded`, `NotInHand`,
    `PromisesNothing`, `OneSided`.
    """
    agreement, version = take_draft(agreement, by=by)
    sides = set(version.clauses.values_list("side", flat=True))
    if not sides:
        raise PromisesNothing
    if not sides >= set(speakers(agreement)):
        raise OneSided
    version.meeting_since = now
    version.save(update_fields=["meeting_since"])
    if agreement.state == Agreement.State.DRAFT:
        agreement.state = Agreement.State.MEETING
        agreement.save(update_fields=["state"])
    write(AgreementMet, agreement, version=version.pk, by=by, at=now)
    return version


def speakers(agreement: Agreement) -> list[Side]:
    """Whose word it needs. Everybody cannot be asked."""
    return [Side.OURS] if agreement.kind == Agreement.Kind.DESK else [Side.OURS, Side.THEIRS]


@transaction.atomic
def say_back(
    agreement: Agreement,
    *,
    version: int,
    side: str,
    words: str,
    agrees: bool,
    by: Member | Customer,
    now: datetime,
) -> Version:
    """Say for a side what its terms mean, and agree to that or not; a customer by their own link.

    With the last side's yes they hold. After a no the next version is in hand, for another try.
    `version` is the number that was read: others may have been laid out since. Raises
    `NotAllowed`, `NotAskedBack`, `SaidAlready`, `SameVoice`, `SaysNothing`.
    """
    agreement = hold(agreement.pk)
    if not _may_speak(agreement, side, by=by):
        raise NotAllowed
    met = agreement.open_version()
    if met is None or not met.is_meeting or met.number != version or agreement.ended_at:
        raise NotAskedBack
    said = {one.side: one for one in met.say_backs.all()}
    if side in said or side not in speakers(agreement):
        raise SaidAlready
    if isinstance(by, Member) and any(one.member_id == by.pk for one in said.values()):
        raise SameVoice
    if not words.strip():
        raise SaysNothing
    SayBack.objects.create(
        version=met,
        side=side,
        words=words.strip(),
        agrees=agrees,
        member=by if isinstance(by, Member) else None,
        customer=by if isinstance(by, Customer) else None,
        said_at=now,
    )
    write(
        AgreementSaidBack, agreement, version=met.pk, side=str(side), agrees=agrees, by=by, at=now
    )
    if not agrees:
        return next_version(agreement, met, by=met.made_by, now=now)
    if len(said) + 1 == len(speakers(agreement)):
        _agree(agreement, met, by=by, now=now)
    return met


def _may_speak(agreement: Agreement, side: str, *, by: Member | Customer) -> bool:
    if isinstance(by, Customer):
        return side == Side.THEIRS and belongs(by, agreement)
    return may_speak_for(by, agreement, side)


def _agree(agreement: Agreement, version: Version, *, by: Member | Customer, now: datetime) -> None:
    """The version holds from now, or from its day; what held until then holds no more."""
    zone = ZoneInfo(home_zone())
    holds_from = now
    if version.starts_on is not None:
        holds_from = max(now, datetime.combine(version.starts_on, time(), zone))
    older = agreement.versions.filter(holds_from__isnull=False)
    # One that was to begin later still will now not begin at all.
    for before in older.filter(Q(holds_until=None) | Q(holds_until__gt=holds_from)):
        assert before.holds_from is not None  # noqa: S101  the filter above
        before.holds_until = max(holds_from, before.holds_from)
        before.save(update_fields=["holds_until"])
    version.holds_from = holds_from
    version.save(update_fields=["holds_from"])
    if not agreement.is_living:
        agreement.state, agreement.living_since = Agreement.State.LIVING, now
        agreement.next_review_on = months_after(
            holds_from.astimezone(zone).date(), version.review_every_months
        )
        agreement.save(update_fields=["state", "living_since", "next_review_on"])
    told = holds_from.isoformat()
    write(AgreementAgreed, agreement, version=version.pk, holds_from=told, by=by, at=now)
