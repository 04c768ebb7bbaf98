"""From a durable mail to a message people see: read in the jail, then filed in one transaction.

An attempt is counted before it begins and in its own commit, so a mail that kills the program
counts as tried. After three attempts, or when nothing can be made of it, it waits in the tray.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from kept.conversations.actions import (
    Arrival,
    File,
    receive,
)
from kept.conversations.actions.status import move
from kept.conversations.models import Conversation, Desk, Message
from kept.customers.actions import meet_first
from kept.customers.links import hidden
from kept.customers.models import Customer
from kept.kit import blobs
from kept.kit.likeness import address_within
from kept.ledger import record
from kept.mail import round_trips, spamcheck, spool
from kept.mail.bounces import mark_bounced
from kept.mail.by_member import Spoken, spoken_by_member, take_down
from kept.mail.deceit import DECEITS, Reason, signs_of_deceit
from kept.mail.events import MailInTray
from kept.mail.following import suggest_a_place, tie_desks, why_spam, works_again
from kept.mail.letter import Letter, Unreadable, jail
from kept.mail.letter.beside import beside
from kept.mail.models import Delivery, Filing, MessageId
from kept.mail.ownership import comes_back
from kept.mail.proving import desk_addresses, people_named, vouched_for
from kept.mail.rules import LONGEST_ADDRESS, TRIES, bare_address, content_digest, id_key, storable
from kept.mail.spamcheck import UNASKED, Verdict
from kept.mail.threading import Place, desks_of, place_of

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
"""Longer than the jail's patience, so nobody else begins while one is still reading."""
REST = timedelta(seconds=10)
STUCK_AFTER = timedelta(days=1)
SYSTEM = "system:mail"
MOST_NAMED = 50
"""So many people a letter can bring along."""
# A machine's answer to nobody in particular needs no work; it stays to be found.
NEEDS_NO_WORK = {"auto_reply", "out_of_office", "receipt", "own"}


class Unfilable(Exception):
    """Why a person has to look; the words are for them."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Read:
    """A letter with its files already in the store, so that filing is rows alone."""

    letter: Letter
    files: tuple[File, ...]
    sender: str
    digest: str
    spam: Verdict = UNASKED


def file_due(*, now: datetime, at_most: int = 50) -> int:
    """File what waits, oldest first. Answers how many were taken on."""
    due = list(Delivery.objects.due(now=now).order_by("pk")[:at_most])
    done = 0
    with ThreadPoolExecutor(max_workers=1) as reader:
        for delivery, letter in _taken_on(due, reader, now=now):
            _attempt(delivery, letter, now=now)
            done += 1
    return done


def file_delivery(delivery_id: int, *, now: datetime) -> str | None:
    """One attempt at one mail. Answers the state it is in then; None where it was not due."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if not _claim(delivery, now=now):
        return None
    return _attempt(delivery, partial(read, delivery), now=now)


def _taken_on(
    due: list[Delivery], reader: Executor, *, now: datetime
) -> Iterator[tuple[Delivery, Callable[[], Read]]]:
    """Each mail that could be claimed; the next is already being read while it is filed.

    A mail that was tried before is taken by itself: where it is the one that kills the program,
    no neighbour is to count as tried with it.
    """
    ahead: tuple[Delivery, Callable[[], Read]] | None = None
    for delivery in due:
        is_alone = len(due) == 1 or delivery.tries > 0
        if is_alone and ahead:
            yield ahead
            ahead = None
        if not _claim(delivery, now=now):
            continue
        if is_alone:
            yield delivery, partial(read, delivery)
            continue
        following = delivery, reader.submit(read, delivery).result
        if ahead:
            yield ahead
        ahead = following
    if ahead:
        yield ahead


