"""`kept demo up`: from an empty folder to a running Kept with a story in it."""

from __future__ import annotations

import argparse
import os
import sys

from kept.config import env
from kept.demo import DEMO_PASSWORD, TRY_ADDRESS
from kept.demo.seed import seed
from kept.kit import clock
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
        seed(clock.now())
    print("Starting ...", flush=True)
    # Another program in our place: no child is to be a copy of one that seeded.
    words = [*supervisor.ourselves(), "serve", "--greeting", greeting()]
    return os.execv(sys.executable, words)  # noqa: S606  fixed words


def greeting() -> str:
    """Who can sign in, and how to send a letter, in words to copy."""
    port = env.number("KEPT_MAIL_PORT")
    people = Member.objects.active().order_by("pk")
    names = "\n".join(
        f"  {one.email:<26} {one.name}, {one.get_role_display().lower()}" for one in people
    )
    letter = (
        f"python3 -c \"import smtplib; smtplib.SMTP('127.0.0.1', {port}).sendmail("
        f"'mara@shop.example', ['{TRY_ADDRESS}'], "
        f"'From: Mara <mara@shop.example>\\nTo: {TRY_ADDRESS}\\n"
        "Subject: The blue kettle\\n\\nIt leaks. Can you help?\\n')\""
    )
    lines = [f"Sign in, with the password {DEMO_PASSWORD}, as", names]
    if port:
        lines += ["", "Send it a letter:", f"  {letter}"]
    if env.read("KEPT_SMTP_URL").startswith("file://"):
        folder = env.read("KEPT_SMTP_URL").removeprefix("file://")
        lines += ["", f"What goes out is not sent; it lies in {folder}."]
    return "\n".join([*lines, "", "Ctrl-C ends it."])
