"""How the story is told: deeds at their moments, each by the action a real person would cause."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from uuid import UUID

from django.db import connection

from kept.agreements import actions as agreements
from kept.agreements.actions.targets import FOLLOWED
from kept.conversations import actions as conversations
from kept.conversations.actions import Arrival, File
from kept.conversations.models import Conversation, Desk, Message
from kept.demo.customers import PLACES, Person
from kept.demo.files import any_picture, pdf
from kept.desk.actions import note
from kept.desk.composing import in_product
from kept.kit import blobs
from kept.ledger import record
from kept.ledger.models import Event
from kept.mail import seals, sender
from kept.mail.events import MailRefused, MailSent
from kept.mail.models import MessageId, Outgoing
from kept.mail.outbox import queue
from kept.mail.rendering import OutgoingLetter, render
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.actions import sweep
from kept.promises.models import Promise
from kept.promises.proposals import Span
from kept.promises.rules import spot

Deed = Callable[[datetime], object]

_GREETINGS = ("Dear Northmoor,", "Good morning,", "Hello,", "Dear all,", "Hello Northmoor,")
_FAREWELLS = ("Kind regards,\n{name}", "{first}", "With best wishes,\n{name}", "Yours,\n{first}")


class Plan:
    """Deeds and when they happen. Of two at one moment, the one planned first comes first.

    A deed may plan others that come after it.
    """

    def __init__(self) -> None:
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._count = itertools.count()
        self._heard = 0
        self.followers: list[Deed] = []
        """Who looks after each deed, at its moment, whether they have something to do."""

    def at(self, moment: datetime, deed: Deed) -> None:
        # The count decides between equals, so that deeds themselves are never compared.
        heapq.heappush(self._deeds, (moment, next(self._count), deed))

    def run(self, *, now: datetime) -> None:
        """Do all of them, and between them what the clock and our agreements would have done."""
        while self._deeds:
            moment, _, deed = heapq.heappop(self._deeds)
            self._let_the_clock_speak(moment)
            deed(moment)
            self._let_agreements_hear()
            for follow in self.followers:
                follow(moment)
        self._let_the_clock_speak(now)

    def _let_the_clock_speak(self, moment: datetime) -> None:
        with connection.cursor() as cursor:
            # Asked before every deed, so in the plainest way there is.
            cursor.execute(
                "SELECT 1 FROM promises_promise WHERE outcome = 'OPEN' AND broken_at IS NULL "
                "AND paused_at IS NULL AND due_at < %s LIMIT 1",
                [connection.ops.adapt_datetimefield_value(moment)],
            )
            is_any = cursor.fetchone() is not None
        while is_any and sweep.break_due(now=moment):
            pass

    def _let_agreements_hear(self) -> None:
        for event in Event.objects.filter(pk__gt=self._heard, kind__in=FOLLOWED).order_by("pk"):
            agreements.answer(event)
            self._heard = event.pk


@dataclass(slots=True)
class Talk:
    """One conversation as it is told: begun by the first letter, then carried on.

    Letters of ours from before `old_before` are carried in a plainer way.
    """

    desk: Desk
    person: Person
    subject: str
    dice: random.Random
    old_before: datetime
    conversation: Conversation | None = None
    last_reply: Message | None = None
    vows: list[Promise] = field(default_factory=list)

    @property
    def there(self) -> Conversation:
        assert self.conversation is not None  # noqa: S101  a letter came first
        return self.conversation

    @property
    def zone(self) -> str:
        """Where the customer reads."""
        return PLACES[self.person.place][0] if self.person.place else self.desk.zone

    def due(self, words: str, *, language: str = "en", now: datetime) -> Span | None:
        """When a promise in these words is due, as the desk reads them; None: they do not say."""
        found = spot(words, at=now, zone=self.zone, hours=self.desk.hours, language=language)
        for one in found:
            due_from, due_at = in_product(one)
            if due_at is not None:
                return due_from, due_at
        return None

    def letter(
        self,
        text: str,
        *,
        files: tuple[File, ...] = (),
        picture_inside: bool = False,
        is_html: bool = False,
        automatic: str = "",
        sender_address: str = "",
        now: datetime,
    ) -> None:
        """The customer writes; `picture_inside` shows one within an HTML letter."""
        html = ""
        if picture_inside:
            files = (*files, any_picture(self.dice, content_id="lamp@post.example"))
        if picture_inside or is_html:
            html = html_of(text, with_picture=picture_inside)
        customer = self.person.met(now=now)
        message = conversations.receive(
            Arrival(
                subject=self.subject,
                from_name="" if sender_address else self.person.name,
                from_address=sender_address or self.person.address,
                text=text,
                html=html,
                to=(self.desk.addresses.all()[0].value,),
                files=files,
                automatic=automatic,
            ),
            desk=self.desk,
            customer=customer,
            conversation=self.conversation,
            now=now,
        )
        MessageId.objects.create(
            value=f"{self.dice.getrandbits(64):016x}@{self.person.address.partition('@')[2]}",
            message=message,
            desk=self.desk,
        )
        if self.conversation is None:
            self.conversation = message.conversation

    def reply(
        self,
        text: str,
        *,
        by: Member,
        files: tuple[File, ...] = (),
        then: str = Conversation.Status.WAITING,
        now: datetime,
    ) -> None:
        self.last_reply = conversations.reply(
            self.there,
            text=text,
            to=[self.person.address],
            files=files,
            submit_id=UUID(int=self.dice.getrandbits(128), version=4),
            then=then,
            by=by,
            now=now,
        )
        self.carry(self.last_reply, now=now)

    def note(self, text: str, *, by: Member, now: datetime) -> None:
        note(
            self.there,
            text=text,
            submit_id=UUID(int=self.dice.getrandbits(128), version=4),
            by=by,
            now=now,
        )

    def assign(self, to: Member | None, *, by: Member, now: datetime) -> None:
        conversations.assign(self.there, to=to, by=by, now=now)

    def tag(self, names: tuple[str, ...], *, by: Member, now: datetime) -> None:
        conversations.tag_by_names(self.there, names, by=by, now=now)

    def priority(self, to: str, *, by: Member, now: datetime) -> None:
        conversations.set_priority(self.there, to=to, by=by, now=now)

    def status(self, to: str, *, by: Member, now: datetime) -> None:
        conversations.set_status(self.there, to=to, by=by, now=now)

    def promise(
        self,
        words: str,
        *,
        due_at: datetime,
        due_from: datetime | None = None,
        keeper: Member | None,
        by: Member,
        now: datetime,
    ) -> None:
        """Note a promise made in the letter just written; the newest is `vows[-1]`."""
        made = promises.make(
            self.there,
            words=words,
            due_at=due_at,
            due_from=due_from,
            keeper=keeper,
            made_in=self.last_reply,
            by=by,
            now=now,
        )
        self.vows.append(made)

    def bounce(self, text: str, *, now: datetime) -> None:
        """Our last letter comes back: there is no such address any more."""
        self.letter(text, automatic="bounce", sender_address="mailer-daemon@post.example", now=now)
        for copy in Outgoing.objects.filter(message=self.last_reply):
            copy.state = Outgoing.State.FAILED
            copy.answer = "There is no such address. Check the spelling or ask for another one."
            copy.save(update_fields=["state", "answer"])
            record(
                MailRefused(outgoing=copy.pk, message=copy.message_id, code=550),
                about=[self.there, self.person.met(now=now)],
                by="system:mail",
                at=now,
            )

    def carry(self, message: Message, *, now: datetime) -> None:
        """The post takes our letter, as it would have at that time; no server is asked."""
        if now < self.old_before:
            self._carry_as_old(message, now=now)
            return
        for copy in queue(message, now=now):
            copy.state, copy.tries = Outgoing.State.CLAIMED, 1
            copy.save(update_fields=["state", "tries"])
            arrived = now + timedelta(seconds=2)
            sender.settle(copy, sender.Outcome(sender.How.SENT, 250), now=arrived)

    def _carry_as_old(self, message: Message, *, now: datetime) -> None:
        """A letter of weeks ago: nobody looks at its bytes any more, so they are set plainly."""
        recipient, address = self.person.address, self.desk.addresses.all()[0].value
        letter = OutgoingLetter(
            message_id=seals.message_id(conversation=self.there.pk, message=message.pk),
            sender_name=f"{message.from_name} · {self.desk.sender_name}",
            sender=address,
            reply_to="",
            to=(recipient,),
            cc=(),
            subject=f"Re: {self.subject}",
            at=now,
            text=message.text,
        )
        MessageId.objects.create(message=message, desk=self.desk, value=letter.message_id)
        copy = Outgoing.objects.create(
            message=message,
            recipient=recipient,
            envelope_from=address,
            sha256=blobs.put(render(letter)),
            state=Outgoing.State.SENT,
            tries=1,
            queued_at=now,
            not_before=now,
            sent_at=now,
        )
        record(
            MailSent(outgoing=copy.pk, message=message.pk),
            about=[self.there, self.person.met(now=now)],
            by=sender.SYSTEM,
            at=now,
        )


def customer_letter(person: Person, paragraphs: list[str], *, is_first: bool) -> str:
    """Their words with their own way of beginning and ending a letter."""
    first = person.first_name
    if person.language == "de":
        greeting = "Guten Tag,"
        farewell = f"Viele Grüße\n{person.name}"
    elif person.style % 7 == 6:
        greeting, farewell = "", ""
    else:
        greeting = _GREETINGS[person.style % len(_GREETINGS)]
        farewell = _FAREWELLS[person.style % len(_FAREWELLS)].format(name=person.name, first=first)
    if not is_first and person.style % 3:
        greeting, farewell = "", farewell.splitlines()[-1] if farewell else ""
    return "\n\n".join(part for part in (greeting, *paragraphs, farewell) if part)


def our_letter(person: Person, paragraphs: list[str], *, by: Member) -> str:
    greeting = "Guten Tag" if person.language == "de" else "Dear"
    return "\n\n".join((f"{greeting} {person.first_name},", *paragraphs, by.name.split()[0]))


def html_of(text: str, *, with_picture: bool = False) -> str:
    """The letter as a mail program would set it."""
    told = "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
    image = '<p><img src="cid:lamp@post.example" alt="the lamp" width="320"></p>'
    return (
        '<html><body style="font-family:Calibri,sans-serif;font-size:11pt">'
        f"{told}{image if with_picture else ''}</body></html>"
    )


def paper(name: str, *lines: str) -> File:
    return pdf(name, ["Northmoor Lamps", "8 Harbour Steps, Northmoor", "", *lines])
