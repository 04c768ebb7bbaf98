"""`kept work`: carries events to their readers, and does by the clock what rooms have asked for.

Each reader and each step is a lane with a thread of its own, so none waits for another and none
can stop another. The main thread watches the ledger and wakes the lanes. Any number of workers may
run: readers hold their cursor's row while they handle an event, and steps claim their own rows.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connections

from kept.kit import clock
from kept.ledger.reading import READERS, News, Reader, catch_up
from kept.ledger.recording import continue_order

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
READERS_LOOK_SECONDS = 2.0
"""How soon a reader tries again what it stumbled over; new events wake it at once."""
HEARTBEAT_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 60.0
LONG_SECONDS = 60.0
"""A round that takes longer is spoken of in the log."""
GRACE_SECONDS = 3.5
LONG_REST_SECONDS = 5.0
"""Whoever rests so long gives its database connection back meanwhile: a server has not many."""
SWITCH_SECONDS = 0.0005

HELD_BACK = 3.0
"""Where a step is behind, readers rest so many times as long as they have carried."""
LONGEST_HELD_BACK_SECONDS = 1.0


class Turns:
    """Readers that may carry at the same time, one fewer than there are processors.

    All share one interpreter: where many have much to do, a letter that is to be filed or sent
    would come after every one of them. While a step that goes first is behind, they rest between
    their turns as well: what comes in is seen sooner, and counted and looked through later.
    """

    def __init__(self) -> None:
        self._free = threading.BoundedSemaphore(max(1, (os.cpu_count() or 1) - 1))
        self._began = threading.local()
        self._behind: set[str] = set()

    def tell(self, step: str, *, is_behind: bool) -> None:
        if is_behind:
            self._behind.add(step)
        else:
            self._behind.discard(step)

    def __enter__(self) -> None:
        self._free.acquire()
        self._began.at = time.monotonic()

    def __exit__(self, *_: object) -> None:
        if self._behind:
            held = time.monotonic() - self._began.at
            _stopping.wait(min(HELD_BACK * held, LONGEST_HELD_BACK_SECONDS))
        self._free.release()


Round = Callable[[datetime], int | None]
"""One round of a step. Answers how much it did; while that is not 0 it is called again at once."""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    every_seconds: float
    round: Round
    kinds: frozenset[str] = frozenset()
    """New events of these kinds wake it."""
    after: str = ""
    """So does this reader, whenever it has done something."""
    full: int = 0
    """A round that does so much is behind, and readers hold back until one does less."""


STEPS: dict[str, Step] = {}


def step(
    *, every_seconds: float, on: Sequence[str] = (), after: str = "", full: int = 0
) -> Callable[[Round], Round]:
    """Call the function in `kept work`, at the latest `every_seconds` after its last round.

    It is given the moment and answers how much it did. New events of the kinds `on` call it too,
    and so does the reader named `after` when it has done something. It must be safe beside itself
    in another worker, and short, or look at `is_stopping()`. Where a round does `full`, readers
    hold back until there is less to do.
    """

    def join(function: Round) -> Round:
        name = f"{function.__module__.removeprefix('kept.')}.{function.__name__}"
        if name in STEPS:
            raise ValueError(f"two steps are called {name}")
        STEPS[name] = Step(name, every_seconds, function, frozenset(on), after, full)
        return function

    return join


_stopping = threading.Event()
_turns = Turns()


def is_stopping() -> bool:
    """Whether this worker was asked to leave: a long step ends its round then."""
    return _stopping.is_set()


@dataclass(slots=True)
class Lane:
    """A reader or a step in its thread. `failing_since` is None while all is well."""

    step: Step
    wake: threading.Event = field(default_factory=threading.Event)
    behind: list[Lane] = field(default_factory=list)
    """Woken when this one has done something."""
    thread: threading.Thread | None = None
    began: float | None = None
    failing_since: datetime | None = None
    error: str = ""
    failures: int = 0

    def run(self) -> None:
        while not is_stopping():
            done = self.go_round()
            if self.step.full:
                _turns.tell(self.step.name, is_behind=done >= self.step.full)
            for lane in self.behind if done else ():
                lane.wake.set()
            if done and not self.failures:
                continue
            pause = self.step.every_seconds
            if self.failures:
                pause = min(max(pause, 2.0**self.failures), LONGEST_PAUSE_SECONDS)
            if pause >= LONG_REST_SECONDS:
                connections.close_all()
            if self.failures:
                # New events do not hurry what is failing.
                _stopping.wait(pause)
            else:
                self.wake.wait(pause)
            self.wake.clear()
        connections.close_all()

    def go_round(self) -> int:
        """One round. What it raises is logged and remembered, never passed on."""
        self.began = time.monotonic()
        try:
            close_old_connections()
            done = self.step.round(clock.now()) or 0
        except Exception as error:
            self.failures += 1
            self.failing_since = self.failing_since or clock.now()
            self.error = f"{type(error).__name__}: {error}"
            logger.exception("%s failed, %s in a row", self.step.name, self.failures)
            return 0
        finally:
            taken = time.monotonic() - self.began
            self.began = None
            if taken > LONG_SECONDS:
                logger.warning("%s took %.0f s for one round", self.step.name, taken)
        self.failures, self.failing_since, self.error = 0, None, ""
        return done


def lanes() -> list[Lane]:
    """A lane for each reader and each step there is."""
    readers = {reader.name: Lane(_as_step(reader)) for reader in READERS.values()}
    steps = [Lane(step) for step in STEPS.values()]
    for lane in steps:
        if lane.step.after in readers:
            readers[lane.step.after].behind.append(lane)
    return [*readers.values(), *steps]


def _as_step(reader: Reader) -> Step:
    turn = None if reader.is_urgent else _turns

    def carry(now: datetime) -> int:
        return catch_up(reader, now=now, stopping=is_stopping, turn=turn)

    # What it only passes can wait until it looks anyway.
    kinds = frozenset(reader.reactions)
    return Step(f"reader {reader.name}", READERS_LOOK_SECONDS, carry, kinds)


def work_once() -> bool:
    """Do what there is to do now, and answer whether all of it went well."""
    continue_order()
    everything = lanes()
    # A reaction may write what the next reader or a step then finds, so round until it is quiet.
    while sum(lane.go_round() for lane in everything if not lane.failures):
        pass
    return not any(lane.failures for lane in everything)


def settle_in() -> None:
    """Make this process one in which several threads work: the lanes, and what they lend out."""
    # A lane that comes back from the disk waits for another to give way; 5 ms is longer than most
    # of what it has to do.
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    # What is loaded by now stays for good, and need not be looked through again.
    gc.freeze()


def work_on(*, is_asked_to_leave: Callable[[], bool]) -> None:
    """Work until asked to leave. Then what is under way is finished, within a few seconds."""
    settle_in()
    continue_order()
    everything = lanes()
    for lane in everything:
        # Daemons: one that does not finish in time ends with us, and its transaction undone.
        lane.thread = threading.Thread(target=lane.run, name=lane.step.name, daemon=True)
        lane.thread.start()
    try:
        _watch(everything, is_asked_to_leave)
    finally:
        _leave(everything)


def _watch(everything: list[Lane], is_asked_to_leave: Callable[[], bool]) -> None:
    news = News()
    beat_at = 0.0
    while not is_asked_to_leave():
        try:
            kinds = news.kinds()
            for lane in everything:
                if lane.step.kinds if kinds is None else lane.step.kinds & kinds:
                    lane.wake.set()
        except Exception:
            logger.exception("the ledger cannot be watched")
            time.sleep(1.0)
            close_old_connections()
        if time.monotonic() >= beat_at:
            beat_at = time.monotonic() + HEARTBEAT_SECONDS
            _beat(everything)
        time.sleep(LOOK_SECONDS)


def _leave(everything: list[Lane]) -> None:
    _stopping.set()
    end = time.monotonic() + GRACE_SECONDS
    for lane in everything:
        lane.wake.set()
    for lane in everything:
        if lane.thread:
            lane.thread.join(max(0.0, end - time.monotonic()))
            if lane.thread.is_alive():
                logger.warning("%s did not finish and is left behind", lane.step.name)
    heartbeat().unlink(missing_ok=True)
    connections.close_all()


def heartbeat() -> Path:
    """The file a running worker writes every few seconds."""
    return Path(settings.DATA) / "work.json"


def _beat(everything: Iterable[Lane]) -> None:
    told = {
        "at": clock.now().isoformat(),
        "pid": os.getpid(),
        "failing": {
            lane.step.name: {"since": lane.failing_since.isoformat(), "error": lane.error}
            for lane in everything
            if lane.failing_since
        },
        "long": [
            lane.step.name
            for lane in everything
            if (began := lane.began) and time.monotonic() - began > LONG_SECONDS
        ],
    }
    path = heartbeat()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(told), encoding="utf-8")
        draft.replace(path)
    except OSError:
        # The doctor notices that it grows old; working goes on.
        logger.exception("the heartbeat cannot be written")
