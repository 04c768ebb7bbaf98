"""From a durable mail to a message people see: read in the jail, then filed with its neighbours.

An attempt is counted before it begins and in its own commit, so a mail that kills the program
counts as tried. Mails are filed several in one transaction; where that fails each is filed alone,
and so is whatever was tried before. After three attempts, or when nothing can be made of it, a mail
waits in the tray.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from kept.conversations.actions import File
from kept.conversations.models import Desk
from kept.kit import blobs
from kept.kit.sentences import sentence
from kept.ledger import record
from kept.mail import spamcheck, spool
from kept.mail.events import MailInTray
from kept.mail.letter import Unreadable, jail
from kept.mail.models import Delivery
from kept.mail.papers import Paper, Read, digest_of
from kept.mail.rules import TRIES, bare_address, storable
from kept.mail.threading import desks_of, look_around
from kept.mail.together import SYSTEM, file_all

NOT_FILED = sentence("It could not be filed: {error}. Its text can be read here.")

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
"""Longer than the jail's patience, so nobody else begins while one is still reading."""
REST = timedelta(seconds=10)
AT_ONCE = 32
"""Mails of one transaction. It holds SQLite's only pen, so it must not last long."""
AT_ONCE_BYTES = 4 * 1024 * 1024
ROUND_SECONDS = 10.0
STUCK_AFTER = timedelta(days=1)


class Unfilable(Exception):
    """Why a person has to look; the words are for them."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


Claimed = tuple[Delivery, Callable[[], Read]]
"""A mail whose attempt is counted, and what waits for its letter."""


def file_due(*, now: datetime, at_most: int = 8 * AT_ONCE) -> int:
    """File what waits, oldest first. Answers how many were taken on."""
    due = list(Delivery.objects.due(now=now).order_by("pk")[:at_most])
    done = 0
    with ThreadPoolExecutor(max_workers=jail.WORKERS) as reader:
        for claimed in _taken_on(due, reader, now=now):
            done += len(_attempt(claimed, now=now))
    return done


def file_delivery(delivery_id: int, *, now: datetime) -> str | None:
    """One attempt at one mail. Answers the state it is in then; None where it was not due."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if not _claim([delivery], now=now):
        return None
    return _attempt([(delivery, partial(read, delivery))], now=now)[delivery.pk]


def _taken_on(
    due: Sequence[Delivery], reader: Executor, *, now: datetime
) -> Iterator[list[Claimed]]:
    """What could be claimed, some at a time; the next are already being read while they are filed.

    A mail that was tried before is taken by itself: where it is the one that kills the program,
    no neighbour is to count as tried with it.
    """
    began = time.monotonic()
    ahead: list[Claimed] = []
    for some in _at_once(due):
        if time.monotonic() - began > ROUND_SECONDS:
            break
        is_alone = len(due) == 1 or some[0].tries > 0
        if is_alone and ahead:
            yield ahead
            ahead = []
        claimed = _claim(some, now=now)
        if is_alone:
            for delivery in claimed:
                yield [(delivery, partial(read, delivery))]
            continue
        following: list[Claimed] = [
            (delivery, reader.submit(read, delivery).result) for delivery in claimed
        ]
        if ahead:
            yield ahead
        ahead = following
    if ahead:
        yield ahead


def _at_once(due: Sequence[Delivery]) -> Iterator[list[Delivery]]:
    """Neighbours for one transaction, not too many and not too large together."""
    some: list[Delivery] = []
    size = 0
    for delivery in due:
        is_full = len(some) >= AT_ONCE or size + delivery.size > AT_ONCE_BYTES
        if some and (is_full or delivery.tries > 0 or some[-1].tries > 0):
            yield some
            some, size = [], 0
        some.append(delivery)
        size += delivery.size
    if some:
        yield some


def _attempt(claimed: Sequence[Claimed], *, now: datetime) -> dict[int, str]:
    """Bring claimed mails to their end, or to rest. Answers the state each is in then."""
    states: dict[int, str] = {}
    papers = []
    for delivery, letter in claimed:
        try:
            if delivery.tries > TRIES:
                raise Unfilable(sentence("Reading it has stopped the program three times."))
            papers.append(Paper(delivery, letter()))
        except Exception as error:
            states[delivery.pk] = _failed(delivery, error, now=now)
    if papers:
        states |= _filed(papers, now=now)
    for delivery, _ in claimed:
        _put_away(delivery.spool_name, states[delivery.pk])
    return states


