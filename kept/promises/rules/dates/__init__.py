"""Dates and times in a text, resolved at the moment of writing: `read`."""

from kept.promises.rules.dates.found import Found
from kept.promises.rules.dates.reading import read

__all__ = ["Found", "read"]
