"""What is killed: takes mail, files it, answers it, sends the answer; says what it acknowledged.

    furnish            make the database, the desk and Ada
    loop FIRST         go on until killed; mail number FIRST is the first one handed over
    one NUMBER         one mail, from its bytes to the answer that left
    again FIRST END    hand over once more what was not acknowledged
    recover            what a start after a crash does by itself
    serve              wait for `FIRST STAGE CONTROL` lines; each forks one that loops (fast kills)
    serve-stopped      wait for `NUMBER` lines; each forks one that stops until told to go on

A control is a build that must fail: `ack-first` acknowledges before anything is durable,
`no-dedupe` forgets what was filed, `no-handed` sends again what may have been sent.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import django

SLOW = 0.01
"""Seconds that a control lets pass where it is open, so that a short run finds it."""
PR_SET_PTRACER, PR_SET_PTRACER_ANY = 0x59616D61, ctypes.c_ulong(-1)
TOKEN = "token-{:06d}-end"


def mail(number: int) -> bytes:
    """Mail `number`, the same bytes each time it is handed over."""
    return (
        f"From: Cy {number % 7} <cy{number % 7}@valdorra.example>\r\n"
        "To: orders@northmoor.example\r\n"
        f"Subject: Lamp {number}\r\n"
        f"Message-ID: <m{number}@valdorra.example>\r\n"
        "Date: Tue, 24 Nov 2026 12:00:00 +0000\r\n"
        "\r\n"
        f"The lamp is cracked. {TOKEN.format(number)}\r\n"
    ).encode()


def furnish() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.cast import make_desk, make_member

    make_desk("Orders", make_member("ada"))


def take(number: int, acked: int, *, control: str = "") -> None:
    """Accept one mail, then acknowledge it: the promise everything else rests on."""
    from kept.kit import clock
    from kept.mail.accept import accept

    if control == "ack-first":
        os.write(acked, f"{number}\n".encode())
        time.sleep(SLOW)
    accept(
        mail(number),
        source="kill",
        # Half come from a door that knows no keys, as a server that hands over again.
        source_key=f"imap:1:1:{number}" if number % 2 else None,
        recipients=["orders@northmoor.example"],
        envelope_from=f"cy{number % 7}@valdorra.example",
        now=clock.now(),
    )
    if control == "no-dedupe":
        time.sleep(SLOW)
    if control != "ack-first":
        os.write(acked, f"{number}\n".encode())


def answer(number: int) -> None:
    """Ada answers mail `number`, if it is there by now."""
    from kept.conversations.actions import reply
    from kept.conversations.models import Message
    from kept.kit import clock
    from kept.people.models import Member

    found = Message.objects.filter(text__contains=TOKEN.format(number)).first()
    if found is None:
        return
    reply(
        found.conversation,
        text=f"It is on its way. {TOKEN.format(number)}",
        to=[found.from_address],
        submit_id=uuid5(NAMESPACE_URL, f"answer {number}"),
        by=Member.objects.get(email="ada@northmoor.example"),
        now=clock.now(),
    )


def work(*, later: timedelta = timedelta()) -> int:
    """One round of what `kept work` does for mail. Answers how much there was."""
    from kept.kit import clock
    from kept.mail.filing import file_due

    now = clock.now() + later
    return file_due(now=now) + read(later=later) + send(later=later)


def read(*, later: timedelta = timedelta()) -> int:
    """Put what was answered into the outbox."""
    from kept.kit import clock
    from kept.ledger.reading import READERS, catch_up

    return catch_up(READERS["mail"], now=clock.now() + later)


def send(*, later: timedelta = timedelta()) -> int:
    """Hand over what is in the outbox."""
    from kept.kit import clock
    from kept.mail.sender import send_due

    return send_due(now=clock.now() + later)


def file_newest() -> int:
    """File the mail that came last, as a worker does that lives and has no backlog."""
    from kept.kit import clock
    from kept.mail.filing import file_delivery
    from kept.mail.models import Delivery

    newest = Delivery.objects.due(now=clock.now()).order_by("-pk").first()
    return int(bool(newest and file_delivery(newest.pk, now=clock.now())))


def loop(first: int, *, stage: str = "take", control: str = "") -> None:
    """Go on until killed, from `stage` of the mails before on.

    Most lives are short: one that always began with taking would hardly ever come to sending.
    """
    acked = os.open(os.environ["ACKED"], os.O_WRONLY | os.O_APPEND)
    _read_without_jail()
    _break(control)
    _say_that_it_lives()
    number = first
    if stage == "answer":
        for before in range(max(1, number - 3), number):
            answer(before)
        read()
    if stage in {"answer", "send"}:
        send()
    elif stage == "file":
        file_newest()
    elif stage == "work":
        work()
    while True:
        take(number, acked, control=control)
        file_newest()
        answer(number)
        read()
        send()
        number += 1


def _say_that_it_lives() -> None:
    """By its number. From here on a life is counted: waking up is nothing that could go wrong."""
    from django.db import connection

    connection.ensure_connection()
    os.write(1, f"{os.getpid()}\n".encode())


def one(number: int) -> None:
    acked = os.open(os.environ["ACKED"], os.O_WRONLY | os.O_APPEND)
    _read_without_jail()
    take(number, acked)
    work()
    answer(number)
    work()


def again(first: str, end: str) -> None:
    path = os.environ["ACKED"]
    known = set(Path(path).read_text().split())
    acked = os.open(path, os.O_WRONLY | os.O_APPEND)
    for number in range(int(first), int(end)):
        if str(number) not in known:
            take(number, acked)


def recover(control: str = "") -> None:
    """Nobody does anything by hand: the steps of the work loop, until nothing is left."""
    from kept.kit import clock
    from kept.mail.accept import sweep_spool

    _read_without_jail()
    _break(control)
    for hour in range(6):
        sweep_spool(now=clock.now() + timedelta(hours=hour))
        for _ in range(1000):
            if not work(later=timedelta(hours=hour)):
                break


def serve() -> None:
    """Fork a fresh worker for each line, so that a kill costs milliseconds, not a start.

    Mail 0 goes all the way first: what Python does only once a process is then done for all.
    """
    from django.db import connections

    one(0)
    connections.close_all()
    # What is there is shared with every child, not copied by its first collection.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        first, stage, control = line.rstrip("\n").split(" ", 2)
        child = os.fork()
        if child == 0:
            loop(int(first), stage=stage, control=control)
        os.waitpid(child, 0)
        print("gone", flush=True)


def serve_stopped() -> None:
    """Fork one worker for each mail. It stops itself, so that strace can take hold of it."""
    _warm_up()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            # Where attaching is for ancestors only (Yama), anybody may attach to this one.
            ctypes.CDLL(None).prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
            one(int(line))
            os._exit(0)
        os.waitpid(child, os.WUNTRACED)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


def _warm_up() -> None:
    """Import what a mail needs, once for all children; open no connection."""
    import kept.mail.reactions  # noqa: F401
    from kept.mail import accept, filing, sender  # noqa: F401
    from kept.mail.letter import read_letter

    read_letter(mail(0))


def _read_without_jail() -> None:
    """The jail is a process of its own and holds nothing; starting one a kill would take hours."""
    from kept.mail.letter import jail, read_letter

    jail.jailed_read = read_letter  # type: ignore[assignment]


def _break(control: str) -> None:
    if control == "no-dedupe":
        from kept.mail import filing

        filing.digest_of = lambda letter: os.urandom(32).hex()  # type: ignore[assignment]
    if control == "no-handed":
        from kept.mail import sender
        from kept.mail.models import Outgoing

        def release_blindly(*, now: Any) -> int:
            over = Outgoing.objects.filter(lease_until__lt=now)
            return over.update(state="READY", lease_until=None, lease_holder="")

        sender.release_leases = release_blindly


def main() -> None:
    verb, *words = sys.argv[1:]
    Path(os.environ["KEPT_DATA"]).mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("ACKED", str(Path(os.environ["KEPT_DATA"]).parent / "acked"))
    django.setup()
    verbs: dict[str, Any] = {
        "furnish": furnish,
        "recover": recover,
        "again": again,
        "serve": serve,
        "serve-stopped": serve_stopped,
    }
    if verb in verbs:
        verbs[verb](*words)
    elif verb == "one":
        one(int(words[0]))
    else:
        loop(int(words[0]), control=words[1] if len(words) > 1 else "")


if __name__ == "__main__":
    main()