def _filed(group: Sequence[Paper], *, now: datetime) -> dict[int, str]:
    """All of them in one transaction, or else each in its own."""
    if len(group) > 1:
        try:
            return _or_to_tray(group, file_all(group, now=now), now=now)
        except Exception as error:
            if _is_of_house(error):
                return {one.delivery.pk: _failed(one.delivery, error, now=now) for one in group}
            logger.warning("%s mails are filed one by one: %r", len(group), error)
    states: dict[int, str] = {}
    for paper in group:
        try:
            states |= _or_to_tray([paper], _file_alone(paper, now=now), now=now)
        except Exception as error:
            states[paper.delivery.pk] = _failed(paper.delivery, error, now=now)
    return states


def _file_alone(paper: Paper, *, now: datetime) -> dict[int, str]:
    try:
        return file_all([paper], now=now)
    except IntegrityError:
        # Somebody else has filed the same in this moment: now we see it.
        return file_all([paper], now=now)


def _or_to_tray(group: Sequence[Paper], states: dict[int, str], *, now: datetime) -> dict[int, str]:
    """Where none of our desks was meant, a person finds out whose it is."""
    words = sentence("None of our desks has an address it was sent to.")
    homeless = [one.delivery for one in group if states[one.delivery.pk] == Delivery.State.SPOOLED]
    return states | {one.pk: to_tray(one, words, desk=None, now=now) for one in homeless}


def _failed(delivery: Delivery, error: Exception, *, now: datetime) -> str:
    """What becomes of a mail whose attempt ended in `error`: the tray, or another attempt."""
    if _is_of_house(error):
        logger.warning("delivery %s waits: %s", delivery.pk, error)
        is_stuck = now - delivery.received_at > STUCK_AFTER
        return _rest(delivery, str(error), is_counted=is_stuck, now=now)
    if isinstance(error, Unfilable):
        words = error.words
    elif isinstance(error, Unreadable):
        words = error.reason
    else:
        logger.error("delivery %s could not be filed", delivery.pk, exc_info=error)
        if delivery.tries < TRIES:
            words = f"{type(error).__name__}: {error}"
            return _rest(delivery, words, is_counted=True, now=now)
        words = NOT_FILED.format(error=type(error).__name__)
    return to_tray(delivery, words, desk=_meant_desk(delivery), now=now)


def _is_of_house(error: Exception) -> bool:
    """Whether the house is at fault, not the mail: its database is away, its disk is full.

    PostgreSQL says in the same way (class 54) that something is larger than it takes: that is the
    mail's, and its neighbours are not to wait for it.
    """
    is_too_much = str(getattr(error.__cause__, "sqlstate", "")).startswith("54")
    return isinstance(error, OperationalError | InterfaceError | OSError) and not is_too_much


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
        raise Unfilable(sentence("Its file is missing or damaged.")) from error
    letter = jail.jailed_read(raw)
    sender = bare_address(letter.sender.address) if letter.sender else ""
    if "@" not in sender:
        sender = bare_address(delivery.envelope_from)
    if "@" not in sender:
        raise Unfilable(sentence("It does not say who sent it."))
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


@transaction.atomic
def _claim(some: Sequence[Delivery], *, now: datetime) -> list[Delivery]:
    """Count an attempt at each, unless somebody else is at it or was since the row was read.

    They were tried equally often. Answers those that are ours now.
    """
    tries, until = some[0].tries + 1, now + LEASE
    same = Delivery.objects.due(now=now).filter(pk__in=[one.pk for one in some], tries=tries - 1)
    ours = set(same.select_for_update().order_by("pk").values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=ours).update(tries=tries, not_before=until)
    claimed = [one for one in some if one.pk in ours]
    for delivery in claimed:
        delivery.tries, delivery.not_before = tries, until
    return claimed


def _rest(delivery: Delivery, words: str, *, is_counted: bool, now: datetime) -> str:
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SPOOLED).update(
        tries=delivery.tries if is_counted else delivery.tries - 1,
        not_before=now + REST * delivery.tries,
        problem=storable(words)[:2000],
    )
    return Delivery.State.SPOOLED


def _meant_desk(delivery: Delivery) -> Desk | None:
    """Whose tray it belongs to, told by the envelope alone."""
    return next(iter(desks_of(delivery, None, look_around())), None)


def _put_away(name: str, state: str) -> None:
    """Tidiness only: where this fails, the sweep does it."""
    try:
        if state == Delivery.State.TRAY:
            spool.keep_for_person(name)
        elif state != Delivery.State.SPOOLED:
            spool.settle(name)
    except OSError as error:
        logger.warning("spool file %s stays where it is: %s", name, error)
