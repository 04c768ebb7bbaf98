"""Every change to a promise, one verb a function."""

from kept.promises.actions.carry import (
    carry_promises,
    carry_promises_by_id,
    carry_promises_of,
    give_back_promises,
)
from kept.promises.actions.confirm import confirm, dispute
from kept.promises.actions.errors import (
    AlreadySettled,
    BadWindow,
    MadeElsewhere,
    NotAgreed,
    NotDeclared,
    NotLaidAside,
    NotOffered,
    SettledByRule,
)
from kept.promises.actions.give_up import give_up
from kept.promises.actions.hand_on import hand_back_unseen, hand_on
from kept.promises.actions.hear import hear
from kept.promises.actions.keep import keep, keep_by_rule, let_go_by_rule
from kept.promises.actions.make import (
    CannotKeep,
    EmptyPromise,
    NobodyThere,
    make,
    make_by_rule,
    offer_callback,
    promise_among_us,
)
from kept.promises.actions.offer import accept_offer, clear_offers, dismiss_offer
from kept.promises.actions.pause import pause, resume
from kept.promises.actions.release import ReleaseNeedsWords, release
from kept.promises.actions.renegotiate import choose, offer_windows, renegotiate
from kept.promises.actions.snooze import bring_back, snooze
from kept.promises.actions.tell import ask_for_another_time, ask_when_to_call, tell_it_is_done

__all__ = [
    "AlreadySettled",
    "BadWindow",
    "CannotKeep",
    "EmptyPromise",
    "MadeElsewhere",
    "NobodyThere",
    "NotAgreed",
    "NotDeclared",
    "NotLaidAside",
    "NotOffered",
    "ReleaseNeedsWords",
    "SettledByRule",
    "accept_offer",
    "ask_for_another_time",
    "ask_when_to_call",
    "bring_back",
    "carry_promises",
    "carry_promises_by_id",
    "carry_promises_of",
    "choose",
    "clear_offers",
    "confirm",
    "dismiss_offer",
    "dispute",
    "give_back_promises",
    "give_up",
    "hand_back_unseen",
    "hand_on",
    "hear",
    "keep",
    "keep_by_rule",
    "let_go_by_rule",
    "make",
    "make_by_rule",
    "offer_callback",
    "offer_windows",
    "pause",
    "promise_among_us",
    "release",
    "renegotiate",
    "resume",
    "snooze",
    "tell_it_is_done",
]
