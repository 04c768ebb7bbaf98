"""Every change to a promise, one verb a function."""

from kept.promises.actions.break_ import break_
from kept.promises.actions.errors import AlreadySettled, BadWindow, NotOffered
from kept.promises.actions.keep import keep
from kept.promises.actions.make import CannotKeep, EmptyPromise, make
from kept.promises.actions.offer import accept_offer, clear_offers, dismiss_offer
from kept.promises.actions.release import ReleaseNeedsWords, release
from kept.promises.actions.renegotiate import choose, offer_windows, renegotiate
from kept.promises.actions.tell import ask_for_another_time

__all__ = [
    "AlreadySettled",
    "BadWindow",
    "CannotKeep",
    "EmptyPromise",
    "NotOffered",
    "ReleaseNeedsWords",
    "accept_offer",
    "ask_for_another_time",
    "break_",
    "choose",
    "clear_offers",
    "dismiss_offer",
    "keep",
    "make",
    "offer_windows",
    "release",
    "renegotiate",
]
