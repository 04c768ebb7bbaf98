"""What in a text promises something: `spot`."""

from kept.promises.rules.spotting.language import spoken_in
from kept.promises.rules.spotting.spotted import Spotted
from kept.promises.rules.spotting.spotter import spot

__all__ = ["Spotted", "spoken_in", "spot"]
