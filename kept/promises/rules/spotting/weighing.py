"""Statements that no cue knows, weighed by their words: `the second half follows on Tuesday`.

People say in more ways that something will be done than cues can list. So what names a time and
has no cue is weighed: each of its words and pairs of words speaks for or against a promise, as
learnt from sentences that people labelled (`bench/spot_weights`). A promise is offered only
where much speaks for it; what takes a promise back counts here as everywhere.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kept.promises.rules.spotting import words

NEVER = float("inf")
_TOKEN = re.compile(
    r"[£$€]\s?\d[\d.,]*|(?P<figure>\d[\d.,:]*(?:st|nd|rd|th|am|pm|h)?)\b|[^\W\d_]+(?:'[a-z]+)?|[,:;()!?–—]|-(?=\s)"
)
_SHORTENED = re.compile(r"(.+?)(n't|'(?:ll|re|ve|d|s|m))$")
_ENDINGS = ("ing", "ed", "s", "ly")
_SHAPES = {"TIME", "NUM", "NAME", "MONEY"}
SHORT = 3  # letters: such words keep their shape


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one language. `time` finds words of time, `part` where one statement ends and another begins."""

    of: dict[str, float]
    enough: float
    time: re.Pattern[str]
    part: re.Pattern[str]

    def statements(self, sentence: str) -> list[tuple[int, int]]:
        """Where the statements of a sentence stand that name a time."""
        if not self.time.search(sentence):
            return []
        cuts = [0, *(cut.end() for cut in self.part.finditer(sentence)), len(sentence)]
        spans = [span for span in pairwise(cuts) if span[0] < span[1]]
        return [span for span in spans if self.time.search(sentence, *span)]

    def score(self, sentence: str, start: int, end: int) -> float:
        """Above nought more speaks for a promise than against it."""
        return sum(self.of.get(name, 0.0) for name in features(sentence, start, end, self.time))


def features(sentence: str, start: int, end: int, time: re.Pattern[str]) -> set[str]:
    """What is weighed of `sentence[start:end]`: words, pairs, shapes in threes, how it begins."""
    said = _tokens(sentence[start:end], time, is_first=start == 0)
    found = {"bias", f"length {min(len(said) // 4, 4)}"}
    found.update(said)
    found.update(f"{one} {two}" for one, two in pairwise(said))
    shapes = [_shape(word) for word in said]
    threes = zip(shapes, shapes[1:], shapes[2:], strict=False)
    found.update(f"/{one} {two} {three}" for one, two, three in threes)
    named = [word for word in said if word != "TIME"]
    found.update(f"{place}: {word}" for place, word in enumerate(named[:3]))
    if said:
        found.add(f"^{shapes[0]}")
        found.add(f"{shapes[-1]}$")
    if start:
        found.add("behind another")
    return found


def _tokens(text: str, time: re.Pattern[str], *, is_first: bool) -> list[str]:
    """Words in small letters; names, figures and times by their kind alone."""
    said: list[str] = []
    times = [(match.start(), match.end()) for match in time.finditer(text)]
    for match in _TOKEN.finditer(text):
        word = match[0]
        if any(begin <= match.start() < end for begin, end in times):
            if said[-1:] != ["TIME"]:
                said.append("TIME")
        elif word[0] in "£$€":
            said.append("MONEY")
        elif match["figure"]:
            said.append("NUM")
        elif not word[0].isalpha():
            if word != ",":
                said.append("-" if word in "–—" else word)
        elif word[0].isupper() and not (is_first and not said) and word[:2] not in {"I", "I'"}:
            said.append("NAME")
        else:
            short = _SHORTENED.match(word.lower())
            said.extend(short.groups() if short else (word.lower(),))
    return said


def _shape(word: str) -> str:
    """A short word as it is, a long one by its ending."""
    if word in _SHAPES or len(word) <= SHORT:
        return word
    return next((f"~{ending}" for ending in _ENDINGS if word.endswith(ending)), "~")


def weights_of(language: str) -> Weights | None:
    """Those of a language's folder; None where nobody has learnt any."""
    path = Path(words.__path__[0]) / language / "weights.json"
    if not path.is_file():
        return None
    given = json.loads(path.read_text(encoding="utf-8"))
    return Weights(
        of=given["of"],
        enough=given["enough"],
        time=re.compile(given["time"], re.IGNORECASE),
        part=re.compile(given["part"], re.IGNORECASE),
    )
