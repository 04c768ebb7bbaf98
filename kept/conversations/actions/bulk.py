"""One act on many conversations: begun, carried on in batches, undone.

A few share a transaction, each within its own savepoint: one refusal stops none of the others, and
a worker that is killed has done whole ones.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext_lazy, override

from kept.conversations.actions import bulk_change as change
from kept.conversations.events import BulkBegun, BulkEnded, BulkUndone
from kept.conversations.models import Bulk, BulkItem, Conversation
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.sentences import sentence
from kept.ledger import record
from kept.people.models import Member

logger = logging.getLogger(__name__)

BROKE = sentence("Something broke here, so nothing was changed. The log says what it was.")
MOST = 400
"""Conversations of one act."""
BATCH = 30
"""So many take well below a second, so that a page may wait for them."""
TOGETHER = 10
"""So many share a transaction."""

MOST_AT_ONCE = 20
MOST_TIDIED = 100
KEPT = timedelta(days=90)

WAITING, DONE, SAME, REFUSED, UNDONE, LEFT = (
    *(BulkItem.State.WAITING, BulkItem.State.DONE, BulkItem.State.SAME),
    *(BulkItem.State.REFUSED, BulkItem.State.UNDONE, BulkItem.State.LEFT),
)


class NothingSelected(Refusal):
    code = "bulk_of_nothing"
    message = gettext_lazy(
        "Nothing is selected. Select conversations first, then say what shall become of them."
    )


class TooManySelected(Refusal):
    code = "bulk_too_many"
    message = gettext_lazy("Select four hundred conversations at most, and the rest after these.")


class NoSuchAct(Refusal):
    code = "bulk_unknown_act"
    message = gettext_lazy(
        "That cannot be done to many at once. Look at the list again and choose anew."
    )


class StillUnderWay(Refusal):
    code = "bulk_under_way"
    message = gettext_lazy("It is not through yet. Wait a moment, then undo it.")


@transaction.atomic
def begin_bulk(ids: Sequence[int], *, act: str, value: str = "", by: Member, now: datetime) -> Bulk:
    """Write down what shall be done; `carry_on` does it.

    Raises `NothingSelected`, `TooManySelected`, `NoSuchAct`, `NotAllowed`.
    """
    if not by.is_active:
        raise NotAllowed
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise NothingSelected
    if len(wanted) > MOST:
        raise TooManySelected
    if not _is_known(act, value, by=by):
        raise NoSuchAct
    seen = set(
        Conversation.objects.visible_to(by).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    bulk = Bulk.objects.create(
        member=by, act=act, value=value, unseen=len(wanted) - len(seen), at=now
    )
    # In the order of their ids, as everybody locks them.
    BulkItem.objects.bulk_create(BulkItem(bulk=bulk, conversation_id=pk) for pk in sorted(seen))
    record(BulkBegun(bulk=bulk.pk, act=str(act), count=len(seen)), about=[by], by=by, at=now)
    return bulk


def carry_on(bulk: Bulk, *, size: int = BATCH, now: datetime) -> int:
    """Do the next so many, or undo them; at the end says so. Answers how many were looked at."""
    if bulk.state == Bulk.State.RUNNING:
        return _walk(bulk, WAITING, _do, _end, size=size, now=now)
    if bulk.state == Bulk.State.UNDOING:
        return _walk(bulk, DONE, _undo, _end_undo, size=size, now=now)
    return 0


def carry_on_all(*, now: datetime) -> int:
    """What was begun and did not end, a batch of each. Answers how many were looked at."""
    open_ = Bulk.objects.filter(state__in=[Bulk.State.RUNNING, Bulk.State.UNDOING])
    begun = open_.select_related("member").order_by("pk")[:MOST_AT_ONCE]
    return sum(carry_on(bulk, now=now) for bulk in list(begun))


@transaction.atomic
def undo_bulk(bulk: Bulk, *, by: Member, now: datetime) -> Bulk:
    """Put back what it changed and nobody has changed since; `carry_on` does it.

    Raises `NotAllowed`, `StillUnderWay`.
    """
    bulk = Bulk.objects.select_for_update().get(pk=bulk.pk)
    if bulk.member_id != by.pk or not by.is_active:
        raise NotAllowed
    if bulk.state == Bulk.State.RUNNING:
        raise StillUnderWay
    if bulk.state == Bulk.State.ENDED:
        bulk.state = Bulk.State.UNDOING
        bulk.save(update_fields=["state"])
    return bulk


def tidy_bulks(*, now: datetime) -> int:
    """Forget acts of long ago, with their rows: by then nobody undoes them. Answers how many."""
    ended = Bulk.objects.filter(state__in=[Bulk.State.ENDED, Bulk.State.UNDONE], at__lt=now - KEPT)
    old = list(ended.order_by("pk").values_list("pk", flat=True)[:MOST_TIDIED])
    BulkItem.objects.filter(bulk__in=old).delete()
    Bulk.objects.filter(pk__in=old).delete()
    return len(old)


def _walk(
    bulk: Bulk,
    state: str,
    step: Callable[..., None],
    end: Callable[..., None],
    *,
    size: int,
    now: datetime,
) -> int:
    rows = BulkItem.objects.filter(bulk=bulk, state=state).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:size])
    for start in range(0, len(ids), TOGETHER):
        with transaction.atomic():
            # Another worker may have been here: what is still in this state is ours.
            still = rows.select_for_update().filter(pk__in=ids[start : start + TOGETHER])
            for item in list(still):
                item.bulk = bulk
                step(item, by=bulk.member, now=now)
    if not rows.exists():
        with transaction.atomic():
            end(Bulk.objects.select_for_update().get(pk=bulk.pk), now=now)
        bulk.refresh_from_db()
    return len(ids)


def _do(item: BulkItem, *, by: Member, now: datetime) -> None:
    act = change.ACTS[item.bulk.act]
    try:
        # Told anew in whatever language it is read in.
        with transaction.atomic(), override("en"):
            done = act.do(item.conversation, item.bulk.value, by=by, now=now)
    except Refusal as refusal:
        item.state, item.why = REFUSED, str(refusal.message)[:240]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # One that breaks us must not stop those behind it for good.
        logger.exception("%s: conversation %s broke", item.bulk, item.conversation_id)
        item.state, item.why = REFUSED, BROKE
    else:
        item.state = DONE if done else SAME
        if done:
            item.before, item.mark = done.before, done.mark
    item.save(update_fields=["state", "why", "before", "mark"])


def _undo(item: BulkItem, *, by: Member, now: datetime) -> None:
    act = change.ACTS[item.bulk.act]
    done = change.Done(item.before, item.mark)
    try:
        with transaction.atomic(), override("en"):
            act.undo(item.conversation, item.bulk.value, done, by=by, now=now)
    except Refusal as refusal:
        item.state, item.why = LEFT, str(refusal.message)[:240]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("%s: conversation %s broke", item.bulk, item.conversation_id)
        item.state, item.why = LEFT, BROKE
    else:
        item.state = UNDONE
    item.save(update_fields=["state", "why"])


def _end(bulk: Bulk, *, now: datetime) -> None:
    if bulk.state != Bulk.State.RUNNING:
        return
    bulk.state = Bulk.State.ENDED
    bulk.save(update_fields=["state"])
    fact = BulkEnded(
        bulk=bulk.pk,
        done=bulk.items.filter(state=DONE).count(),
        refused=bulk.items.filter(state=REFUSED).count(),
    )
    record(fact, about=[bulk.member], by=bulk.member, at=now)


def _end_undo(bulk: Bulk, *, now: datetime) -> None:
    if bulk.state != Bulk.State.UNDOING:
        return
    bulk.state = Bulk.State.UNDONE
    bulk.save(update_fields=["state"])
    fact = BulkUndone(
        bulk=bulk.pk,
        restored=bulk.items.filter(state=UNDONE).count(),
        left=bulk.items.filter(state=LEFT).count(),
    )
    record(fact, about=[bulk.member], by=bulk.member, at=now)


def _is_known(act: str, value: str, *, by: Member) -> bool:
    """Whether there is such an act, and what it shall make of them."""
    known = change.ACTS.get(act)
    return known is not None and known.knows(value, by)
