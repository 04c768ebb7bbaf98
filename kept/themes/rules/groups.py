"""Themes from letters: learnt from a sample now and then, looked up for each letter as it comes.

A letter is a vector of its pieces, rare ones weighing more. To learn, each letter of the sample is
first mixed with those nearest to it, twice, since two that ask the same often share few words;
then the vectors are grouped around centres (k-means by the angle, begun where the last time
ended). Pure, bounded, and the same for the same sample.
"""

from __future__ import annotations

import heapq
import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kept.themes.rules import meanings
from kept.themes.rules.meanings import Meaning

Pieces = Sequence[int]
Vector = dict[int, float]

MOST_SAMPLE = 4_000
NEAREST = 20
MOST_SEEN = 20_000
"""Letters that one is compared with by its pieces, the rarest first: what stands in every letter,
as the words of a form do, says of none whom it is like."""
MIXED = 2
ROUNDS = 6
MOST_GROUPS = 120
LETTERS_A_GROUP = 30
LEAST_MEMBERS = 4
WIDEST = 64
"""Pieces that a centre remembers."""
FLATTER = 0.75
"""How much rarity counts: with all of it a single odd word would decide."""
LEAST_LIKE = 0.12
"""A letter less like every centre than this belongs to no theme yet."""
SAME = 0.75
"""Two centres so alike are one theme."""
FAINT = 0.03


@dataclass(frozen=True, slots=True)
class Model:
    """`rarity` by piece, `usual` for all others; centres by the key of their theme.

    `means` are the same centres by what letters mean, where the extra has told it.
    """

    rarity: Mapping[int, float] = field(default_factory=dict)
    usual: float = 1.0
    centres: Mapping[int, Vector] = field(default_factory=dict)
    means: Mapping[int, Meaning] = field(default_factory=dict)


