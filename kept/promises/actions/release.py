"""The promisee lets us off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit.refusals import NotAllowed, Refusal
from kept.people.models import Member
from kept.promises.access import may_answer, may_settle
from kept.promises.actions.errors import AlreadySettled
from kept.promises.actions.locking import (
    at_last,
    hold,
    must_be_by_hand,
    promisee,
    say_what_passed,
    write,
)
from kept.promises.actions.pause import end_rest
from kept.promises.events import PromiseReleased
from kept.promises.models import Promise


class ReleaseNeedsWords(Refusal):
    code = "release_without_words"
    message = gettext_lazy("Only the customer can let us off. Write where and how they said so.")


@transaction.atomic
def release(promise: Promise, *, why: str, by: Member | None, now: datetime) -> Promise:
    """The promisee no longer wants it. `by` None: the customer said so, on their page.

    A member who notes it for a customer must say where the customer said so; among us only the
    promisee themselves may. Raises `NotAllowed`, `AlreadySettled`, `ReleaseNeedsWords`.
    """
    promise = hold(promise.pk)
    if not _may_release(promise, by):
        raise NotAllowed
    must_be_by_hand(promise)
    say_what_passed(promise, now=now)
    if promise.is_settled:
        raise AlreadySettled
    if by is not None and promise.customer_id is not None and not why.strip():
        raise ReleaseNeedsWords
    let_go(promise, why=why.strip(), by=promisee(promise, by), now=now)
    return promise


def let_go(
    promise: Promise, *, why: str, by: Member | str, now: datetime, cause: object = None
) -> None:
    """Release a promise already held."""
    now = at_last(promise, now=now)
    end_rest(promise, now=now, cause=cause)
    promise.outcome = Promise.Outcome.RELEASED
    promise.settled_at, promise.settled_why = now, why
    promise.save(update_fields=["outcome", "settled_at", "settled_why"])
    promise.windows.all().delete()
    write(PromiseReleased, promise, by=by, at=now, cause=cause)


def _may_release(promise: Promise, member: Member | None) -> bool:
    if promise.customer_id is None:
        return member is not None and may_answer(member, promise)
    return member is None or may_settle(member, promise)
