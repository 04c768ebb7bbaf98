"""From a durable mail to a message people see: read in the jail, then filed in one transaction.

An attempt is counted before it begins and in its own commit, so a mail that kills the program
counts as tried. After three attempts, or when nothing can be made of it, it waits in the tray.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F

from kept.conversations.actions import Arrival, File, receive
from kept.conversations.actions.status import move
from kept.conversations.models import Conversation, Desk, Message
from kept.customers.actions import meet
from kept.customers.models import Customer
from kept.kit import blobs
from kept.ledger import record
from kept.mail import spool
from kept.mail.bounces import mark_bounced
from kept.mail.events import MailInTray
from kept.mail.letter import Letter, Unreadable, jail
from kept.mail.models import Delivery, Filing, MessageId
from kept.mail.ownership import comes_back
from kept.mail.rules import TRIES, bare_address, content_digest, id_key, storable
from kept.mail.threading import Place, desks_of, place_of

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
"""Longer than the jail's patience, so nobody else begins while one is still reading."""
REST = timedelta(seconds=10)
STUCK_AFTER = timedelta(days=1)
SYSTEM = "system:mail"
# A machine's answer to nobody in particular needs no work; it stays to be found.
NEEDS_NO_WORK = {"auto_reply", "out_of_office", "receipt", "own"}


class Unfilable(Exception):
    """Why a person has to look; the words are for them. `desk` is the one it was meant for."""

    def __init__(self, words: str, desk: Desk | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.desk = desk


@dataclass(frozen=True, slots=True)
class Read:
    """A letter with its files already in the store, so that filing is rows alone."""

    letter: Letter
    files: tuple[File, ...]
    sender: str
    digest: str


def file_due(*, now: datetime, at_most: int = 50) -> int:
    """File what waits, oldest first. Answers how many were taken on."""
    due = Delivery.objects.due(now=now).order_by("pk").values_list("pk", flat=True)
    return sum(file_delivery(pk, now=now) is not None for pk in list(due[:at_most]))


def file_delivery(delivery_id: int, *, now: datetime) -> str | None:
    """One attempt at one mail. Answers the state it is in then; None where it was not due."""
    delivery = _claim(delivery_id, now=now)
    if delivery is None:
        return None
    try:
        if delivery.tries > TRIES:
            raise Unfilable("Reading it has stopped the program three times.")
        state = _file(delivery, read(delivery), now=now)
    except Unfilable as error:
        state = to_tray(delivery, error.words, desk=error.desk, now=now)
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
    """Read a delivery's mail and store its files. Raises `Unfilable`, `Unreadable`."""
    try:
        _, raw = spool.read(delivery.spool_name)
    except (FileNotFoundError, spool.Torn) as error:
        raise Unfilable("Its file is missing or damaged.", _meant_desk(delivery)) from error
    letter = jail.jailed_read(raw)
    sender = bare_address(letter.sender.address) if letter.sender else ""
    if "@" not in sender:
        sender = bare_address(delivery.envelope_from)
    if "@" not in sender:
        raise Unfilable("It does not say who sent it.", _meant_desk(delivery))
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
    return Read(letter, files, storable(sender), digest_of(letter))


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


def _claim(delivery_id: int, *, now: datetime) -> Delivery | None:
    taken = (
        Delivery.objects.due(now=now)
        .filter(pk=delivery_id)
        .update(tries=F("tries") + 1, not_before=now + LEASE)
    )
    return Delivery.objects.get(pk=delivery_id) if taken else None


def _rest(delivery: Delivery, words: str, *, is_counted: bool, now: datetime) -> str:
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SPOOLED).update(
        tries=delivery.tries if is_counted else delivery.tries - 1,
        not_before=now + REST * delivery.tries,
        problem=storable(words)[:2000],
    )
    return Delivery.State.SPOOLED


def _file(delivery: Delivery, mail: Read, *, now: datetime) -> str:
    desks = desks_of(delivery, mail.letter)
    if not desks:
        raise Unfilable("None of our desks has an address it was sent to.")
    for attempt in (1, 2):
        try:
            return file_at(delivery, mail, desks, now=now)
        except IntegrityError:
            # The same content was filed in this moment by somebody else; now it can be seen.
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def file_at(delivery: Delivery, mail: Read, desks: Iterable[Desk], *, now: datetime) -> str:
    """File at each desk that has not got it yet, all or none. Answers the delivery's new state."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != Delivery.State.SPOOLED:
        return delivery.state
    is_filed = False
    for desk in desks:
        if Filing.objects.filter(desk=desk, content_digest=mail.digest).exists():
            continue
        if comes_back(mail.letter, digest=mail.digest, desk=desk, digest_of=digest_of):
            continue
        _file_once(delivery, mail, desk, now=now)
        is_filed = True
    mark_bounced(mail.letter, recipients=delivery.recipients, now=now)
    delivery.state = Delivery.State.FILED if is_filed else Delivery.State.DUPLICATE
    delivery.problem = ""
    delivery.not_before = None
    delivery.save(update_fields=["state", "problem", "not_before"])
    return delivery.state


def _file_once(delivery: Delivery, mail: Read, desk: Desk, *, now: datetime) -> Message:
    letter = mail.letter
    place = place_of(delivery, letter, sender=mail.sender, desk=desk)
    customer = place.conversation.customer if place.conversation else place.writer
    automatic = (letter.automatic.kind or "automatic") if letter.automatic.is_automatic else ""
    message = receive(
        _arrival(mail, place, automatic=automatic),
        desk=desk,
        customer=customer or _met(mail, now=now),
        conversation=place.conversation,
        # The customer waits from the moment it reached us, however long we took to read it.
        now=min(delivery.received_at, now),
    )
    if place.conversation is None and automatic in NEEDS_NO_WORK:
        move(message.conversation, Conversation.Status.CLOSED, by=SYSTEM, now=now)
    if letter.message_id:
        key = storable(id_key(letter.message_id))
        MessageId.objects.create(value=key, message=message, desk=desk)
    Filing.objects.create(
        delivery=delivery,
        desk=desk,
        content_digest=mail.digest,
        message=message,
        problems=[storable(problem) for problem in letter.problems],
    )
    return message


def _arrival(mail: Read, place: Place, *, automatic: str) -> Arrival:
    letter = mail.letter
    name = letter.sender.name if letter.sender else None
    return Arrival(
        subject=storable(letter.subject),
        from_name=storable(name or ""),
        from_address=mail.sender,
        text=storable(letter.reply),
        quoted=storable(letter.quoted),
        signature=storable(letter.signature),
        html=storable(letter.html or ""),
        to=tuple(storable(person.address) for person in letter.to),
        cc=tuple(storable(person.address) for person in letter.cc),
        files=mail.files,
        automatic=automatic,
        is_verified=place.is_verified,
    )


def _met(mail: Read, *, now: datetime) -> Customer:
    name = mail.letter.sender.name if mail.letter.sender else None
    return meet(address=mail.sender, name=storable(name or ""), now=now)


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
