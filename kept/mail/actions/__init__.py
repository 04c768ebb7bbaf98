"""Every change a person makes to mail, one verb a function."""

from kept.mail.actions.block import BlockedAlready, BlocksOurselves, BlocksTheWorld, block, unblock
from kept.mail.actions.consents import (
    Client,
    StrayConsent,
    begin_consent,
    connect,
    set_client,
    take_consent,
)
from kept.mail.actions.files import take_infected
from kept.mail.actions.mailboxes import (
    MailboxSettings,
    OpenedByConsent,
    SameMailbox,
    add_mailbox,
    change_mailbox,
    switch_mailbox,
)
from kept.mail.actions.pictures import NobodyVouches, choose_pictures
from kept.mail.actions.round_trips import StillUnderWay, begin_round_trip
from kept.mail.actions.send_again import NotInDoubt, SentAgainAlready, send_again
from kept.mail.actions.tray import NotInTray, file_by_hand, set_aside, try_again

__all__ = [
    "BlockedAlready",
    "BlocksOurselves",
    "BlocksTheWorld",
    "Client",
    "MailboxSettings",
    "NobodyVouches",
    "NotInDoubt",
    "NotInTray",
    "OpenedByConsent",
    "SameMailbox",
    "SentAgainAlready",
    "StillUnderWay",
    "StrayConsent",
    "add_mailbox",
    "begin_consent",
    "begin_round_trip",
    "block",
    "change_mailbox",
    "choose_pictures",
    "connect",
    "file_by_hand",
    "send_again",
    "set_aside",
    "set_client",
    "switch_mailbox",
    "take_consent",
    "take_infected",
    "try_again",
    "unblock",
]
