"""What races over promises, and what is killed while it does the clock's work on them.

scene              make the promises that a run of kills is about
serve              wait for lines with a number of seconds; each forks one that sweeps till then
finish SECONDS     sweep till then, and say what the ledger tells that it should not
crowd              make the promises that a race is about; prints their numbers
race SEED SECONDS PK…   act on them at random; prints what succeeded and what went wrong
audit              what is wrong after a race, and what the ledger counts
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import traceback
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

SECOND = timedelta(seconds=1)
SWEPT = ["promise.warned", "promise.broken", "promise.confirmed", "promise.lapsed"]
EACH = 150
"""Promises of each fate in a run of kills, a second apart."""


# Kills.


def scene() -> None:
    """Promises that break, are presumed and lapse, one of each in every second to come."""
    from kept.promises import actions
    from tests.cast import NOON, make_conversation, make_member

    ada = make_member("ada")
    conversation = make_conversation(assignee=ada)
    silence = _silence()
    for number in range(EACH):
        due_at = NOON + number * SECOND + 2 * SECOND
        common: dict[str, Any] = {"words": "I'll see to it.", "by": ada}
        actions.make(conversation, due_at=due_at, keeper=ada, now=NOON, **common)
        kept = actions.make(conversation, due_at=due_at, keeper=ada, now=NOON - silence, **common)
        actions.keep(kept, by=ada, now=due_at - silence)
        windows = [(due_at - SECOND, due_at)]
        actions.offer_callback(conversation, windows=windows, keeper=ada, now=NOON, **common)


def _silence() -> timedelta:
    from django.conf import settings

    return timedelta(days=settings.PRESUMED_AFTER_DAYS)


def sweep_until(seconds: float) -> None:
    """What `kept work` does for promises, once round."""
    from kept.promises.actions import sweep
    from tests.cast import NOON

    now = NOON + timedelta(seconds=seconds)
    for step in (sweep.warn_due, sweep.break_due, sweep.presume_due, sweep.lapse_due):
        while step(now=now):
            pass


def serve() -> None:
    """Fork a fresh worker for each line; it says `done` where it came to an end of its round."""
    from kept.promises.actions import sweep  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sweep_until(float(line))
            os.write(1, b"done\n")
            time.sleep(60)
        os.write(1, f"{child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


def finish(seconds: str) -> None:
    from kept.ledger.models import Event
    from kept.promises.models import Promise

    before = Event.objects.filter(kind__in=SWEPT).count()
    sweep_until(float(seconds))
    wrong = _findings()
    told: Counter[tuple[int, str]] = Counter()
    for event in Event.objects.filter(kind__startswith="promise."):
        told[event.facts["promise"], event.kind] += 1
    for promise in Promise.objects.all():
        fate = {
            "OPEN": ("promise.broken", promise.broken_at == promise.due_at),
            "KEPT": ("promise.confirmed", promise.confirmation == "PRESUMED"),
            "LAPSED": ("promise.lapsed", promise.settled_at == promise.due_at),
        }
        kind, is_right = fate.get(promise.outcome, ("promise.none", False))
        if told[promise.pk, kind] != 1 or not is_right:
            wrong.append(f"{promise.pk}: {promise.outcome}, {told[promise.pk, kind]} times {kind}")
        if told[promise.pk, "promise.warned"] > 1 or (promise.broken_at and promise.warn_at):
            wrong.append(f"{promise.pk}: warned {told[promise.pk, 'promise.warned']} times")
    kinds = Counter(kind for _, kind in told.elements())
    print(json.dumps({"wrong": wrong, "told": kinds, "told by those killed": before}))


# Races.


def crowd() -> None:
    from kept.kit import clock
    from kept.promises import actions
    from tests.cast import make_conversation, make_desk, make_member

    ada, bea = make_member("ada"), make_member("bea")
    desk = make_desk("Orders", ada, bea)
    made = []
    for number in range(40):
        now = clock.now()
        if number % 4 == 0:
            conversation = make_conversation(desk=desk, now=now)
        promise = actions.make(
            conversation,
            words="I'll see to it.",
            due_at=now + timedelta(milliseconds=2_000 + 150 * number),
            keeper=ada,
            by=ada,
            now=now,
        )
        made.append(promise.pk)
    print(" ".join(map(str, made)))


def race(seed: str, seconds: str, *pks: str) -> None:
    from kept.kit.refusals import Refusal
    from tests.cast import make_member

    dice = random.Random(int(seed))
    ada, bea = make_member("ada"), make_member("bea")
    done: Counter[str] = Counter()
    wrong: list[str] = []
    began = time.monotonic()
    while (passed := time.monotonic() - began) < float(seconds):
        # All go for the same few, and on to the next ones together.
        first = int(passed / float(seconds) * (len(pks) - 3))
        pk = int(pks[first + dice.randrange(3)])
        verb = dice.choice(VERBS)
        try:
            if act(verb, pk, dice, dice.choice((ada, bea))):
                done[verb] += 1
        except Refusal as refusal:
            done[f"refused {verb} {refusal.code}"] += 1
        except Exception:
            wrong.append(f"{verb}: {traceback.format_exc(limit=-3)}")
    print(json.dumps({"done": done, "wrong": wrong}))


VERBS = [
    *("keep", "renegotiate", "choose", "dispute", "confirm", "sweep", "pause", "resume"),
    *("keep", "renegotiate", "choose", "dispute", "sweep", "hand_on", "read", "read"),
    *("letter", "release", "give_up"),
]


def act(verb: str, pk: int, dice: random.Random, by: Any) -> bool:
    """Answers whether the ledger must tell of it."""
    from kept.kit import clock
    from kept.ledger.reading import READERS, catch_up
    from kept.promises import actions, queries
    from kept.promises.actions import sweep
    from kept.promises.models import Promise

    promise = Promise.objects.get(pk=pk)
    now: datetime = clock.now()
    time.sleep(dice.choice((0, 0, 0.002)))  # between the look at the clock and the lock
    if verb == "sweep":
        return bool(sweep.break_due(now=now) + sweep.warn_due(now=now) and False)
    if verb == "read":
        return bool(catch_up(READERS["promises"], now=now) and False)
    if verb == "letter":
        from tests.cast import make_message

        text = dice.choice(("Any news?", "Thank you.", "There is no hurry."))
        make_message(text, conversation=promise.conversation, now=now)
        return False
    if verb in {"pause", "resume"}:
        more = {"reason": "CUSTOMER"} if verb == "pause" else {}
        return bool(getattr(actions, verb)(promise, **more, now=now))
    if verb == "confirm":
        # A second yes changes nothing, so what was said counts, not how often.
        actions.confirm(promise, by=None, now=now)
        return False
    if verb == "choose":
        shown = queries.choices(promise, now=now)
        actions.choose(promise, due_at=shown[0][1], now=now)
    elif verb == "renegotiate":
        due_at = now + timedelta(milliseconds=dice.choice((20, 200, 2_000, 90_000_000)))
        actions.renegotiate(promise, due_at=due_at, submit_id=uuid4(), by=by, now=now)
    elif verb == "release":
        actions.release(promise, why="", by=None, now=now)
    elif verb == "give_up":
        actions.give_up(promise, why="", by=by, now=now)
    elif verb == "dispute":
        actions.dispute(promise, by=None, now=now)
    elif verb == "keep":
        actions.keep(promise, by=by, now=now)
    else:
        actions.hand_on(promise, to=dice.choice((by, None)), by=by, now=now)
        return False
    return True


def audit() -> None:
    from kept.ledger.models import Event, Stumble

    wrong = _findings()
    heard: Counter[tuple[Any, ...]] = Counter()
    told: Counter[str] = Counter()
    for event in Event.objects.filter(kind__startswith="promise."):
        whose = "member" if event.by.startswith("member:") else event.by.partition(":")[0]
        told[f"{event.kind.removeprefix('promise.')} by {whose}"] += 1
        if event.kind in {"promise.chased", "promise.eased"}:
            heard[event.kind, event.facts["promise"], event.facts["message"]] += 1
    wrong += [f"heard {times} times: {what}" for what, times in heard.items() if times > 1]
    wrong += [f"stumbled over {row}" for row in Stumble.objects.all()]
    print(json.dumps({"wrong": wrong, "told": told}))


def _findings() -> list[str]:
    from kept.ledger import audit as of_ledger
    from kept.promises import audit as of_promises

    return [str(finding) for room in (of_ledger, of_promises) for finding in room.findings()]


def main() -> None:
    verb, *words = sys.argv[1:]
    Path(os.environ["KEPT_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    verbs: dict[str, Any] = {
        "scene": scene,
        "serve": serve,
        "finish": finish,
        "crowd": crowd,
        "race": race,
        "audit": audit,
    }
    verbs[verb](*words)


if __name__ == "__main__":
    main()
