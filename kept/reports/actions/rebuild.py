"""Everything is counted anew, while everything runs."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Max

from kept.conversations.models import Conversation
from kept.reports.actions.adding import add
from kept.reports.actions.count import count_pending, hold_reader
from kept.reports.actions.mark import mark
from kept.reports.models import Counted, DaySum, HourSum, LengthSum
from kept.reports.summing import sums_of

MARKED_AT_ONCE = 10_000
COUNTED_AT_ONCE = 200
SUMMED_AT_ONCE = 20_000
_SAID_EVERY = 10_000


def rebuild(say: Callable[[str], object] = lambda _: None) -> int:
    """Look at every conversation again and make all sums anew. Answers how many were looked at.

    Meanwhile the reader goes on and pages can be asked for; a kill does no harm.
    """
    sum_anew()
    _mark_everything()
    done = 0
    while counted := count_pending(most=COUNTED_AT_ONCE):
        if (done + counted) // _SAID_EVERY > done // _SAID_EVERY:
            say(f"conversations: {done + counted}")
        done += counted
    return done


@transaction.atomic
def sum_anew() -> None:
    """The sums as the rows say that they are sums of."""
    hold_reader()
    for table in (DaySum, LengthSum, HourSum):
        table._default_manager.all().delete()
    last = 0
    # Some at a time, so that no house is too large for the memory.
    while some := list(Counted.objects.filter(pk__gt=last).order_by("pk")[:SUMMED_AT_ONCE]):
        add(sums_of(some))
        last = some[-1].pk


def _mark_everything() -> None:
    """All there are, and all that were counted, for one that is gone must be taken off."""
    for table in (Conversation, Counted):
        last = 0
        newest = table._default_manager.aggregate(last=Max("pk"))["last"] or 0
        while last < newest:
            found = table._default_manager.filter(pk__gt=last).order_by("pk")
            pks = list(found.values_list("pk", flat=True)[:MARKED_AT_ONCE])
            if not pks:
                break
            mark(pks)
            last = pks[-1]