def _attempt(delivery: Delivery, letter: Callable[[], Read], *, now: datetime) -> str:
    """Bring a claimed mail to its end, or to rest. Answers the state it is in then."""
    try:
        if delivery.tries > TRIES:
            raise Unfilable("Reading it has stopped the program three times.")
        state = _file(delivery, letter(), now=now)
    except Unfilable as error:
        state = to_tray(delivery, error.words, desk=_meant_desk(delivery), now=now)
    except Unreadable as error:
        state = to_tray(delivery, error.reason, desk=_meant_desk(delivery), now=now)
    except (OperationalError, InterfaceError, OSError) as error:
        # The house is at fault, not the mail.
        logger.warning("delivery %s waits: %s", delivery.pk, error)
        is_stuck = now - delivery.received_at > STUCK_AFTER
        return _rest(delivery, str(error), is_counted=is_stuck, now=now)
    except Exception as error:
        logger.exception("delivery %s could not be filed", delivery.pk)
        if delivery.tries < TRIES:
            words = f"{type(error).__name__}: {error}"
            return _rest(delivery, words, is_counted=True, now=now)
        words = f"It could not be filed: {type(error).__name__}. Its text can be read here."
        state = to_tray(delivery, words, desk=_meant_desk(delivery), now=now)
    _put_away(delivery.spool_name, state)
    return state


