"""Promises and replies are counted, so that no page has to read them again.

Counting looks at what is true now, not at what an event said: twice is the same as once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import count as numbers
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Exists, F, Model, OuterRef, Q

from kept.conversations.models import Message
from kept.ledger.models import Cursor
from kept.promises.counting import counted_sums
from kept.promises.models import (
    CountedPromise,
    CountedReply,
    Promise,
    PromiseTally,
    PromiseVersion,
    VagueCount,
)
from kept.promises.rules.endings import IN_TIME, ending_of, is_by_first_date, month_of
from kept.promises.rules.vague import is_vague

READER = "word"
AT_ONCE = 500

_PARTS = {"CONFIRMED": "confirmed", "PRESUMED": "presumed", "WAITING": "waiting", "NONE": "unasked"}
_WHERE = ["desk", "keeper", "kind", "month", "ending", "confirmation", "is_by_first", "is_slipping"]

Cell = tuple[int, str, date]
Sums = dict[Cell, Counter[str]]


@transaction.atomic
def count_promises(pks: Iterable[int]) -> int:
    """Count these promises where they stand now, and no longer where they stood."""
    late_moves = PromiseVersion.objects.filter(promise=OuterRef("pk"), was_early=False)
    promises = Promise.objects.filter(pk__in=list(pks)).select_related("desk__calendar")
    standing = [_standing(one) for one in promises.annotate(moved_late=Exists(late_moves))]
    there = {one.pk: one for one in standing if one is not None}
    # Held, so that a reader and somebody who retries cannot both take the same one away.
    known = CountedPromise.objects.filter(pk__in=there).select_for_update()
    before = {one.pk: one for one in known}
    changes: Sums = {}
    changed = []
    for pk, now in there.items():
        was = before.get(pk)
        if was is not None and _where(was) == _where(now):
            continue
        changed.append(now)
        if was is not None:
            _add(changes, was, -1)
        _add(changes, now, +1)
    _write(changed, before, _WHERE)
    for (desk, kind, month), sums in sorted(changes.items()):
        _sum_up(PromiseTally, sums, desk_id=desk, kind=kind, month=month)
    return len(changed)


@transaction.atomic
def count_replies(pks: Iterable[int], *, again: bool = False) -> int:
    """Count these replies of ours. One that is counted stays as it was found, unless `again`."""
    new = set(pks)
    before = {one.pk: one for one in CountedReply.objects.filter(pk__in=new).select_for_update()}
    # What was passed on to somebody outside answered nobody.
    replies = Message.objects.filter(pk__in=new, way=Message.Way.OUT, is_aside=False)
    if not again:
        replies = replies.exclude(pk__in=before)
    counted = [_read(message) for message in replies.select_related("conversation__desk__calendar")]
    changes: dict[tuple[int, date], Counter[str]] = {}
    for one, by in [(one, +1) for one in counted] + [(one, -1) for one in before.values() if again]:
        cell = changes.setdefault((one.desk_id, one.month), Counter())
        cell["replies"] += by
        cell["vague"] += by * one.is_vague
    _write(counted, before, ["desk", "month", "is_vague"])
    for (desk, month), sums in sorted(changes.items()):
        _sum_up(VagueCount, sums, desk_id=desk, month=month)
    return len(counted)


def recount_promises(say: Callable[[str], object] = lambda _: None) -> int:
    """Look at every promise again, and make the tallies anew. Answers how many had changed.

    Meanwhile the reader goes on, pages are right, and a kill does no harm.
    """
    _sum_promises_anew()
    return _in_batches(Promise, count_promises, say)


def recount_replies(say: Callable[[str], object] = lambda _: None) -> int:
    """Read every reply of ours again, as the rules are now, in the same way. Answers how many."""
    _sum_replies_anew()
    return _in_batches(Message, partial(count_replies, again=True), say)


def _standing(promise: Promise) -> CountedPromise | None:
    """Where it counts; a desk's months begin where the desk is."""
    ending = ending_of(promise, moved_late=promise.moved_late)  # type: ignore[attr-defined]
    if ending is None:
        return None
    zone = promise.desk.zone if promise.desk else promise.zone
    return CountedPromise(
        promise_id=promise.pk,
        desk_id=promise.desk_id,
        keeper_id=promise.keeper_id,
        kind=promise.kind,
        month=date(*month_of(promise, zone=zone), 1),
        ending=ending,
        confirmation=promise.confirmation,
        is_by_first=is_by_first_date(promise),
        is_slipping=promise.is_slipping,
    )