class Lookup:
    """Centres the other way round: by piece, who has it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._by_meaning = meanings.Nearest(model.means) if model.means else None
        self._places: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for key, centre in model.centres.items():
            for piece, weight in centre.items():
                self._places[piece].append((key, weight))

    def nearest(self, pieces: Pieces, meaning: Meaning = b"") -> tuple[int | None, float]:
        """The theme a letter belongs to, and how like its centre it is, from 0 to 1.

        By what it means where both the letter and the centres are told so, else by its words.
        """
        if meaning and self._by_meaning:
            return self._by_meaning(meaning)
        scores: defaultdict[int, float] = defaultdict(float)
        for piece, weight in vector(pieces, self.model).items():
            for key, theirs in self._places.get(piece, ()):
                scores[key] += weight * theirs
        if not scores:
            return None, 0.0
        best = max(scores, key=lambda key: (scores[key], -key))
        like = scores[best]
        return (best if like >= LEAST_LIKE else None), min(like, 1.0)


def vector(pieces: Pieces, model: Model) -> Vector:
    """Of length 1."""
    rarity, usual = model.rarity, model.usual
    return _unit({piece: rarity.get(piece, usual) for piece in pieces})


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of their angle."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other.get(piece, 0.0) for piece, weight in one.items())


def rarities(sample: Sequence[Pieces]) -> tuple[dict[int, float], float]:
    """How rare each piece is that stands in two letters at least, and what holds for the others."""
    counted = Counter(piece for pieces in sample for piece in pieces)
    whole = len(sample) + 2
    rare = {
        piece: math.log(whole / (count + 0.5)) ** FLATTER
        for piece, count in counted.items()
        if count > 1
    }
    return rare, math.log(whole / 1.5) ** FLATTER


def learn(
    sample: Sequence[Pieces],
    before: Model,
    *,
    new_keys: Sequence[int],
    seed: int = 1,
    means: Sequence[Meaning] = (),
) -> tuple[Model, list[int | None]]:
    """A model of the sample, and the theme of each of its letters.

    Centres go on under their keys; new ones take theirs from `new_keys`, in order. A theme that
    nobody writes of any more keeps its centre for the day it comes back. `means` is what each
    letter means, or empty.
    """
    rarity, usual = rarities(sample)
    bare = Model(rarity, usual)
    known = [{p: w for p, w in vector(one, bare).items() if p in rarity} for one in sample]
    wanted = min(MOST_GROUPS, len(sample) // LETTERS_A_GROUP) or 1
    if means:
        by_words = Lookup(before)
        told, groups = meanings.learn(
            means,
            before.means,
            [by_words.nearest(one)[0] for one in sample],
            wanted=wanted,
            new_keys=new_keys,
            seed=seed,
        )
        # Their words too: names and examples are read by them, and letters that have no meaning.
        words = dict(before.centres) | _means(known, groups)
        return Model(rarity, usual, words, told), groups
    vectors = mixed(known)
    centres = dict(before.centres)
    fresh = iter(new_keys)
    groups, likes = _assigned(vectors, centres)
    _begin(vectors, likes, centres, fresh, wanted=wanted, dice=random.Random(seed))  # noqa: S311
    made = {key for key in centres if key not in before.centres}
    for _ in range(ROUNDS):
        groups, likes = _assigned(vectors, centres)
        centres |= _means(vectors, groups)
    counted = Counter(groups)
    for key in [key for key in made if counted[key] < LEAST_MEMBERS]:
        del centres[key]
    _join(centres, made, counted)
    groups, likes = _assigned(vectors, centres)
    return Model(rarity, usual, centres), groups


def mixed(vectors: Sequence[Vector]) -> list[Vector]:
    """Each with what those nearest to it say, and what those nearest to these say."""
    nearest = _nearest(vectors)
    now = list(vectors)
    for _ in range(MIXED):
        now = [_mix(now, at, near) for at, near in enumerate(nearest)]
    return now


def _mix(vectors: Sequence[Vector], at: int, near: Sequence[tuple[float, int]]) -> Vector:
    whole = sum(score for score, _ in near)
    found = dict(vectors[at])
    for score, other in near:
        share = score / whole
        for piece, weight in vectors[other].items():
            found[piece] = found.get(piece, 0.0) + share * weight
    return _narrowed(_unit(found))


def _nearest(vectors: Sequence[Vector]) -> list[list[tuple[float, int]]]:
    places: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for at, one in enumerate(vectors):
        for piece, weight in one.items():
            places[piece].append((at, weight))
    found = []
    for at, one in enumerate(vectors):
        scores = [0.0] * len(vectors)
        seen = 0
        for piece in sorted(one, key=lambda piece: (len(places[piece]), piece)):
            seen += len(places[piece])
            if seen > MOST_SEEN:
                break
            weight = one[piece]
            for other, theirs in places[piece]:
                scores[other] += weight * theirs
        scores[at] = 0.0
        near = heapq.nlargest(NEAREST, zip(scores, range(len(scores)), strict=True))
        found.append([pair for pair in near if pair[0] > 0])
    return found


def _begin(
    vectors: Sequence[Vector],
    likes: list[float],
    centres: dict[int, Vector],
    fresh: object,
    *,
    wanted: int,
    dice: random.Random,
) -> None:
    """New centres where letters are least like any, by lot (Arthur and Vassilvitskii, 2007)."""
    alive = len(centres)
    while alive < wanted and vectors:
        weights = [(1.0 - min(like, 1.0)) ** 2 for like in likes]
        if sum(weights) <= 0:
            return
        (chosen,) = dice.choices(range(len(vectors)), weights)
        key = next(fresh, None)  # type: ignore[call-overload]
        if key is None:
            return
        centre = centres[key] = dict(vectors[chosen])
        alive += 1
        for at, one in enumerate(vectors):
            likes[at] = max(likes[at], likeness(centre, one))


def _join(centres: dict[int, Vector], made: set[int], counted: Mapping[int | None, int]) -> None:
    """New ones that are nearly another are given up to it, those with fewest letters first."""
    for key in sorted((key for key in made if key in centres), key=lambda key: counted.get(key, 0)):
        own = centres[key]
        if any(likeness(own, one) >= SAME for other, one in centres.items() if other != key):
            del centres[key]


def _assigned(
    vectors: Sequence[Vector], centres: Mapping[int, Vector]
) -> tuple[list[int | None], list[float]]:
    places: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for key, centre in centres.items():
        for piece, weight in centre.items():
            places[piece].append((key, weight))
    groups: list[int | None] = []
    likes = []
    for one in vectors:
        scores: defaultdict[int, float] = defaultdict(float)
        for piece, weight in one.items():
            for key, theirs in places.get(piece, ()):
                scores[key] += weight * theirs
        best = max(scores, key=lambda key: (scores[key], -key)) if scores else None
        like = scores[best] if best is not None else 0.0
        groups.append(best if like >= LEAST_LIKE else None)
        likes.append(like)
    return groups, likes


def _means(vectors: Sequence[Vector], groups: Sequence[int | None]) -> dict[int, Vector]:
    sums: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for one, key in zip(vectors, groups, strict=True):
        if key is not None:
            into = sums[key]
            for piece, weight in one.items():
                into[piece] += weight
    return {
        key: _unit(dict(heapq.nlargest(WIDEST, found.items(), key=lambda pair: pair[1])))
        for key, found in sums.items()
    }


def _narrowed(one: Vector) -> Vector:
    return {piece: weight for piece, weight in one.items() if weight >= FAINT}


def _unit(one: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in one.values())) or 1.0
    return {piece: weight / length for piece, weight in one.items()}
