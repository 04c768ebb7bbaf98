"""Frictions and refusals, changes and who is told of them, processes, obstacles, huddles."""

from kept.improvement.models.changes import (
    Change,
    ChangeQuerySet,
    EffectCheck,
    NoNews,
    TellBack,
    TellBackQuerySet,
)
from kept.improvement.models.frictions import (
    Denial,
    DenialQuerySet,
    Friction,
    FrictionQuerySet,
    Halt,
    Voice,
)
from kept.improvement.models.huddles import (
    Huddle,
    HuddleIdea,
    HuddleItem,
    HuddleQuerySet,
    HuddleVoice,
)
from kept.improvement.models.processes import Obstacle, ObstacleQuerySet, Process, ProcessQuerySet
from kept.improvement.models.processes import ProcessWalk as ProcessWalk

__all__ = [
    "Change",
    "ChangeQuerySet",
    "Denial",
    "DenialQuerySet",
    "EffectCheck",
    "Friction",
    "FrictionQuerySet",
    "Halt",
    "Huddle",
    "HuddleIdea",
    "HuddleItem",
    "HuddleQuerySet",
    "HuddleVoice",
    "NoNews",
    "Obstacle",
    "ObstacleQuerySet",
    "Process",
    "ProcessQuerySet",
    "ProcessWalk",
    "TellBack",
    "TellBackQuerySet",
    "Voice",
]
