"""Tests in the hands of several processes, each a copy of the one that has collected them.

A pytest plugin: `--hands 4`. Collecting takes as long as a hundred tests; here it is done once,
where helpers that are started from nothing would each do it again. A hand asks for more whenever
it begins the last test it has, so that none is idle while another has a heap before it. It always
knows its next test: what that one needs too stays as it is between the two.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, NoReturn

import pytest

PATIENCE_SECONDS = 20
"""How long hands that are asked to end may take to end what they have started."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--hands", type=int, default=0, help="In how many processes tests run.")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    option = session.config.option
    if not option.hands or option.collectonly or session.testsfailed:
        return None
    Crew(session).work()
    return True


@dataclass
class Hand:
    number: int
    process: int
    line: Connection
    given: deque[int] = field(default_factory=deque)
    """The numbers of the tests it has and has not ended; the first may have begun."""


class Crew:
    """Hands out what there is to do, and hears what became of it."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session
        self.hook = session.config.hook
        self.waiting = deque(heaps(session))
        self.hands: list[Hand] = []

    def work(self) -> None:
        reporter = self.session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            # They end in no order: a line for each file would tell nothing.
            reporter.showfspath = False
        # Made before there are several who would make it.
        self.session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        try:
            for number in range(min(self.session.config.option.hands, len(self.waiting))):
                self.hire(number)
            while self.hands:
                for line in wait([hand.line for hand in self.hands]):
                    self.hear(next(hand for hand in self.hands if hand.line is line))
        finally:
            self.dismiss()

    def hire(self, number: int) -> None:
        ours, theirs = multiprocessing.Pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if not process:
            for line in (ours, *(hand.line for hand in self.hands)):
                line.close()
            lend_a_hand(self.session, theirs, number)
        theirs.close()
        self.hands.append(Hand(number, process, ours))

    def hear(self, hand: Hand) -> None:
        try:
            word, told = hand.line.recv()
        except (EOFError, ConnectionResetError):
            self.miss(hand)
            return
        if word == "more":
            some = self.waiting.popleft() if self.waiting else []
            hand.given.extend(some)
            hand.line.send(some)
        elif word == "report":
            report = self.hook.pytest_report_from_serializable(
                config=self.session.config, data=told
            )
            self.hook.pytest_runtest_logreport(report=report)
        elif word == "warning":
            self.hook.pytest_warning_recorded.call_historic(kwargs=told)
        elif word == "ended":
            item = self.session.items[hand.given.popleft()]
            self.hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
            if self.session.shouldfail:
                raise self.session.Failed(self.session.shouldfail)
            if self.session.shouldstop:
                raise self.session.Interrupted(self.session.shouldstop)

    def miss(self, hand: Hand) -> None:
        """It has ended: as it should, or in the midst of a test, which has failed then."""
        self.hands.remove(hand)
        hand.line.close()
        _, status = os.waitpid(hand.process, 0)
        if not status and not hand.given:
            return
        if hand.given:
            item = self.session.items[hand.given.popleft()]
            nodeid, location = item.nodeid, item.location
            if hand.given:
                self.waiting.appendleft(list(hand.given))
        else:
            nodeid, location = f"hand {hand.number}", ("", None, "its end")
        how = os.waitstatus_to_exitcode(status)
        report = pytest.TestReport(
            nodeid, location, {}, "failed", f"The process of this test ended with {how}.", "call"
        )
        self.hook.pytest_runtest_logreport(report=report)
        if self.waiting:
            self.hire(hand.number)

    def dismiss(self) -> None:
        """Where they have not ended by themselves, hands give back what they hold, and go."""
        for hand in self.hands:
            os.kill(hand.process, signal.SIGTERM)
            hand.line.close()
        end = time.monotonic() + PATIENCE_SECONDS
        for hand in self.hands:
            while not os.waitpid(hand.process, os.WNOHANG)[0]:
                if time.monotonic() > end:
                    os.kill(hand.process, signal.SIGKILL)
                time.sleep(0.05)


def heaps(session: pytest.Session) -> Iterable[list[int]]:
    """Tests in the order they were collected in; those of one heap stay together."""
    found: dict[str, list[int]] = {}
    for number, item in enumerate(session.items):
        name = session.config.hook.pytest_heap(item=item) or item.nodeid
        found.setdefault(name, []).append(number)
    return found.values()


class Asked:
    """What others may have a say in."""

    @pytest.hookspec(firstresult=True)
    def pytest_heap(self, item: pytest.Item) -> str | None:
        """The name of those tests that one hand does one after the other; or of none."""

    @pytest.hookspec
    def pytest_hand(self, number: int) -> None:
        """A hand is about to begin, in the process of its own in which this is called."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(Asked)


class Teller:
    """In a hand: tells the crew what would be printed."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self.config, self.line = config, line
        self.heard_of_before = False
        """Whoever joins is told all warnings so far, which were told when they came."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.line.send(("report", told))

    def pytest_warning_recorded(
        self, warning_message: Any, when: str, nodeid: str, location: Any
    ) -> None:
        if not self.heard_of_before:
            return
        # Whatever it was raised with may not travel; its words do.
        warning_message.message = warning_message.category(str(warning_message.message))
        warning_message.source = None
        told = {"warning_message": warning_message, "when": when, "nodeid": nodeid}
        self.line.send(("warning", {**told, "location": location}))


def lend_a_hand(session: pytest.Session, line: Connection, number: int) -> NoReturn:
    status = 1
    try:
        on_its_own(session.config, number)
        teller = Teller(session.config, line)
        session.config.pluginmanager.register(teller)
        teller.heard_of_before = True
        do_tests(session, line)
        status = 0
    except (KeyboardInterrupt, EOFError, BrokenPipeError):
        status = 2
    finally:
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.SIG_IGN)
        with suppress(BaseException):
            session._setupstate.teardown_exact(None)
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        # The rest of pytest is the crew's to end.
        os._exit(status)


def do_tests(session: pytest.Session, line: Connection) -> None:
    given: deque[int] = deque()

    def ask() -> None:
        line.send(("more", None))
        given.extend(line.recv())

    ask()
    while given:
        item = session.items[given.popleft()]
        if not given:
            ask()
        following = session.items[given[0]] if given else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        line.send(("ended", None))


def on_its_own(config: pytest.Config, number: int) -> None:
    """What copies must not share: a database, a folder, and where output is caught."""
    name = f"hand{number}"
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # By this name pytest-django tells databases apart.
    config.workerinput = {"workerid": name}  # type: ignore[attr-defined]
    plugins = config.pluginmanager
    plugins.unregister(name="terminalreporter")
    capturing = plugins.get_plugin("capturemanager")
    capturing.stop_global_capturing()
    capturing.start_global_capturing()
    capturing.suspend_global_capture(in_=True)
    factory = config._tmp_path_factory  # type: ignore[attr-defined]
    factory._basetemp = factory.getbasetemp() / f"{name}-{os.getpid()}"
    factory._basetemp.mkdir(mode=0o700)
    config.hook.pytest_hand(number=number)
