"""A macro, a rule or an undoing says what shall stand in fields, whatever stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.actions.locking import Doer, take
from kept.conversations.models import Conversation
from kept.fields.actions.fill import is_fit, write_value
from kept.fields.models import Field
from kept.fields.queries import Held, held_by
from kept.fields.rules import Value
from kept.kit.refusals import Refusal
from kept.kit.sentences import sentence
from kept.ledger.models import Event

RETIRED = sentence("Nothing is changed: the field {field} is retired, and asked for no more.")
ELSEWHERE = sentence("Nothing is changed: that field is one of another desk.")
NO_FIT = sentence(
    "Nothing is changed: what shall stand in {field} does not fit it, or is offered no more."
)


class CannotPut(Refusal):
    code = "field_cannot_be_put"
    message = gettext_lazy("That cannot stand in this field. Look at it again.")


@transaction.atomic
def put(
    conversation: Conversation,
    values: Mapping[int, Value],
    *,
    by: Doer,
    now: datetime,
    cause: Event | None = None,
) -> list[Held]:
    """Write them all, or none; answers the fields that are another now, as they were before.

    Raises `NotAllowed`, `WasMerged`, `CannotPut`.
    """
    return _put(conversation, values, by=by, now=now, cause=cause, was_there=False)


@transaction.atomic
def put_back(
    conversation: Conversation, values: Mapping[int, Value], *, by: Doer, now: datetime
) -> list[Held]:
    """The same of what stood there before: it fits, though it may be offered no more."""
    return _put(conversation, values, by=by, now=now, cause=None, was_there=True)


def _put(
    conversation: Conversation,
    values: Mapping[int, Value],
    *,
    by: Doer,
    now: datetime,
    cause: Event | None,
    was_there: bool,
) -> list[Held]:
    conversation = take(conversation, by=by)
    there = {one.pk: one for one in held_by(conversation)}
    changed = []
    for pk, value in values.items():
        held = there.get(pk)
        if held is None or (held.is_retired and not was_there):
            raise CannotPut(_why_not(conversation, pk))
        if held.value == value:
            continue
        if not is_fit(held, value, among=held.choices if was_there else held.offered):
            raise CannotPut(_(NO_FIT).format(field=held.label))
        write_value(conversation, held, value, by=by, now=now, cause=cause)
        changed.append(held)
    return changed


def _why_not(conversation: Conversation, pk: int) -> str:
    field = Field.objects.filter(pk=pk).first()
    if field is None:
        return str(CannotPut.message)
    if field.desk_id not in {None, conversation.desk_id}:
        # Unnamed: whoever reads this need not see the desk it is of.
        return _(ELSEWHERE)
    return _(RETIRED).format(field=field.label)
