from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from kept.ledger import record
from kept.ledger.models import Cursor, Event, Stumble
from kept.ledger.reading import (
    READERS,
    TRIES,
    News,
    Reader,
    catch_up,
    reaction,
    tip,
    try_again,
)
from kept.ledger.tests.make import NOON, Echoed, happen

pytestmark = pytest.mark.django_db(transaction=True)


def make_reader(function, *kinds: str) -> Reader:
    return Reader("echo", dict.fromkeys(kinds or ("test.happened",), function))


def numbers_seen_by(reader: Reader, seen: list[int]):
    reader.reactions["test.happened"] = lambda event: seen.append(event.fact.number)
    return reader


def echo(event: Event) -> None:
    record(
        Echoed(number=event.fact.number), about=["thing:1"], by="system:test", at=NOON, cause=event
    )


def test_a_reader_sees_every_event_in_order_and_once():
    seen: list[int] = []
    reader = numbers_seen_by(Reader("echo"), seen)
    for number in range(450):
        happen(number)

    assert catch_up(reader, now=NOON) == 450
    assert catch_up(reader, now=NOON) == 0
    assert seen == list(range(450))


def test_a_reader_begins_with_the_oldest_event():
    happen(1)
    seen: list[int] = []

    catch_up(numbers_seen_by(Reader("late"), seen), now=NOON)

    assert seen == [1]


def test_what_a_reader_does_not_react_to_is_passed_in_one_transaction(
    django_assert_num_queries,
):
    for number in range(20):
        happen(number)
    reader = make_reader(echo, "test.never")
    catch_up(reader, now=NOON)
    for number in range(20):
        happen(number)

    # Cursor, end and events; begin, cursor, move, commit; cursor and the same end.
    with django_assert_num_queries(9):
        assert catch_up(reader, now=NOON) == 1
    assert Cursor.objects.get(reader="echo").event_id == Event.objects.latest("pk").pk


def test_a_reaction_and_the_cursor_are_committed_together_or_not_at_all(monkeypatch):
    class Killed(BaseException):
        """Nothing catches it, like the end of the process."""

    monkeypatch.setattr("kept.ledger.reading.RUN_SECONDS", 60.0)
    happen(1)
    happen(2)
    dies_at = [2]

    def echo_or_die(event: Event) -> None:
        echo(event)
        if event.fact.number in dies_at:
            raise Killed

    reader = make_reader(echo_or_die)
    with pytest.raises(Killed):
        catch_up(reader, now=NOON)
    assert not Event.objects.filter(kind="test.echoed").exists()
    assert not Cursor.objects.filter(event_id__gt=0).exists()

    dies_at.clear()
    catch_up(reader, now=NOON)

    assert [e.fact.number for e in Event.objects.filter(kind="test.echoed").order_by("pk")] == [
        1,
        2,
    ]


def test_a_disk_that_is_full_costs_no_event_however_long_it_lasts():
    happen(1)
    seen: list[int] = []
    is_full = True

    def write(event: Event) -> None:
        if is_full:
            raise OSError(28, "No space left on device")
        seen.append(event.fact.number)

    reader = make_reader(write)
    for n in range(3 * TRIES):
        assert catch_up(reader, now=NOON + timedelta(minutes=n)) == 0
    is_full = False

    assert catch_up(reader, now=NOON + timedelta(hours=1)) == 1
    assert (seen, Stumble.objects.count()) == ([1], 0)


def test_a_file_that_is_gone_holds_up_nobody_behind_it():
    happen(1)

    def read(event: Event) -> None:
        raise FileNotFoundError("blob")

    reader = make_reader(read)
    for n in range(TRIES):
        catch_up(reader, now=NOON + timedelta(minutes=n))

    assert Stumble.objects.get().event.fact.number == 1


def test_a_reader_tries_five_times_then_tells_the_owner_and_goes_on():
    tried: list[int] = []

    def fail_at_one(event: Event) -> None:
        tried.append(event.fact.number)
        if event.fact.number == 1:
            raise ValueError("one is too few")

    reader = make_reader(fail_at_one)
    first = happen(1)
    happen(2)
    now = NOON
    for number in range(1, TRIES):
        catch_up(reader, now=now)
        cursor = Cursor.objects.get(reader="echo")
        assert cursor.tries == number
        assert cursor.not_before == now + timedelta(seconds=2**number)
        assert catch_up(reader, now=now) == 0, "it waits before it tries again"
        now = cursor.not_before

    catch_up(reader, now=now)

    # One that fails among others is at once tried again by itself.
    assert tried == [1] * 2 * TRIES + [2]
    stumble = Stumble.objects.get()
    assert (stumble.reader, stumble.event, stumble.at) == ("echo", first, now)
    assert stumble.error == "ValueError: one is too few\n"
    cursor.refresh_from_db()
    assert (cursor.tries, cursor.not_before) == (0, None)


