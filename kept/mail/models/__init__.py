"""Mail that came, mail that goes, and the boxes it comes from."""

from kept.mail.models.automatic import AutomaticMail, HeldMail
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
from kept.mail.models.scans import ScanWanted

__all__ = [
    "Alarm",
    "AutomaticMail",
    "BlockedSender",
    "Consent",
    "Delivery",
    "DomainPace",
    "Filing",
    "HeldMail",
    "Mailbox",
    "MessageId",
    "Outgoing",
    "PicturesFrom",
    "RoundTrip",
    "ScanWanted",
]
