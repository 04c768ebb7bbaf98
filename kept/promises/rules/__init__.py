"""Pure decisions about promises: what in a text is one, and when it would be due.

No tables, no clock. A language is a file of words for its dates and one for its promises.
"""

from kept.promises.rules.spotting import Spotted, spoken_in, spot

__all__ = ["Spotted", "spoken_in", "spot"]
