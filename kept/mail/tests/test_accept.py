"""An acknowledgement means durable: what `accept` returns for is never lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from kept.conversations.models import Message
from kept.kit import blobs
from kept.mail import accept as accepting
from kept.mail import filing, spool
from kept.mail.accept import TooLarge, accept, put_down, replay_spool, sweep_spool
from kept.mail.models import Delivery
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw, take
from tests.cast import NOON, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rested():
    accepting._resting_until = 0.0
    yield
    accepting._resting_until = 0.0


def no_database(*_: object, **__: object) -> None:
    raise OperationalError("the database is down")


def test_an_accepted_letter_lies_whole_in_the_spool_and_has_a_row():
    accepted = accept(make_raw(), source="door", recipients=[ORDERS], envelope_from=CY, now=NOON)

    spooled, raw = spool.read(accepted.spooled.name)
    assert raw == make_raw()
    assert (spooled.recipients, spooled.envelope_from, spooled.received_at) == ((ORDERS,), CY, NOON)
    row = Delivery.objects.get()
    assert (row.state, row.size, row.sha256) == ("SPOOLED", len(raw), spooled.sha256)
    assert (row.recipients, row.envelope_from, row.received_at) == ([ORDERS], CY, NOON)


def test_with_the_database_down_the_spool_alone_is_the_acknowledgement(monkeypatch):
    make_desk()
    monkeypatch.setattr(accepting, "put_down_all", no_database)
    accepted = accept(make_raw(), source="door", recipients=[ORDERS], now=NOON)
    monkeypatch.undo()
    assert accepted.delivery is None
    assert not Delivery.objects.exists()

    assert sweep_spool(now=NOON) == 1
    assert sweep_spool(now=NOON) == 0

    row = Delivery.objects.get()
    assert (row.recipients, row.source, row.received_at) == ([ORDERS], "door", NOON)
    assert filing.file_delivery(row.pk, now=NOON) == "FILED"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite has a line to stand in.")
def test_a_door_neither_stands_in_line_nor_waits_for_the_lock_as_long_as_others(monkeypatch):
    waits: list[tuple[float, int]] = []

    def note() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            waits.append((connection.patience, cursor.fetchone()[0]))

    def no_database_yet(*_: object) -> None:
        note()
        no_database()

    note()
    monkeypatch.setattr(accepting, "put_down_all", no_database_yet)
    assert accept(make_raw(), source="door", recipients=[ORDERS], now=NOON).delivery is None
    note()

    assert waits == [(20.0, 20_000), (0.3, 300), (20.0, 20_000)]


def test_a_disk_that_fails_is_told_to_whoever_hands_over(monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        accept(make_raw(), source="door", now=NOON)

    assert list(spool.unsettled()) == []
    assert not Delivery.objects.exists()


def test_a_letter_over_64_mib_is_not_accepted(monkeypatch):
    monkeypatch.setattr(accepting, "LARGEST_BYTES", 100)
    with pytest.raises(TooLarge):
        accept(b"x" * 101, source="door", now=NOON)

    assert list(spool.everything()) == []


def test_the_same_handing_over_is_one_delivery():
    first = take(make_raw(), source="imap:1", source_key="imap:1:7:42")
    second = take(make_raw(), source="imap:1", source_key="imap:1:7:42")

    assert first == second
    assert [path.name for path in spool.everything()] == [first.spool_name]


def test_one_number_for_two_letters_is_two_deliveries():
    first = take(make_raw("One"), source="imap:1", source_key="imap:1:7:42")
    second = take(make_raw("Two"), source="imap:1", source_key="imap:1:7:42")

    assert first != second
    assert sorted(p.name for p in spool.unsettled()) == sorted(
        [first.spool_name, second.spool_name]
    )


def test_a_torn_spool_file_is_laid_aside_and_stops_nothing():
    good = accept(make_raw(), source="door", now=NOON).spooled
    torn = accept(make_raw("Torn"), source="door", now=NOON).spooled
    Delivery.objects.all().delete()
    path = spool.find(torn.name)
    assert path
    path.write_bytes(path.read_bytes()[:-20])

    assert sweep_spool(now=NOON) == 1

    assert Delivery.objects.get().spool_name == good.name
    assert spool.torn() == [torn.name]


def test_flipped_bits_are_noticed():
    spooled = accept(make_raw(), source="door", now=NOON).spooled
    path = spool.find(spooled.name)
    assert path
    path.write_bytes(path.read_bytes().replace(b"cracked", b"crooked"))

    with pytest.raises(spool.Torn):
        spool.read(spooled.name)


def test_settled_letters_leave_the_way_and_go_after_a_month():
    make_desk()
    delivery = file_now(make_raw())
    assert list(spool.unsettled()) == []
    path = spool.find(delivery.spool_name)
    assert path

    spool.tidy(now=NOON + timedelta(days=29))
    assert path.exists()
    spool.tidy(now=NOON + timedelta(days=32))
    assert not path.exists()


def test_a_restored_database_is_filled_again_from_the_spool():
    make_desk()
    delivery = file_now(make_raw())
    assert delivery.state == "FILED"
    message = Message.objects.get()
    # Yesterday's backup knows neither the row nor the message.
    delivery.filings.all().delete()
    message.message_ids.all().delete()
    delivery.delete()
    message.delete()

    assert replay_spool() == 1
    assert replay_spool() == 0

    assert filing.file_delivery(Delivery.objects.get().pk, now=NOON) == "FILED"
    assert Message.objects.get().text == "The lamp is cracked."


def test_drafts_nobody_finished_are_no_letters_and_go_in_time(own_data_folder: Path):
    folder = own_data_folder / "spool" / "new"
    blobs.make_folder(folder)
    (folder / ".half.mail").write_bytes(b"KEPT-SPOOL 1\n")

    assert sweep_spool(now=NOON) == 0
    assert spool.tidy(now=NOON + timedelta(days=5000)) == 1


def test_two_who_find_the_same_file_make_one_row():
    spooled = accept(make_raw(), source="door", now=NOON).spooled

    assert put_down(spooled) == put_down(spooled)
    assert Delivery.objects.count() == 1
