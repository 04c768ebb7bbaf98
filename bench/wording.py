"""The words generated letters are made of."""

from __future__ import annotations

import random
from collections import Counter

_FIRST = """
Arlo Bea Cato Dina Edvin Fleur Goran Hanne Ivo Juna Kees Lotte Mirko Nuala Otis Petra
"""
FIRST = _FIRST.split()
_LAST = """
Aldergate Birkholm Coldwell Drumlin Eastmere Fjellstad Greenlaw Hollin Islay Jessop
"""
LAST = _LAST.split()
_WORDS = """
lamp shade brass glass switch cable arm base bulb dimmer parcel courier invoice refund order number
delivery address account receipt card bank payment colour moss chalk ink wheat hall kitchen study
window table evening morning week month letter answer question photograph box packing edge crack
scratch spare part workshop finisher sample catalogue price discount tax please thank could would
should have been sent came arrived broken whole late early again because although before after
under above between without within against during since until
"""
WORDS = _WORDS.split()
SUBJECTS = (
    """
The {} of my {} again|Where is my {} {}|A question about the {} {}|Wrong {} on the {}
My {} and the {}|No {} with the {}|{} and {}, once more|About your {} {}
""".strip()
    .replace("\n", "|")
    .split("|")
)
PROMISES = (
    """
I'll send you the {} by {}.|I'll call you about the {} on {}.|We'll replace the {} by {}.
You'll hear from me about the {} by {}.
""".strip()
    .replace("\n", "|")
    .split("|")
)
PARAGRAPHS = 8_000
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class Texts:
    """A pool of paragraphs: picking one is quick, and no two letters need be alike."""

    def __init__(self, dice: random.Random) -> None:
        seldom = [
            "".join(dice.choices("bdfgklmnprst", k=4)) + dice.choice("aeiou")
            for _ in range(PARAGRAPHS)
        ]
        self.dice = dice
        self.paragraphs = []
        told: Counter[str] = Counter()
        for _ in range(PARAGRAPHS):
            two = dice.choices(seldom, k=2)
            told.update(two)
            words = dice.choices(WORDS, k=dice.randint(12, 45)) + two
            dice.shuffle(words)
            self.paragraphs.append(" ".join(words).capitalize() + ".")
        self.rare = [word for word, times in told.items() if times == 1]
        """Words of one paragraph: about 0.1 % of conversations of five letters have each."""

    def letter(self) -> str:
        return "\n\n".join(self.dice.choices(self.paragraphs, k=self.dice.choice((1, 1, 2, 2, 3))))

    def subject(self) -> str:
        return self.dice.choice(SUBJECTS).format(*self.dice.choices(WORDS[:40], k=2))

    def promise(self) -> str:
        words = self.dice.choice(PROMISES)
        return words.format(self.dice.choice(WORDS[:40]), self.dice.choice(DAYS))
