from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from kept.ledger import work


class Command(BaseCommand):
    # They look at the code, which is the same at each start: `bin/check` has asked.
    requires_system_checks = ()
    help = "Carry events to their readers and do what is due. Safe to run twice; safe to kill."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what there is to do, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            if not work.work_once():
                sys.exit(1)
            return

        asked: list[int] = []

        def leave(number: int, frame: FrameType | None) -> None:
            # Nothing that takes a lock may happen here: the main thread may be holding it.
            asked.append(number)

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)
        work.work_on(is_asked_to_leave=lambda: bool(asked))
