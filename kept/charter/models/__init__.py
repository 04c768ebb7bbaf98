"""The tables of the charter."""

from kept.charter.models.grants import Gesture, GestureReview, Grant, GrantPeriod
from kept.charter.models.kinds import Kind, Period
from kept.charter.models.policies import (
    Alternative,
    Policy,
    PolicyQuestion,
    PolicyVersion,
    Ruling,
    Value,
)
from kept.charter.models.requests import AuthorityRequest

__all__ = [
    "Alternative",
    "AuthorityRequest",
    "Gesture",
    "GestureReview",
    "Grant",
    "GrantPeriod",
    "Kind",
    "Period",
    "Policy",
    "PolicyQuestion",
    "PolicyVersion",
    "Ruling",
    "Value",
]
