"""An agreement is begun, with its first version in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kept.agreements.access import may_begin_for_desks, may_begin_for_teams, may_place_in
from kept.agreements.actions.errors import (
    HasOneAlready,
    InHandAlready,
    NoPartners,
    NoPurpose,
)
from kept.agreements.actions.holding import take, take_draft, write
from kept.agreements.events import AgreementBegun, AgreementDrafted
from kept.agreements.models import Agreement, Clause, Measure, Version
from kept.conversations.access import customers_visible_to
from kept.conversations.models import Desk
from kept.customers import actions as customers
from kept.customers.models import Customer, Organisation
from kept.kit.refusals import NotAllowed
from kept.people.models import Member, Team


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version says besides its clauses. `starts_on`: the earliest day it may hold from."""

    purpose: str
    way: str = ""
    review_every_months: int = 3
    starts_on: date | None = None


def begin_with_customer(
    organisation: Organisation,
    *,
    desks: Sequence[Desk],
    terms: Terms,
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Agreement:
    """Raises `NotAllowed`, `NoPartners`, `NoPurpose`."""
    if not desks:
        raise NoPartners
    if not may_begin_for_desks(by, desks):
        raise NotAllowed
    begun = Agreement(kind=Agreement.Kind.CUSTOMER, organisation=organisation)
    return _begin(begun, terms, desks=desks, submit_id=submit_id, by=by, now=now)


@transaction.atomic
def begin_with_house_of(
    customer: Customer,
    name: str,
    *,
    desks: Sequence[Desk],
    terms: Terms,
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Agreement:
    """The same with the house of a customer of whom nobody had said yet where they belong.

    They are of the organisation of this `name` from now on. Raises `NotAllowed`, `NoPartners`,
    `NoPurpose`, `NamelessCustomer`.
    """
    seen = customers_visible_to(by).filter(pk=customer.pk, organisation=None)
    if not name.strip() or not seen.exists() or not may_place_in(by, name):
        raise NotAllowed
    placed = customers.change(
        customer,
        name=customer.name,
        phone=customer.phone,
        place=customer.place,
        zone=customer.zone,
        language=customer.language,
        organisation=name,
        by=by,
        now=now,
    )
    assert placed.organisation is not None  # noqa: S101  it has a name
    return begin_with_customer(
        placed.organisation, desks=desks, terms=terms, submit_id=submit_id, by=by, now=now
    )


def begin_between_teams(
    team: Team,
    other: Team,
    *,
    terms: Terms,
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Agreement:
    """Raises `NotAllowed`, `NoPartners`, `NoPurpose`."""
    if team == other:
        raise NoPartners
    if not may_begin_for_teams(by, team, other):
        raise NotAllowed
    begun = Agreement(kind=Agreement.Kind.TEAMS, team=team, other_team=other)
    return _begin(begun, terms, submit_id=submit_id, by=by, now=now)


def begin_with_everybody(
    desk: Desk, *, terms: Terms, submit_id: UUID | None = None, by: Member, now: datetime
) -> Agreement:
    """Raises `NotAllowed`, `HasOneAlready`, `NoPurpose`."""
    if not may_begin_for_desks(by, [desk]):
        raise NotAllowed
    begun = Agreement(kind=Agreement.Kind.DESK, desk=desk)
    return _begin(begun, terms, submit_id=submit_id, by=by, now=now)


@transaction.atomic
def change_terms(agreement: Agreement, *, terms: Terms, by: Member, now: datetime) -> Version:
    """Raises `NotAllowed`, `HasEnded`, `NotInHand`, `NoPurpose`."""
    agreement, version = take_draft(agreement, by=by)
    _put(version, terms)
    version.save(update_fields=["purpose", "way", "review_every_months", "starts_on"])
    write(AgreementDrafted, agreement, version=version.pk, by=by, at=now)
    return version


@transaction.atomic
def begin_version(agreement: Agreement, *, by: Member, now: datetime) -> Version:
    """Begin to write the next version, as a copy; the one that holds goes on holding.

    Terms that were being said back are withdrawn by that. Raises `NotAllowed`, `HasEnded`,
    `InHandAlready`.
    """
    agreement = take(agreement, by=by)
    in_hand = agreement.open_version()
    if in_hand is not None and in_hand.is_draft:
        raise InHandAlready
    return next_version(agreement, in_hand, by=by, now=now)


def next_version(
    agreement: Agreement, withdrawn: Version | None, *, by: Member, now: datetime
) -> Version:
    """The next version of an agreement that is held; `withdrawn` is what it takes the place of."""
    if withdrawn is not None:
        withdrawn.withdrawn_at = now
        withdrawn.save(update_fields=["withdrawn_at"])
    before = withdrawn or agreement.versions.order_by("-number")[0]
    version = Version.objects.create(
        agreement=agreement,
        number=agreement.versions.order_by("-number")[0].number + 1,
        purpose=before.purpose,
        way=before.way,
        review_every_months=before.review_every_months,
        starts_on=before.starts_on if withdrawn else None,
        made_at=now,
        made_by=by,
    )
    terms: list[Clause | Measure] = [*before.clauses.all(), *before.measures.all()]
    for copied in terms:
        copied.pk, copied.version = None, version
        copied._state.adding = True
        copied.save(force_insert=True)
    if agreement.state == Agreement.State.MEETING:
        agreement.state = Agreement.State.DRAFT
        agreement.save(update_fields=["state"])
    write(AgreementDrafted, agreement, version=version.pk, by=by, at=now)
    return version


@transaction.atomic
def _begin(
    agreement: Agreement,
    terms: Terms,
    *,
    desks: Sequence[Desk] = (),
    submit_id: UUID | None,
    by: Member,
    now: datetime,
) -> Agreement:
    if submit_id and (begun := Agreement.objects.filter(submit_id=submit_id).first()):
        return begun
    first = Version(agreement=agreement, number=1, made_at=now, made_by=by)
    _put(first, terms)
    agreement.begun_at, agreement.begun_by, agreement.submit_id = now, by, submit_id
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError as error:
        if agreement.desk is None:
            raise
        raise HasOneAlready from error
    agreement.desks.set(desks)
    first.agreement = agreement
    first.save(force_insert=True)
    write(AgreementBegun, agreement, kind=str(agreement.kind), by=by, at=now)
    return agreement


def _put(version: Version, terms: Terms) -> None:
    if not terms.purpose.strip():
        raise NoPurpose
    version.purpose, version.way = terms.purpose.strip(), terms.way.strip()
    version.review_every_months = terms.review_every_months
    version.starts_on = terms.starts_on
