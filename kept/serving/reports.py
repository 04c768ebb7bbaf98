"""`kept reports rebuild`: make the sums of the reports anew, while everything runs."""

from __future__ import annotations

import argparse

from kept.kit import clock
from kept.ledger.reading import READERS, catch_up
from kept.reports.actions import READER, rebuild


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept reports rebuild",
        description="Count anew for the reports. Safe to kill, safe to run again.",
    )
    parser.parse_args(arguments)
    # What the ledger holds first, so that nothing is counted twice over.
    catch_up(READERS[READER], now=clock.now())
    print(f"{rebuild(print)} conversations counted anew", flush=True)
    return 0
