"""What stands in fields goes along where two conversations become one, and comes back."""

from __future__ import annotations

from collections.abc import Iterable

from kept.conversations.models import Conversation
from kept.fields.models import FieldValue


def carry_values(source: Conversation, *, into: Conversation) -> dict[str, list[int]]:
    """What `into` does not say itself it has from `source`; answers by id what moved.

    Runs in the transaction that merges, which has locked both.
    """
    said = FieldValue.objects.filter(conversation=into).values("field")
    rows = FieldValue.objects.filter(conversation=source).exclude(field__in=said)
    moved = list(rows.values_list("pk", flat=True))
    FieldValue.objects.filter(pk__in=moved).update(conversation=into)
    return {"field_values": moved}


def give_back_values(moved: Iterable[int], *, source: Conversation, target: Conversation) -> None:
    """The same back, as far as it stands there as it came."""
    rows = FieldValue.objects.filter(pk__in=list(moved), conversation=target)
    said = FieldValue.objects.filter(conversation=source).values("field")
    rows.exclude(field__in=said).update(conversation=source)
