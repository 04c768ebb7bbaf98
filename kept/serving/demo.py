"""`kept demo up`: from an empty folder to a running Kept with a story in it."""

from __future__ import annotations

import argparse
import os
import sys

from django.core.management import call_command

from kept.config import env
from kept.people.models import Member
from kept.serving import start, supervisor


def main(arguments: list[str]) -> int:
    """Answers only when it cannot start; else another program takes our place."""
    parser = argparse.ArgumentParser(prog="kept demo up", description="Run the demo.")
    parser.parse_args(arguments)
    for host, port, setting in supervisor.doors():
        # Asked first: nobody wants to wait for a demo that cannot be shown.
        if problem := supervisor.cannot_listen(host, port, setting):
            return supervisor.refuse(problem)
    print("Preparing database and static files ...", flush=True)
    start.prepare()
    if not Member.objects.exists():
        print("Writing the demo's story ...", flush=True)
        call_command("demo_seed", verbosity=0)
    print("Starting ...", flush=True)
    # Another program in our place: the supervisor must not carry Django along.
    words = [*supervisor.ourselves(), "serve", "--greeting", greeting()]
    return os.execv(sys.executable, words)  # noqa: S606  fixed words


def greeting() -> str:
    """Who can sign in, and how to send a letter, in words to copy."""
    from kept.demo.story import PASSWORD, people

    port = env.number("KEPT_MAIL_PORT")
    names = "\n".join(f"  {email:<24} {role}" for email, role in people())
    letter = (
        f"python3 -c \"import smtplib; smtplib.SMTP('127.0.0.1', {port}).sendmail("
        "'mara@shop.example', ['hello@kept.example'], "
        "'From: Mara <mara@shop.example>\\nTo: hello@kept.example\\n"
        "Subject: The blue kettle\\n\\nIt leaks. Can you help?\\n')\""
    )
    lines = [f"Sign in, with the password {PASSWORD}, as", names]
    if port:
        lines += ["", "Send it a letter:", f"  {letter}"]
    return "\n".join([*lines, "", "Ctrl-C ends it."])
