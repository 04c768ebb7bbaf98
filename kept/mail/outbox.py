"""An answer of ours on its way into the outbox: what goes into the letter, and to whom.

Only messages are read here. Notes live in another table that nothing in this room may name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from kept.brand.queries import look_of
from kept.brand.shown import as_worn
from kept.conversations.models import Conversation, Message, Participant
from kept.conversations.queries import customers_here
from kept.conversations.rules import reply_subject
from kept.conversations.speaking import speaking_to
from kept.customers import links
from kept.customers.models import Address, Customer
from kept.kit import blobs
from kept.kit.domains import as_sent
from kept.kit.sentences import sentence
from kept.ledger import record
from kept.mail import seals
from kept.mail.events import MailRefused
from kept.mail.models import MessageId, Outgoing
from kept.mail.quoting import intro
from kept.mail.rendering import MOST_REFERENCES, Enclosure, Foot, OutgoingLetter, Quote, render
from kept.mail.rules import bare_address, is_deliverable, one_line

LONGEST_QUOTE = 20_000


def queue(message: Message, *, now: datetime) -> list[Outgoing]:
    """Render a letter for each reader and lay the copies into the outbox. Safe to repeat.

    A reader's copy bears seals of their own, so that an answer says whose it is. All else in it is
    the same for all.
    """
    conversation = message.conversation
    sender = sender_of(message)
    own_id = seals.message_id(conversation=conversation.pk, message=message.pk)
    MessageId.objects.get_or_create(message=message, desk=conversation.desk, value=own_id)
    recipients = recipients_of(message)
    found = dict.fromkeys(recipients, seals.NOBODY)
    if not message.is_aside:
        found = seats(conversation, recipients)
    digests = {
        seat: blobs.put(render(letter_of(message, seat=seat))) for seat in set(found.values())
    }
    return [
        _copy(message, recipient, sender=sender, sha256=digests[found[recipient]], now=now)
        for recipient in recipients
    ]


def seats(conversation: Conversation, recipients: list[str]) -> dict[str, str]:
    """Under which seat of the conversation each of them reads: see `seals`."""
    own = _addresses_of(conversation.customer_id)
    rows = Participant.objects.filter(conversation=conversation).values_list("address", "pk")
    seated = {bare_address(address): seals.seat_of(pk) for address, pk in rows} | dict.fromkeys(
        own, ""
    )
    return {
        recipient: seated.get(bare_address(recipient), seals.NOBODY) for recipient in recipients
    }


def _addresses_of(customer: int) -> set[str]:
    rows = Address.objects.filter(customer=customer)
    return set(map(bare_address, rows.values_list("value", flat=True)))


def _copy(message: Message, recipient: str, *, sender: str, sha256: str, now: datetime) -> Outgoing:
    copy, made = Outgoing.objects.get_or_create(
        message=message,
        recipient=recipient,
        defaults={
            "envelope_from": seals.bounce_address(
                message=message.pk, recipient=recipient, sender=sender
            ),
            "domain": as_sent(bare_address(recipient)).rpartition("@")[2][:255],
            "sha256": sha256,
            "queued_at": now,
            "not_before": now,
        },
    )
    if made and (words := _refused_at_once(recipient, sender)):
        copy.state, copy.answer = Outgoing.State.FAILED, words
        copy.save(update_fields=["state", "answer"])
        record(
            MailRefused(outgoing=copy.pk, message=message.pk, code=0),
            about=[message.conversation, f"customer:{message.conversation.customer_id}"],
            by="system:mail",
            at=now,
        )
    return copy


def recipients_of(message: Message) -> list[str]:
    """Everybody a letter goes to, each once: exactly those the member named, hidden or not."""
    named = [*message.to, *message.cc, *message.bcc]
    addresses = [str(address).strip() for address in named]
    return list({bare_address(address): address for address in addresses if address}.values())


def letter_of(message: Message, *, seat: str = "") -> OutgoingLetter:
    """The letter as the reader at `seat` gets it; "" is the customer."""
    conversation = message.conversation
    asked = _answered(message)
    own = _is_to_the_customer_alone(message)
    return OutgoingLetter(
        message_id=seals.message_id(conversation=conversation.pk, message=message.pk, seat=seat),
        sender_name=_sender_name(message),
        sender=sender_of(message),
        reply_to=_reply_address(message, seat),
        to=tuple(map(str, message.to)),
        cc=tuple(map(str, message.cc)),
        subject=message.subject or reply_subject(conversation.subject),
        at=message.at,
        text=_with_page(message.text, message, is_theirs=own),
        signature=_signature(message),
        foot=_foot(message),
        quote=None if message.automatic else _quoted(message, asked, is_theirs=own),
        in_reply_to=_id_of(asked) if asked else "",
        references=tuple(_references(message, seat)),
        enclosures=tuple(
            Enclosure(file.name, file.type, blobs.get(file.sha256), file.content_id)
            for file in message.attachments.all()
        ),
        is_automatic=bool(message.automatic),
    )


def as_file(message: Message) -> bytes:
    """A letter as a mail of its own: what it says and who said it, and no seal of ours."""
    return render(
        OutgoingLetter(
            message_id=f"forwarded.{message.pk}@{settings.MAIL_DOMAIN}",
            sender_name=message.from_name,
            sender=written_from(message),
            reply_to="",
            to=_without_seals(message.to),
            cc=_without_seals(message.cc),
            subject=message.conversation.subject,
            at=message.at,
            text=_with_page(
                "\n\n".join(filter(None, [message.text, message.signature])),
                message,
                is_theirs=False,
            ),
        )
    )


def _without_seals(addresses: Iterable[object]) -> tuple[str, ...]:
    """Whoever knows a sealed address could pass for the one it was made for."""
    return tuple(address for address in map(str, addresses) if not seals.is_sealed(address))


def _reply_address(message: Message, seat: str) -> str:
    """Where answers of this reader come; whoever has no seat answers to the desk itself."""
    if message.is_aside or seat == seals.NOBODY:
        return ""
    conversation = message.conversation
    if not seat:
        return seals.reply_address(conversation=conversation.pk, customer=conversation.customer_id)
    return seals.participant_address(conversation=conversation.pk, participant=int(seat[1:]))


def _quoted(message: Message, asked: Message | None, *, is_theirs: bool) -> Quote | None:
    """What stands beneath: a letter passed on, or theirs that is answered."""
    return _passed_on(message) or (_quote(asked, message, is_theirs=is_theirs) if asked else None)


def _passed_on(message: Message) -> Quote | None:
    """The letter that a member forwards."""
    if not message.is_aside or not message.quoted:
        return None
    text = _with_page(message.quoted[:LONGEST_QUOTE], message, is_theirs=False)
    with translation.override(message.member.language if message.member else None):
        return Quote(_("This letter is passed on:"), text)


def _is_to_the_customer_alone(message: Message) -> bool:
    if message.is_aside:
        return False
    own = _addresses_of(message.conversation.customer_id)
    return {*map(bare_address, recipients_of(message))} <= own


def _of_another_alone(message: Message) -> Customer | None:
    to = {*map(bare_address, recipients_of(message))}
    if message.is_aside or not to:
        return None
    others = customers_here(message.conversation)[1:]
    return next((one for one in others if to <= _addresses_of(one.pk)), None)


def _with_page(text: str, message: Message, *, is_theirs: bool) -> str:
    """The link to the customer's page opens everything promised to them: nobody else gets it.

    A letter to nobody but another, whose own conversation was merged into this, has theirs.
    """
    if is_theirs:
        return links.shown(text, message.conversation.customer, now=message.at)
    if links.PLACE not in text:
        return text
    if other := _of_another_alone(message):
        return links.shown(text, other, now=message.at)
    with speaking_to(message.conversation.customer):
        return text.replace(links.PLACE, _("(ask us for the link to your page)"))


def sender_of(message: Message) -> str:
    """The address it goes out from: the one its writer chose, while that is the desk's."""
    chosen = message.from_address
    desk = message.conversation.desk
    if chosen and desk.addresses.filter(value__iexact=chosen).exists():
        return chosen
    return sender_address(message.conversation)


