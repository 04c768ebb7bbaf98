"""A process is written down, and walked through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from kept.conversations.models import Desk
from kept.improvement.access import may_walk, sees_desk
from kept.improvement.actions.errors import NeedsWords, SentElsewhere
from kept.improvement.events import ProcessWalked, ProcessWritten
from kept.improvement.models import Process, ProcessWalk
from kept.improvement.rules import LONGEST_NAME, LONGEST_TEXT, LONGEST_WORDS, care_due
from kept.kit.refusals import NotAllowed
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.people.turns import take_turn

MOST_DAYS = 730


@dataclass(frozen=True, slots=True)
class ProcessTerms:
    """`every_days` is how often somebody walks through it."""

    name: str
    words: str
    owner: Member
    every_days: int = 90
    desk: Desk | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """Efforts from 1, hardly any, to 4, too much."""

    customer_effort: int
    staff_effort: int
    health: str
    words: str = ""


@transaction.atomic
def write_process(
    process: Process | None,
    terms: ProcessTerms,
    *,
    submit_id: UUID | None = None,
    today: date,
    by: Member,
    now: datetime,
) -> Process:
    """Write it down, or change it; of the same `submit_id` one comes.

    Raises `NotAllowed`, `NeedsWords`, `SentElsewhere`.
    """
    if process is not None:
        process = Process.objects.select_for_update().get(pk=process.pk)
    row = process or Process(care_due_on=today, submit_id=submit_id)
    desks = {terms.desk.pk if terms.desk else None, row.desk_id if process else None}
    if not by.is_manager or not all(sees_desk(by, desk) for desk in desks):
        raise NotAllowed
    if process is None and submit_id is not None:
        take_turn(by)
        if made := Process.objects.filter(submit_id=submit_id).first():
            if not sees_desk(by, made.desk_id):
                raise SentElsewhere
            return made
    name = " ".join(plain_text(terms.name, LONGEST_NAME).split())
    words = plain_text(terms.words, LONGEST_TEXT)
    if not name or not words:
        raise NeedsWords
    row.name, row.words, row.desk, row.owner = name, words, terms.desk, terms.owner
    row.every_days = min(max(terms.every_days, 1), MOST_DAYS)
    row.care_due_on = care_due(row.walked_on, row.every_days) if row.walked_on else today
    row.save()
    record(ProcessWritten(process=row.pk), about=[row], by=by, at=now)
    return row


@transaction.atomic
def walk_process(
    process: Process, walk: Walk, *, submit_id: UUID, today: date, by: Member, now: datetime
) -> Process:
    """Say how it was to walk through it; once a submit. Raises `NotAllowed`, `SentElsewhere`."""
    process = Process.objects.select_for_update().get(pk=process.pk)
    if not may_walk(by, process) or process.retired_at:
        raise NotAllowed
    if made := ProcessWalk.objects.filter(submit_id=submit_id).first():
        if (made.process_id, made.member_id) != (process.pk, by.pk):
            raise SentElsewhere
        return process
    ProcessWalk.objects.create(
        process=process,
        member=by,
        customer_effort=walk.customer_effort,
        staff_effort=walk.staff_effort,
        health=walk.health,
        words=plain_text(walk.words, LONGEST_WORDS),
        at=now,
        submit_id=submit_id,
    )
    process.walked_on, process.health = today, walk.health
    process.customer_effort, process.staff_effort = walk.customer_effort, walk.staff_effort
    process.care_due_on = today + timedelta(days=process.every_days)
    process.save()
    fact = ProcessWalked(
        process=process.pk,
        customer_effort=walk.customer_effort,
        staff_effort=walk.staff_effort,
        health=walk.health,
    )
    record(fact, about=[process], by=by, at=now)
    return process
