"""Small plots: what people write to each other, as one reads it, in the text files beside this.

    == orders-subject            begins a plot; words in braces are filled in, `{this|that}` chosen
    <(photo, pdf) a letter       from the customer; the lines that follow are more paragraphs
    >(done, pdf) an answer       ours; `done` makes it the moment the promise before it is kept
    -(done) a note               among us

A promise stands in double brackets before its words: `[[2d: I'll send it {due}]]` is due at the
end of the second working day, `4h` in four working hours, `1d 9-12` in that window.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TURN = re.compile(r"([<>-])(?:\(([a-z, ]*)\))? (.*)")
_PROMISE = re.compile(r"\[\[(\d+)([hd])(?: (\d+)-(\d+))?: (.*?)\]\]")
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
_SLOT = re.compile(r"\{([a-z]\w*)\}")


@dataclass(frozen=True, slots=True)
class Turn:
    """`who` is `<` the customer, `>` us, `-` a note among us."""

    who: str
    options: frozenset[str]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    desk: str
    subject: str
    turns: tuple[Turn, ...]
    language: str = "en"

    @property
    def needs_firm(self) -> bool:
        return "{org}" in self.subject or any(
            "{org}" in words for turn in self.turns for words in turn.paragraphs
        )


@dataclass(frozen=True, slots=True)
class Vow:
    """A promise as it is written: so many working hours or days, perhaps a window, the words."""

    amount: int
    unit: str
    window: tuple[int, int] | None
    words: str


def read(name: str) -> list[Plot]:
    """The plots of `NAME.txt`. Raises `ValueError` where a line belongs to nothing."""
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    desk, language = {
        "german": ("Orders", "de"),
        "long": ("Orders", "en"),
    }.get(name, (name.title(), "en"))
    plots = []
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        subject, *lines = block.strip().splitlines()
        plots.append(Plot(desk, subject, tuple(_turns(lines)), language))
    return plots


def fill(text: str, slots: Mapping[str, str], dice: random.Random) -> str:
    """Choose among `{this|that}` and put values into `{slots}`; `{due}` stays for the promise."""
    text = _SLOT.sub(lambda found: slots.get(found[1], found[0]), text)
    return _CHOICE.sub(lambda found: dice.choice(found[1].split("|")), text)


def vow_in(text: str) -> Vow | None:
    found = _PROMISE.search(text)
    if found is None:
        return None
    window = (int(found[3]), int(found[4])) if found[3] else None
    return Vow(int(found[1]), found[2], window, found[5])


def without_brackets(text: str) -> str:
    return _PROMISE.sub(lambda found: found[5], text)


def _turns(lines: list[str]) -> list[Turn]:
    turns: list[Turn] = []
    for line in lines:
        if found := _TURN.fullmatch(line):
            options = frozenset((found[2] or "").replace(",", " ").split())
            turns.append(Turn(found[1], options, (found[3],)))
        elif turns:
            last = turns[-1]
            turns[-1] = Turn(last.who, last.options, (*last.paragraphs, line))
        else:
            raise ValueError(f"a paragraph before any turn: {line!r}")
    return turns
