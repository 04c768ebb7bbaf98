"""Mails that have been read become messages, several in one transaction.

Each is filed as if it had come by itself. What they all ask is asked once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions import Arrival, File, receive
from kept.conversations.actions.status import move
from kept.conversations.models import Conversation, Desk, Message
from kept.customers.actions import meet_first
from kept.customers.links import hidden
from kept.customers.models import Customer
from kept.kit.likeness import address_within
from kept.mail import round_trips
from kept.mail.bounces import mark_bounced
from kept.mail.by_member import Spoken, spoken_by_member, take_down
from kept.mail.deceit import DECEITS, Reason, signs_of_deceit
from kept.mail.following import suggest_a_place, tie_desks, why_spam, works_again
from kept.mail.letter import Letter
from kept.mail.letter.beside import beside
from kept.mail.models import Delivery, Filing, MessageId
from kept.mail.ownership import comes_back
from kept.mail.proving import people_named, vouched_for
from kept.mail.rules import LONGEST_ADDRESS, content_digest, id_key, storable
from kept.mail.spamcheck import UNASKED, Verdict
from kept.mail.threading import House, Place, desks_of, look_around, place_of

SYSTEM = "system:mail"
MOST_NAMED = 50
"""So many people a letter can bring along."""
SPAM = {"BLOCKED", "FILTER"}
# A machine's answer to nobody in particular needs no work; it stays to be found.
NEEDS_NO_WORK = {"auto_reply", "out_of_office", "receipt", "own"}

There = set[tuple[int, str]]
"""Which desk has which content already."""


@dataclass(frozen=True, slots=True)
class Read:
    """A letter with its files already in the store, so that filing is rows alone."""

    letter: Letter
    files: tuple[File, ...]
    sender: str
    digest: str
    spam: Verdict = UNASKED


@dataclass(frozen=True, slots=True)
class Paper:
    """A claimed mail that has been read."""

    delivery: Delivery
    mail: Read


def digest_of(letter: Letter) -> str:
    """What makes this letter the same as another one."""
    return content_digest(
        message_id=letter.message_id,
        sender=letter.sender.address if letter.sender else "",
        date=letter.date,
        subject=letter.subject,
        body=letter.text or letter.html or "",
        files=tuple(file.sha256 for file in letter.attachments),
    )


@transaction.atomic
def file_all(papers: Sequence[Paper], *, now: datetime) -> dict[int, str]:
    """File each at each of its desks that has not got it yet, all or none of them.

    Answers the new state of each; one that is for none of our desks waits as before. Raises
    `IntegrityError` where somebody else files the same in this moment.
    """
    states = _locked(papers)
    there, house = _there(papers), look_around()
    waiting = [paper for paper in papers if states[paper.delivery.pk] == Delivery.State.SPOOLED]
    for paper in waiting:
        states[paper.delivery.pk] = _file(paper, there, house, now=now)
    for state in {states[paper.delivery.pk] for paper in waiting} - {Delivery.State.SPOOLED}:
        some = [paper.delivery.pk for paper in waiting if states[paper.delivery.pk] == state]
        rows = Delivery.objects.filter(pk__in=some)
        rows.update(state=state, problem="", not_before=None)
    return states


def _locked(papers: Sequence[Paper]) -> dict[int, str]:
    """The rows are ours until the end of the transaction; their states."""
    rows = Delivery.objects.filter(pk__in=[paper.delivery.pk for paper in papers])
    return dict(rows.select_for_update().order_by("pk").values_list("pk", "state"))


def _there(papers: Sequence[Paper]) -> There:
    digests = [paper.mail.digest for paper in papers]
    rows = Filing.objects.filter(desk__in=Desk.objects.all(), content_digest__in=digests)
    return set(rows.values_list("desk", "content_digest"))


def _file(paper: Paper, there: There, house: House, *, now: datetime) -> str:
    delivery, mail = paper.delivery, paper.mail
    if round_trips.is_test(mail.letter):
        # Nobody reads a test letter of ours as mail.
        round_trips.arrived(mail.letter, delivery, now=now)
        return Delivery.State.TEST
    desks = desks_of(delivery, mail.letter, house)
    if not desks:
        return Delivery.State.SPOOLED
    spoken = spoken_by_member(delivery, mail.letter)
    if spoken is not None:
        return _take_down(delivery, mail, spoken, there, now=now)
    filed: list[Conversation] = []
    for desk in desks:
        if (desk.pk, mail.digest) in there:
            continue
        if comes_back(mail.letter, digest=mail.digest, desk=desk, digest_of=digest_of):
            continue
        filed.append(_file_once(paper, desk, house, now=now).conversation)
        there.add((desk.pk, mail.digest))
    if filed:
        tie_desks(mail.letter, filed, digest=mail.digest, now=now)
    mark_bounced(mail.letter, recipients=delivery.recipients, now=now)
    return Delivery.State.FILED if filed else Delivery.State.DUPLICATE


def _take_down(
    delivery: Delivery, mail: Read, spoken: Spoken, there: There, *, now: datetime
) -> str:
    """A member answered a notice: our letter, or words among us. Answers the new state."""
    desk = spoken.conversation.desk
    if (desk.pk, mail.digest) in there:
        return Delivery.State.DUPLICATE
    written = take_down(
        spoken, mail.letter, sender=mail.sender, files=mail.files, digest=mail.digest, now=now
    )
    Filing.objects.create(
        delivery=delivery,
        desk=desk,
        content_digest=mail.digest,
        message=written,
        problems=[storable(problem) for problem in mail.letter.problems],
    )
    there.add((desk.pk, mail.digest))
    return Delivery.State.FILED


def _file_once(paper: Paper, desk: Desk, house: House, *, now: datetime) -> Message:
    delivery, mail = paper.delivery, paper.mail
    letter = mail.letter
    place = place_of(delivery, letter, sender=mail.sender, desk=desk, house=house)
    spam = why_spam(mail.spam, place, sender=mail.sender, desk=desk, house=house)
    if spam:
        # What goes to Spam opens nothing and stands beside nothing.
        place = replace(place, conversation=None)
    customer = place.conversation.customer if place.conversation else place.writer
    automatic = (letter.automatic.kind or "automatic") if letter.automatic.is_automatic else ""
    vouched = vouched_for(letter, sender=mail.sender)
    deceit = signs_of_deceit(letter, sender=mail.sender, vouched=vouched, ours=house.domains)
    message = receive(
        _arrival(mail, place, [*spam, *deceit], house, automatic=automatic),
        desk=desk,
        customer=customer or _met_first(mail, now=now),
        conversation=place.conversation,
        # The customer waits from the moment it reached us, however long we took to read it.
        now=min(delivery.received_at, now),
    )
    if message.standing == Message.Standing.KNOWN and not automatic:
        works_again(message, customer, now=now)
    if place.conversation is None and automatic in NEEDS_NO_WORK and not spam:
        move(message.conversation, Conversation.Status.CLOSED, by=SYSTEM, now=now)
    if place.conversation is None and not automatic and not spam:
        suggest_a_place(letter, message, place.writer, now=now)
    if letter.message_id:
        key = storable(id_key(letter.message_id))
        MessageId.objects.create(value=key, message=message, desk=desk)
    Filing.objects.create(
        delivery=delivery,
        desk=desk,
        content_digest=mail.digest,
        message=message,
        problems=[
            storable(problem) for problem in [*letter.problems, mail.spam.problem] if problem
        ],
    )
    return message


def _arrival(
    mail: Read, place: Place, signs: list[Reason], house: House, *, automatic: str
) -> Arrival:
    letter = mail.letter
    name = letter.sender.name if letter.sender else None
    people = (
        []
        if letter.automatic.kind
        else people_named(letter, ours=house.desks.keys() | house.members)
    )
    if place.conversation is not None:
        people.append((name or "", mail.sender))
    return Arrival(
        subject=storable(letter.subject),
        from_name=storable(name or ""),
        from_address=mail.sender,
        # They answer beneath our letter, with their link in it.
        text=hidden(storable(letter.reply)),
        quoted=hidden(storable(letter.quoted)),
        signature=storable(letter.signature),
        html=hidden(storable(letter.html or "")),
        to=tuple(storable(person.address) for person in letter.to),
        cc=tuple(storable(person.address) for person in letter.cc),
        files=mail.files,
        automatic=automatic,
        is_verified=place.is_verified,
        language=letter.language or "",
        beside=_storable(beside(letter)),
        is_vouched=place.is_vouched,
        reply_to=storable(letter.reply_to[0].address) if letter.reply_to else "",
        is_suspicious=any(code in DECEITS for code, _about in signs),
        is_spam=any(code in SPAM for code, _about in signs),
        people=tuple((storable(name), storable(address)) for name, address in people[:MOST_NAMED]),
        reasons=tuple(
            (code, storable(about)[:LONGEST_ADDRESS]) for code, about in [*signs, *place.reasons]
        ),
    )


def _storable(value: Any) -> Any:
    """The same with texts that every database takes."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _storable(part) for key, part in value.items()}
    return [_storable(part) for part in value] if isinstance(value, list) else value


def _met_first(mail: Read, *, now: datetime) -> Customer:
    name = (mail.letter.sender.name if mail.letter.sender else None) or ""
    # Whoever goes by the name of another address is called by their own.
    name = "" if address_within(name) else storable(name)
    return meet_first(address=mail.sender, name=name, now=now)
