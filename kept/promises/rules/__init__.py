"""Pure decisions about promises: what in a text is one, and when it would be due.

No tables, no clock. English; another language is another pair of word lists.
"""

from kept.promises.rules.spotting import Spotted, spot
from kept.promises.rules.times import When, find_times

__all__ = ["Spotted", "When", "find_times", "spot"]
