"""A promise is made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from kept.conversations.access import may_write
from kept.conversations.models import Conversation, Desk, Message, Note
from kept.customers.models import Customer
from kept.kit.refusals import NotAllowed, Refusal
from kept.people.models import Member, Team
from kept.promises.access import may_keep
from kept.promises.actions.dates import set_dates
from kept.promises.actions.errors import BadWindow, MadeElsewhere
from kept.promises.actions.locking import SYSTEM, write
from kept.promises.events import PromiseMade, PromiseOffered
from kept.promises.models import Promise, Window
from kept.promises.proposals import Span, apart


class EmptyPromise(Refusal):
    code = "promise_empty"
    message = gettext_lazy("Write what you promise, in the words the customer will read.")


class CannotKeep(Refusal):
    code = "keeper_cannot_see"
    message = gettext_lazy("They cannot see this conversation, so they could not keep the promise.")


class NobodyThere(Refusal):
    code = "promise_to_nobody"
    message = gettext_lazy("Choose one person or one team to promise it to.")


@transaction.atomic
def make(
    conversation: Conversation,
    *,
    words: str,
    due_at: datetime,
    due_from: datetime | None = None,
    keeper: Member | None,
    kind: str = Promise.Kind.PROMISE,
    condition: str = "",
    ends_on_reply: bool = False,
    made_in: Message | None = None,
    made_in_note: Note | None = None,
    submit_id: UUID | None = None,
    customer: Customer | None = None,
    by: Member,
    now: datetime,
) -> Promise:
    """Note a promise to the customer of `conversation`. `keeper` None: the desk keeps it.

    `customer` is given where it is another one's, whose own was merged into this.

    Raises `NotAllowed`, `EmptyPromise`, `BadWindow`, `CannotKeep`.
    """
    if not may_write(by, conversation):
        raise NotAllowed
    if made := made_before(submit_id, conversation=conversation, by=by):
        return made
    if keeper is not None and not may_keep(keeper, conversation):
        raise CannotKeep
    return _begin(
        (due_from, due_at),
        words=words,
        conversation=conversation,
        desk=conversation.desk,
        customer=customer or conversation.customer,
        keeper=keeper,
        kind=kind,
        condition=" ".join(condition.split()),
        ends_on_reply=ends_on_reply,
        made_in=made_in,
        made_in_note=made_in_note,
        origin=_origin(made_in, made_in_note),
        submit_id=submit_id,
        by=by,
        now=now,
    )


@transaction.atomic
def promise_among_us(
    *,
    words: str,
    due_at: datetime,
    due_from: datetime | None = None,
    to_member: Member | None = None,
    to_team: Team | None = None,
    keeper_team: Team | None = None,
    conversation: Conversation | None = None,
    kind: str = Promise.Kind.COLLEAGUE,
    condition: str = "",
    is_private: bool = False,
    ends_on_reply: bool = False,
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Promise:
    """Promise something to a colleague, a team, or oneself. `by` keeps it, or `keeper_team` does.

    Nobody can promise for somebody else; for a team, only one of its own can. Private is what one
    promises oneself. Raises `NotAllowed`, `NobodyThere`, `EmptyPromise`, `BadWindow`.
    """
    if made := made_before(submit_id, conversation=conversation, by=by):
        return made
    if (to_member is None) == (to_team is None):
        raise NobodyThere
    if to_member is not None and not to_member.is_active:
        raise NobodyThere
    if is_private and (to_member != by or keeper_team is not None):
        raise NotAllowed
    if keeper_team is not None and not keeper_team.members.filter(pk=by.pk).exists():
        raise NotAllowed
    if conversation is not None and not may_write(by, conversation):
        raise NotAllowed
    return _begin(
        (due_from, due_at),
        words=words,
        conversation=conversation,
        keeper=None if keeper_team else by,
        keeper_team=keeper_team,
        to_member=to_member,
        to_team=to_team,
        kind=kind,
        condition=" ".join(condition.split()),
        is_private=is_private,
        ends_on_reply=ends_on_reply,
        submit_id=submit_id,
        by=by,
        now=now,
    )


@transaction.atomic
def make_by_rule(
    *,
    kind: str,
    words: str,
    due_at: datetime,
    desk: Desk,
    conversation: Conversation,
    made_in: Message | None,
    now: datetime,
    cause: Any = None,
) -> Promise:
    """A promise that the desk makes to everybody by a rule, such as a first answer in time.

    `due_at` may lie in the past where the rule is applied late; then it is broken at once, at its
    own second, by the next round of the clock.
    """
    return _write_down(
        (None, due_at),
        words=words,
        kind=kind,
        conversation=conversation,
        desk=desk,
        customer=conversation.customer,
        made_in=made_in,
        origin=Promise.Origin.RULE,
        by=None,
        now=now,
        cause=cause,
    )


@transaction.atomic
def offer_callback(
    conversation: Conversation,
    *,
    words: str,
    windows: list[Span],
    keeper: Member | None,
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Promise:
    """Offer the customer times at which we call; nothing is owed until they choose one.

    Raises `NotAllowed`, `EmptyPromise`, `BadWindow`, `CannotKeep`.
    """
    if not may_write(by, conversation):
        raise NotAllowed
    if made := made_before(submit_id, conversation=conversation, by=by):
        return made
    if keeper is not None and not may_keep(keeper, conversation):
        raise CannotKeep
    if not windows or any(start is None for start, _ in windows):
        raise BadWindow
    for start, end in windows:
        _check(start, end, now=now)
    windows = apart(windows)
    return _begin(
        (None, windows[-1][1]),
        windows=windows,
        words=words,
        conversation=conversation,
        desk=conversation.desk,
        customer=conversation.customer,
        keeper=keeper,
        kind=Promise.Kind.CALLBACK,
        outcome=Promise.Outcome.OFFERED,
        submit_id=submit_id,
        by=by,
        now=now,
    )


def made_before(
    submit_id: UUID | None, *, conversation: Conversation | None, by: Member
) -> Promise | None:
    """What this member made here by the same submit, if anything. Raises `MadeElsewhere`."""
    if submit_id is None:
        return None
    made = Promise.objects.filter(submit_id=submit_id).first()
    place = conversation.pk if conversation else None
    if made is not None and (made.made_by_id, made.conversation_id) != (by.pk, place):
        raise MadeElsewhere
    return made


def _begin(
    span: Span, *, words: str, windows: Sequence[Span] = (), by: Member, now: datetime, **more: Any
) -> Promise:
    """A promise that somebody makes: with words, and due in time to come."""
    words = " ".join(words.split())
    if not words:
        raise EmptyPromise
    _check(*span, now=now)
    try:
        with transaction.atomic():
            promise = _write_down(span, words=words, by=by, now=now, **more)
    except IntegrityError:
        # Sent twice at once: the other one was written while this one waited for it.
        place = more.get("conversation")
        if made := made_before(more["submit_id"], conversation=place, by=by):
            return made
        raise
    if windows:
        Window.objects.bulk_create(
            Window(promise=promise, due_from=start, due_at=end) for start, end in windows
        )
        write(PromiseOffered, promise, windows=len(windows), by=by, at=now)
    return promise


def _write_down(
    span: Span, *, by: Member | None, now: datetime, cause: Any = None, **more: Any
) -> Promise:
    # A rule that is applied after its own date made its promise no later than that.
    promise = Promise(made_by=by, made_at=min(now, span[1]), zone="", **more)
    promise.zone = promise.zone_said
    set_dates(promise, *span, now=promise.made_at)
    promise.first_due_at = promise.due_at
    promise.save(force_insert=True)
    write(
        PromiseMade,
        promise,
        message=promise.made_in_id or 0,
        due_at=promise.due_at.isoformat(),
        kind=str(promise.kind),
        by=by or SYSTEM,
        at=promise.made_at,
        cause=cause,
    )
    return promise


def _check(due_from: datetime | None, due_at: datetime, *, now: datetime) -> None:
    if due_at <= now or (due_from and due_from > due_at):
        raise BadWindow


def _origin(made_in: Message | None, note: Note | None) -> str:
    if made_in is not None:
        return Promise.Origin.MESSAGE
    return Promise.Origin.NOTE if note is not None else Promise.Origin.FORM
