"""The outside world: takes every mail and writes one line for each, before it says 250."""

from __future__ import annotations

import asyncio
import os
import sys
from email import message_from_bytes

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session


class Ledger:
    def __init__(self, path: str) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content or b"")
        for recipient in envelope.rcpt_tos:
            os.write(self.file, f"{mail['Message-ID']} {recipient}\n".encode())
        return "250 taken"


def main() -> None:
    loop = asyncio.new_event_loop()
    controller = UnthreadedController(
        Ledger(sys.argv[2]), hostname="127.0.0.1", port=int(sys.argv[1]), loop=loop
    )
    controller.begin()
    loop.run_forever()


if __name__ == "__main__":
    main()
