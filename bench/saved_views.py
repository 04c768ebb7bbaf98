#!/usr/bin/env python3
"""What counts of saved views and their lists cost.

    python bench/saved_views.py --data DIR [--url URL]

Over a database that `bench/generate.py` has made, in process, as its first member asks. Each
question alone, then the first eight and all of them as one column. Milliseconds; `cold` is the
first time, with the question put together.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import common

common.in_environment()

ASKED = [
    "is:open", "is:waiting desk:orders", "is:unassigned is:open", "is:mine", "is:open is:unread",
    "is:open has:attachment", "promised:<2d", "is:overdue", "is:closed has:promise", "is:hold",
    "-is:closed", "after:7d", "before:2020-01-01", "kettle is:open", '"blue lamp" is:open', "lamp",
    "from:customer", "is:open -lamp", "is:mine is:unread", "assigned:member1",
    "is:closed has:note -is:open", "zebra",
]  # fmt: skip
TIMES = 25
COLUMN = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of generate.py")
    parser.add_argument("--url", default="", help="its PostgreSQL")
    given = parser.parse_args()
    os.environ["KEPT_DATA"] = str(given.data)
    if given.url:
        os.environ["DATABASE_URL"] = given.url
    common.setup_django()
    from kept.conversations.models import Conversation, Desk
    from kept.people.models import Member
    from kept.search.counting import counts
    from kept.search.finding import look
    from kept.search.queries import InColumn
    from kept.search.reading import plan_of

    manifest = json.loads((given.data / "bench.json").read_text())
    member = Member.objects.get(email=manifest["email"])
    desks = list(Desk.objects.visible_to(member))
    # The generated archive ends at some moment, and so does our day.
    now = Conversation.objects.order_by("-last_at")[0].last_at

    def column(asked: list[str]) -> Callable[[], object]:
        views = [InColumn(pk, "View", "search", asks) for pk, asks in enumerate(asked, 1)]
        return lambda: counts(member, views, desks=desks, now=now)

    def opened(asks: str) -> Callable[[], object]:
        plan = plan_of(asks, member, now=now, desks=desks)
        return lambda: look(plan, member, after="")

    print(f"{manifest['conversations']:,} conversations, load {common.load()}")
    for asks in ASKED:
        print(f"{asks:30} count {told(column([asks]))}   list {told(opened(asks))}")
    for size in (COLUMN, len(ASKED)):
        print(f"{f'a column of {size}':30} count {told(column(ASKED[:size]))}")


def told(ask: Callable[[], object]) -> str:
    taken = []
    for _ in range(TIMES + 1):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    first, *rest = taken
    return f"p50 {statistics.median(rest):6.1f} p95 {sorted(rest)[-2]:6.1f} cold {first:6.1f}"


if __name__ == "__main__":
    main()
