"""How an action takes hold of a promise that is still open."""

from __future__ import annotations

from kept.kit.refusals import NotAllowed
from kept.people.models import Member
from kept.promises.access import may_settle
from kept.promises.actions.errors import AlreadySettled
from kept.promises.models import Promise


def take(promise: Promise, *, by: Member | None) -> Promise:
    """The promise, locked for this transaction. `by` None is its customer, by their own link.

    Raises `NotAllowed`.
    """
    locked = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("conversation__desk", "keeper")
        .get(pk=promise.pk)
    )
    if by is not None and not may_settle(by, locked):
        raise NotAllowed
    return locked


def take_open(promise: Promise, *, by: Member | None) -> Promise:
    """The same, while nothing has become of it. Raises `NotAllowed`, `AlreadySettled`."""
    locked = take(promise, by=by)
    if locked.is_settled:
        raise AlreadySettled
    return locked


def about(promise: Promise) -> list[object]:
    """Whose timelines show what happens to it."""
    return [
        promise,
        f"conversation:{promise.conversation_id}",
        f"customer:{promise.customer_id}",
        *([f"member:{promise.keeper_id}"] if promise.keeper_id else []),
    ]
