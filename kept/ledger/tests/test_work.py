from __future__ import annotations

import json
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection

from kept.ledger import work
from kept.ledger.models import Event
from kept.ledger.reading import READERS, Reader
from kept.ledger.tests.make import happen
from kept.ledger.work import STEPS, Lane, Step, step


@pytest.fixture(autouse=True)
def no_other_work(monkeypatch, own_data_folder):
    monkeypatch.setattr("kept.ledger.work.READERS", {})
    monkeypatch.setattr("kept.ledger.work.STEPS", {})
    monkeypatch.setattr("kept.ledger.work._stopping", threading.Event())
    own_data_folder.mkdir()


def add_step(function, **more) -> None:
    work.step(**({"every_seconds": 60.0} | more))(function)


def add_reader(seen: list[int], name: str = "echo") -> None:
    work.READERS[name] = Reader(
        name, {"test.happened": lambda event: seen.append(event.fact.number)}
    )


@pytest.mark.django_db(transaction=True)
def test_working_once_carries_all_events_and_runs_each_step():
    seen: list[int] = []
    rounds: list[int] = []
    add_reader(seen)

    def three_times(now):
        rounds.append(1)
        return int(len(rounds) < 3)

    add_step(three_times)
    happen(1)
    happen(2)

    call_command("work", once=True)

    assert seen == [1, 2]
    assert len(rounds) == 3, "a step that did something is asked whether there is more"


@pytest.mark.django_db(transaction=True)
def test_one_bad_step_does_not_stop_the_others_and_is_told():
    seen: list[int] = []

    def bad(now):
        raise ValueError("broken")

    add_step(bad)
    add_reader(seen)
    happen(1)

    with pytest.raises(SystemExit) as ended:
        call_command("work", once=True)

    assert ended.value.code == 1
    assert seen == [1]


@pytest.mark.django_db(transaction=True)
def test_a_failing_lane_remembers_since_when_and_forgets_when_it_is_well():
    fails = [True]

    def sometimes(now):
        if fails:
            raise ValueError("broken")

    lane = Lane(Step("sometimes", 1.0, sometimes))
    lane.go_round()
    since = lane.failing_since
    lane.go_round()

    assert (lane.failures, lane.error) == (2, "ValueError: broken")
    assert lane.failing_since == since is not None

    fails.clear()
    lane.go_round()
    assert (lane.failures, lane.error, lane.failing_since) == (0, "", None)


@pytest.mark.postgres
@pytest.mark.parametrize(("pause", "keeps"), [(1.0, True), (60.0, False)])
@pytest.mark.django_db(transaction=True)
def test_whoever_rests_long_holds_no_connection_meanwhile(pause, keeps):
    held: list[bool] = []

    class Resting(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            held.append(connection.connection is not None)
            work._stopping.set()
            return True

    def look(now):
        Event.objects.count()

    lane = Lane(Step("look", pause, look), wake=Resting())
    thread = threading.Thread(target=lane.run)
    thread.start()
    thread.join()

    assert (held, lane.error) == ([keeps], "")


def test_two_steps_cannot_have_one_name():
    def same(now): ...

    add_step(same)
    with pytest.raises(ValueError, match="two steps are called"):
        add_step(same)


@pytest.mark.usefixtures("several_connections")
def test_a_worker_wakes_for_new_events_beats_and_leaves_when_asked(own_data_folder):
    seen: list[float] = []
    work.READERS["echo"] = Reader(
        "echo", {"test.happened": lambda event: seen.append(time.monotonic())}
    )
    leave = threading.Event()
    told: list[dict] = []

    def write_then_leave() -> None:
        from django.db import connections

        try:
            wait_for(lambda: work.heartbeat().exists())
            told.append(json.loads(work.heartbeat().read_text()))
            time.sleep(0.3)
            written = time.monotonic()
            happen(1)
            wait_for(lambda: bool(seen))
            told.append({"took": seen[0] - written} if seen else {})
        finally:
            leave.set()
            connections.close_all()

    writer = threading.Thread(target=write_then_leave)
    writer.start()
    # The worker lives in this thread, as it does in its own process.
    work.work_on(is_asked_to_leave=leave.is_set)
    writer.join()

    assert told[0]["failing"] == {}
    assert told[1]["took"] < 1.0, "a bound for a busy machine; bench/live.py measures it"
    assert not work.heartbeat().exists(), "a worker that left does not seem alive"


def wait_for(is_so) -> None:
    end = time.monotonic() + 5
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)


