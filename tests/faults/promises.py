"""Two at once on the same promises, and workers killed while they do the clock's work on them.

    python -m tests.faults.promises kills [--kills 200] [--server postgresql://…] [--seed N]
    python -m tests.faults.promises race [--seconds 8] [--actors 4] [--server …] [--seed N]

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
from collections import Counter
from pathlib import Path
from typing import Any

from tests.faults.house import House
from tests.faults.promise_worker import EACH

LET_LIVE = 3
LONG = 60.0
WORKER = "tests.faults.promise_worker"
COUNTS = {
    "keep": ["kept by member"],
    "dispute": ["disputed by customer"],
    "give_up": ["given_up by member"],
    "release": ["released by customer"],
    "renegotiate": ["renegotiated by member"],
    "choose": ["renegotiated by customer"],
    "pause": ["paused by system"],
}
"""What succeeded as often as the ledger says it, and is in no other way said."""


def kill_many(house: House, *, kills: int, seed: int) -> dict[str, Any]:
    """Kill so many workers while the tale goes on, then sweep once to its end.

    The first ones are let live, to see how long a round takes here; the others die within it.
    """
    dice = random.Random(seed)
    started = time.monotonic()
    house.run(WORKER, "scene")
    server = house.start(WORKER, "serve")
    assert server.stdin and server.stdout
    longest_life = ended = 0.0
    for number in range(-LET_LIVE, kills):
        server.stdin.write(f"{(number + LET_LIVE + 1) * EACH / (kills + LET_LIVE)}\n")
        server.stdin.flush()
        child = int(server.stdout.readline())
        is_let_live = number < 0
        born = time.monotonic()
        within = LONG if is_let_live else dice.uniform(0, longest_life)
        is_done = bool(select.select([server.stdout], [], [], within)[0])
        if is_let_live:
            longest_life = time.monotonic() - born
        else:
            ended += is_done
        os.kill(child, signal.SIGKILL)
        while server.stdout.readline().strip() != "gone":
            pass
    server.stdin.close()
    server.wait(timeout=30)
    found = json.loads(house.run(WORKER, "finish", str(2 * EACH)))
    return found | {
        "kills": kills,
        "killed amid their round": kills - int(ended),
        "longest life ms": round(longest_life * 1000),
        "promises": 3 * EACH,
        "seconds": round(time.monotonic() - started, 1),
        "seed": seed,
    }


def race(house: House, *, seconds: float, actors: int, seed: int) -> dict[str, Any]:
    """Let so many processes act on the same promises at once, and count what they did."""
    pks = house.run(WORKER, "crowd").split()
    runners = [
        house.start(WORKER, "race", str(seed * 100 + number), str(seconds), *pks)
        for number in range(actors)
    ]
    done: Counter[str] = Counter()
    wrong: list[str] = []
    for runner in runners:
        out, _ = runner.communicate(timeout=seconds + 90)
        said = json.loads(out)
        done.update(said["done"])
        wrong += said["wrong"]
    found = json.loads(house.run(WORKER, "audit"))
    for verb, kinds in COUNTS.items():
        told = sum(found["told"].get(kind, 0) for kind in kinds)
        if told != done[verb]:
            wrong.append(f"{verb} succeeded {done[verb]} times and is told {told} times")
    acts = {verb: times for verb, times in sorted(done.items()) if not verb.startswith("refused")}
    refused = sum(times for verb, times in done.items() if verb.startswith("refused"))
    return {
        "acts": acts,
        "refused": refused,
        "told": found["told"],
        "actors": actors,
        "seconds": seconds,
        "seed": seed,
        "wrong": [*wrong, *found["wrong"]],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["kills", "race"])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--actors", type=int, default=4)
    parser.add_argument("--server", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), server=given.server)
        try:
            if given.what == "race":
                result = race(house, seconds=given.seconds, actors=given.actors, seed=given.seed)
            else:
                result = kill_many(house, kills=given.kills, seed=given.seed)
        finally:
            house.close()
    print(json.dumps(result))
    return 1 if result["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
