"""Workers killed while they tell customers of a change: each is told once.

    python -m tests.faults.telling [--customers 10000] [--kills 200] [--server postgresql://…]
        [--longest-life 2.0] [--seed N]

Prints one line of JSON; exit status 0 when all is as it must be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.house import House

WORKER = "tests.faults.telling_worker"


def kill_many(
    house: House, *, customers: int, kills: int, longest_life: float, seed: int
) -> dict[str, Any]:
    """Kill so many workers while they tell so many customers, then let one come to the end."""
    dice = random.Random(seed)
    # A busy machine furnishes slowly; what is measured begins after it.
    within = 300 + customers / 5
    house.run(WORKER, "scene", str(customers), within=within)
    started = time.monotonic()
    server = house.start(WORKER, "serve")
    assert server.stdin and server.stdout
    killed = amid = 0
    for _number in range(kills):
        server.stdin.write("on\n")
        server.stdin.flush()
        child = int(server.stdout.readline())
        is_done = bool(select.select([server.stdout], [], [], dice.uniform(0, longest_life))[0])
        killed += 1
        amid += not is_done
        os.kill(child, signal.SIGKILL)
        while server.stdout.readline().strip() != "gone":
            pass
        if is_done:
            break
    server.stdin.close()
    server.wait(timeout=30)
    found = json.loads(house.run(WORKER, "finish", within=within))
    return found | {
        "kills": killed,
        "killed amid telling": amid,
        "customers": customers,
        "seconds": round(time.monotonic() - started, 1),
        "seed": seed,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--longest-life", type=float, default=2.0, help="in seconds")
    parser.add_argument("--server", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), server=given.server)
        try:
            result = kill_many(
                house,
                customers=given.customers,
                kills=given.kills,
                longest_life=given.longest_life,
                seed=given.seed,
            )
        finally:
            house.close()
    print(json.dumps(result))
    return 1 if result["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
