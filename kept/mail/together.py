"""Mails that have been read become messages, several in one transaction.

Each is filed as if it had come by itself. What they all ask is asked once for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from kept.conversations.actions import Incoming, receive_all
from kept.conversations.actions.status import move
from kept.conversations.models import Conversation, Desk, Message
from kept.customers.actions import meet_all
from kept.mail import round_trips
from kept.mail.bounces import mark_bounced
from kept.mail.by_member import Spoken, names_member, spoken_by_member, take_down
from kept.mail.deceit import known_like
from kept.mail.following import suggest_a_place, tie_desks, work_again
from kept.mail.judging import Judged, judged, named, problems_of
from kept.mail.models import Delivery, Filing, MessageId
from kept.mail.neighbours import Placed, side_by_side
from kept.mail.ownership import comes_back
from kept.mail.papers import Errand, Paper, Read, digest_of
from kept.mail.rules import id_key, storable
from kept.mail.threading import House, desks_of, look_around

SYSTEM = "system:mail"
# A machine's answer to nobody in particular needs no work; it stays to be found.
NEEDS_NO_WORK = {"auto_reply", "out_of_office", "receipt", "own"}

There = set[tuple[int, str]]
"""Which desk has which content already."""


@transaction.atomic
def file_all(papers: Sequence[Paper], *, now: datetime) -> dict[int, str]:
    """File each at each of its desks that has not got it yet, all or none of them.

    Answers the new state of each; one that is for none of our desks waits as before. Raises
    `IntegrityError` where somebody else files the same in this moment.
    """
    states = _locked(papers)
    there, house = _there(papers), look_around()
    waiting = [paper for paper in papers if states[paper.delivery.pk] == Delivery.State.SPOOLED]
    for _, neighbours in groupby(waiting, key=_alone):
        states |= _file(list(neighbours), there, house, now=now)
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


def _alone(paper: Paper) -> int:
    """Its own key for what may change more than its own conversation; 0 for the rest."""
    letter = paper.mail.letter
    is_special = (
        round_trips.is_test(letter)
        or letter.automatic.kind == "bounce"
        or names_member(paper.delivery, letter)
    )
    return paper.delivery.pk if is_special else 0


def _file(papers: Sequence[Paper], there: There, house: House, *, now: datetime) -> dict[int, str]:
    states: dict[int, str] = {}
    letters: list[Paper] = []
    errands: list[Errand] = []
    for paper in papers:
        desks = desks_of(paper.delivery, paper.mail.letter, house)
        state = _other(paper, desks, there, now=now)
        if state is None:
            mine = _errands(paper, desks, there)
            state = Delivery.State.FILED if mine else Delivery.State.DUPLICATE
            letters.append(paper)
            errands += mine
        states[paper.delivery.pk] = state
    filed: dict[int, list[Conversation]] = defaultdict(list)
    while errands:
        placed = side_by_side(errands, house)
        for one, message in zip(placed, _file_placed(placed, house, now=now), strict=True):
            filed[one.errand.delivery.pk].append(message.conversation)
        errands = errands[len(placed) :]
    for paper in letters:
        mail, delivery = paper.mail, paper.delivery
        if conversations := filed[delivery.pk]:
            tie_desks(mail.letter, conversations, digest=mail.digest, now=now)
        mark_bounced(mail.letter, recipients=delivery.recipients, now=now)
    return states


def _other(paper: Paper, desks: Sequence[Desk], there: There, *, now: datetime) -> str | None:
    """The new state of what is no letter to a desk of ours; None where it is one."""
    delivery, mail = paper.delivery, paper.mail
    if round_trips.is_test(mail.letter):
        # Nobody reads a test letter of ours as mail.
        round_trips.arrived(mail.letter, delivery, now=now)
        return Delivery.State.TEST
    if not desks:
        return Delivery.State.SPOOLED
    spoken = spoken_by_member(delivery, mail.letter)
    return _take_down(delivery, mail, spoken, there, now=now) if spoken else None


def _errands(paper: Paper, desks: Sequence[Desk], there: There) -> list[Errand]:
    """A letter's way to each of its desks that has not got it yet, which are taken to have it."""
    mail = paper.mail
    errands = [
        Errand(paper, desk)
        for desk in desks
        if (desk.pk, mail.digest) not in there
        and not comes_back(mail.letter, digest=mail.digest, desk=desk, digest_of=digest_of)
    ]
    there.update((errand.desk.pk, mail.digest) for errand in errands)
    return errands


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
        problems=problems_of(mail),
    )
    there.add((desk.pk, mail.digest))
    return Delivery.State.FILED


def _file_placed(placed: Sequence[Placed], house: House, *, now: datetime) -> list[Message]:
    """Letters that have nothing to do with each other, each at its desk."""
    known = known_like([one.errand.mail.sender for one in placed])
    letters = [judged(one, house, known) for one in placed]
    met = iter(
        meet_all([named(one.errand.mail) for one in letters if one.customer is None], now=now)
    )
    messages = receive_all(
        [
            Incoming(
                one.arrival,
                one.errand.desk,
                one.customer or next(met),
                one.conversation,
                # The customer waits from the moment it reached us, however long we took to read it.
                now=min(one.errand.delivery.received_at, now),
            )
            for one in letters
        ]
    )
    pairs = list(zip(letters, messages, strict=True))
    work_again(
        [
            message
            for one, message in pairs
            if one.customer and message.standing == Message.Standing.KNOWN and not message.automatic
        ],
        now=now,
    )
    for one, message in pairs:
        if one.opens and message.automatic in NEEDS_NO_WORK:
            move(message.conversation, Conversation.Status.CLOSED, by=SYSTEM, now=now, asks=False)
        if one.opens and not message.automatic:
            suggest_a_place(one.errand.mail.letter, message, one.writer, now=now)
    _keep_filings(pairs)
    return messages


def _keep_filings(pairs: Sequence[tuple[Judged, Message]]) -> None:
    MessageId.objects.bulk_create(
        MessageId(
            value=storable(id_key(one.errand.mail.letter.message_id)),
            message=message,
            desk=one.errand.desk,
        )
        for one, message in pairs
        if one.errand.mail.letter.message_id
    )
    Filing.objects.bulk_create(
        Filing(
            delivery=one.errand.delivery,
            desk=one.errand.desk,
            content_digest=one.errand.mail.digest,
            message=message,
            problems=problems_of(one.errand.mail),
        )
        for one, message in pairs
    )
