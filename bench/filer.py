"""`kept work` with the steps alone that bring mail in: what `bench/ingest --flow` measures."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import common

STEPS = {"mail.working.sweep", "mail.working.file"}


def main() -> None:
    common.setup_django()
    from kept.ledger import reading, work

    reading.READERS.clear()
    for name in work.STEPS.keys() - STEPS:
        del work.STEPS[name]
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    work.work_on(is_asked_to_leave=lambda: bool(asked))


if __name__ == "__main__":
    main()
