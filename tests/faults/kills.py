"""Kill the worker at random points of taking, filing, answering and sending, many times.

    python -m tests.faults.kills --kills 1000 [--houses N] [--server postgresql://…]
        [--longest-life 0.5] [--control NAME] [--seed N]

Several houses share the kills, each with its own data, worker and seed: one at a time waits most
of its life for disks and timers. Prints one line of JSON; exit status 0 when all invariants hold.
A control is a build that must fail: `ack-first`, `no-dedupe`, `no-handed`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.faults.house import House

LONGEST_LIFE = 0.12
"""Seconds. A worker takes some 30 ms for a mail, its answer and the sending; PostgreSQL longer."""

STAGES = ("take", "file", "answer", "send", "work")
MOST_ROUNDS = 6
"""On a slow machine workers die before they have done much: then as many live twice as long."""


def kill_many(
    house: House,
    *,
    kills: int,
    seed: int,
    control: str = "",
    at_least: int = 0,
    longest_life: float = LONGEST_LIFE,
) -> dict[str, Any]:
    """Kill `kills` workers, recover once, and audit.

    Goes on, up to six times as often, until `at_least` mails were acknowledged and one was sent.
    """
    dice = random.Random(seed)
    started = time.monotonic()
    server = house.start("tests.faults.worker", "serve")
    assert server.stdin and server.stdout
    killed = 0
    while killed < kills or (killed < MOST_ROUNDS * kills and not _has_done(house, at_least)):
        killed += 1
        server.stdin.write(f"{_next(house)} {dice.choice(STAGES)} {control}\n")
        server.stdin.flush()
        child = int(server.stdout.readline())
        time.sleep(dice.uniform(0, longest_life * 2 ** ((killed - 1) // kills)))
        os.kill(child, signal.SIGKILL)
        server.stdout.readline()
    server.stdin.close()
    server.wait(timeout=30)
    house.run("tests.faults.worker", "recover", *filter(None, [control]))
    wrong = json.loads(house.run("tests.faults.audit"))
    return {
        "kills": killed,
        "acknowledged": len(set(house.acked.read_text().split())),
        "sent": len(house.received.read_text().splitlines()),
        "seconds": round(time.monotonic() - started, 1),
        "seed": seed,
        "control": control,
        "wrong": wrong,
    }


def _has_done(house: House, at_least: int) -> bool:
    if not at_least:
        return True
    return len(house.acked.read_text().split()) >= at_least and house.received.stat().st_size > 0


def _next(house: House) -> int:
    """The first mail not yet acknowledged: who hears no yes hands it over again."""
    lines = house.acked.read_text().split()
    return int(lines[-1]) + 1 if lines else 1


def kill_in_houses(
    houses: int, *, kills: int, seed: int, server: str, **how: Any
) -> dict[str, Any]:
    """`kill_many` in several houses at once, each with its share; figures added up."""

    def one(number: int) -> dict[str, Any]:
        share = kills // houses + (number < kills % houses)
        with tempfile.TemporaryDirectory() as folder:
            house = House(Path(folder), server=server)
            try:
                return kill_many(house, kills=share, seed=seed + 1000 * number, **how)
            finally:
                house.close()

    started = time.monotonic()
    with ThreadPoolExecutor(houses) as pool:
        results = list(pool.map(one, range(houses)))
    return {
        **{key: sum(one[key] for one in results) for key in ("kills", "acknowledged", "sent")},
        "houses": houses,
        "seconds": round(time.monotonic() - started, 1),
        "seed": seed,
        "control": results[0]["control"],
        "wrong": [finding for one in results for finding in one["wrong"]],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--houses", type=int, default=1)
    parser.add_argument("--server", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--control", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest-life", type=float, default=LONGEST_LIFE, help="in seconds")
    given = parser.parse_args()
    result = kill_in_houses(
        given.houses,
        kills=given.kills,
        seed=given.seed,
        server=given.server,
        control=given.control,
        longest_life=given.longest_life,
    )
    print(json.dumps(result))
    return 1 if result["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
