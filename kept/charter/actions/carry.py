"""What was decided in a conversation goes along when that is merged into another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kept.charter.models import AuthorityRequest, Gesture, Ruling
from kept.conversations.models import Conversation

_CARRIED = {"gestures": Gesture, "authority_requests": AuthorityRequest, "rulings": Ruling}


def carry_decisions(source: Conversation, *, into: Conversation) -> dict[str, list[int]]:
    """Gestures, rulings and requests of `source` stand in `into`. Answers what moved, by id.

    The conversations are the caller's to lock, in the same transaction.
    """
    moved = {}
    for name, model in _CARRIED.items():
        rows = model._default_manager.filter(conversation=source)
        moved[name] = list(rows.order_by("pk").values_list("pk", flat=True))
        if moved[name]:
            model._default_manager.filter(pk__in=moved[name]).update(conversation=into)
    return moved


def carry_gesture(gesture: int, *, source: Conversation, into: Conversation) -> None:
    """One gesture stands in `into`; its promise is the caller's to carry, as are the locks."""
    Gesture.objects.filter(pk=gesture, conversation=source).update(conversation=into)


def give_back_decisions(
    moved: Mapping[str, Sequence[int]], *, source: Conversation, target: Conversation
) -> None:
    """What `carry_decisions` moved goes back to `source`."""
    for name, model in _CARRIED.items():
        if ids := list(moved.get(name, ())):
            rows = model._default_manager.filter(pk__in=ids, conversation=target)
            rows.update(conversation=source)
