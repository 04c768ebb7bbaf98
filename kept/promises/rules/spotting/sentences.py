"""A text in sentences, with what others said blanked out and every offset kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_SENTENCE = 600

_QUOTED_LINES = re.compile(r"(?m)^[ \t]*>.*$")
_QUOTED = re.compile(
    r"“[^”\n]{0,400}”|\"[^\"\n]{1,400}\"|„[^“”\n]{0,400}[“”]|«[^»\n]{0,400}»|»[^«\n]{0,400}«"
    r"|‘[^’\n]{3,400}[.,!?]?’(?!\w)|(?<![\w'])'(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){3,400}[\w.,!?]'(?!\w)"
)
# A dot ends no sentence behind one of these, nor between figures.
_SHORT = re.compile(
    r"(?i)(?:\b(?:mr|mrs|ms|dr|prof|st|mme|mlle|hr|fr|sr|sra|dhr|mevr|no|nr|tel|approx|ca|vs|inc|ltd|co|e\.g|i\.e"
    r"|z\.b|d\.h|u\.a|bzw|usw|etc|p\.m|a\.m|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri"
    r"|sat|sun|str|evtl|ggf|inkl|max|min|bijv|o\.a|env|av|m)|\b[a-z]|\d)$"
)
# Behind an English `4 p.m.` the day goes on.
_DAY = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:(?:Jan|Febr)uary|March|April|May|June|July"
    r"|August|(?:Septem|Octo|Novem|Decem)ber)\s+\d)"
)
_ENDS = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|$)|\n[ \t]*(?:\n|(?=[-*•>\d]|[^\W\d_a-z]))"
)


def masked(text: str) -> str:
    """`text` with quotations blanked; as long as it was."""
    return _QUOTED.sub(_blank, _QUOTED_LINES.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its offset; a very long one is cut."""
    start = 0
    for match in _ENDS.finditer(text):
        if match[0] == "." and _is_short(text, match.start()):
            continue
        yield from _sentence(text, start, match.end())
        start = match.end()
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    words = words.strip()[:LONGEST_SENTENCE]
    if words:
        yield start + lead, words


def _is_short(text: str, dot: int) -> bool:
    """`Mr.` and `3 p.m.` go on; a figure or a letter only where the next word is small."""
    before = text[max(0, dot - 8) : dot]
    if not _SHORT.search(before):
        return False
    following = text[dot + 1 : dot + 40].lstrip()
    if re.search(r"(?i)[ap]\.m$", before) and _DAY.match(following):
        return True
    if re.search(r"(?i)(?:\d|[ap]\.m|etc|usw)$", before):
        return following[:1].islower()
    return True
