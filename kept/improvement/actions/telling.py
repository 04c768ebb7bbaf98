"""Customers who were refused under the old rule are told, each once, by a letter that was read.

Done in small transactions by `kept work`, which may be killed between any two: a row becomes its
message in the transaction that says so, and there is one row a change and customer.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.customers.contact import contact_ended
from kept.customers.models import Customer
from kept.improvement.access import may_lead
from kept.improvement.actions.changes import settle_told, take
from kept.improvement.actions.errors import ContactEnded, NeedsWords, NotNow, ReadSomeFirst
from kept.improvement.events import ChangeToldCustomer, CustomerNews
from kept.improvement.models import Change, Denial, NoNews, TellBack
from kept.improvement.rules import HOLDS, LONGEST_LETTER, letter_to
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.promises.letters import first_name

State, Why = TellBack.State, TellBack.Why
AT_ONCE = 200
SENT_AT_ONCE = 25
MOST_SHOWN = 20
READ_FIRST = 3
"""So many letters somebody reads one by one before the rest may go."""


def gather_some(*, now: datetime) -> int:
    """Of the next refusals under an old rule, whom it concerns. Answers how many were looked at."""
    for pk in Change.objects.filter(state="ADOPTED", gathered_at=None).values_list("pk", flat=True):
        if done := _gather(pk, now=now):
            return done
    return 0


@transaction.atomic
def _gather(pk: int, *, now: datetime) -> int:
    change = take(Change(pk=pk))
    if change.state != Change.State.ADOPTED or change.gathered_at is not None:
        return 0
    told = TellBack.objects.filter(
        customer=OuterRef("customer"),
        state=State.SENT,
        change__policy=change.policy_id,
        sent_at__gt=OuterRef("at"),
    ).exclude(change__state=Change.State.REVERTED)
    under = Denial.objects.filter(
        policy=change.policy_id, number__lt=change.number, pk__gt=change.gathered_to
    )
    rows = list(under.annotate(is_told=Exists(told)).order_by("pk")[:AT_ONCE])
    silent = _silent([row.customer_id for row in rows])
    TellBack.objects.bulk_create(
        [
            TellBack(
                change=change,
                customer_id=row.customer_id,
                conversation_id=row.conversation_id,
                then=row.then,
                state=State.LEFT_OUT if row.customer_id in silent else State.DRAFT,
                why=silent.get(row.customer_id, ""),
            )
            for row in rows
            if not row.is_told  # type: ignore[attr-defined]
        ],
        ignore_conflicts=True,
    )
    if len(rows) < AT_ONCE:
        change.gathered_at = now
    if rows:
        change.gathered_to = rows[-1].pk
    change.save(update_fields=["gathered_to", "gathered_at"])
    settle_told(change, now=now)
    return len(rows) or 1


@transaction.atomic
def write_letter(change: Change, *, text: str, by: Member, now: datetime) -> Change:
    """What all are told whose letter nobody has written by hand.

    Raises `NotAllowed`, `NeedsWords`, `NotNow` where some were let go with the text as it is.
    """
    change = _to_tell(change, by=by)
    text = plain_text(text, LONGEST_LETTER)
    if not text:
        raise NeedsWords
    if change.tell_backs.filter(state__in=[State.READY, State.SENT], text="").exists():
        raise NotNow
    if change.letter != text:
        change.letter, change.letter_at = text, now
        change.save(update_fields=["letter", "letter_at"])
    return change


@transaction.atomic
def approve(telling: TellBack, *, text: str, by: Member, now: datetime) -> TellBack:
    """It was read, and goes as it stands.

    Raises `NotAllowed`, `NotNow`, `NeedsWords`, `ContactEnded`.
    """
    _to_tell(telling.change, by=by)
    telling = _hold(telling, by=by)
    text = plain_text(text, LONGEST_LETTER)
    if not text:
        raise NeedsWords
    if contact_ended([telling.customer_id]):
        raise ContactEnded
    telling.text, telling.state, telling.why = text, State.READY, ""
    telling.reviewed_by, telling.reviewed_at = by, now
    telling.save()
    return telling


@transaction.atomic
def approve_shown(
    change: Change,
    shown: Collection[int],
    *,
    read: str | None = None,
    by: Member,
    now: datetime,
) -> int:
    """Those of a page that was read, each with the words that stood there.

    `read` is the `letter_mark` of that page; None where it is read now. Raises `NotAllowed`,
    `NeedsWords`, `NotNow` where the letter was rewritten meanwhile.
    """
    change = _to_tell(change, by=by)
    if not change.letter:
        raise NeedsWords
    if read is not None and read != change.letter_mark:
        raise NotNow
    rows = TellBack.objects.visible_to(by).filter(
        change=change, state=State.DRAFT, why="", pk__in=list(shown)[:MOST_SHOWN]
    )
    found = list(rows.select_related("customer").order_by("pk"))
    for row in found:
        row.text, row.state = row.text or letter_of(row, change), State.READY
        row.reviewed_by, row.reviewed_at = by, now
        row.save(update_fields=["text", "state", "reviewed_by", "reviewed_at"])
    return len(found)


@transaction.atomic
def release_rest(change: Change, *, by: Member, now: datetime) -> int:
    """Whoever has read some of them lets the rest go with the same text. Answers how many.

    What was read before the letter was rewritten does not count.

    Raises `NotAllowed`, `NotNow` while they are still being gathered, `ReadSomeFirst`,
    `NeedsWords`.
    """
    change = _to_tell(change, by=by)
    if change.gathered_at is None:
        raise NotNow
    if not change.letter:
        raise NeedsWords
    rest = TellBack.objects.visible_to(by).filter(change=change, state=State.DRAFT, why="")
    read = change.tell_backs.filter(reviewed_by=by, state__in=[State.READY, State.SENT])
    if change.letter_at is not None:
        read = read.filter(reviewed_at__gte=change.letter_at)
    if read.count() < READ_FIRST and rest.count() > READ_FIRST:
        raise ReadSomeFirst
    return rest.update(state=State.READY, reviewed_by=by, reviewed_at=now)


@transaction.atomic
def leave_out(telling: TellBack, *, by: Member, now: datetime) -> TellBack:
    """They are not told. Raises `NotAllowed`, `NotNow`."""
    change = _to_tell(telling.change, by=by)
    telling = _hold(telling, by=by)
    telling.state, telling.why = State.LEFT_OUT, Why.BY_HAND
    telling.save(update_fields=["state", "why"])
    settle_told(change, now=now)
    return telling


def send_some(*, now: datetime) -> int:
    """Lay the next letters into the outbox, each by itself. Answers how many were settled."""
    ready = TellBack.objects.filter(state="READY").order_by("pk").values_list("pk", "change")
    return sum(_send(pk, change, now=now) for pk, change in list(ready[:SENT_AT_ONCE]))


@transaction.atomic
def _send(pk: int, of: int, *, now: datetime) -> int:
    # The change first, as everybody locks them.
    change = take(Change(pk=of))
    locked = TellBack.objects.select_for_update(of=("self",))
    needed = ("customer", "conversation", "reviewed_by")
    row = locked.select_related(*needed).filter(pk=pk, state=State.READY).first()
    if row is None:
        return 0
    address = row.customer.addresses.filter(is_dead=False).values_list("value", flat=True).first()
    if change.state not in HOLDS:
        _leave_out(row, Why.REVERTED)
    elif silent := _silent([row.customer_id]):
        _leave_out(row, silent[row.customer_id])
    elif address is None:
        _leave_out(row, Why.NO_ADDRESS)
    else:
        _write_to(row, address, change, now=now)
    settle_told(change, now=now)
    return 1


def _write_to(row: TellBack, address: str, change: Change, *, now: datetime) -> None:
    assert row.reviewed_by is not None  # noqa: S101  change_told_only_reviewed
    there = _where_it_is(row.conversation)
    try:
        with transaction.atomic():
            message = conversations.reply(
                there,
                text=row.text or letter_of(row, change),
                to=[address],
                submit_id=uuid5(NAMESPACE_URL, f"kept:change-telling:{row.pk}"),
                then=there.status,
                keeps_draft=True,
                by=row.reviewed_by,
                now=now,
            )
    except Refusal:
        row.state, row.why = State.DRAFT, Why.OUT_OF_SIGHT
        row.save(update_fields=["state", "why"])
        return
    row.state, row.message, row.sent_at = State.SENT, message, now
    row.save(update_fields=["state", "message", "sent_at"])
    fact = ChangeToldCustomer(
        change=change.pk,
        customer=row.customer_id,
        conversation=there.pk,
        message=message.pk,
    )
    about = [change, there, f"customer:{row.customer_id}"]
    record(fact, about=about, by=row.reviewed_by, at=now)


@transaction.atomic
def want_news(customer: Customer, *, wants: bool, now: datetime) -> None:
    """Whether they want letters about changes. What waits for them then stays here."""
    had = NoNews.objects.filter(customer=customer).exists()
    if had != wants:
        return
    if wants:
        NoNews.objects.filter(customer=customer).delete()
    else:
        NoNews.objects.bulk_create([NoNews(customer=customer, at=now)], ignore_conflicts=True)
    fact = CustomerNews(customer=customer.pk, wants=wants)
    record(fact, about=[customer], by=customer, at=now)


def letter_of(row: TellBack, change: Change) -> str:
    """The letter one of them gets, where nobody has written another."""
    return row.text or letter_to(change.letter, name=first_name(row.customer.name), then=row.then)


def hold_back(*, now: datetime) -> int:
    """After a restore: what was to leave may have left since, so somebody reads it once more."""
    return TellBack.objects.filter(state="READY").update(state=State.DRAFT, why=Why.RESTORED)


def _silent(customers: list[int]) -> dict[int, TellBack.Why]:
    """Which of these customers get no such letter, and why."""
    unasked = NoNews.objects.filter(customer__in=customers).values_list("customer", flat=True)
    return {
        **dict.fromkeys(unasked, Why.OPTED_OUT),
        **dict.fromkeys(contact_ended(customers), Why.ENDED),
    }


def _leave_out(row: TellBack, why: TellBack.Why) -> None:
    row.state, row.why = State.LEFT_OUT, why
    row.save(update_fields=["state", "why"])


def _to_tell(change: Change, *, by: Member) -> Change:
    change = take(change)
    if not may_lead(by, change) or change.kind != Change.Kind.POLICY:
        raise NotAllowed
    if change.state not in HOLDS:
        raise NotNow
    return change


def _hold(telling: TellBack, *, by: Member) -> TellBack:
    seen = TellBack.objects.visible_to(by).filter(pk=telling.pk)
    if not seen.exists():
        raise NotAllowed
    telling = TellBack.objects.select_for_update().get(pk=telling.pk)
    if telling.state != State.DRAFT:
        raise NotNow
    return telling


def _where_it_is(conversation: Conversation) -> Conversation:
    """Where it was merged into, if it was."""
    for _step in range(10):
        if conversation.merged_into_id is None:
            return conversation
        conversation = Conversation.objects.get(pk=conversation.merged_into_id)
    return conversation
