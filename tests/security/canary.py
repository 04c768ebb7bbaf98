"""The whole canary by one command, on both databases:

    python -m tests.security.canary --secrets 2000 --seed 1

A greater house, and everybody walks through it; see `flying`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys


def main(arguments: list[str]) -> int:
    """Both databases, one after the other, by the tests' own way to them."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.security.canary",
        description="Plant secrets everywhere, and look who learns of them.",
    )
    parser.add_argument("--secrets", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), help="one database alone")
    given = parser.parse_args(arguments)
    environment = {
        **os.environ,
        "KEPT_CANARY_SECRETS": str(given.secrets),
        "KEPT_CANARY_SEED": str(given.seed),
    } | ({"KEPT_TEST_ON": given.on} if given.on else {})
    words = ["bin/test", "tests/security/test_canary.py", "-s", "-n0", "-k", "nobody"]
    return subprocess.call(words, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
