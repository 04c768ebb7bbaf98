"""`kept search index`: bring the index of words up to what is written, while everything runs."""

from __future__ import annotations

import argparse

from kept.conversations.actions.enter import enter_missing, wait_for_reading


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept search index",
        description="Enter letters, notes and files that search does not know. Safe to repeat.",
    )
    parser.add_argument(
        "--files", action="store_true", help="have files that could not be read tried once more"
    )
    given = parser.parse_args(arguments)
    done = 0
    for entered in enter_missing():
        done += entered
        print(f"{done:,} entered ...", flush=True)
    if given.files:
        print(f"{wait_for_reading():,} files are read in a while by `kept work`.")
    print("Search knows all that is written.")
    return 0
