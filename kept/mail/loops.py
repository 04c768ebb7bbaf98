"""No two programs answer each other without end: what bears `Auto-Submitted` leaves sparingly.

Every way out passes here, and what counts is the mark on the letter itself, so that no automatic
letter of whatever room slips by. RFC 3834 asks that nothing answers what a machine wrote, and that
nobody gets answers again and again. Of what else leaves by itself an address gets one a day, unless
a member has signed in with it lately: they have asked for their notices, and get up to a ceiling.

What is held back is written down, said to whoever sent it, and shown to owners.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import Message as Head
from email.parser import BytesHeaderParser

from django.db import transaction
from django.db.models import F

from kept.conversations.models import DeskAddress
from kept.ledger import record
from kept.mail import seals
from kept.mail.events import MailHeld
from kept.mail.letter.automatic import ROBOT_SENDER
from kept.mail.models import AutomaticMail, HeldMail, Mailbox, MessageId
from kept.mail.rules import bare_address, id_key
from kept.mail.sender import HandOver, How, Outcome, Parcel, Post
from kept.people.models import Member

DAY = timedelta(days=1)
MOST_A_DAY = 60
SIGNED_IN_WITHIN = timedelta(days=45)
"""A session lasts thirty days, so whoever works here signs in more often than that."""

KEPT_FOR = timedelta(days=30)
MOST_SHOWN = 50

SYSTEM = "system:mail"
Why = HeldMail.Why


class Guarded(Post):
    """A way out that holds back what might go on for ever."""

    def __init__(self, post: Post, *, now: datetime) -> None:
        self._post = post
        self._now = now

    def send(self, copy: Parcel, raw: bytes, hand_over: HandOver) -> Outcome:
        if why := why_not(copy, raw, now=self._now):
            _write_down(copy, why, now=self._now)
            return Outcome(How.HELD, said=str(why.label))
        return self._post.send(copy, raw, hand_over)

    def close(self) -> None:
        self._post.close()


def why_not(copy: Parcel, raw: bytes, *, now: datetime) -> Why | None:
    """Why an automatic letter may not leave now. Where it may, it has taken its turn."""
    head = _head(raw)
    if head is None or seals.trip_of_id(str(head["Message-ID"] or "")):
        # A test that somebody asked for comes back to us, and is known by its seal.
        return None
    if ROBOT_SENDER.match(bare_address(copy.recipient)) or _answers_a_machine(head):
        return Why.MACHINE
    most, why = _allowance(copy.recipient, is_answer=bool(head["In-Reply-To"]), now=now)
    return None if _take_turn(copy, most=most, now=now) else why


def _head(raw: bytes) -> Head | None:
    """The headers of an automatic letter; None for what a person wrote."""
    top = raw.partition(b"\r\n\r\n")[0]
    if b"auto-submitted" not in top.lower():
        return None
    head = BytesHeaderParser().parsebytes(top + b"\r\n\r\n")
    said = str(head["Auto-Submitted"] or "no").partition(";")[0].strip().lower()
    return None if said == "no" else head


def _answers_a_machine(head: Head) -> bool:
    answered = id_key(str(head["In-Reply-To"] or ""))
    if not answered:
        return False
    theirs = MessageId.objects.filter(value__iexact=answered)
    return theirs.exclude(message__automatic="").exists()


def _allowance(recipient: str, *, is_answer: bool, now: datetime) -> tuple[int, Why]:
    """How many a day this address gets, and what is said of those beyond."""
    address = bare_address(recipient)
    signed_in = Member.objects.filter(
        email__iexact=address, is_active=True, last_login__gte=now - SIGNED_IN_WITHIN
    )
    # Where one works alone, their own address may well be the desk's.
    if not is_answer and signed_in.exists():
        return MOST_A_DAY, Why.MANY
    is_ours = (
        seals.is_sealed(address)
        or DeskAddress.objects.filter(value__iexact=address).exists()
        or Mailbox.objects.filter(user__iexact=address).exists()
    )
    return 1, Why.OURS if is_ours else Why.NOBODY


def _take_turn(copy: Parcel, *, most: int, now: datetime) -> bool:
    """Count one letter to this address; False where it has had its day's. One statement decides."""
    address = bare_address(copy.recipient)
    _, made = AutomaticMail.objects.get_or_create(
        address=address, defaults={"began_at": now, "taken": 1, "label": copy.label}
    )
    if made:
        return True
    row = AutomaticMail.objects.filter(address=address)
    if row.filter(label=copy.label).exists():
        return True
    if row.filter(began_at__lte=now - DAY).update(began_at=now, taken=1, label=copy.label):
        return True
    free = row.filter(began_at__gt=now - DAY, taken__lt=most)
    return bool(free.update(taken=F("taken") + 1, label=copy.label))


def has_had_its_day(recipient: str, *, now: datetime) -> bool:
    """Whether an answer by itself to this address would be held back now; nothing is counted."""
    turns = AutomaticMail.objects.filter(address=bare_address(recipient), began_at__gt=now - DAY)
    return bool(ROBOT_SENDER.match(bare_address(recipient))) or turns.exists()


def held_lately(recipient: str = "", *, now: datetime) -> list[HeldMail]:
    """What was held back within a month, for one address or for all, the newest first."""
    held = HeldMail.objects.filter(at__gt=now - KEPT_FOR).order_by("-at", "-pk")
    if recipient:
        held = held.filter(recipient__iexact=recipient)
    return list(held[:MOST_SHOWN])


def tidy(*, now: datetime) -> None:
    """Forget what is past: nobody's address stays for having been written to once."""
    HeldMail.objects.filter(at__lte=now - KEPT_FOR).delete()
    AutomaticMail.objects.filter(began_at__lte=now - 2 * DAY).delete()


@transaction.atomic
def _write_down(copy: Parcel, why: Why, *, now: datetime) -> None:
    """Once for each letter, however often it is tried."""
    held, made = HeldMail.objects.get_or_create(
        label=copy.label, recipient=copy.recipient, defaults={"why": why, "at": now}
    )
    if made:
        record(MailHeld(held=held.pk, why=str(why)), about=[], by=SYSTEM, at=now)
