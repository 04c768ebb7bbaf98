"""Promises: what is true of them, enforced by the database."""

from kept.promises.models.parts import Dispute, Offer, Pause, PromiseVersion, Window
from kept.promises.models.promise import Promise, PromiseQuerySet

__all__ = [
    "Dispute",
    "Offer",
    "Pause",
    "Promise",
    "PromiseQuerySet",
    "PromiseVersion",
    "Window",
]
