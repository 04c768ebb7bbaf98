"""What is killed while it tells customers of a change.

scene COUNT        a change of a policy, and so many customers who were refused before
serve              wait for lines; each forks one that finds, reads and sends until it is killed
finish             do the rest, and say what is wrong
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import django


def scene(count: str) -> None:
    from django.db import transaction

    from kept.improvement.tests.make import adopted, begun, make_denial, make_house, make_talk
    from tests.cast import NOON

    policy = make_house()
    for start in range(0, int(count), 200):
        with transaction.atomic():
            for number in range(start, min(start + 200, int(count))):
                make_denial(policy, make_talk(f"cy{number}"))
    adopted(begun(policy), now=NOON + timedelta(minutes=1))


def tell() -> None:
    """What `kept work` does, and between the rounds what whoever reviews the letters does."""
    from kept.improvement import actions
    from kept.improvement.models import Change, TellBack
    from tests.cast import NOON, make_manager

    now = NOON + timedelta(hours=1)
    lou, change = make_manager(), Change.objects.get()
    while True:
        found = actions.gather_some(now=now)
        drafts = TellBack.objects.filter(state="DRAFT").order_by("pk")
        shown = list(drafts.values_list("pk", flat=True)[:20])
        if shown:
            actions.approve_shown(change, shown, by=lou, now=now)
        if not (found + len(shown) + actions.send_some(now=now)):
            return


def serve() -> None:
    from kept.improvement import actions  # noqa: F401

    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            tell()
            os.write(1, b"done\n")
            time.sleep(60)
        os.write(1, f"{child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


def finish() -> None:
    from kept.conversations.models import Message
    from kept.improvement import audit
    from kept.improvement.models import Change, Denial, TellBack
    from kept.ledger.models import Event
    from kept.ledger.reading import READERS, catch_up
    from kept.mail.models import Outgoing
    from tests.cast import NOON

    told = Event.objects.filter(kind="change.told_customer")
    before = told.count()
    tell()
    while catch_up(READERS["mail"], now=NOON + timedelta(hours=2)):
        pass
    wrong = [str(finding) for finding in audit.findings()]
    customers = set(Denial.objects.values_list("customer", flat=True))
    letters: Counter[Any] = Counter(
        Message.objects.filter(way="OUT").values_list("conversation__customer", flat=True)
    )
    heard: Counter[Any] = Counter(event.facts["customer"] for event in told)
    posted: Counter[Any] = Counter(
        Outgoing.objects.values_list("message__conversation__customer", flat=True)
    )
    for name, times in (("written to", letters), ("told", heard), ("posted to", posted)):
        wrong += [f"{one} was {name} {times[one]} times" for one in customers if times[one] != 1]
        wrong += [f"{one} was {name} for nothing" for one in times.keys() - customers]
    state = Change.objects.get().state
    if state != "TOLD":
        wrong.append(f"the change is {state}")
    if TellBack.objects.exclude(state="SENT").exists():
        wrong.append("somebody was left out")
    print(json.dumps({"wrong": wrong, "told by those killed": before, "told": len(heard)}))


def main() -> None:
    verb, *words = sys.argv[1:]
    Path(os.environ["KEPT_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    verbs: dict[str, Any] = {"scene": scene, "serve": serve, "finish": finish}
    verbs[verb](*words)


if __name__ == "__main__":
    main()
