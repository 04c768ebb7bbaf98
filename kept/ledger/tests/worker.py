"""Workers in processes of their own: `python -m kept.ledger.tests.worker`, for tests that kill.

Each line it reads forks one, which costs milliseconds where a start costs a second, and is answered
with its number. `write N` records events, `work 0` answers each with one echo, `count N` tells what
there is as soon as no event is left to answer, or after N seconds. `wait PID` is answered with how
the worker ended, as `subprocess` says it.
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

SECONDS_AN_EVENT = 0.01


def main() -> None:
    import django

    django.setup()
    for line in sys.stdin:
        word, number = line.split()
        if word == "wait":
            _, status = os.waitpid(int(number), 0)
            tell(os.waitstatus_to_exitcode(status))
            continue
        child = os.fork()
        if child == 0:
            do(word, int(number))
            os._exit(0)
        tell(child)


def tell(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def do(word: str, number: int) -> None:
    from django.core.management import call_command

    from kept.ledger import reaction, record
    from kept.ledger.models import Cursor, Event
    from kept.ledger.tests.make import NOON, Echoed, happen

    @reaction("test.happened", reader="echo")
    def echo(event: Event) -> None:
        record(Echoed(number=event.fact.number), about=[], by="system:test", at=NOON, cause=event)
        time.sleep(SECONDS_AN_EVENT)

    def behind() -> int:
        passed = Cursor.objects.filter(reader="echo").values("event_id")[:1]
        return Event.objects.count() - Event.objects.filter(pk__lte=passed).count()

    if word == "write":
        for each in range(number):
            happen(each)
    elif word == "work":
        call_command("work")
    elif word == "count":
        end = time.monotonic() + number
        while behind() and time.monotonic() < end:
            time.sleep(0.05)
        told = {
            "events": Event.objects.filter(kind="test.happened").count(),
            "echoes": [
                fact["number"]
                for fact in Event.objects.filter(kind="test.echoed").values_list("facts", flat=True)
            ],
            "behind": behind(),
        }
        tell(json.dumps(told))
    else:
        raise SystemExit(f"no such word: {word}")


if __name__ == "__main__":
    main()
