"""`kept retry`: handle again what a reader had given up on."""

from __future__ import annotations

import argparse
import sys

from kept.ledger.models import Stumble
from kept.ledger.reading import try_again


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept retry", description="Try again what could not be carried (see kept doctor)."
    )
    parser.parse_args(arguments)
    failed = 0
    for stumble in Stumble.objects.select_related("event").order_by("pk"):
        try:
            try_again(stumble)
        except Exception as error:
            failed += 1
            print(f"{stumble}: {type(error).__name__}: {error}", file=sys.stderr)
        else:
            print(f"{stumble}: done")
    return 1 if failed else 0
