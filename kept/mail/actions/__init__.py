"""Every change a person makes to mail, one verb a function."""

from kept.mail.actions.files import take_infected
from kept.mail.actions.mailboxes import MailboxSettings, add_mailbox, change_mailbox, switch_mailbox
from kept.mail.actions.pictures import NobodyVouches, choose_pictures
from kept.mail.actions.send_again import NotInDoubt, SentAgainAlready, send_again
from kept.mail.actions.tray import NotInTray, file_by_hand, set_aside, try_again

__all__ = [
    "MailboxSettings",
    "NobodyVouches",
    "NotInDoubt",
    "NotInTray",
    "SentAgainAlready",
    "add_mailbox",
    "change_mailbox",
    "choose_pictures",
    "file_by_hand",
    "send_again",
    "set_aside",
    "switch_mailbox",
    "take_infected",
    "try_again",
]
