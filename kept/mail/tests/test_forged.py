"""Forged letters of every make: none joins a conversation as proven, none gets anything back.

A hundred or so in the suite, and ten thousand by
`KEPT_FORGED=10000 bin/test kept/mail/tests/test_forged.py`. Each run throws the same dice.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kept.conversations.models import Conversation, Message, Participant
from kept.mail import seals
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
COUNT = int(os.environ.get("KEPT_FORGED", "120"))
BOB, MALLORY = "bob@x.example", "mallory@evil.example"
OURS = "mx.northmoor.example"
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass
class Loot:
    """What a forger may have got hold of."""

    conversation: Conversation
    message: Message
    seat: Participant
    customers: str
    """A Message-ID that only Cy was sent."""
    bobs: str
    bobs_address: str
    elsewhere: str
    """A sealed address of another conversation, which Mallory has herself."""


@pytest.fixture
def loot(settings) -> Loot:
    settings.REPLY_ADDRESS = "reply@northmoor.example"
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    conversation = make_conversation(desk=desk)
    message = make_reply(conversation, by=ada, cc=[BOB])
    queue(message, now=NOON)
    seat = conversation.participants.get()
    file_now(make_raw("My own.", sender=MALLORY, message_id="own@evil"))
    own = Message.objects.order_by("-pk")[0].conversation
    there = {"conversation": conversation.pk, "message": message.pk}
    return Loot(
        conversation,
        message,
        seat,
        customers=seals.message_id(**there),
        bobs=seals.message_id(**there, seat=seals.seat_of(seat.pk)),
        bobs_address=seals.participant_address(conversation=conversation.pk, participant=seat.pk),
        elsewhere=seals.reply_address(conversation=own.pk, customer=own.customer_id),
    )


class Forger:
    """Throws the dice; `is_watched` where a server of ours looks at senders."""

    def __init__(self, loot: Loot, dice: random.Random, *, is_watched: bool) -> None:
        self.loot, self.dice, self.is_watched = loot, dice, is_watched

    def letter(self, number: int) -> tuple[bytes, tuple[str, ...]]:
        address, reference = self.dice.choice(self._seals())()
        sender = self.dice.choice(self._senders())
        more = [self.dice.choice(self._claims())]
        if self.dice.random() < 0.3:
            more.append(f"Cc: {self.dice.choice([MALLORY, 'eve@evil.example'])}")
        if self.dice.random() < 0.3:
            more.append(f"Reply-To: {MALLORY}")
        if self.dice.random() < 0.3:
            ids = [reference, "own@evil", "x@y"]
            self.dice.shuffle(ids)
            more.append("References: " + " ".join(f"<{value}>" for value in ids))
        key = self.loot.conversation.pk
        subject = self.dice.choice(
            ["Re: A cracked lamp", f"[K-{key}] A cracked lamp", f"[#{key}]", f"Ticket {key}"]
        )
        raw = make_raw(
            f"Forged {number}",
            sender=sender,
            to=address,
            subject=subject,
            message_id=f"f{number}@evil" if self.dice.random() < 0.8 else None,
            answers=reference,
            more="\n".join(more),
        )
        return raw, (ORDERS, address)

    def _seals(self) -> list[Callable[[], tuple[str, str]]]:
        loot, dice = self.loot, self.dice
        own_id, id_domain = loot.customers.split("@")
        head, seal = own_id.rsplit(".", 1)
        local, domain = loot.bobs_address.split("@")
        tag, address_seal = local.rsplit(".", 1)
        pk, customer = loot.conversation.pk, loot.conversation.customer_id

        def guess() -> str:
            return "".join(dice.choices(BASE32, k=26))

        def changed(text: str) -> str:
            at = dice.randrange(len(text))
            return text[:at] + dice.choice(BASE32.replace(text[at], "")) + text[at + 1 :]

        found = [
            lambda: (f"reply+{pk}.{customer}.{guess()}@{domain}", "x@y"),
            lambda: (f"{tag}.{guess()}@{domain}", "x@y"),
            lambda: (f"{tag}.{changed(address_seal)}@{domain}", "x@y"),
            lambda: (f"{tag}.{address_seal[: dice.randrange(26)]}@{domain}", "x@y"),
            lambda: (f"reply+{pk}.{customer}.{address_seal}@{domain}", "x@y"),
            lambda: (f"reply+{pk}.p{loot.seat.pk + 1}.{address_seal}@{domain}", "x@y"),
            lambda: (f"reply+{pk}@{domain}", "x@y"),
            lambda: (f"reply+k-{pk}@{domain}", "x@y"),
            lambda: (f"orders+{pk}.{customer}@northmoor.example", "x@y"),
            lambda: (loot.elsewhere, "x@y"),
            lambda: (loot.bobs_address, "x@y"),
            lambda: (loot.bobs_address, loot.bobs),
            lambda: (ORDERS, loot.bobs),
            lambda: (ORDERS, f"{head}.{guess()}@{id_domain}"),
            lambda: (ORDERS, f"{head}.{changed(seal)}@{id_domain}"),
            lambda: (ORDERS, f"{head}.{seal[: dice.randrange(26)]}@{id_domain}"),
            lambda: (ORDERS, f"{head}.p{loot.seat.pk}.{seal}@{id_domain}"),
            lambda: (ORDERS, f"k{pk}.{loot.message.pk}@{id_domain}"),
            lambda: (ORDERS, f"{pk}@{id_domain}"),
            lambda: (ORDERS, f"notify-{pk}-{loot.message.pk}@{id_domain}"),
        ]
        if self.is_watched:
            found += [lambda: (ORDERS, loot.customers), lambda: (loot.elsewhere, loot.customers)]
        return found

    def _senders(self) -> list[str]:
        return [
            f"Cy <{CY}>",
            f'"{CY}" <{MALLORY}>',
            f"Mallory <{MALLORY}>",
            f"=?utf-8?q?{CY.replace('@', '=40')}?= <{MALLORY}>",
            f"Cy <{CY}>, Mallory <{MALLORY}>",
            "Ada <ada@northmoor.example>",
            f"Orders <{ORDERS}>",
            "Cy <cy@va1dorra.example>",
        ]

    def _claims(self) -> list[str]:
        named = "dmarc=pass header.from=valdorra.example; dkim=pass header.d=valdorra.example"
        claims = [
            "",
            f"Authentication-Results: {OURS}; dmarc=fail header.from=valdorra.example",
            f"Authentication-Results: mx.evil.example; {named}",
            f'Authentication-Results: mx.evil.example; x="{OURS}; {named}"',
            f"X-Authentication-Results: {OURS}; {named}",
            f"ARC-Authentication-Results: i=1; {OURS}; {named}",
        ]
        if self.is_watched:
            # What our server wrote stands on top; whatever is beneath was there before.
            honest = f"Authentication-Results: {OURS}; dmarc=none; spf=pass smtp.mailfrom={MALLORY}"
            claims += [honest, f"{honest}\nAuthentication-Results: {OURS}; {named}"]
            # Our server's word again, which repeats what they wrote into their envelope.
            claims += [
                f"Authentication-Results: {OURS}; spf=pass smtp.mailfrom={told}@evil.example"
                for told in (f'"{CY}"', f'"a; {named}; x=y"', f"a; {named} ;")
            ]
        return claims


@pytest.mark.parametrize("is_watched", [True, False])
def test_no_forged_letter_joins_as_proven_or_gets_anything_back(loot, settings, is_watched):
    settings.MAIL_AUTHSERV = [OURS] if is_watched else []
    dice = random.Random(2026)  # noqa: S311  # the same dice each time
    forger = Forger(loot, dice, is_watched=is_watched)
    copies = Outgoing.objects.count()
    ours = Message.objects.filter(way=Message.Way.OUT).count()

    for number in range(COUNT // 2):
        raw, recipients = forger.letter(number)
        delivery = file_now(raw, recipients=recipients)
        assert delivery.state in {"FILED", "TRAY"}, raw.decode()

    joined = loot.conversation.messages.filter(text__startswith="Forged")
    assert not joined.filter(standing=Message.Standing.KNOWN).exists()
    assert joined.filter(standing=Message.Standing.UNVERIFIED).exists()
    # Nobody speaks as one of us, nothing leaves, and nobody has let themselves in.
    assert Message.objects.filter(way=Message.Way.OUT).count() == ours
    assert Outgoing.objects.count() == copies
    inside = loot.conversation.participants.filter(state=Participant.State.IN)
    assert [seat.address for seat in inside] == [BOB]
    loot.conversation.refresh_from_db()
    assert loot.conversation.customer.addresses.get().value == CY
