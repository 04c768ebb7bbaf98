"""The composer: whom it writes to, what stands in it, and what in it sounds like a promise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from kept.conversations.models import (
    AT_WORK,
    Conversation,
    Desk,
    Draft,
    DraftFile,
    Message,
    Participant,
)
from kept.conversations.queries import Thread
from kept.desk import whom
from kept.desk.forwarding import Original, original
from kept.desk.leaving import moment_of
from kept.desk.news import News, seen_in
from kept.desk.value_forms import ValuesForm
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
    """What the form shows. `kind` is REPLY, FORWARD or NOTE; `error` says why it came back.

    `given` is what the last letter suggests for To and Cc, so that only what was changed is kept
    with a draft; `others` are those a reply to all takes along. `leaves` are words for when it
    leaves; `after` is the status that a macro wants then. `signature` is what the desk puts beneath
    the letter by itself. `wants_focus` where the member has said that they mean to write; `asked`
    are the words of promises a letter was held for once: sent again, it goes without an answer to
    them. `seen` is how far the writer has read, and `news` what came since and held the answer.
    `wanted` is what has to be filled in before the letter may close the conversation. `is_held`
    where promises in it wait for a yes or a no, which is a question and no failure.
    """

    kind: str
    text: str
    to: str
    cc: str
    submit_id: str
    bcc: str = ""
    sender: str = ""
    senders: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    given: dict[str, str] = field(default_factory=dict)
    leaves: str = ""
    files: tuple[DraftFile, ...] = ()
    original: Original | None = None
    saved_at: datetime | None = None
    after: str = ""
    signature: str = ""
    error: str = ""
    wants_focus: bool = False
    asked: tuple[str, ...] = ()
    offers: list[Spot] = field(default_factory=list)
    seen: str = ""
    news: Sequence[News] = ()
    wanted: ValuesForm | None = None
    is_held: bool = False

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def is_to_all(self) -> bool:
        named = {address.lower() for address in split_addresses(f"{self.to},{self.cc}")}
        return {address.lower() for address in self.others} <= named

    @property
    def has_copies(self) -> bool:
        return bool(self.cc.strip() or self.bcc.strip())


HEAD = ("to", "cc", "bcc", "sender", "leaves", "after")


def composer(
    conversation: Conversation,
    thread: Thread,
    *,
    kind: str,
    of: str = "",
    along: Sequence[str] = (),
    without: Sequence[str] = (),
    by: Member,
    now: datetime,
) -> Composer:
    """A composer with the member's draft in it, if there is one.

    `along` are the addresses of those who are on the conversation beside its customer, `without`
    those of whoever was taken out of it.
    """
    draft = thread.drafts.get(kind)
    text = draft.text if draft else ""
    if kind == Draft.Kind.NOTE:
        blank = Composer(kind=kind, text=text, to="", cc="", submit_id=str(uuid4()))
        return replace(blank, saved_at=draft.saved_at if draft else None)
    head = dict(draft.head) if draft else {}
    last = whom.suggested(conversation, thread, along=along, without=without)
    is_reply = kind == Draft.Kind.REPLY
    to = last.to if is_reply else whom.for_forward(thread, last.senders)
    given = {
        "to": ", ".join(to),
        "cc": ", ".join(last.cc) if is_reply else "",
        "bcc": "",
        "sender": last.sender,
        "leaves": "",
        "after": "",
    }
    stands = {key: str(head.get(key, given[key])) for key in HEAD}
    if stands["sender"] not in last.senders:
        stands["sender"] = last.sender
    if stands["after"] not in dict(AT_WORK):
        stands["after"] = ""
    at = leaving(stands["leaves"], conversation, by=by, now=now) or now
    return Composer(
        kind=kind,
        text=text,
        to=stands["to"],
        cc=stands["cc"],
        bcc=stands["bcc"],
        sender=stands["sender"],
        leaves=stands["leaves"],
        after=stands["after"] if is_reply else "",
        submit_id=str(uuid4()),
        senders=tuple(last.senders),
        others=tuple(last.others) if is_reply else (),
        given=given,
        files=tuple(thread.files.get(kind, ())),
        original=None if is_reply else original(conversation, thread, head, of=of),
        saved_at=draft.saved_at if draft else None,
        signature=signature_of(conversation.desk, by),
        seen=str(seen_in(thread)),
        offers=spotted(conversation, text, by=by, now=at) if text and is_reply else [],
    )


def signature_of(desk: Desk, member: Member) -> str:
    """As the post writes it under a letter of theirs."""
    return desk.signature.replace("{{name}}", member.name).strip()


def leaving(
    words: str, conversation: Conversation, *, by: Member, now: datetime
) -> datetime | None:
    """When a letter with these words leaves; None where they name no moment to come."""
    if not words.strip():
        return None
    return moment_of(
        words, now=now, zone=by.zone, hours=conversation.desk.hours, language=by.language
    )


def split_addresses(text: str) -> list[str]:
    """What stands between commas, semicolons and ends of lines, as it was typed."""
    parts = text.replace(";", ",").replace("\n", ",").split(",")
    return [part.strip().strip("<>") for part in parts if part.strip().strip("<>")]


def written_again(composer: Composer, *, error: str, **written: Any) -> Composer:
    """The same composer with what was `written` and refused still in it."""
    if written.get("after", "") not in dict(AT_WORK):
        written["after"] = ""
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
