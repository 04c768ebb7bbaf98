"""Steps are added, done, moved and removed; saved checklists are kept in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from kept.checklists.access import may_keep
from kept.checklists.events import (
    ChecklistBroughtBack,
    ChecklistChanged,
    ChecklistMade,
    ChecklistRetired,
    StepAdded,
    StepDone,
    StepRemoved,
    StepReopened,
)
from kept.checklists.models import Checklist, Step
from kept.checklists.rules import step_text, steps_in
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Desk
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member

MOST = 200
MOST_STEPS = 60
"""On one conversation, and in one saved list."""


class NoSteps(Refusal):
    code = "checklist_without_steps"
    message = gettext_lazy("Write what is to be done: one step a line.")


class TooManySteps(Refusal):
    code = "checklist_too_many_steps"
    message = gettext_lazy("Sixty steps are the most that stand in one place. Remove some first.")


class ChecklistTaken(Refusal):
    code = "checklist_taken"
    message = gettext_lazy(
        "There is a checklist of that name here already. Give this one another name."
    )


class TooManyChecklists(Refusal):
    code = "checklists_too_many"
    message = gettext_lazy("There are two hundred checklists already. Change one nobody uses.")


class ChecklistNotHere(Refusal):
    code = "checklist_not_here"
    message = gettext_lazy("That checklist is not for this desk, or is retired.")


class StepGone(Refusal):
    code = "step_gone"
    message = gettext_lazy("Somebody has removed that step meanwhile.")


@dataclass(frozen=True, slots=True)
class ChecklistSettings:
    """`steps` as they were typed, one a line."""

    name: str
    steps: str
    desk: Desk | None = None


@transaction.atomic
def add_steps(
    conversation: Conversation,
    texts: Iterable[str],
    *,
    checklist: Checklist | None = None,
    by: Member,
    now: datetime,
) -> list[Step]:
    """Behind those that are there. Raises `NotAllowed`, `WasMerged`, `NoSteps`, `TooManySteps`."""
    conversation = take(conversation, by=by)
    wanted = [text for one in texts if (text := step_text(one))]
    if not wanted:
        raise NoSteps
    there = list(Step.objects.filter(conversation=conversation).values_list("position", flat=True))
    if len(there) + len(wanted) > MOST_STEPS:
        raise TooManySteps
    last = max(there, default=0)
    added = []
    for place, text in enumerate(wanted, last + 1):
        step = Step.objects.create(conversation=conversation, text=text, position=place)
        fact = StepAdded(
            step=step.pk, conversation=conversation.pk, checklist=checklist.pk if checklist else 0
        )
        record(fact, about=[conversation], by=by, at=now)
        added.append(step)
    return added


@transaction.atomic
def use_checklist(
    checklist: Checklist, conversation: Conversation, *, by: Member, now: datetime
) -> list[Step]:
    """Put its steps on. Raises what `add_steps` does, and `ChecklistNotHere`."""
    conversation = take(conversation, by=by)
    here = Checklist.objects.visible_to(by).at(conversation.desk)
    found = here.filter(pk=checklist.pk).first()
    if found is None:
        raise ChecklistNotHere
    return add_steps(conversation, steps_in(found.steps), checklist=found, by=by, now=now)


@transaction.atomic
def tick(step: Step, *, is_done: bool, by: Member, now: datetime) -> Step:
    """Done, or not done after all. Whoever did it first stays named.

    Raises `NotAllowed`, `WasMerged`, `StepGone`.
    """
    step = _hold(step, by=by)
    if (step.done_at is not None) == is_done:
        return step
    step.done_at, step.done_by = (now, by) if is_done else (None, None)
    step.save(update_fields=["done_at", "done_by"])
    kind = StepDone if is_done else StepReopened
    fact = kind(step=step.pk, conversation=step.conversation_id)
    record(fact, about=[step.conversation], by=by, at=now)
    return step


@transaction.atomic
def move_step(step: Step, *, up: bool, by: Member) -> None:
    """One place up or down. Raises `NotAllowed`, `WasMerged`, `StepGone`."""
    step = _hold(step, by=by)
    order = list(Step.objects.filter(conversation=step.conversation).values_list("pk", flat=True))
    at = order.index(step.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        for place, pk in enumerate(order, 1):
            Step.objects.filter(pk=pk).exclude(position=place).update(position=place)


@transaction.atomic
def remove_step(step: Step, *, by: Member, now: datetime) -> None:
    """Raises `NotAllowed`, `WasMerged`, `StepGone`."""
    step = _hold(step, by=by)
    fact = StepRemoved(step=step.pk, conversation=step.conversation_id)
    record(fact, about=[step.conversation], by=by, at=now)
    step.delete()


def carry_steps(source: Conversation, *, into: Conversation) -> dict[str, list[int]]:
    """All steps go along where two become one, behind those there; answers by id what moved."""
    rows = Step.objects.filter(conversation=source)
    moved = list(rows.values_list("pk", flat=True))
    last = max(Step.objects.filter(conversation=into).values_list("position", flat=True), default=0)
    for place, pk in enumerate(moved, last + 1):
        Step.objects.filter(pk=pk).update(conversation=into, position=place)
    return {"steps": moved}


def give_back_steps(moved: Sequence[int], *, source: Conversation, target: Conversation) -> None:
    Step.objects.filter(pk__in=list(moved), conversation=target).update(conversation=source)


def make_checklist(chosen: ChecklistSettings, *, by: Member, now: datetime) -> Checklist:
    """Raises `NotAllowed`, `NoSteps`, `TooManySteps`, `ChecklistTaken`, `TooManyChecklists`."""
    if not may_keep(by, chosen.desk):
        raise NotAllowed
    if Checklist.objects.count() >= MOST:
        raise TooManyChecklists
    with transaction.atomic():
        row = _save(Checklist(), chosen)
        record(ChecklistMade(checklist=row.pk, desk=row.desk_id or 0), about=[row], by=by, at=now)
    return row


@transaction.atomic
def change_checklist(
    row: Checklist, chosen: ChecklistSettings, *, by: Member, now: datetime
) -> Checklist:
    """What was put on somewhere stays as it is. Raises what `make_checklist` does."""
    row = _take(row, by=by)
    if not may_keep(by, chosen.desk):
        raise NotAllowed
    row = _save(row, chosen)
    record(ChecklistChanged(checklist=row.pk), about=[row], by=by, at=now)
    return row


@transaction.atomic
def retire_checklist(row: Checklist, *, back: bool = False, by: Member, now: datetime) -> None:
    """Offered no more, or again with `back`. Raises `NotAllowed`."""
    row = _take(row, by=by)
    if (row.retired_at is None) == back:
        return
    row.retired_at = None if back else now
    row.save(update_fields=["retired_at"])
    kind = ChecklistBroughtBack if back else ChecklistRetired
    record(kind(checklist=row.pk), about=[row], by=by, at=now)


def _take(row: Checklist, *, by: Member) -> Checklist:
    locked = Checklist.objects.select_for_update().get(pk=row.pk)
    if not may_keep(by, locked.desk):
        raise NotAllowed
    return locked


def _save(row: Checklist, chosen: ChecklistSettings) -> Checklist:
    steps, name = steps_in(chosen.steps), " ".join(chosen.name.split())[:80]
    if not steps:
        raise NoSteps
    if len(steps) > MOST_STEPS:
        raise TooManySteps
    row.name, row.key, row.desk = name, name.casefold(), chosen.desk
    row.steps = "\n".join(steps)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ChecklistTaken from error
    return row


def _hold(step: Step, *, by: Member) -> Step:
    """The step, under the lock of its conversation."""
    take(step.conversation, by=by)
    held = Step.objects.select_for_update().filter(pk=step.pk).first()
    if held is None or held.conversation_id != step.conversation_id:
        raise StepGone
    return held
