"""A member fills in what is to be known of a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.actions.locking import Doer, take
from kept.conversations.models import Conversation
from kept.fields.events import FieldEmptied, FieldFilled
from kept.fields.models import FieldPick, FieldValue, FieldWord
from kept.fields.queries import Choice, Held, held_by
from kept.fields.rules import CHOICE, DATE, MANY, NUMBER, WRITTEN, YES_NO, Value, fault_in
from kept.fields.rules import is_storable as fits_its_column
from kept.kit.refusals import Refusal
from kept.kit.words import plain_words
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member

MOST_WORDS = 500


class ValueAtFault(Refusal):
    code = "field_value_at_fault"
    message = gettext_lazy("That cannot stand in this field. Look at it again.")


class FilledMeanwhile(Refusal):
    code = "field_filled_meanwhile"
    message = gettext_lazy("Somebody else has filled it in meanwhile.")


@dataclass(frozen=True, slots=True)
class Change:
    """What a field shall hold. `seen` is the version that whoever typed it had before them."""

    field: int
    value: Value
    seen: int


@transaction.atomic
def fill(
    conversation: Conversation, changes: Sequence[Change], *, by: Member, now: datetime
) -> list[Held]:
    """Write them all, or none; answers the fields that are another than before.

    Raises `NotAllowed`, `WasMerged`, `ValueAtFault`, and `FilledMeanwhile` where one holds what
    its writer has not seen.
    """
    conversation = take(conversation, by=by)
    there = {one.pk: one for one in held_by(conversation)}
    moved = []
    written = []
    for change in changes:
        held = there.get(change.field)
        if held is None:
            raise ValueAtFault(_("That field is retired, or of another desk. Open it again."))
        if held.value == change.value:
            continue
        if held.version != change.seen:
            moved.append(held.label)
            continue
        if not is_fit(held, change.value, among=held.offered):
            raise ValueAtFault
        write_value(conversation, held, change.value, by=by, now=now)
        written.append(held)
    if moved:
        words = _(
            "Nothing is saved: somebody else has filled in %(fields)s meanwhile. Look at what "
            "stands there now, then save yours or leave it."
        )
        raise FilledMeanwhile(words % {"fields": ", ".join(moved)})
    return written


def is_fit(held: Held, value: Value, *, among: Iterable[Choice]) -> bool:
    """Whether it is a value of this kind, and of these choices, whoever asks."""
    if value.is_empty:
        return True
    offered = {choice.pk for choice in among}
    match held.kind:
        case "NUMBER":
            return value.number is not None and fits_its_column(value.number)
        case "DATE":
            return value.day is not None
        case "YES_NO":
            return value.yes is not None
        case "CHOICE":
            return value.choice in offered
        case "MANY":
            return value.picks <= offered
    is_text = bool(value.text) and value == Value(text=value.text)
    return is_text and not fault_in(held.kind, value.text, held.pattern)


def write_value(
    conversation: Conversation,
    held: Held,
    value: Value,
    *,
    by: Doer,
    now: datetime,
    cause: Event | None = None,
) -> None:
    """What is fit stands there, in a conversation that is held; and the fact of it."""
    rows = FieldValue.objects.filter(conversation=conversation, field=held.pk)
    fact: FieldEmptied | FieldFilled
    if value.is_empty:
        rows.delete()
        fact = FieldEmptied(field=held.pk, conversation=conversation.pk, before=held.value.choice)
        record(fact, about=[conversation], by=by, at=now, cause=cause)
        return
    fact = FieldFilled(
        field=held.pk,
        conversation=conversation.pk,
        choice=value.choice,
        before=held.value.choice,
    )
    event = record(fact, about=[conversation], by=by, at=now, cause=cause)
    row, _made = FieldValue.objects.update_or_create(
        conversation=conversation,
        field_id=held.pk,
        defaults={**_columns(held.kind, value), "kind": held.kind, "version": event.pk},
    )
    if held.kind == MANY:
        row.picks.all().delete()
        FieldPick.objects.bulk_create(
            FieldPick(value=row, choice_id=pk) for pk in sorted(value.picks)
        )
    if held.kind in WRITTEN:
        enter_words(row)


def _columns(kind: str, value: Value) -> dict[str, object]:
    return {
        "text": value.text if kind in WRITTEN else "",
        "number": value.number if kind == NUMBER else None,
        "day": value.day if kind == DATE else None,
        "yes": value.yes if kind == YES_NO else None,
        "choice_id": value.choice or None if kind == CHOICE else None,
    }


def enter_words(row: FieldValue) -> None:
    """The words of a text, by which it is found."""
    row.words.all().delete()
    words = dict.fromkeys(word[:40] for word in plain_words(row.text)[:MOST_WORDS])
    FieldWord.objects.bulk_create(
        FieldWord(value=row, field_id=row.field_id, word=word) for word in words
    )
