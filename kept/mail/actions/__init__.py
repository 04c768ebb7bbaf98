"""Every change a person makes to mail, one verb a function."""

from kept.mail.actions.block import BlockedAlready, BlocksOurselves, BlocksTheWorld, block, unblock
from kept.mail.actions.mailboxes import MailboxSettings, add_mailbox, change_mailbox, switch_mailbox
from kept.mail.actions.send_again import NotInDoubt, SentAgainAlready, send_again
from kept.mail.actions.tray import NotInTray, file_by_hand, set_aside, try_again

__all__ = [
    "BlockedAlready",
    "BlocksOurselves",
    "BlocksTheWorld",
    "MailboxSettings",
    "NotInDoubt",
    "NotInTray",
    "SentAgainAlready",
    "add_mailbox",
    "block",
    "change_mailbox",
    "file_by_hand",
    "send_again",
    "set_aside",
    "switch_mailbox",
    "try_again",
    "unblock",
]
