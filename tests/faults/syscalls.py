"""Kill, or fail, one mail at every call that changes something on disk or on the wire.

    python -m tests.faults.syscalls [--server postgresql://…] [--faults kill,EIO,ENOSPC]

Each run handles one mail from its bytes to the answer that left, in a process that was forked for
it and waits until strace holds it, and is hit at its N-th call of one kind; N grows until a run
ends by itself. Then what was never acknowledged is
handed over again, everything recovers, and is audited once.
Prints one line of JSON; exit status 0 when all invariants hold.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.house import House

CALLS = [
    *("fsync", "fdatasync", "rename", "write", "sendto"),
    *("ftruncate", "unlink", "mkdir", "pwrite64"),
]
STEPS = {"pwrite64": 10}
"""SQLite writes some 200 pages for a mail and its answer; each tenth is hit unless `--step 1`."""
MOST_POINTS = 400


def hit_everywhere(
    house: House, *, fault: str, calls: list[str], first: int = 1, step: int = 0
) -> dict[str, Any]:
    """Hit each of `calls` with `fault` (kill, or an errno) at its 1st, 2nd, … until none is hit."""
    started = time.monotonic()
    what = "signal=SIGKILL" if fault == "kill" else f"error={fault}"
    number, points = first, 0
    server = house.start("tests.faults.worker", "serve-stopped")
    for call in calls:
        at = 1
        while points < MOST_POINTS:
            status = _one(house, server, number, call, f"inject={call}:{what}:when={at}")
            number += 1
            if status == 0 and not _was_hit(house):
                break
            points += 1
            at += step or STEPS.get(call, 1)
    assert server.stdin
    server.stdin.close()
    server.wait(timeout=30)
    # Who hears no yes hands it over again, as a mail server does.
    house.run("tests.faults.worker", "again", str(first), str(number))
    house.run("tests.faults.worker", "recover")
    wrong = json.loads(house.run("tests.faults.audit"))
    return {
        "fault": fault,
        "points": points,
        "acknowledged": len(set(house.acked.read_text().split())),
        "mails": number - first,
        "seconds": round(time.monotonic() - started, 1),
        "next": number,
        "wrong": wrong,
    }


def _one(house: House, server: subprocess.Popen[str], number: int, call: str, inject: str) -> int:
    """Answers the exit status of the worker that took mail `number`; 0 is a good end."""
    assert server.stdin and server.stdout
    server.stdin.write(f"{number}\n")
    server.stdin.flush()
    child = int(server.stdout.readline())
    trace = house.folder / "trace"
    trace.unlink(missing_ok=True)
    # Without --seccomp-bpf: with it, an injected signal never arrives.
    strace = subprocess.Popen(
        [
            *("strace", "-f", "-p", str(child), "-o", str(trace)),
            *("-e", f"trace={call}", "-e", inject),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert strace.stderr
    said = strace.stderr.readline()
    assert "attached" in said, said
    os.kill(child, signal.SIGCONT)
    status = int(server.stdout.readline())
    strace.communicate(timeout=120)
    return status


def _was_hit(house: House) -> bool:
    trace = (house.folder / "trace").read_text(errors="replace")
    return "INJECTED" in trace or "SIGKILL" in trace


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--faults", default="kill,EIO,ENOSPC")
    parser.add_argument("--calls", default=",".join(CALLS))
    parser.add_argument("--step", type=int, default=0, help="every so many-th call; 0: as set")
    given = parser.parse_args()
    failed = False
    first = 1
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), server=given.server)
        try:
            for fault in given.faults.split(","):
                result = hit_everywhere(
                    house,
                    fault=fault,
                    calls=given.calls.split(","),
                    first=first,
                    step=given.step,
                )
                first = result["next"]
                failed = failed or bool(result["wrong"])
                print(json.dumps(result), flush=True)
        finally:
            house.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
