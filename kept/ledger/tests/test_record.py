from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError

from kept.ledger import Entry, record, record_all
from kept.ledger.models import Event, Mention, Shift
from kept.ledger.recording import ChainTooDeep, continue_order
from kept.ledger.tests.make import NOON, Happened, happen

REFUSED = (DatabaseError, IntegrityError)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def record_and_fail() -> None:
    with transaction.atomic():
        happen()
        raise ZeroDivisionError


@pytest.mark.django_db
def test_a_fact_is_written_with_one_mention_a_thing():
    written = happen(7, about=["thing:1", "thing:2", "thing:1"])

    found = Event.objects.get()
    assert found == written
    assert found.kind == "test.happened"
    assert found.facts == {"number": 7}
    assert found.fact == Happened(number=7)
    assert found.by == "system:test"
    assert found.at == NOON
    assert [m.name for m in found.mentions.order_by("name")] == ["thing:1", "thing:2"]


@pytest.mark.django_db
def test_a_fact_may_be_about_nothing():
    assert happen(about=[]).mentions.count() == 0


@pytest.mark.django_db
def test_several_facts_stand_as_if_each_had_been_written_by_itself():
    first = happen(1, about=["thing:1"])
    entries = [
        Entry(Happened(number=2), about=["thing:1", "thing:2", "thing:1"], at=NOON),
        Entry(Happened(number=3), about=[], at=NOON),
    ]

    written = record_all(entries, by="system:test")

    assert list(Event.objects.order_by("transaction", "pk")) == [first, *written]
    assert [event.fact for event in written] == [Happened(number=2), Happened(number=3)]
    mentions = Mention.objects.filter(event__in=written).order_by("name")
    assert [(m.event, m.name) for m in mentions] == [
        (written[0], "thing:1"), (written[0], "thing:2"),
    ]  # fmt: skip
    assert {event.transaction for event in written} == {first.transaction}


@pytest.mark.django_db(transaction=True)
def test_several_facts_outside_a_transaction_are_refused():
    with pytest.raises(RuntimeError):
        record_all([Entry(Happened(number=1), about=[], at=NOON)], by="system:test")

    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_timeline_shows_what_mentions_any_of_its_things_once():
    first = happen(1, about=["thing:1", "thing:2"])
    happen(2, about=["thing:3"])
    third = happen(3, about=["thing:2"])

    assert list(Event.objects.about("thing:1", "thing:2")) == [first, third]


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record(Happened(number=1), about=["thing:1"], by="system:test", at=NOON)

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_is_undone_with_its_transaction():
    with pytest.raises(ZeroDivisionError):
        record_and_fail()

    assert not Event.objects.exists()
    assert not Mention.objects.exists()


@pytest.mark.django_db
def test_a_chain_of_five_causes_is_the_longest():
    link = happen()
    for number in range(2, 7):
        link = happen(number, cause=link)
    assert link.depth == 5

    with pytest.raises(ChainTooDeep):
        happen(7, cause=link)

    assert Event.objects.count() == 6


@pytest.mark.parametrize("table", ["ledger_event", "ledger_mention"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_the_past(table, sql):
    happen()

    with pytest.raises(REFUSED, match="append-only"), transaction.atomic():
        run(sql.format(table))

    assert Event.objects.count() == 1
    assert Mention.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["ledger_event", "ledger_mention"])
@pytest.mark.django_db(transaction=True)
def test_postgresql_refuses_to_truncate_the_past(table):
    happen()

    with pytest.raises(REFUSED, match="append-only"), transaction.atomic():
        run(f"TRUNCATE {table} CASCADE")

    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_append_only_again_after_a_flush():
    happen()
    with pytest.raises(REFUSED, match="append-only"), transaction.atomic():
        Event.objects.all()._raw_delete(using="default")


@pytest.mark.django_db(transaction=True)
def test_a_healthy_ledger_needs_no_shift():
    happen()

    assert continue_order() == 0
    assert not Shift.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_database_brought_to_a_younger_server_goes_on_behind_its_last_event():
    from kept.ledger.reading import after, readable

    old = happen(1)
    run(
        # As an older server would have numbered it.
        "ALTER TABLE ledger_event DISABLE TRIGGER ledger_event_append_only",
        "UPDATE ledger_event SET transaction = transaction + 1000000",
        "ALTER TABLE ledger_event ENABLE TRIGGER ledger_event_append_only",
    )
    old.refresh_from_db()
    assert list(readable()) == []

    assert continue_order() > 0

    new = happen(2)
    assert new.transaction > old.transaction
    assert list(readable()) == [old, new]
    assert list(after(old.transaction, old.pk)) == [new]
    assert continue_order() == 0
