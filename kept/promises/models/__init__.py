"""Promises: what is true of them, enforced by the database."""

from kept.promises.models.parts import Dispute, Offer, Pause, PromiseVersion, Window
from kept.promises.models.promise import Promise, PromiseQuerySet
from kept.promises.models.tallies import CountedPromise, CountedReply, PromiseTally, VagueCount

__all__ = [
    "CountedPromise",
    "CountedReply",
    "Dispute",
    "Offer",
    "Pause",
    "Promise",
    "PromiseQuerySet",
    "PromiseTally",
    "PromiseVersion",
    "VagueCount",
    "Window",
]
