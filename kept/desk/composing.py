"""The composer: whom it writes to, what stands in it, and what in it sounds like a promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from kept.conversations.models import Conversation, Message, Participant
from kept.conversations.queries import Thread
from kept.kit.hours import Hours
from kept.people.models import Member
from kept.promises import actions, queries
from kept.promises.models import Offer
from kept.promises.rules import Spotted, spoken_in, spot

CONFIDENT = 0.5
"""Below this a spotted promise is not worth a writer's glance."""

DRIFT = timedelta(minutes=15)
"""A yes holds while its words move no further: "in two hours" moves with the writing."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A promise in the draft. `answer` is "" or ACCEPTED; an accepted one is due as agreed."""

    words: str
    due_from: datetime | None
    due_at: datetime | None
    answer: str
    in_hours: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """What the form shows. `kind` is REPLY or NOTE; `error` says why it came back.

    `wants_focus` where the member has said that they mean to write; `asked` are the words of
    promises a letter was held for once: sent again, it goes without an answer to them.
    """

    kind: str
    text: str
    to: str
    cc: str
    submit_id: str
    saved_at: datetime | None = None
    error: str = ""
    wants_focus: bool = False
    asked: tuple[str, ...] = ()
    offers: list[Spot] = field(default_factory=list)


def composer(
    conversation: Conversation, thread: Thread, *, kind: str, by: Member, now: datetime
) -> Composer:
    """A composer with the member's draft in it, if there is one."""
    draft = thread.drafts.get(kind)
    text = draft.text if draft else ""
    offers = spotted(conversation, text, by=by, now=now) if text and kind == "REPLY" else []
    return Composer(
        kind=kind,
        text=text,
        to=", ".join(_recipients(conversation, thread)),
        cc="",
        submit_id=str(uuid4()),
        saved_at=draft.saved_at if draft else None,
        offers=offers,
    )


def written_again(composer: Composer, *, error: str, **written: Any) -> Composer:
    """The same composer with what was `written` and refused still in it."""
    return replace(composer, error=error, wants_focus=True, **written)


def spotted(conversation: Conversation, text: str, *, by: Member, now: datetime) -> list[Spot]:
    """Promises in the draft that were not dismissed, with what the writer has said to each.

    They are read in the language of the draft, whatever the customer's may be.
    """
    hours = conversation.desk.hours
    found = spot(
        text,
        at=now,
        zone=conversation.customer.zone or conversation.desk.zone,
        hours=hours,
        language=spoken_in(text),
    )
    known = queries.answers(conversation, by=by) if found else {}
    spots = []
    for one in found:
        due_from, due_at = in_product(one)
        offer = known.get(one.words)
        if one.confidence < CONFIDENT or (offer and offer.answer == Offer.Answer.DISMISSED):
            continue
        # What is noted when the letter goes is what the writer agreed to, so that is what shows.
        agreed = offer if offer and _holds(offer, due_at, now=now) else None
        if agreed:
            due_from, due_at = agreed.due_from, agreed.due_at
        spots.append(
            Spot(
                words=one.words,
                due_from=due_from,
                due_at=due_at,
                answer=str(agreed.answer) if agreed else "",
                in_hours=due_at is not None and _is_in(hours, due_from, due_at),
            )
        )
    return spots


def unanswered(offers: list[Spot]) -> list[Spot]:
    """Those with a date to which the writer has said neither yes nor no."""
    return [offer for offer in offers if offer.due_at and not offer.answer]


def in_product(one: Spotted) -> tuple[datetime | None, datetime | None]:
    """The window as a promise has it; in UTC, since an hour that comes twice equals no other."""
    start, end = (at and at.astimezone(UTC) for at in (one.due_start, one.due_end))
    return (start if one.is_window else None), end


def lapsed(conversation: Conversation, text: str, *, by: Member, now: datetime) -> list[str]:
    """Words in `text` the writer said yes to for a time that is past, or no longer theirs."""
    accepted = [
        offer
        for offer in queries.answers(conversation, by=by).values()
        if offer.answer == Offer.Answer.ACCEPTED and offer.words in text
    ]
    if not accepted:
        return []
    spots = spotted(conversation, text, by=by, now=now)
    agreed = {spot.words for spot in spots if spot.answer}
    asked = {spot.words for spot in spots} - agreed
    return [offer.words for offer in accepted if offer.words in asked or _is_past(offer, now=now)]


def _holds(offer: Offer, due_at: datetime | None, *, now: datetime) -> bool:
    """Whether a yes is still one to words that are now read as `due_at`."""
    if offer.due_at is None or due_at is None or _is_past(offer, now=now):
        return False
    return abs(due_at - offer.due_at) <= DRIFT


def _is_past(offer: Offer, *, now: datetime) -> bool:
    return offer.due_at is not None and offer.due_at <= now


def _is_in(hours: Hours, due_from: datetime | None, due_at: datetime) -> bool:
    """Whether we work then, some of the time. "By five" is within hours that end at five."""
    if due_from is None or due_from == due_at:
        return hours.is_open(due_at - timedelta(seconds=1)) or hours.is_open(due_at)
    return hours.next_open(due_from) < due_at


def answer(
    conversation: Conversation,
    *,
    accept: str,
    dismiss: str,
    undo: str,
    text: str,
    by: Member,
    now: datetime,
) -> None:
    """Take the writer's answer to what is still offered in `text`; `accept` `*` means all.

    `undo` takes back a yes, and the offer stands open again.
    """
    if undo:
        actions.clear_offers(conversation, by=by, words=undo)
    for offer in spotted(conversation, text, by=by, now=now):
        if offer.answer:
            continue
        if dismiss == offer.words:
            actions.dismiss_offer(conversation, words=offer.words, by=by, now=now)
        elif accept in {offer.words, "*"} and offer.due_at:
            actions.accept_offer(
                conversation,
                words=offer.words,
                due_from=offer.due_from,
                due_at=offer.due_at,
                by=by,
                now=now,
            )


def dead_among(
    conversation: Conversation, letters: Iterable[Message], seats: Iterable[Participant]
) -> list[str]:
    """Addresses that a reply here might go to and that nobody has any more."""
    dead: list[str] = []
    if getattr(conversation, "has_dead", True):
        theirs = conversation.customer.addresses.filter(is_dead=True)
        dead = list(theirs.values_list("value", flat=True))
    named = {
        str(address).lower()
        for letter in letters
        for address in (letter.from_address, *letter.to, *letter.cc)
    }
    met = [address for address in dead if address.lower() in named]
    return met + [seat.address for seat in seats if seat.is_dead]


def _recipients(conversation: Conversation, thread: Thread) -> list[str]:
    """Whoever wrote last; else the customer's first living address.

    An unverified sender gets nothing by default: the answer goes to the customer we know.
    """
    for message in reversed(thread.messages):
        if message.is_ours:
            if message.to:
                return list(message.to)
        elif message.standing == message.Standing.KNOWN and message.from_address:
            return [message.from_address]
    address = conversation.customer.addresses.filter(is_dead=False).first()
    return [address.value] if address else []
