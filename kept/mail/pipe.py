"""`kept mail pipe`: one mail on standard input, from a mail server that is to keep it until we can.

Exit status 0 says that the mail is durable. Anything else, whatever went wrong and however early,
is 75 (EX_TEMPFAIL), which tells the server to try again. So nothing is imported at the top.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

TEMPFAIL = 75


class WrongCall(Exception):
    """The words on the command line mean nothing, or there is nothing to take in."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the mail in. Answers 0, or 75 for anything unexpected at all."""
    try:
        return _take(list(sys.argv[1:] if arguments is None else arguments))
    except BaseException as error:
        kind = "" if type(error).__name__ in {"WrongCall", "BadSetting"} else type(error).__name__
        _say(f"kept mail pipe: {kind}{': ' if kind else ''}{error}")
        return TEMPFAIL


def _take(arguments: list[str]) -> int:
    import argparse

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise WrongCall(message)

    parser = Parser(prog="kept mail pipe", description="Take one letter from standard input.")
    parser.add_argument(
        "--recipient", action="append", default=[], help="envelope recipient; may be repeated"
    )
    parser.add_argument("--sender", default="", help="envelope sender; empty for a bounce")
    if "-h" in arguments or "--help" in arguments:
        sys.stdout.write(parser.format_help())
        return 0
    given = parser.parse_args(arguments)

    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()

    from kept.kit import clock
    from kept.mail.accept import LARGEST_BYTES, accept

    raw = sys.stdin.buffer.read(LARGEST_BYTES + 1)
    if not raw.strip():
        raise WrongCall("there is no mail on standard input")
    accept(
        raw,
        source="pipe",
        recipients=given.recipient,
        envelope_from=given.sender,
        now=clock.now(),
    )
    return 0


def _say(sentence: str) -> None:
    # A closed standard error must not change the exit status.
    try:
        sys.stderr.write(sentence.replace("\n", " ") + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
