"""Where conversations stand at present, read for many in as many queries as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from kept.conversations.models import Conversation, Desk, Message, Tagging
from kept.ledger.models import Event
from kept.promises.counting import TO_CUSTOMERS
from kept.promises.models import Promise, PromiseVersion
from kept.promises.rules.endings import OPEN as STILL_OPEN
from kept.promises.rules.endings import ending_of
from kept.reports.models import Facet
from kept.reports.rules.cells import Vow, cells_of, last_day
from kept.reports.rules.life import CLOSED, IN, OPEN, OUT, Life, Step, live

Status = Conversation.Status
_OPEN = {Status.OPEN, Status.WAITING, Status.ON_HOLD}
LETTER, OURS = 1, 2
"""Channels: they wrote first, or we did."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of a conversation in `Counted`."""

    conversation: int
    desk_id: int
    calendar: int
    organisation: int
    last_day: date
    facets: list[list[Any]]
    cells: dict[str, int]


def standing_of(pks: Sequence[int]) -> Iterator[Standing]:
    """Those of `pks` that count. Neither spam nor what was merged does, nor what is gone."""
    found = Conversation.objects.filter(pk__in=pks).exclude(status__in=["SPAM", "MERGED"])
    talks = list(found.select_related("customer"))
    here = [talk.pk for talk in talks]
    desks = {desk.pk: desk for desk in Desk.objects.select_related("calendar")}
    steps, vows, tags = _steps(here), _vows(here), _tags(here)
    for talk in talks:
        desk = desks[talk.desk_id]
        life = live(talk.opened_at, steps[talk.pk], closed_at=talk.closed_at)
        cells = cells_of(life, vows[talk.pk], zone=desk.zone, between=desk.hours.between)
        organisation = talk.customer.organisation_id or 0
        yield Standing(
            conversation=talk.pk,
            desk_id=desk.pk,
            calendar=desk.calendar_id,
            organisation=organisation,
            last_day=last_day(cells),
            facets=[
                [Facet.ALL.value, 0],
                [Facet.CHANNEL.value, channel_of(life)],
                *([Facet.TAG.value, tag] for tag in sorted(tags[talk.pk] or {0})),
                [Facet.ORGANISATION.value, organisation],
            ],
            cells=dict(sorted(cells.items())),
        )


def channel_of(life: Life) -> int:
    return OURS if life.is_ours else LETTER


def _steps(pks: Sequence[int]) -> dict[int, list[Step]]:
    steps: defaultdict[int, list[Step]] = defaultdict(list)
    # What passes between us and a third person, and what a robot wrote, is no part of it.
    letters = Message.objects.filter(conversation__in=pks, is_aside=False, automatic="")
    for pk, way, at in letters.order_by("pk").values_list("conversation", "way", "at"):
        steps[pk].append(Step(at, IN if way == Message.Way.IN else OUT))
    for pk, to, at in _statuses(pks):
        if to == Status.CLOSED:
            steps[pk].append(Step(at, CLOSED))
        elif to in _OPEN:
            steps[pk].append(Step(at, OPEN))
    return steps


def _statuses(pks: Sequence[int]) -> Iterator[tuple[int, str, datetime]]:
    """How each went from status to status, in the order of the ledger."""
    events = Event.objects.filter(
        kind="conversation.status_changed",
        mentions__name__in=[f"conversation:{pk}" for pk in pks],
    )
    for fact, at in events.order_by("pk").values_list("facts", "at"):
        yield fact["conversation"], fact["to"], at


def _vows(pks: Sequence[int]) -> dict[int, list[Vow]]:
    late_moves = PromiseVersion.objects.filter(promise=OuterRef("pk"), was_early=False)
    found = Promise.objects.filter(conversation__in=pks, desk__isnull=False, kind__in=TO_CUSTOMERS)
    vows: defaultdict[int, list[Vow]] = defaultdict(list)
    promises: Iterable[Any] = found.annotate(moved_late=Exists(late_moves)).order_by("pk")
    for promise in promises:
        ending = ending_of(promise, moved_late=promise.moved_late)
        if ending is None:
            continue
        at = (
            promise.due_at
            if promise.settled_at is None
            else min(promise.due_at, promise.settled_at)
        )
        is_open = ending == STILL_OPEN
        vows[promise.conversation_id].append(Vow(promise.made_at, "" if is_open else ending, at))
    return vows


def _tags(pks: Sequence[int]) -> dict[int, set[int]]:
    """Each with the tags that it shows: one that was merged shows as the other."""
    tags: defaultdict[int, set[int]] = defaultdict(set)
    tagged = Tagging.objects.filter(conversation__in=pks)
    for pk, tag, into in tagged.values_list("conversation", "tag", "tag__merged_into"):
        tags[pk].add(into or tag)
    return tags
