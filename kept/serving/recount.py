"""`kept word recount`: count promises and replies anew, while everything runs."""

from __future__ import annotations

import argparse

from kept.kit import clock
from kept.ledger.reading import READERS, catch_up
from kept.promises.actions.count import READER, recount_promises, recount_replies

PARTS = {"promises": recount_promises, "answers": recount_replies}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept word recount",
        description="Count promises and our answers anew. Safe to kill, safe to run again.",
    )
    parser.add_argument("--only", choices=PARTS, help="one of the two; answers take longer")
    given = parser.parse_args(arguments)
    # What the ledger holds first: then what is found to differ below was truly wrong.
    catch_up(READERS[READER], now=clock.now())
    for name, recount in PARTS.items():
        if given.only in {None, name}:
            print(f"{name}: {recount(print)} counted anew", flush=True)
    return 0
