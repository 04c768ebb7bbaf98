"""The proof that readers miss nothing while many write at once, and that it could be missed."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from kept.ledger.models import Event
from kept.ledger.reading import Reader, after, catch_up
from kept.ledger.tests.make import NOON, happen

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
EVENTS = 40


def in_threads(*functions: Callable[[], None]) -> list[threading.Thread]:
    def run(function: Callable[[], None]) -> None:
        try:
            function()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    return threads


def write(number: int) -> None:
    dice = random.Random(number)  # noqa: S311  only pauses depend on it
    for turn in range(EVENTS):
        with transaction.atomic():
            happen(number * EVENTS + turn)
            time.sleep(dice.random() * 0.01)


@pytest.mark.postgres
def test_a_follower_of_the_reading_order_misses_none_of_eight_writers_and_one_of_ids_does():
    right: list[int] = []
    naive: list[int] = []
    done = threading.Event()

    def follow() -> None:
        position, last = (0, 0), 0
        while True:
            was_done = done.is_set()
            for event in after(*position)[:500]:
                right.append(event.pk)
                position = (event.transaction, event.pk)
            for pk in Event.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True):
                naive.append(pk)
                last = pk
            if was_done:
                return

    (follower,) = in_threads(follow)
    for writer in in_threads(*[lambda n=n: write(n) for n in range(WRITERS)]):
        writer.join()
    done.set()
    follower.join()

    everything = set(Event.objects.values_list("pk", flat=True))
    assert len(everything) == WRITERS * EVENTS
    assert set(right) == everything, "none was missed"
    assert len(right) == len(everything), "none came twice"
    assert len(naive) < len(everything), "the control: following ids alone misses some"


@pytest.mark.postgres
def test_two_workers_and_eight_writers_handle_every_event_exactly_once():
    handled: Counter[int] = Counter()
    done = threading.Event()

    def handle(event: Event) -> None:
        handled[event.fact.number] += 1

    def work() -> None:
        reader = Reader("shared", {"test.happened": handle})
        while True:
            was_done = done.is_set()
            catch_up(reader, now=NOON)
            if was_done:
                return

    workers = in_threads(work, work)
    for writer in in_threads(*[lambda n=n: write(n) for n in range(WRITERS)]):
        writer.join()
    done.set()
    for worker in workers:
        worker.join()

    assert handled == Counter(dict.fromkeys(range(WRITERS * EVENTS), 1))
