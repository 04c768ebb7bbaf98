from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from kept.mail import pipe


class Command(BaseCommand):
    help = "Take one letter from standard input. Exits 75 unless it is durable."

    def run_from_argv(self, argv: list[str]) -> None:
        # Django's own parser would end with 2, which a mail server takes for a final refusal.
        sys.exit(pipe.main(argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(pipe.main([]))
