"""What screens read of mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.conversations.models import Desk, Message
from kept.kit.prepared import prepared
from kept.mail import posts, spool
from kept.mail.by_hand import header, split
from kept.mail.models import BlockedSender, Delivery, Outgoing
from kept.mail.rules import one_line
from kept.people.models import Member
from kept.ui.wording import retold

SENTENCES = posts
"""Whose stored sentences are told here, so that they are known wherever pages are made."""

_TONES = {
    Outgoing.State.FAILED: "broken",
    Outgoing.State.IN_DOUBT: "disputed",
    Outgoing.State.RETRY: "overdue",
}


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """How far one copy of a letter has come. `may_repeat` where a member may send it again."""

    outgoing: int
    recipient: str
    state: str
    words: str
    answer: str
    tone: str
    may_repeat: bool


@dataclass(frozen=True, slots=True)
class TrayEntry:
    """A mail that waits for a person, with as much of it as shows who wrote and what about."""

    delivery: Delivery
    sender: str
    subject: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail as text. `is_cut` where there is more than a page can show."""

    head: str
    text: str
    is_missing: bool
    is_cut: bool


def delivery_states(messages: Iterable[Message]) -> dict[int, list[DeliveryState]]:
    """For each of our letters in a thread, how far its copies have come; one query for all."""
    ours = {message.pk: message.conversation_id for message in messages if message.is_ours}
    if not ours:
        return {}
    found: dict[int, list[DeliveryState]] = {pk: [] for pk in ours}
    among = _copies(next(iter(ours.values())), min(ours), max(ours))
    copies = [copy for copy in among if copy.message_id in ours]
    alone = {pk for pk in ours if sum(copy.message_id == pk for copy in copies) == 1}
    for copy in copies:
        found[copy.message_id].append(_state(copy, is_alone=copy.message_id in alone))
    for pk, states in found.items():
        if not states:
            # The post has not come by yet.
            on_its_way = str(Outgoing.State.READY.label)
            states.append(DeliveryState(0, "", "READY", on_its_way, "", "", may_repeat=False))
            found[pk] = states
    return found


@prepared
def _copies(conversation: int, first: int, last: int) -> QuerySet[Outgoing]:
    """Of the letters of a conversation from the `first` to the `last`."""
    found = Outgoing.objects.filter(message__conversation=conversation)
    return found.filter(message__gte=first, message__lte=last).order_by("pk")


def tray(member: Member, *, at_most: int = 200) -> list[TrayEntry]:
    """What waits for this member, oldest first."""
    return [_entry(delivery) for delivery in in_tray(member)[:at_most]]


def in_tray(member: Member) -> QuerySet[Delivery]:
    visible = Delivery.objects.visible_to(member).in_tray()
    return visible.select_related("desk").order_by("received_at", "pk")


@dataclass(frozen=True, slots=True)
class Blocked:
    """A blocked sender as the list shows them; `may_lift` by the member who looks."""

    pk: int
    value: str
    desk: Desk | None
    member: Member
    at: datetime
    may_lift: bool


def blocked(member: Member, *, at_most: int = 500) -> list[Blocked]:
    """Whom a member may see blocked: in the whole house, and at the desks they serve."""
    rows = BlockedSender.objects.visible_to(member).select_related("desk", "member")[:at_most]
    at_desks = member.is_owner or not member.sees_only_assigned
    return [
        Blocked(
            row.pk,
            row.value,
            row.desk,
            row.member,
            row.at,
            may_lift=at_desks if row.desk else member.is_manager,
        )
        for row in rows
    ]


def opened(delivery: Delivery) -> Opened:
    """Headers and text of a mail, as text and nothing else."""
    try:
        spooled, raw = spool.read(delivery.spool_name)
    except (FileNotFoundError, spool.Torn):
        return Opened("", "", is_missing=True, is_cut=False)
    head, text = split(raw)
    limit = 20_000
    return Opened(
        head=head[:limit],
        text=text[:limit],
        is_missing=False,
        is_cut=len(head) > limit or len(text) > limit or spooled.size > 4 * limit,
    )


def _state(copy: Outgoing, *, is_alone: bool) -> DeliveryState:
    state = Outgoing.State(copy.state)
    words = str(state.label)
    if state in {Outgoing.State.FAILED, Outgoing.State.RETRY} and copy.answer:
        words = f"{words}: {retold(copy.answer)}"
    if not is_alone:
        words = _("%(recipient)s %(words)s") % {"recipient": copy.recipient, "words": words}
    return DeliveryState(
        outgoing=copy.pk,
        recipient=copy.recipient,
        state=copy.state,
        words=words,
        answer=retold(copy.answer),
        tone=_TONES.get(state, ""),
        may_repeat=state == Outgoing.State.IN_DOUBT and copy.repeats == 0,
    )


def _entry(delivery: Delivery) -> TrayEntry:
    path = spool.find(delivery.spool_name)
    head = ""
    if path is not None:
        with path.open("rb") as file:
            file.readline(1 << 20)
            file.readline(1 << 20)
            head, _body = split(file.read(16_384))
    return TrayEntry(
        delivery=delivery,
        sender=one_line(header(head, "from"))[:200] or delivery.envelope_from,
        subject=one_line(header(head, "subject"))[:200],
    )
