"""Mail as it flows in service: taken by one process, filed by another, seen by a third.

`measure` hands mails over, as fast as they are taken or at a pace, watches from outside when each
becomes a message, and adds up the memory of all processes of the house meanwhile (PSS: what they
share is counted once). PostgreSQL is not of the house.
"""

from __future__ import annotations

import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import common

SESSIONS = 8
"""As many as the door has threads."""
LOOK_SECONDS = 0.1
LONGEST_SECONDS = 1800
Raw = tuple[bytes, str, str]
"""A mail, its recipient and who the envelope says it is from."""


@dataclass
class Flow:
    """How mails come. `pace` is mails a second; 0 is as fast as they are taken."""

    pace: int = 0
    is_backlog: bool = False
    is_whole: bool = False
    """Under `kept serve`, and by SMTP, instead of the mail's own steps alone."""


def measure(mails: Sequence[Raw], flow: Flow, env: dict[str, str]) -> dict[str, Any]:
    """Fails where one does not become a message."""
    port = common.free_port()
    if flow.is_backlog:
        taken = _take(mails, flow, port=0)
    with _house(env, flow, port=port) as root:
        memory = Memory(root)
        watch = Watch(len(mails))
        began = time.monotonic()
        if not flow.is_backlog:
            taken = _take(mails, flow, port=port if flow.is_whole else 0)
        watch.wait()
        seconds = watch.ended - began
        memory.stop()
    ranked = sorted(watch.waits)
    return {
        "mails": len(mails),
        "seconds": round(seconds, 1),
        "mails_per_second": round(len(mails) / seconds, 1),
        "taken_per_second": round(len(mails) / taken, 1),
        "visible_p50_s": round(ranked[len(ranked) // 2], 2),
        "visible_p95_s": round(ranked[len(ranked) * 95 // 100], 2),
        "peak_mib": memory.peak,
        "processes": memory.processes,
    }


@contextmanager
def _house(env: dict[str, str], flow: Flow, *, port: int) -> Iterator[int]:
    """The processes that bring mail in. Gives the id of the one above all others."""
    words = [str(common.PYTHON), "bench/filer.py"]
    if flow.is_whole:
        words = [str(common.PYTHON), "-m", "kept.cli", "serve"]
        env = env | {"PORT": str(common.free_port()), "KEPT_MAIL_PORT": str(port)}
    house = subprocess.Popen(words, env=env, cwd=common.ROOT, stdout=subprocess.DEVNULL)
    try:
        if flow.is_whole:
            wait_for(port)
        elif not flow.is_backlog:
            time.sleep(3)
        yield house.pid
    finally:
        house.terminate()
        house.wait(timeout=60)


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            smtplib.SMTP("127.0.0.1", port).quit()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The door did not open.")


def _take(mails: Sequence[Raw], flow: Flow, *, port: int) -> float:
    """Hand over all of them, each when it is due. Answers the seconds it took."""
    began = time.monotonic()
    turns = iter(enumerate(mails))
    lock = threading.Lock()

    def one_session() -> None:
        hand_over = _by_smtp(port) if port else _by_accept
        while True:
            with lock:
                number, mail = next(turns, (0, None))
            if mail is None:
                return
            if flow.pace:
                time.sleep(max(0.0, began + number / flow.pace - time.monotonic()))
            hand_over(*mail)

    with ThreadPoolExecutor(SESSIONS) as sessions:
        for done in [sessions.submit(one_session) for _ in range(SESSIONS)]:
            done.result()
    return time.monotonic() - began


def _by_accept(raw: bytes, recipient: str, envelope_from: str) -> None:
    from kept.kit.clock import now
    from kept.mail.accept import accept

    accept(raw, source="door", recipients=[recipient], envelope_from=envelope_from, now=now())


def _by_smtp(port: int) -> Any:
    session = smtplib.SMTP("127.0.0.1", port)

    def hand_over(raw: bytes, recipient: str, envelope_from: str) -> None:
        session.sendmail(envelope_from, [recipient], raw)

    return hand_over


class Watch:
    """Sees from outside when each mail has become a message, and how long it was on the way."""

    def __init__(self, expected: int) -> None:
        from kept.mail.models import Filing

        self.expected = expected
        self.waits: list[float] = []
        self.ended = 0.0
        self._last = Filing.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        self._thread.join(LONGEST_SECONDS)
        if len(self.waits) != self.expected:
            raise SystemExit(f"{len(self.waits)} of {self.expected} mails were filed.")

    def _look(self) -> None:
        from django.db import connection

        from kept.kit.clock import now
        from kept.mail.models import Filing

        while len(self.waits) < self.expected:
            rows = Filing.objects.filter(pk__gt=self._last).order_by("pk")
            for pk, received_at in rows.values_list("pk", "delivery__received_at"):
                self._last = pk
                self.waits.append((now() - received_at).total_seconds())
            self.ended = time.monotonic()
            time.sleep(LOOK_SECONDS)
        connection.close()


@dataclass
class Memory:
    """The most that a process and all beneath it had at once, in MiB."""

    root: int
    peak: int = 0
    processes: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        threading.Thread(target=self._look, daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _look(self) -> None:
        while not self._stopped.wait(0.5):
            sizes = [_pss_kib(pid) for pid in _family(self.root)]
            self.peak = max(self.peak, sum(sizes) // 1024)
            self.processes = max(self.processes, len(sizes))


def _family(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rpartition(")")[2].split()[1]
                )
            except (OSError, IndexError):
                continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