def test_rooms_have_been_asked_for_their_readers_and_steps():
    # The real ones, not those of this module: loading them is what a worker relies on.
    assert all(isinstance(name, str) for name in READERS)
    assert all(one.every_seconds > 0 for one in STEPS.values())
    assert step is work.step


def test_new_events_wake_those_they_concern_and_a_reader_whoever_comes_after_it():
    work.READERS["echo"] = Reader("echo", {"test.happened": print})

    def told(now): ...
    def sent(now): ...
    def alone(now): ...

    add_step(told, on=("test.echoed",))
    add_step(sent, after="echo")
    add_step(alone)
    reader, hears, comes_after, by_itself = work.lanes()

    assert reader.step.kinds == {"test.happened"}
    assert hears.step.kinds == {"test.echoed"}
    assert not comes_after.step.kinds
    assert not by_itself.step.kinds
    assert reader.behind == [comes_after]
    assert not hears.behind


class CountedTurns:
    """Told how often somebody waited for it."""

    def __init__(self) -> None:
        self.taken = self.held = 0

    def __enter__(self) -> None:
        self.taken += 1
        self.held += 1

    def __exit__(self, *_: object) -> None:
        self.held -= 1


@pytest.mark.django_db(transaction=True)
def test_readers_take_turns_and_what_leaves_the_house_waits_for_none(monkeypatch):
    turns = CountedTurns()
    monkeypatch.setattr("kept.ledger.work._turns", turns)
    held: dict[str, list[int]] = {"behind": [], "first": []}
    for name, seen in held.items():
        work.READERS[name] = Reader(
            name,
            {"test.happened": lambda event, seen=seen: seen.append(turns.held)},
            is_urgent=name == "first",
        )
    happen(1)
    happen(2)

    for lane in work.lanes():
        assert lane.go_round() == 2

    assert held == {"behind": [1, 1], "first": [0, 0]}
    assert (turns.taken, turns.held) == (1, 0)


def test_readers_rest_while_what_comes_in_is_behind(monkeypatch):
    rests: list[float] = []
    monkeypatch.setattr(work._stopping, "wait", rests.append)
    turns = work.Turns()

    with turns:
        time.sleep(0.01)
    assert rests == []

    turns.tell("mail.working.file", is_behind=True)
    with turns:
        time.sleep(0.01)
    assert 0.03 <= rests.pop() <= 1.0

    monkeypatch.setattr(work, "LONGEST_HELD_BACK_SECONDS", 0.02)
    with turns:
        time.sleep(0.01)
    assert rests.pop() == 0.02

    turns.tell("mail.working.file", is_behind=False)
    with turns:
        time.sleep(0.01)
    assert rests == []


@pytest.mark.django_db
def test_a_round_that_did_all_it_may_says_that_it_is_behind(monkeypatch):
    told: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        "kept.ledger.work._turns.tell",
        lambda name, *, is_behind: told.append((name, is_behind)),
    )
    rounds = iter([8, 9, 7, 0])

    def some(_now):
        if (done := next(rounds, 0)) == 0:
            work._stopping.set()
        return done

    monkeypatch.setattr(work, "_stopping", threading.Event())
    Lane(Step("some", 0.01, some, full=8)).run()

    assert told == [("some", True), ("some", True), ("some", False), ("some", False)]


def test_filing_says_when_it_is_behind():
    assert {name: step.full for name, step in STEPS.items() if step.full} == {
        "mail.working.file": 64
    }


def test_the_outbox_is_filled_first():
    assert [name for name, reader in READERS.items() if reader.is_urgent] == ["mail"]
