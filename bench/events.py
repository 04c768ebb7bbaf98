"""How many events a second the ledger takes from eight processes, and whether a reader misses any.

    DATABASE_URL=postgresql://... .venv/bin/python bench/events.py [--seconds 5] [--writers 8]

Makes a database of its own beside the one named, and drops it. Each event goes through the real
`record()` with three mentions, in a transaction of its own or three to one. A reader follows all
the while, as `kept work` does. Without DATABASE_URL: the same on SQLite, which has one writer.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--role", default="")
    parser.add_argument("--each", type=int, default=1, help="events in one transaction")
    given = parser.parse_args()
    if given.role == "writer":
        write(seconds=given.seconds, each=given.each)
    elif given.role == "reader":
        read()
    else:
        with a_database():
            for each in (1, 3):
                measure(seconds=given.seconds, writers=given.writers, each=each)


def server_cpu() -> float:
    """CPU seconds of all ended sessions of a PostgreSQL on this machine; 0 where there is none."""
    import psycopg

    if not os.environ.get("DATABASE_URL"):
        return 0.0
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        session = Path(f"/proc/{connection.info.backend_pid}/stat")
        if not session.exists():
            return 0.0
        server = session.read_text().rpartition(")")[2].split()[1]
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def measure(*, seconds: float, writers: int, each: int) -> None:
    spent = server_cpu()
    reader = start("reader")
    processes = [start("writer", f"--seconds={seconds}", f"--each={each}") for _ in range(writers)]
    for process in [*processes, reader]:
        answer(process)  # it is ready
    for process in [reader, *processes]:
        tell(process, "go")
    told = [answer(process) for process in processes]
    tell(reader, "end")
    read_ = answer(reader)
    for process in [*processes, reader]:
        process.wait()
    spent = server_cpu() - spent
    events = sum(one["events"] for one in told)
    rate = sum(one["events"] / one["seconds"] for one in told)
    slowest = max(one["p95"] for one in told)
    print(
        f"{writers} writers, {each} a transaction: {events} events, {rate:,.0f} events/s, "
        f"commit p95 {slowest * 1000:.1f} ms, CPU an event: writer "
        f"{sum(one['cpu'] for one in told) / events * 1e6:.0f} us, "
        f"server {spent / events * 1e6:.0f} us; "
        f"reader: {read_['seen']} seen, {events - read_['fresh']} missed, "
        f"{read_['seen'] - read_['fresh']} twice, at most {read_['lag'] * 1000:.0f} ms behind"
    )


def start(role: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, f"--role={role}", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tell(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdin
    process.stdin.write(word + "\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> dict:
    assert process.stdout
    return json.loads(process.stdout.readline())


def write(*, seconds: float, each: int) -> None:
    import django

    django.setup()
    from django.db import connection, transaction

    from kept.kit.clock import now
    from kept.ledger import record
    from kept.promises.events import PromiseKept

    connection.ensure_connection()
    own = os.getpid()

    def once(number: int) -> None:
        with transaction.atomic():
            for part in range(each):
                record(
                    PromiseKept(promise=number, conversation=own, late_by=0),
                    about=[f"promise:{own}{number}{part}", f"conversation:{own}", "customer:7"],
                    by="member:1",
                    at=now(),
                )

    say({"ready": True})
    sys.stdin.readline()
    times = []
    began, cpu = time.perf_counter(), time.process_time()
    while (at := time.perf_counter()) - began < seconds:
        once(len(times))
        times.append(time.perf_counter() - at)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    times.sort()
    say(
        {
            "events": len(times) * each,
            "seconds": took,
            "cpu": cpu,
            "p95": times[int(len(times) * 0.95)],
        }
    )


def read() -> None:
    import threading

    import django

    django.setup()
    from kept.kit.clock import now
    from kept.ledger.reading import after, tip

    position = tip()
    seen: list[int] = []
    lag = 0.0
    say({"ready": True})
    sys.stdin.readline()
    ending = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), ending.set()), daemon=True).start()
    while True:
        was_ending = ending.is_set()
        batch = list(after(*position)[:1000])
        for event in batch:
            seen.append(event.pk)
            position = (event.transaction, event.pk)
        if batch:
            lag = max(lag, (now() - batch[0].at).total_seconds())
        elif was_ending:
            break
        time.sleep(0.1)
    say({"seen": len(seen), "fresh": len(set(seen)), "lag": lag})


def say(told: dict) -> None:
    print(json.dumps(told), flush=True)


@contextmanager
def a_database() -> Iterator[None]:
    """One of our own, migrated, in the environment of all children."""
    server = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="kept-bench-") as data:
        os.environ["KEPT_DATA"] = data
        if not server:
            migrate()
            yield
            return
        import psycopg

        name = f"kept_bench_{os.getpid()}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            for setting in ("fsync", "synchronous_commit"):
                print(setting, *connection.execute(f"SHOW {setting}").fetchone())
            try:
                os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
                migrate()
                yield
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def migrate() -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0", "--skip-checks"],
        check=True,
    )


if __name__ == "__main__":
    main()
