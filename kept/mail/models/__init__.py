"""Mail that came, mail that goes, and the boxes it comes from."""

from kept.mail.models.letters import (
    BlockedSender,
    Delivery,
    DomainPace,
    Filing,
    MessageId,
    Outgoing,
)
from kept.mail.models.mailboxes import Alarm, Consent, Mailbox, RoundTrip
from kept.mail.models.pictures import PicturesFrom

__all__ = [
    "Alarm",
    "BlockedSender",
    "Consent",
    "Delivery",
    "DomainPace",
    "Filing",
    "Mailbox",
    "MessageId",
    "Outgoing",
    "PicturesFrom",
    "RoundTrip",
]
