"""Pages and buttons of promises."""

from kept.promises.views.answering import confirm, dispute
from kept.promises.views.making import among_us, bring_back, callback, make, snooze
from kept.promises.views.settling import (
    give_up,
    hand_on,
    keep,
    promise,
    release,
    renegotiate,
    tell,
)

__all__ = [
    "among_us",
    "bring_back",
    "callback",
    "confirm",
    "dispute",
    "give_up",
    "hand_on",
    "keep",
    "make",
    "promise",
    "release",
    "renegotiate",
    "snooze",
    "tell",
]
