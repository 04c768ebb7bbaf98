"""Recoveries with their steps and decisions, appeals, boundaries, and breaks."""

from kept.recovery.models.boundary import Boundary, Break
from kept.recovery.models.decision import Appeal, Decision
from kept.recovery.models.recovery import FreshStart, Recovery, Step

__all__ = ["Appeal", "Boundary", "Break", "Decision", "FreshStart", "Recovery", "Step"]
