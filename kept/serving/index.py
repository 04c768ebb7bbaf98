"""`kept search index`: bring the index of words up to what is written, while everything runs."""

from __future__ import annotations

import argparse

from kept.conversations.actions.enter import enter_missing


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept search index",
        description="Enter letters and notes that search does not know. Safe to repeat.",
    )
    parser.parse_args(arguments)
    done = 0
    for entered in enter_missing():
        done += entered
        print(f"{done:,} entered ...", flush=True)
    print("Search knows all that is written.")
    return 0