def test_what_a_failing_reaction_wrote_is_undone():
    def echo_then_fail(event: Event) -> None:
        echo(event)
        raise ValueError

    happen(1)
    catch_up(make_reader(echo_then_fail), now=NOON)

    assert not Event.objects.filter(kind="test.echoed").exists()


def test_a_chain_that_is_too_deep_is_not_tried_again():
    def answer_itself(event: Event) -> None:
        happen(event.fact.number + 1, cause=event)

    happen(0)
    catch_up(make_reader(answer_itself), now=NOON)

    assert [e.depth for e in Event.objects.order_by("pk")] == [0, 1, 2, 3, 4, 5]
    assert Stumble.objects.get().event.depth == 5


def test_a_stumble_can_be_tried_again(monkeypatch):
    fails = [True]

    def echo_in_the_end(event: Event) -> None:
        if fails:
            raise ValueError("not yet")
        echo(event)

    reader = make_reader(echo_in_the_end)
    monkeypatch.setitem(READERS, "echo", reader)
    event = happen(1)
    stumble = Stumble.objects.create(reader="echo", event=event, error="", at=NOON)

    with pytest.raises(ValueError, match="not yet"):
        try_again(stumble)
    assert Stumble.objects.count() == 1

    fails.clear()
    try_again(stumble)
    try_again(stumble)

    assert not Stumble.objects.exists()
    assert Event.objects.filter(kind="test.echoed").count() == 1


def test_a_reader_stops_between_two_events_when_asked():
    seen: list[int] = []
    for number in range(3):
        happen(number)
    reader = numbers_seen_by(Reader("echo"), seen)

    catch_up(reader, now=NOON, stopping=lambda: len(seen) == 2)

    assert seen == [0, 1]


def test_one_that_fails_among_others_keeps_none_of_them_back():
    def echo_but_seven(event: Event) -> None:
        echo(event)
        if event.fact.number == 7:
            raise ValueError("not seven")

    reader = make_reader(echo_but_seven)
    for number in range(10):
        happen(number)
    now = NOON
    while not Stumble.objects.exists():
        catch_up(reader, now=now)
        now += timedelta(minutes=1)
    catch_up(reader, now=now)

    echoed = Event.objects.filter(kind="test.echoed").order_by("pk")
    assert [e.fact.number for e in echoed] == [0, 1, 2, 3, 4, 5, 6, 8, 9]


def test_one_reader_has_one_reaction_a_kind(monkeypatch):
    monkeypatch.setattr("kept.ledger.reading.READERS", {})
    reaction("test.happened", reader="twice")(echo)

    with pytest.raises(ValueError, match=r"twice already reacts to test\.happened"):
        reaction("test.happened", reader="twice")(echo)


def test_the_tip_is_the_last_event_that_may_be_read():
    assert tip() == (0, 0)
    happen(1)
    last = happen(2)
    assert tip() == (last.transaction, last.pk)


def test_events_of_an_open_transaction_are_not_readable():
    with transaction.atomic():
        happen(1)
        if connection.vendor == "postgresql":
            assert tip() == (0, 0)
    assert tip() != (0, 0)


@pytest.mark.usefixtures("several_connections")
def test_news_name_each_kind_once_and_all_where_they_are_too_many(monkeypatch):
    news = News()
    assert news.kinds() is None, "nobody knows since when"
    assert news.kinds() == frozenset()

    in_another_connection(lambda: [happen(1), happen(2), echo_apart(happen(3))])
    assert news.kinds() == {"test.happened", "test.echoed"}
    assert news.kinds() == frozenset()

    monkeypatch.setattr(News, "MOST", 3)
    in_another_connection(lambda: [happen(number) for number in range(4)])
    assert news.kinds() is None
    in_another_connection(lambda: happen(5))
    assert news.kinds() == {"test.happened"}, "it goes on behind what it could not tell"


def echo_apart(event: Event) -> None:
    with transaction.atomic():
        echo(event)


def in_another_connection(function) -> None:
    def run() -> None:
        try:
            function()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_a_reader_passes_on_no_further_than_what_it_has_looked_at(monkeypatch):
    monkeypatch.setattr("kept.ledger.reading.BATCH", 2)
    seen: list[int] = []
    reader = numbers_seen_by(Reader("echo"), seen)
    for number in range(5):
        echo_apart(happen(number))

    assert catch_up(reader, now=NOON) == 6, "five, and once what stands behind them"
    assert seen == [0, 1, 2, 3, 4]
    assert Cursor.objects.get(reader="echo").event_id == Event.objects.latest("pk").pk
