from __future__ import annotations

import asyncio
import errno
import logging
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kept.mail.door import listen

CANNOT_HELP = 2


class Command(BaseCommand):
    # They look at the code, which is the same at each start: `bin/check` has asked.
    requires_system_checks = ()
    help = "Take letters for our addresses by SMTP, or by LMTP. Safe to kill."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lmtp", action="store_true", help="speak LMTP instead of SMTP")
        parser.add_argument("--host", default=settings.MAIL_HOST)
        parser.add_argument("--port", type=int, default=settings.MAIL_PORT)

    def handle(self, *, lmtp: bool, host: str, port: int, **options: Any) -> None:
        # Each command of each session would be a line, with addresses in it.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        try:
            asyncio.run(listen(host, port, is_lmtp=lmtp))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
                raise
            self.stderr.write(f"The mail door cannot listen on {host}:{port}: {error.strerror}.")
            sys.exit(CANNOT_HELP)