def written_from(message: Message) -> str:
    """The address that a letter, theirs or ours, bears as its sender's."""
    return sender_of(message) if message.is_ours else message.from_address


def sender_address(conversation: Conversation) -> str:
    """The desk's main address; for a desk that has none yet, one nobody can mistake for it."""
    first = conversation.desk.addresses.first()
    return first.value if first else f"desk-{conversation.desk_id}@{settings.MAIL_DOMAIN}"


def _refused_at_once(recipient: str, sender: str) -> str:
    """Why a copy can never be sent: said now, not after days of trying."""
    if not is_deliverable(recipient):
        return sentence("This is no mail address a server takes. Check its spelling.")
    # An answer would come to its form in DNS, which no desk of ours has.
    if not (sender.isascii() and is_deliverable(sender)):
        return sentence("The desk's own address cannot send mail. An owner can change it.")
    return ""


def _sender_name(message: Message) -> str:
    member = message.member.name if message.member else ""
    house = message.conversation.desk.sender_name or look_of(message.conversation.desk_id).name
    return one_line(f"{member} · {house}" if member else house)


def _signature(message: Message) -> str:
    member = message.member.name if message.member else ""
    return message.conversation.desk.signature.replace("{{name}}", member)


def _foot(message: Message) -> Foot:
    """The brand of its desk. A logo is asked for at our own address, the same for everybody."""
    worn = as_worn(look_of(message.conversation.desk_id))
    is_reachable = settings.BASE_URL.startswith("https://") and worn.logo_url
    return Foot(
        accent=worn.accent.light if worn.accent else "",
        logo_url=f"{settings.BASE_URL}{worn.logo_url}" if is_reachable else "",
        name=worn.name,
        width=worn.width,
        height=worn.height,
    )