@transaction.atomic
def to_tray(delivery: Delivery, words: str, *, desk: Desk | None, now: datetime) -> str:
    """Leave the mail for a person, and say so."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != Delivery.State.SPOOLED:
        return delivery.state
    delivery.state = Delivery.State.TRAY
    delivery.problem = storable(words)
    delivery.desk = desk
    delivery.not_before = None
    delivery.save(update_fields=["state", "problem", "desk", "not_before"])
    record(MailInTray(delivery=delivery.pk), about=[delivery], by=SYSTEM, at=now)
    return delivery.state


def read(delivery: Delivery) -> Read:
    """Read a delivery's mail and store its files; asks no database, so any thread may.

    Raises `Unfilable`, `Unreadable`, and what the disk raises.
    """
    try:
        _, raw = spool.read(delivery.spool_name)
    except (FileNotFoundError, spool.Torn) as error:
        raise Unfilable("Its file is missing or damaged.") from error
    letter = jail.jailed_read(raw)
    sender = bare_address(letter.sender.address) if letter.sender else ""
    if "@" not in sender:
        sender = bare_address(delivery.envelope_from)
    if "@" not in sender:
        raise Unfilable("It does not say who sent it.")
    files = tuple(
        File(
            name=storable(file.name or ""),
            type=storable(file.type),
            size=file.size,
            sha256=blobs.put(file.data),
            is_inline=file.inline,
            content_id=storable(file.cid or ""),
        )
        for file in letter.attachments
    )
    return Read(letter, files, storable(sender), digest_of(letter), spamcheck.look_at(raw))


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


def _claim(delivery: Delivery, *, now: datetime) -> bool:
    """Count an attempt, unless somebody else is at it or was since the row was read."""
    tries, until = delivery.tries + 1, now + LEASE
    same = Delivery.objects.due(now=now).filter(pk=delivery.pk, tries=delivery.tries)
    if not same.update(tries=tries, not_before=until):
        return False
    delivery.tries, delivery.not_before = tries, until
    return True


def _rest(delivery: Delivery, words: str, *, is_counted: bool, now: datetime) -> str:
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SPOOLED).update(
        tries=delivery.tries if is_counted else delivery.tries - 1,
        not_before=now + REST * delivery.tries,
        problem=storable(words)[:2000],
    )
    return Delivery.State.SPOOLED


def _file(delivery: Delivery, mail: Read, *, now: datetime) -> str:
    if round_trips.is_test(mail.letter):
        return _file_test(delivery, mail.letter, now=now)
    desks = desks_of(delivery, mail.letter)
    if not desks:
        raise Unfilable("None of our desks has an address it was sent to.")
    try:
        return file_at(delivery, mail, desks, now=now)
    except IntegrityError:
        # The same content is there already, or was filed in this moment by somebody else. Nearly
        # every mail is new, so the database is asked to say so rather than asked before.
        return file_at(delivery, mail, desks, now=now, may_be_there=True)


@transaction.atomic
def _file_test(delivery: Delivery, letter: Letter, *, now: datetime) -> str:
    """Put a test letter of ours aside; nobody reads it as mail."""
    row = Delivery.objects.filter(pk=delivery.pk)
    if row.waiting().update(state=Delivery.State.TEST, problem="", not_before=None):
        round_trips.arrived(letter, delivery, now=now)
    return row.values_list("state", flat=True).get()


@transaction.atomic
def file_at(
    delivery: Delivery,
    mail: Read,
    desks: Iterable[Desk],
    *,
    now: datetime,
    may_be_there: bool = False,
) -> str:
    """File at each desk that has not got it yet, all or none. Answers the delivery's new state.

    Raises `IntegrityError` where a desk has it, unless it `may_be_there`.
    """
    row = Delivery.objects.filter(pk=delivery.pk)
    # The change of state comes first, since it locks the row.
    if not row.waiting().update(state=Delivery.State.FILED, problem="", not_before=None):
        return row.values_list("state", flat=True).get()
    filed: list[Conversation] = []
    spoken = spoken_by_member(delivery, mail.letter)
    if spoken is not None:
        return _take_down(delivery, mail, spoken, may_be_there=may_be_there, now=now)
    for desk in desks:
        known = Filing.objects.filter(desk=desk, content_digest=mail.digest)
        if may_be_there and known.exists():
            continue
        if comes_back(mail.letter, digest=mail.digest, desk=desk, digest_of=digest_of):
            continue
        filed.append(_file_once(delivery, mail, desk, now=now).conversation)
    if filed:
        tie_desks(mail.letter, filed, digest=mail.digest, now=now)
    mark_bounced(mail.letter, recipients=delivery.recipients, now=now)
    if filed:
        return Delivery.State.FILED
    row.update(state=Delivery.State.DUPLICATE)
    return Delivery.State.DUPLICATE


def _take_down(
    delivery: Delivery, mail: Read, spoken: Spoken, *, may_be_there: bool, now: datetime
) -> str:
    """A member answered a notice: our letter, or words among us. Answers the new state."""
    desk = spoken.conversation.desk
    known = Filing.objects.filter(desk=desk, content_digest=mail.digest)
    if may_be_there and known.exists():
        Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.DUPLICATE)
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
    return Delivery.State.FILED


def _file_once(delivery: Delivery, mail: Read, desk: Desk, *, now: datetime) -> Message:
    letter = mail.letter
    place = place_of(delivery, letter, sender=mail.sender, desk=desk)
    spam = why_spam(mail.spam, place, sender=mail.sender, desk=desk)
    if spam:
        # What goes to Spam opens nothing and stands beside nothing.
        place = replace(place, conversation=None)
    customer = place.conversation.customer if place.conversation else place.writer
    automatic = (letter.automatic.kind or "automatic") if letter.automatic.is_automatic else ""
    vouched = vouched_for(letter, sender=mail.sender)
    deceit = signs_of_deceit(letter, sender=mail.sender, vouched=vouched)
    message = receive(
        _arrival(mail, place, [*spam, *deceit], automatic=automatic, is_spam=bool(spam)),
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
    mail: Read, place: Place, signs: list[Reason], *, automatic: str, is_spam: bool
) -> Arrival:
    letter = mail.letter
    name = letter.sender.name if letter.sender else None
    people = [] if letter.automatic.kind else people_named(letter, ours=desk_addresses())
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
        is_spam=is_spam,
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


def _meant_desk(delivery: Delivery) -> Desk | None:
    """Whose tray it belongs to, told by the envelope alone."""
    return next(iter(desks_of(delivery, None)), None)


def _put_away(name: str, state: str) -> None:
    """Tidiness only: where this fails, the sweep does it."""
    try:
        if state == Delivery.State.TRAY:
            spool.keep_for_person(name)
        elif state != Delivery.State.SPOOLED:
            spool.settle(name)
    except OSError as error:
        logger.warning("spool file %s stays where it is: %s", name, error)
