"""Promises in what somebody writes. They are offered, so a miss costs less than a false alarm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kept.kit.hours import Hours
from kept.promises.rules.times import When, find_times

LONGEST_SENTENCE = 600
LONGEST_TEXT = 20_000

_WILL = r"(?:['’]ll|\s+will|\s+shall|['’](?:m|re)\s+going\s+to|\s+(?:am|are)\s+going\s+to|\s+promise\s+to)"
_BEGIN = re.compile(
    rf"""(?ix)\b(?:
      (?P<who>I|we){_WILL}\s+(?:(?:also|then|gladly|happily|personally|certainly|definitely|make\ sure\ to)\s+)*(?P<verb>[a-z]+)
    | (?:you|they)(?:['’]ll|\s+will)\s+(?P<passive>have|get|receive|hear)\b
    | (?:it|that|this|(?:your|the|a|our)\s+[\w-]+(?:\s+[\w-]+)?)(?:['’]ll|\s+will)\s+(?P<passive2>be\s+(?:with|sent|there|ready|replaced|refunded|delivered|shipped|posted|done|fixed|back|on\ its\ way)|arrive|reach\ you|leave\ (?:us|here)|go\ out)
    | (?P<expect>expect)\s+(?:it|them|my|our|a|an|the|your)\b
    | (?P<let>let\s+(?:me|us))\s+(?:check|look|find|ask|see|speak|talk)\b(?=.{{0,80}}?\band\s+(?:I|we|get|call|write|come|let|tell|send))
    | (?P<who2>I|we)\s*(?:['’]m|\s+am|['’]re|\s+are)\s+(?P<going>calling|sending|writing|posting|coming|refunding|replacing|shipping)\b
    )"""
)
# Verbs that say nothing of a deed, or put it off.
_EMPTY_VERBS = {
    "be", "have", "not", "never", "try", "need", "want", "wait", "see", "hope", "assume", "miss",
    "know", "think", "consider", "look", "leave", "admit", "say", "gladly", "happily",
}  # fmt: skip
_STILL_DEEDS = re.compile(
    r"(?i)^(?:look\s+(?:into|for|up|at|after)|see\s+to|be\s+(?:in\s+touch|back|there|with\s+you|able\s+to\s+\w+\s)|have\s+(?:it|them|this|that|your|the|a|an|our)\b|leave\s+(?:it|them|a)\b|know\s+(?:more|by|on))"
)
_HEDGES = re.compile(
    r"(?i)\b(?:should|hopefully|hope\s+to|try\s+to|might|may\b(?!\s+\d)|could|perhaps|possibly|maybe|"
    r"probably|ideally|would|aim\s+to|i\s+think|we\s+think|do\s+(?:my|our)\s+best|not\s+sure|as\s+soon\s+as\s+possible|"
    r"if\s+(?:i|we)\s+can)\b"
)
_CONDITIONS = re.compile(
    r"(?i)(?:^|[,;]\s*|\b(?:only|but)\s+)(?:if|unless|in\s+case|provided|assuming|whether)\b|"
    r"\b(?:if|unless|in\s+case|provided\s+that|as\s+long\s+as)\b"
)
_QUOTED = re.compile(r"“[^”\n]{0,400}”|\"[^\"\n]{1,400}\"|„[^“\n]{0,400}“")
_QUOTED_LINE = re.compile(r"(?m)^[ \t]*>.*$")
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]*)*[.!?]?")
_TRAIL = " \t,;:.!-–"


@dataclass(frozen=True, slots=True)
class Spotted:
    """`words` is `text[start:end]`. Without a time in the words, `due_at` is None.

    `reading` says the window in words, where the customer is; `confidence` is from 0 to 1.
    """

    start: int
    end: int
    words: str
    action: str
    who: str
    due_from: datetime | None
    due_at: datetime | None
    reading: str
    confidence: float
    why: str


def spot(
    text: str, *, at: datetime, zone: str, hours: Hours, language: str = "en"
) -> list[Spotted]:
    """What in `text` promises something, in order; spans do not overlap.

    `at` is the moment of writing, `zone` the customer's. A language without word lists of its own
    answers nothing: better silent than wrong.
    """
    if not language.lower().startswith("en"):
        return []
    text = text[:LONGEST_TEXT]
    masked = _mask(text)
    found: list[Spotted] = []
    for start, sentence in _sentences(masked):
        found += _in_sentence(text, start, sentence, at=at, zone=zone, hours=hours)
    return found


def _mask(text: str) -> str:
    """The text with foreign words blanked out, every offset kept."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    return _QUOTED.sub(blank, _QUOTED_LINE.sub(blank, text))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match.start(), match[0][:LONGEST_SENTENCE]


def _in_sentence(
    text: str, offset: int, sentence: str, *, at: datetime, zone: str, hours: Hours
) -> list[Spotted]:
    if sentence.rstrip().endswith("?"):
        return []
    begins = [match for match in _BEGIN.finditer(sentence) if _is_deed(match, sentence)]
    times = list(find_times(sentence, at=at, zone=zone, hours=hours)) if begins else []
    found = []
    for n, match in enumerate(begins):
        limit = begins[n + 1].start() if n + 1 < len(begins) else len(sentence)
        before = sentence[begins[n - 1].start() if n else 0 : match.start()]
        clause = sentence[match.start() : limit]
        if _HEDGES.search(clause) or _HEDGES.search(before) or _CONDITIONS.search(clause):
            continue
        if _CONDITIONS.search(before):
            continue
        when = _its_time(times, match, limit, is_only=len(begins) == 1)
        found.append(_spotted(text, offset, match, limit, sentence, when, zone))
    return found


def _is_deed(match: re.Match[str], sentence: str) -> bool:
    if match["who"]:
        rest = sentence[match.start("verb") : match.start("verb") + 60]
        return match["verb"].lower() not in _EMPTY_VERBS or bool(_STILL_DEEDS.match(rest))
    if match["passive"] in {"have", "get"}:
        rest = sentence[match.end("passive") :].lstrip().lower()
        return not rest.startswith(("to ", "noticed", "seen", "a chance", "used"))
    return True


def _its_time(times: list[When], match: re.Match[str], limit: int, *, is_only: bool) -> When | None:
    """The first time behind the deed; one before it counts where the sentence has one deed."""
    behind = [time for time in times if match.start() <= time.start < limit]
    if behind:
        return behind[0]
    ahead = [time for time in times if time.end <= match.start()]
    return ahead[-1] if ahead and is_only else None


def _spotted(
    text: str,
    offset: int,
    match: re.Match[str],
    limit: int,
    sentence: str,
    when: When | None,
    zone: str,
) -> Spotted:
    start = match.start()
    if when is None:
        end = _clause_end(sentence, match.end(), limit)
    elif when.end <= start:
        start, end = when.start, _clause_end(sentence, match.end(), limit)
    else:
        end = when.end
    words = text[offset + start : offset + end].rstrip(_TRAIL)
    who = (match["who"] or match["who2"] or "we").lower()
    action = sentence[match.start("verb") : end].strip(_TRAIL) if match["verb"] else words
    return Spotted(
        start=offset + start,
        end=offset + start + len(words),
        words=words,
        action=action,
        who="I" if who == "i" else "we",
        due_from=when.due_from if when else None,
        due_at=when.due_at if when else None,
        reading=_reading(when, zone) if when else "",
        confidence=0.9 if when else 0.55 if match["verb"] else 0.4,
        why="a deed with a time" if when else "a deed without a time",
    )


def _clause_end(sentence: str, begin: int, limit: int) -> int:
    """Where the deed's words end when no time ends them: at the next joint of the sentence."""
    joint = re.compile(r"[,;:]|\s(?:and|but|so|because|since|while)\s").search(
        sentence, begin, limit
    )
    return joint.start() if joint else limit


def _reading(when: When, zone: str) -> str:
    end = when.due_at.astimezone(ZoneInfo(zone))
    day = f"{end:%a} {end.day} {end:%b}"
    if when.due_from is None:
        return f"{day}, by {end:%H:%M}"
    start = when.due_from.astimezone(ZoneInfo(zone))
    if start == end:
        return f"{day}, {end:%H:%M}"
    return f"{day}, {start:%H:%M} to {end:%H:%M}"