def _where(one: CountedPromise) -> list[object]:
    return [getattr(one, CountedPromise._meta.get_field(name).attname) for name in _WHERE]  # type: ignore[union-attr]


def _add(changes: Sums, one: CountedPromise, step: int) -> None:
    if one.desk_id is None:
        return
    sums = changes.setdefault((one.desk_id, one.kind, one.month), Counter())
    sums[one.ending.lower()] += step
    if one.ending == IN_TIME:
        sums[_PARTS[one.confirmation]] += step
    sums["by_first"] += step * one.is_by_first
    sums["slipping"] += step * one.is_slipping


def _write(rows: Sequence[Any], before: Container[int], names: list[str]) -> None:
    """Rows that are new, and those that are known by now; one that came meanwhile is an error."""
    if not rows:
        return
    table = type(rows[0])._default_manager
    table.bulk_create([one for one in rows if one.pk not in before])
    table.bulk_update([one for one in rows if one.pk in before], names, batch_size=AT_ONCE)


def _sum_up(table: type[Model], sums: Counter[str], **cell: Any) -> None:
    steps = {name: F(name) + step for name, step in sums.items() if step}
    if not steps:
        return
    rows = table._default_manager.filter(**cell)
    # Mostly it is there; on PostgreSQL a second worker may make it between the two.
    if not rows.update(**steps):
        table._default_manager.get_or_create(**cell)
        rows.update(**steps)


def _read(message: Message) -> CountedReply:
    desk = message.conversation.desk
    return CountedReply(
        message_id=message.pk,
        desk_id=desk.pk,
        month=message.at.astimezone(ZoneInfo(desk.zone)).date().replace(day=1),
        is_vague=is_vague(message.text, at=message.at, zone=desk.zone),
    )


def _in_batches(
    table: type[Model], act: Callable[[Sequence[int]], int], say: Callable[[str], object]
) -> int:
    last, done = 0, 0
    for number in numbers(1):
        found = table._default_manager.filter(pk__gt=last).order_by("pk")
        pks = list(found.values_list("pk", flat=True)[:AT_ONCE])
        if not pks:
            return done
        with transaction.atomic():
            _hold_reader()
            done += act(pks)
        last = pks[-1]
        if number % 100 == 0:
            say(f"{table._meta.verbose_name_plural}: {last}")
    return done


def _hold_reader() -> None:
    """Let the reader wait, so that nothing is counted by both."""
    Cursor.objects.get_or_create(reader=READER)
    Cursor.objects.select_for_update().get(reader=READER)


@transaction.atomic
def _sum_promises_anew() -> None:
    _hold_reader()
    counted = CountedPromise.objects.filter(desk__isnull=False)
    rows = counted.order_by().values("desk_id", "kind", "month").annotate(**counted_sums())
    tallies = [PromiseTally(**row) for row in rows]
    PromiseTally.objects.all().delete()
    PromiseTally.objects.bulk_create(tallies, batch_size=AT_ONCE)


@transaction.atomic
def _sum_replies_anew() -> None:
    _hold_reader()
    sums = {"replies": Count("month"), "vague": Count("month", filter=Q(is_vague=True))}
    rows = CountedReply.objects.order_by().values("desk_id", "month").annotate(**sums)
    tallies = [VagueCount(**row) for row in rows]
    VagueCount.objects.all().delete()
    VagueCount.objects.bulk_create(tallies, batch_size=AT_ONCE)