def _answered(message: Message) -> Message | None:
    """The newest letter of theirs before this one, as far as its writer had read."""
    theirs = Message.objects.filter(
        conversation=message.conversation_id,
        way=Message.Way.IN,
        is_aside=message.is_aside,
        automatic="",
    )
    if message.is_aside:
        theirs = theirs.filter(from_address__in=recipients_of(message))
    before = message.pk if message.answers is None else min(message.pk, message.answers + 1)
    return theirs.filter(pk__lt=before).order_by("-pk").first()


def _quote(asked: Message, message: Message, *, is_theirs: bool) -> Quote | None:
    """Their own words back to them; never a third person's, nor those of an unproven sender."""
    if message.is_aside:
        return None
    readers = {bare_address(address) for address in recipients_of(message)}
    if asked.standing != Message.Standing.KNOWN or bare_address(asked.from_address) not in readers:
        return None
    customer = message.conversation.customer
    zone = ZoneInfo(customer.zone or message.conversation.desk.zone)
    name = one_line(asked.from_name or asked.from_address)
    local = asked.at.astimezone(zone)
    above = intro(local, name, text=asked.text, language=customer.language)
    text = _with_page(asked.text[:LONGEST_QUOTE], message, is_theirs=is_theirs)
    return Quote(above, text)


def _id_of(message: Message) -> str:
    found = MessageId.objects.filter(message=message).values_list("value", flat=True).first()
    return found or ""


def _references(message: Message, seat: str) -> list[str]:
    """The ids of the thread before this letter, oldest first.

    Of our own letters only those that this reader got, by the id that their copy bore: another
    reader's id would be another reader's seal.
    """
    ids = MessageId.objects.filter(
        Q(message__conversation=message.conversation_id)
        & Q(message__lt=message.pk, message__is_aside=message.is_aside)
    ).order_by("message", "pk")
    told = ids.values_list("message", "value", "message__way")
    newest = list(told.reverse()[: 4 * MOST_REFERENCES])
    rows = list(dict.fromkeys([*told[:1], *newest[::-1]]))
    ours = [pk for pk, _value, way in rows if way == Message.Way.OUT]
    got = _read_by(seat, message.conversation, ours) if ours else set()
    values = []
    for pk, value, way in rows:
        if way == Message.Way.IN:
            values.append(value)
        elif pk in got and (named := seals.message_of_id(value)):
            values.append(seals.message_id(conversation=named[0], message=pk, seat=seat))
    values = list(dict.fromkeys(values))
    return values[:1] + values[1:][-MOST_REFERENCES:]


def _read_by(seat: str, conversation: Conversation, messages: list[int]) -> set[int]:
    """Which of our letters went to whoever reads under this seat."""
    if seat == seals.NOBODY:
        return set()
    if seat:
        row = Participant.objects.filter(pk=int(seat[1:])).values_list("address", flat=True).first()
        addresses = {bare_address(row)} if row else set()
    else:
        addresses = _addresses_of(conversation.customer_id)
    copies = Outgoing.objects.filter(message__in=messages).annotate(low=Lower("recipient"))
    return set(copies.filter(low__in=addresses).values_list("message", flat=True))
