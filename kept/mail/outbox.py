"""An answer of ours on its way into the outbox: what goes into the letter, and to whom.

Only messages are read here. Notes live in another table that nothing in this room may name.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation, Message
from kept.conversations.rules import reply_subject
from kept.customers import links
from kept.kit import blobs
from kept.ledger import record
from kept.mail import seals
from kept.mail.events import MailRefused
from kept.mail.models import MessageId, Outgoing
from kept.mail.quoting import intro
from kept.mail.rendering import MOST_REFERENCES, Enclosure, OutgoingLetter, Quote, render
from kept.mail.rules import bare_address, is_deliverable, one_line

LONGEST_QUOTE = 20_000


def queue(message: Message, *, now: datetime) -> list[Outgoing]:
    """Render the letter and lay one copy a recipient into the outbox. Safe to repeat."""
    digest = blobs.put(render(letter_of(message)))
    conversation = message.conversation
    sender = sender_of(message)
    own_id = seals.message_id(conversation=conversation.pk, message=message.pk)
    MessageId.objects.get_or_create(message=message, desk=conversation.desk, value=own_id)
    return [
        _copy(message, recipient, sender=sender, sha256=digest, now=now)
        for recipient in recipients_of(message)
    ]


def _copy(message: Message, recipient: str, *, sender: str, sha256: str, now: datetime) -> Outgoing:
    copy, made = Outgoing.objects.get_or_create(
        message=message,
        recipient=recipient,
        defaults={
            "envelope_from": seals.bounce_address(
                message=message.pk, recipient=recipient, sender=sender
            ),
            "domain": bare_address(recipient).rpartition("@")[2][:255],
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


def letter_of(message: Message) -> OutgoingLetter:
    conversation = message.conversation
    asked = _answered(message)
    own = _is_to_the_customer_alone(message)
    return OutgoingLetter(
        message_id=seals.message_id(conversation=conversation.pk, message=message.pk),
        sender_name=_sender_name(message),
        sender=sender_of(message),
        reply_to=_reply_address(message),
        to=tuple(map(str, message.to)),
        cc=tuple(map(str, message.cc)),
        subject=message.subject or reply_subject(conversation.subject),
        at=message.at,
        text=_with_page(message.text, message, is_theirs=own),
        signature=_signature(message),
        quote=_passed_on(message) or (_quote(asked, message, is_theirs=own) if asked else None),
        in_reply_to=_id_of(asked) if asked else "",
        references=tuple(_references(message)),
        enclosures=tuple(
            Enclosure(file.name, file.type, blobs.get(file.sha256), file.content_id)
            for file in message.attachments.all()
        ),
    )


def as_file(message: Message) -> bytes:
    """A letter of theirs as a mail of its own: what it says and who said it, nothing of ours."""
    return render(
        OutgoingLetter(
            message_id=f"forwarded.{message.pk}@{settings.MAIL_DOMAIN}",
            sender_name=message.from_name,
            sender=message.from_address,
            reply_to="",
            to=tuple(map(str, message.to)),
            cc=tuple(map(str, message.cc)),
            subject=message.conversation.subject,
            at=message.at,
            text=_with_page(
                "\n\n".join(filter(None, [message.text, message.signature])),
                message,
                is_theirs=False,
            ),
        )
    )


def _reply_address(message: Message) -> str:
    """Where answers come to. Only the customer gets the address that speaks for them."""
    if message.is_aside:
        return ""
    conversation = message.conversation
    return seals.reply_address(conversation=conversation.pk, customer=conversation.customer_id)


def _passed_on(message: Message) -> Quote | None:
    """The letter that a member forwards."""
    if not message.is_aside or not message.quoted:
        return None
    text = _with_page(message.quoted[:LONGEST_QUOTE], message, is_theirs=False)
    return Quote(_("This letter is passed on:"), text)


def _is_to_the_customer_alone(message: Message) -> bool:
    if message.is_aside:
        return False
    own = message.conversation.customer.addresses.values_list("value", flat=True)
    return {*map(bare_address, recipients_of(message))} <= {*map(bare_address, own)}


def _with_page(text: str, message: Message, *, is_theirs: bool) -> str:
    """The link to the customer's page opens everything promised to them: nobody else gets it."""
    if is_theirs:
        return links.shown(text, message.conversation.customer, now=message.at)
    return text.replace(links.PLACE, _("(ask us for the link to your page)"))


def sender_of(message: Message) -> str:
    """The address it goes out from: the one its writer chose, while that is the desk's."""
    chosen = message.from_address
    desk = message.conversation.desk
    if chosen and desk.addresses.filter(value__iexact=chosen).exists():
        return chosen
    return sender_address(message.conversation)


def sender_address(conversation: Conversation) -> str:
    """The desk's main address; for a desk that has none yet, one nobody can mistake for it."""
    first = conversation.desk.addresses.first()
    return first.value if first else f"desk-{conversation.desk_id}@{settings.MAIL_DOMAIN}"


def _refused_at_once(recipient: str, sender: str) -> str:
    """Why a copy can never be sent: said now, not after days of trying."""
    if not is_deliverable(recipient):
        return "This is no mail address a server takes. Check its spelling."
    if not is_deliverable(sender):
        return "The desk's own address cannot send mail. An owner can change it."
    return ""


def _sender_name(message: Message) -> str:
    member = message.member.name if message.member else ""
    house = message.conversation.desk.sender_name or settings.ORGANISATION
    return one_line(f"{member} · {house}" if member else house)


def _signature(message: Message) -> str:
    member = message.member.name if message.member else ""
    return message.conversation.desk.signature.replace("{{name}}", member)


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


def _references(message: Message) -> list[str]:
    """The ids of the thread before this letter, oldest first; never those of another audience."""
    ids = MessageId.objects.filter(
        Q(message__conversation=message.conversation_id)
        & Q(message__lt=message.pk, message__is_aside=message.is_aside)
    ).order_by("message", "pk")
    values = list(dict.fromkeys(ids.values_list("value", flat=True)))
    return values[:1] + values[1:][-MOST_REFERENCES:]
