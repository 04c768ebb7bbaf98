"""What is done inside Kept: `kept_work.py view`, or `mail` to take mails as `kept work` does."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

# Not this folder, where modules are named after the products.
sys.path[0] = str(Path(__file__).resolve().parents[1])
import common  # noqa: E402

common.setup_django()

from beside.worker import Taken, serve  # noqa: E402  after Django is set up


def view() -> None:
    """The first member saves a view of what is open; says its key."""
    from kept.kit.clock import now
    from kept.people.models import Member
    from kept.search.actions import ViewTerms, save_view

    member = Member.objects.order_by("pk")[0]
    saved = save_view(ViewTerms(name="Open", asks="is:open"), by=member, now=now())
    print(json.dumps({"key": saved.key}))


def take(mails: Taken) -> float:
    from kept.kit.clock import now
    from kept.mail.accept import accept
    from kept.mail.filing import file_due

    began = time.perf_counter()
    for desk, sender, raw in mails:
        to = [f"{desk.lower()}@bench.example"]
        accept(raw, source="door", recipients=to, envelope_from=sender, now=now())
    while file_due(now=now()):
        pass
    return time.perf_counter() - began


if __name__ == "__main__":
    if sys.argv[1] == "view":
        view()
    else:
        from kept.ledger.work import settle_in

        settle_in()
        serve(take)
