"""Agreements for tests: made by the acts that people do."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.agreements import actions
from kept.agreements.actions import ClauseTerms, Terms
from kept.agreements.models import Agreement, Clause, Side
from kept.conversations.models import Desk
from kept.customers.models import Customer, Organisation
from kept.ledger.models import Cursor, Event
from kept.ledger.reading import READERS
from kept.people.models import Member
from tests.cast import NOON, make_customer, make_desk, make_manager, make_member

WEEK_BEFORE = NOON - timedelta(days=7)
HOUR = 60


def clock(
    kind: str = Clause.Kind.FIRST_ANSWER, minutes: int = 4 * HOUR, **more: object
) -> ClauseTerms:
    return ClauseTerms(side=Side.OURS, kind=kind, minutes=minutes, **more)  # type: ignore[arg-type]


def words(side: str, said: str) -> ClauseTerms:
    return ClauseTerms(side=side, words=said)


def make_desk_agreement(
    desk: Desk | None = None,
    *clauses: ClauseTerms,
    by: Member | None = None,
    now: datetime = WEEK_BEFORE,
) -> Agreement:
    """What a desk promises everybody, in force since a week ago."""
    by = by or make_manager()
    desk = desk or make_desk("Orders", make_member(), by)
    agreement = actions.begin_with_everybody(
        desk, terms=Terms(purpose="Nobody waits without knowing."), by=by, now=now
    )
    for terms in clauses or (clock(),):
        actions.add_clause(agreement, terms=terms, by=by, now=now)
    return sign(agreement, by=by, now=now)


def make_organisation(*customers: Customer, name: str = "Hotel Tidewater") -> Organisation:
    firm, _ = Organisation.objects.get_or_create(name=name)
    for customer in customers:
        customer.organisation = firm
        customer.save(update_fields=["organisation"])
    return firm


def make_draft(
    *clauses: ClauseTerms,
    desk: Desk | None = None,
    customer: Customer | None = None,
    by: Member | None = None,
    now: datetime = WEEK_BEFORE,
) -> Agreement:
    """An agreement with Cy's house, not yet laid before it."""
    by = by or make_manager()
    desk = desk or make_desk("Orders", make_member(), by)
    agreement = actions.begin_with_customer(
        make_organisation(customer or make_customer()),
        desks=[desk],
        terms=Terms(purpose="Guests never sit in the dark.", way="We call before we send."),
        by=by,
        now=now,
    )
    for terms in clauses or (
        clock(minutes=2 * HOUR),
        words(Side.OURS, "We keep two spare lamps for you."),
        words(Side.THEIRS, "We tell you two weeks before a room is renewed."),
    ):
        actions.add_clause(agreement, terms=terms, by=by, now=now)
    return agreement


def make_agreement(
    *clauses: ClauseTerms,
    customer: Customer | None = None,
    now: datetime = WEEK_BEFORE,
    **more: object,
) -> Agreement:
    """The same, said back by both sides and in force since a week ago."""
    customer = customer or make_customer()
    agreement = make_draft(*clauses, customer=customer, now=now, **more)  # type: ignore[arg-type]
    return sign(agreement, by=agreement.begun_by, customer=customer, now=now)


def sign(
    agreement: Agreement, *, by: Member, customer: Customer | None = None, now: datetime
) -> Agreement:
    """Both sides say it back and agree."""
    version = actions.meet(agreement, by=by, now=now)
    said = {"version": version.number, "agrees": True, "now": now}
    actions.say_back(agreement, side=Side.OURS, words="We answer in time.", by=by, **said)  # type: ignore[arg-type]
    if customer:
        actions.say_back(
            agreement,
            side=Side.THEIRS,
            words="They answer in time.",
            by=customer,
            **said,  # type: ignore[arg-type]
        )
    agreement.refresh_from_db()
    return agreement


def hear() -> None:
    """Let what has happened reach the clocks, as `kept work` does.

    Not by `catch_up`: on PostgreSQL it reads nothing of the transaction that a test runs in.
    """
    reader = READERS["agreements"]
    cursor, _ = Cursor.objects.get_or_create(reader=reader.name)
    for event in Event.objects.filter(pk__gt=cursor.event_id).order_by("pk"):
        if event.kind in reader.reactions:
            reader.reactions[event.kind](event)
        cursor.event_id = event.pk
    cursor.save()
