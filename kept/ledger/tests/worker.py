"""A worker of its own process for tests that kill it: `python -m kept.ledger.tests.worker WORD`.

`write N` records events, `work` answers each with one echo, `count` tells what there is, and
`count N` as soon as no event is left to answer, or after so many seconds.
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

SECONDS_AN_EVENT = 0.01


def main(word: str, number: int = 0) -> None:
    import django

    django.setup()
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
        sys.stdout.write(json.dumps(told))
    else:
        raise SystemExit(f"no such word: {word}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
