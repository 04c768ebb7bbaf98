"""What in a text promises something, and when that is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from kept.kit.hours import Hours
from kept.promises.rules.dates import Found
from kept.promises.rules.due import Due
from kept.promises.rules.spotting.clauses import (
    MOST,
    TRAIL,
    Clause,
    begins,
    clauses,
    is_taken_back,
    nearby,
)
from kept.promises.rules.spotting.joining import joint_of, merged
from kept.promises.rules.spotting.language import NEVER, Cue, language_of
from kept.promises.rules.spotting.referring import referred
from kept.promises.rules.spotting.sentences import masked, sentences
from kept.promises.rules.spotting.spotted import Spotted
from kept.promises.rules.spotting.timing import Timing
from kept.promises.rules.spotting.wording import reading

LONGEST_TEXT = 20_000
WEIGHED = Cue("weighed by its words", NEVER, confidence=0.35, needs_time=True)
LONGEST_GAP = 24  # characters: `When? On` between a deed and its time, `sharp, promise` beside it
A_SUBJECT = 40  # characters from the begin of a statement in which whoever does it is named
MOST_TIMES = 20  # in one sentence
MOST_FOUND = 50  # more are no letter, and nobody would look at them
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "\u00a0": " "})


def spot(
    text: str, *, at: datetime, zone: str, hours: Hours | None = None, language: str = "en"
) -> list[Spotted]:
    """What in `text` promises something, in its order; spans do not overlap.

    `at` is the moment of writing, in `zone` where it carries no offset of its own; `zone` is the
    reader's, an IANA name. `hours` are the promisor's, None where they are not known. `language` is
    a BCP 47 tag; one that we have no words for finds nothing.

    Raises `ZoneInfoNotFoundError` (a `KeyError`) or `ValueError` for a zone that does not exist.
    """
    here = ZoneInfo(zone)
    words = language_of(language)
    if words is None:
        return []
    at = at.replace(tzinfo=here) if at.tzinfo is None else at.astimezone(here)
    text = text[:LONGEST_TEXT]
    plain = masked(text.translate(STRAIGHT))
    found: list[Spotted] = []
    before = ""
    near = nearby(plain, words.near)
    for offset, sentence in sentences(plain):
        reader = _Sentence(sentence, before, near, at, here, hours, language, words)
        if words.asks_when.match(sentence):
            continue
        last = found[-1] if found and found[-1].end >= offset - LONGEST_GAP else None
        is_near = last is not None and "\n" not in text[last.end : offset].strip(" ")
        if last and is_near and last.due_end is None and (when := reader.time_alone()):
            found[-1] = _placed(reader.timed(last, when, offset), 0, text)
            continue
        found += [_placed(one, offset, text) for one in reader.promises()]
        before = sentence
        if len(found) >= MOST_FOUND:
            break
    return found[:MOST_FOUND]


def _due_then(when: Due | None, sure: float) -> dict[str, Any]:
    """What a promise says of its time; one that names it is the surer for it."""
    return {
        "due_start": when.start if when else None,
        "due_end": when.end if when else None,
        "grain": when.grain if when else None,
        "is_deadline": when.is_deadline if when else False,
        "reading": reading(when) if when else "",
        "confidence": round(min(sure + 0.25 if when else sure, 0.97), 2),
    }


def _placed(one: Spotted, offset: int, text: str) -> Spotted:
    start, end = offset + one.start, offset + one.end
    return replace(one, start=start, end=end, words=text[start:end])


class _Sentence(Timing):
    """One sentence: its clauses, its times, and which of these belong together."""

    def promises(self) -> list[Spotted]:
        text = self._without_question()
        starts = begins(text, self.near, self.words)
        likely = self._likely(text)
        if not starts and not likely:
            return []
        plain = self.words.no_lead.sub(lambda by: " " * len(by[0]), self.text)
        read = self._read(plain)[:MOST_TIMES]
        self.times = referred(
            read, self.text, self.before, self.words.refers, self.zone, self._read
        )
        begun = clauses(text, starts, self.times, self.words) if starts else []
        found = [self._timed(clause) for clause in begun]
        found = [part for clause in found for part in self._split(clause)]
        found = merged(found, self.text, self.words)
        spotted = [one for clause in found if (one := self._spotted(clause))]
        for start, end in likely:
            if not any(one.start < end and start < one.end for one in spotted):
                spotted += self._weighed(start, end)
        if any(one.due_end for one in spotted):
            spotted = [one for one in spotted if one.due_end or not self._assures(one)]
        return sorted(spotted, key=lambda one: one.start)

    def _assures(self, one: Spotted) -> bool:
        """`you have my word`, beside what it is given for."""
        return bool(self.words.assures.match(self.text, one.start))

    def _likely(self, text: str) -> list[tuple[int, int]]:
        """Statements in it that are weighed enough to be promises, should nothing take them back."""
        weights = self.words.weights
        if weights is None:
            return []
        # Whoever gives their word beside it needs no more words for it.
        enough = 0.0 if self.words.assures.search(text) else weights.enough
        spans = weights.statements(text)[:MOST]
        likely = [span for span in spans if weights.score(text, *span) >= enough]
        return [] if likely and self.time_alone() else likely

    def _weighed(self, start: int, end: int) -> list[Spotted]:
        if self.words.negated.search(self.text, start, end):
            return []
        if self.words.third_party.search(self.text, start, min(end, start + A_SUBJECT)):
            return []
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        clause = self._timed(Clause(WEIGHED, "we", start, start, start, end))
        if is_taken_back(self.text, clause, self.words):
            return []
        return [one for part in self._split(clause) if (one := self._spotted(part))]

    def time_alone(self) -> Clause | None:
        """`Not today, I'm afraid, but tomorrow at 11.`: what says when, and nothing else at all."""
        contrast = self.words.instead.match(self.text)
        start = contrast.end() if contrast else 0
        times = [said for said in self._read(self.text) if said.start >= start]
        clause = self._timed(Clause(WEIGHED, "", start, start, start, len(self.text)), times)
        if not clause.times or not self._window(clause):
            return None
        left = self.text
        for said in times:
            left = f"{left[: said.start]}{' ' * (said.end - said.start)}{left[said.end :]}"
        left = self.words.courtesy.sub(" ", left[start:])
        return None if self.words.beside_time.sub(" ", left).strip(f"{TRAIL}?") else clause

    def timed(self, one: Spotted, clause: Clause, offset: int) -> Spotted:
        """A promise of the sentence before, due when this one says."""
        when, words = cast("tuple[Due, str]", self._window(clause))
        return replace(
            one,
            end=offset + max(said.end for said in clause.times),
            **_due_then(when, one.confidence),
            why=one.why.replace("no date said", words),
        )

    def _without_question(self) -> str:
        """The statement in front of a question that is tagged on; empty where all of it asks."""
        if not self.words.question.search(self.text):
            return self.text
        tag = self.words.tag_question.search(self.text)
        return self.text[: tag.start()] if tag else ""

    # Times

    def _timed(self, clause: Clause, times: list[Found] | None = None) -> Clause:
        """With those of `times`, else of all in the sentence, that say when it is due."""
        inside = [
            said
            for said in (self.times if times is None else times)
            if clause.start <= said.start < clause.end
            and (said.end <= self._subject(clause) or said.start >= clause.verb)
        ]
        due_by = [one for said in inside if (one := self._due_time(clause, said))]
        if not due_by and (closing := self._closing(clause)):
            due_by = [closing]
        return clause.but(times=tuple(due_by))

    def _subject(self, clause: Clause) -> int:
        """Where its cue begins behind a time that was taken for a part of it: `the morning of the 5th our van`."""
        at = clause.cue_start
        first = next((t for t in self.times if at <= t.start < clause.verb), None)
        before = self.words.lead_in.sub("", self.text[at : first.start]) if first else ""
        is_first = first and (not before or self.words.article.fullmatch(before))
        return first.end if first and is_first else at

    def _closing(self, clause: Clause) -> Found | None:
        """`before we close`: the end of today, where no other day is named."""
        said = self.words.closing.search(self.text, clause.start, clause.end)
        if said is None:
            return None
        midnight = datetime.combine(self.at.date() + timedelta(days=1), time(), self.zone)
        return Found(
            said.start(), said.end(), said[0], None, midnight, "day", "range", lead="by", edge="end"
        )

    def _due_time(self, clause: Clause, said: Found) -> Found | None:
        """The time as it binds the clause; None where it speaks of something else."""
        before = self.text[clause.start : said.start]
        if said.kind == "duration" and self.words.wait_for.search(before):
            within = self._read(f"within {said.words}")
            return replace(within[0], start=said.start, end=said.end) if within else None
        if said.kind == "duration" or self._was_a_year_ago(said):
            return None
        if self.words.working_day.search(said.words):
            said = replace(said, working_days=True)
        if said.grain == "day" and not said.lead and self.words.close_of.search(before):
            return replace(said, lead="by")
        if self._is_today(said) and (closing := self._closing(clause)):
            return closing
        if self.words.from_now.search(before):
            end = said.value_end or said.value_start
            return replace(said, value_start=None, value_end=end, lead="by")
        if said.grain in {"day", "week"} and (same := self.words.same_time.search(before)):
            return self._at_this_time(said, is_deadline=bool(same["by"]))
        if self.words.before_clause.search(before) and not said.lead:
            end = (
                said.value_start
                if said.value_start and said.value_start > self.at
                else said.value_end
            )
            return replace(
                said,
                value_start=None,
                value_end=end,
                lead="before" if end == said.value_start else "by",
            )
        if self.words.until_clause.search(before) and not said.lead:
            return replace(
                said, value_start=None, value_end=said.value_end or said.value_start, lead="until"
            )
        if self._is_of_another_clause(clause, said):
            return None
        if not said.lead and self.words.no_due_before.search(before):
            return None
        if not said.lead and self._is_a_noun(before, said):
            return None
        return said if self._due(said) else None

    def _is_of_another_clause(self, clause: Clause, said: Found) -> bool:
        """`once you called on Friday`, but not `and call you on Friday` behind that."""
        between = self.text[clause.verb : said.start] if said.start > clause.verb else ""
        deeds = [joint.end() for joint in self.words.and_verb.finditer(between)]
        between = between[max(deeds, default=0) :]
        if self.words.met_when.search(between):
            return False
        # At its very beginning stands the cue itself: `you have our word that ...`.
        return bool(self.words.other_clause.search(between, 1))

    # Clauses

    def _split(self, clause: Clause) -> list[Clause]:
        """Two deeds with a time each are two promises: `I'll check it today and call tomorrow`."""
        for first, second in zip(clause.times, clause.times[1:], strict=False):
            joint = joint_of(clause, self.text, first.end, second.start, self.words)
            if joint and joint.end() < second.start and first.end > clause.cue_start:
                head = clause.but(
                    end=joint.start(),
                    times=tuple(t for t in clause.times if t.end <= joint.start()),
                )
                behind = tuple(
                    self._on_the_day_of(first, t) for t in clause.times if t.start >= joint.end()
                )
                tail = clause.but(
                    start=joint.end(), cue_start=joint.end(), verb=joint.end(), times=behind
                )
                return [head, *self._split(tail)]
        return [clause]

    def _spotted(self, clause: Clause) -> Spotted | None:
        window = self._window(clause)
        if clause.cue.needs_time and not window:
            return None
        words = self.words.loose_end.sub("", self.text[clause.start : clause.end].rstrip(TRAIL))
        words = words.rstrip(TRAIL)
        when = window[0] if window else None
        return Spotted(
            start=clause.start,
            end=clause.start + len(words),
            words=words,
            action=self.text[clause.verb : clause.start + len(words)].strip(TRAIL) or words,
            who=clause.who or "we",
            **_due_then(when, clause.cue.confidence),
            why=f"{clause.cue.why}; {window[1]}" if window else f"{clause.cue.why}; no date said",
        )
