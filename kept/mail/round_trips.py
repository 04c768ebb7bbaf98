"""A test letter's way: out by the real way out, back through a mailbox, and aside as a test.

It bears a sealed Message-ID, which only its mailbox and the servers before it ever see. A letter
with one of these becomes no conversation, whether or not anybody still waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from kept.brand.queries import house_name
from kept.kit.sentences import sentence
from kept.mail import seals
from kept.mail.letter import Letter
from kept.mail.models import Delivery, Mailbox, RoundTrip
from kept.mail.rendering import OutgoingLetter, render
from kept.mail.rules import bare_address, is_deliverable, one_line
from kept.mail.sender import How, Unreachable, open_post
from kept.mail.threading import reported_ids
from kept.ui.wording import retold

CAME_BACK = sentence("It came back undelivered. The bounce says: {words}")
OTHER_ROAD = sentence(
    "It came by another road ({road}) and not through this mailbox: mail to {address} goes "
    "elsewhere. Look where its domain sends mail, and at forwarding."
)
NO_WAY_OUT = sentence("There is no way out: KEPT_SMTP_URL is not set.")
NOT_TAKEN = sentence("Our mail server does not take it. It says: {words}")

LEASE = timedelta(minutes=3)
HAND_WITHIN = timedelta(minutes=2)
ARRIVE_WITHIN = timedelta(minutes=10)
MOST_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Parcel:
    recipient: str
    envelope_from: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, waiting, open or failed; `at` where it is done."""

    words: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a test has come, and what to do where it stopped."""

    trip: RoundTrip
    steps: list[Step]
    advice: str
    is_over: bool
    is_well: bool


def address_of(mailbox: Mailbox) -> str:
    """Where mail for this mailbox is sent to; empty where nobody knows."""
    first = mailbox.desk.addresses.first()
    for address in (mailbox.user, first.value if first else ""):
        if is_deliverable(bare_address(address)):
            return bare_address(address)
    return ""


def progress_of(mailbox: Mailbox, *, now: datetime) -> Progress | None:
    """Of its newest test; None where there was none."""
    trip = mailbox.round_trips.order_by("-pk").first()
    if trip is None:
        return None
    if trip.filed_at:
        states, advice = ["done", "done", "done"], ""
    elif trip.problem:
        states = ["done" if trip.handed_at else "failed", "failed", "open"]
        states[1] = "failed" if trip.handed_at else "open"
        advice = retold(trip.problem)
    elif trip.handed_at is None:
        is_late = now - trip.begun_at > HAND_WITHIN
        states = ["failed" if is_late else "waiting", "open", "open"]
        advice = (
            _("Nothing sends it. Look whether the worker runs: kept doctor says so.")
            if is_late
            else ""
        )
    else:
        is_late = now - trip.handed_at > ARRIVE_WITHIN
        states = ["done", "failed" if is_late else "waiting", "open"]
        advice = _not_arrived(mailbox) if is_late else ""
    return Progress(
        trip=trip,
        steps=[
            Step(_("Handed over to our mail server"), states[0], trip.handed_at),
            Step(_("Arrived, and fetched from the mailbox"), states[1], trip.arrived_at),
            Step(_("Filed away as a test: no conversation came of it"), states[2], trip.filed_at),
        ],
        advice=advice,
        is_over=bool(trip.filed_at or advice),
        is_well=trip.filed_at is not None,
    )


def send_round_trips(*, now: datetime) -> int:
    """Send what was asked for and nobody is at. Answers how many were tried."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)
    due = RoundTrip.objects.filter(
        free, handed_at__isnull=True, problem="", begun_at__gt=now - HAND_WITHIN
    )
    done = 0
    for trip in list(due.select_related("mailbox__desk", "asked_by").order_by("pk")[:MOST_AT_ONCE]):
        if due.filter(pk=trip.pk).update(claimed_at=now):
            _send(trip, now=now)
            done += 1
    return done


def is_test(letter: Letter) -> bool:
    return seals.trip_of_id(letter.message_id or "") is not None or _returned(letter) is not None


def arrived(letter: Letter, delivery: Delivery, *, now: datetime) -> None:
    """Note at its trip that a test letter, or its bounce, has come."""
    if (returned := _returned(letter)) is not None:
        words = CAME_BACK.format(words=one_line(letter.reply)[:300])
        RoundTrip.objects.filter(pk=returned, arrived_at=None).update(problem=words)
        return
    trips = RoundTrip.objects.filter(
        pk=seals.trip_of_id(letter.message_id or "") or 0, filed_at__isnull=True
    )
    trip = trips.first()
    if trip is None:
        return
    if delivery.source == f"imap:{trip.mailbox_id}":
        # Whoever has it has been handed it, even where we were stopped before we noted that.
        trips.update(
            handed_at=trip.handed_at or trip.claimed_at or now,
            arrived_at=delivery.received_at,
            filed_at=now,
            problem="",
        )
    else:
        trips.update(problem=OTHER_ROAD.format(road=delivery.source, address=trip.recipient))


def _send(trip: RoundTrip, *, now: datetime) -> None:
    row = RoundTrip.objects.filter(pk=trip.pk)
    if not settings.SMTP_URL:
        row.update(problem=NO_WAY_OUT)
        return
    letter = _letter(trip, now=now)
    parcel = Parcel(trip.recipient, letter.sender, f"test-{trip.pk:06d}")
    post = open_post(now=now)
    try:
        outcome = post.send(parcel, render(letter), lambda: True)
    except Unreachable as error:
        row.update(problem=one_line(str(error))[:500])
        return
    finally:
        post.close()
    if outcome.how in {How.SENT, How.UNKNOWN}:
        row.update(handed_at=now)
        return
    row.update(
        problem=NOT_TAKEN.format(words=one_line(f"{outcome.code or ''} {outcome.said}")[:400])
    )


def _letter(trip: RoundTrip, *, now: datetime) -> OutgoingLetter:
    """From the desk's own address, as its answers are, so that the same roads are taken."""
    first = trip.mailbox.desk.addresses.first()
    sender = first.value if first and is_deliverable(first.value) else settings.NOTICE_ADDRESS
    with translation.override(trip.asked_by.language):
        return OutgoingLetter(
            message_id=seals.trip_id(trip.pk),
            sender_name=_("Kept at %(house)s") % {"house": house_name()},
            sender=sender,
            reply_to="",
            to=(trip.recipient,),
            cc=(),
            subject=_("A test of this mailbox"),
            at=now,
            text=_(
                "%(name)s had Kept send this letter, to see whether it comes back. Kept knows it "
                "again and makes no conversation of it. You may delete it."
            )
            % {"name": trip.asked_by.name},
            is_automatic=True,
        )


def _not_arrived(mailbox: Mailbox) -> str:
    if mailbox.problem:
        return _("It cannot be fetched, since the mailbox is failing: %(problem)s") % {
            "problem": retold(mailbox.problem)
        }
    return _(
        "Our mail server took it and it has not come to the folder %(folder)s. Look into the "
        "spam folder and at the mailbox's own rules, and ask whoever runs the server in "
        "KEPT_SMTP_URL what became of it."
    ) % {"folder": mailbox.folder}


def _returned(letter: Letter) -> int | None:
    """The trip whose letter this bounce brings back."""
    if letter.automatic.kind != "bounce":
        return None
    found = map(seals.trip_of_id, [*reported_ids(letter), *letter.answers[:5]])
    return next((trip for trip in found if trip is not None), None)
