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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter, mul

from kept.themes.rules import meanings
from kept.themes.rules.meanings import Meaning
from kept.themes.rules.near import Near

Pieces = Sequence[int]
Vector = dict[int, float]

MOST_SAMPLE = 4_000
NEAREST = 20
MIXED = 2
MIXED_PIECES = 48
"""Pieces of a mixed letter; the fainter ones cost much and decide little."""
ROUNDS = 6
FREE_ROUNDS = 2
"""Rounds in which a letter may go to any centre; then to one of the `AMONG` it was most like."""
AMONG = 8
BEGUN_FROM = 1_200
"""Letters of the sample that new centres begin at; more only make it slower."""
MOST_GROUPS = 120
LETTERS_A_GROUP = 30
LEAST_MEMBERS = 4
WIDEST = 64
"""Pieces that a centre remembers."""
FLATTER = 0.75
"""How much rarity counts: with all of it a single odd word would decide."""
APART = 0.5
"""How much it counts that a piece tells themes apart."""
AS_ALL = 12.0
"""A piece is weighed as if it stood in so many letters more, spread as all letters are."""
LEAST_APART = 0.02
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
    # Two loops in C for one in Python: learning asks this a million times.
    theirs = map(other.get, one, repeat(0.0))
    told: float = sum(map(mul, one.values(), theirs))
    return told


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
    by_words = Lookup(before).nearest
    if means:
        told, groups = meanings.learn(
            means,
            before.means,
            [by_words(one)[0] for one in sample],
            wanted=wanted,
            new_keys=new_keys,
            seed=seed,
        )
        # Their words too: names and examples are read by them, and letters that have no meaning.
        words = dict(before.centres) | _means(known, groups)
        return Model(rarity, usual, words, told), groups
    began: Sequence[int | None] = [by_words(one)[0] for one in sample]
    if len(before.centres) < wanted // 2:
        began = _grouped(known, rarity, {}, iter(range(wanted)), wanted, seed)[1]
    rarity, usual = weighed(sample, began, rarity, usual)
    bare = Model(rarity, usual)
    known = [{p: w for p, w in vector(one, bare).items() if p in rarity} for one in sample]
    centres, groups = _grouped(known, rarity, before.centres, iter(new_keys), wanted, seed)
    return Model(rarity, usual, centres), groups


def weighed(
    sample: Sequence[Pieces],
    groups: Sequence[int | None],
    rarity: Mapping[int, float],
    usual: float,
) -> tuple[dict[int, float], float]:
    """Rarity, and beside it how far a piece tells one theme from another.

    A word that is rare, yet stands in letters about everything, tells little. How far its letters
    are spread unlike all letters is their divergence (Kullback and Leibler, 1951), drawn to none
    where they are few.
    """
    whole = Counter(key for key in groups if key is not None)
    if len(whole) < 2:
        return dict(rarity), usual
    shares = {key: count / whole.total() for key, count in whole.items()}
    there: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for pieces, key in zip(sample, groups, strict=True):
        if key is not None:
            for piece in pieces:
                there[piece][key] += 1
    factors = {}
    for piece in rarity:
        found = there[piece]
        size = found.total() + AS_ALL
        elsewhere = 1.0 - sum(shares[key] for key in found)
        apart = elsewhere * AS_ALL / size * math.log(AS_ALL / size)
        for key, count in found.items():
            share = (count + AS_ALL * shares[key]) / size
            apart += share * math.log(share / shares[key])
        factors[piece] = max(apart, LEAST_APART) ** APART
    middle = sorted(factors.values())[len(factors) // 2] if factors else 1.0
    return {piece: rarity[piece] * factors[piece] for piece in rarity}, usual * middle


def _grouped(
    known: Sequence[Vector],
    rarity: Mapping[int, float],
    before: Mapping[int, Vector],
    fresh: Iterator[int],
    wanted: int,
    seed: int,
) -> tuple[dict[int, Vector], list[int | None]]:
    """Centres by their keys, and the theme of each of these letters."""
    vectors = mixed(known, rarity)
    centres = dict(before)
    dice = random.Random(seed)  # noqa: S311
    _begin(vectors[:: -(-len(vectors) // BEGUN_FROM) or 1], centres, fresh, wanted, dice)
    made = {key for key in centres if key not in before}
    groups: list[int | None] = []
    for number in range(ROUNDS):
        if number < FREE_ROUNDS:
            order = _by_likeness(vectors, centres)
            groups = [_first(one) for one in order]
        else:
            groups = _again(vectors, centres, order)
        centres |= _means(vectors, groups)
    counted = Counter(groups)
    for key in [key for key in made if counted[key] < LEAST_MEMBERS]:
        del centres[key]
    _join(centres, made, counted)
    return centres, [_first(one) for one in _by_likeness(vectors, centres)]


def mixed(vectors: Sequence[Vector], rarity: Mapping[int, float]) -> list[Vector]:
    """Each with what those nearest to it say, and what those nearest to these say."""
    near = Near(vectors, rarity)
    nearest = [near.to(at, NEAREST) for at in range(len(vectors))]
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
    most = heapq.nlargest(MIXED_PIECES, _unit(found).items(), key=itemgetter(1))
    return {piece: weight for piece, weight in most if weight >= FAINT}


def _begin(
    vectors: Sequence[Vector],
    centres: dict[int, Vector],
    fresh: Iterator[int],
    wanted: int,
    dice: random.Random,
) -> None:
    """New centres where letters are least like any, by lot (Arthur and Vassilvitskii, 2007)."""
    likes = [found[0][0] if found else 0.0 for found in _by_likeness(vectors, centres)]
    while len(centres) < wanted and vectors:
        weights = [(1.0 - min(like, 1.0)) ** 2 for like in likes]
        if sum(weights) <= 0:
            return
        (chosen,) = dice.choices(range(len(vectors)), weights)
        key = next(fresh, None)
        if key is None:
            return
        centre = centres[key] = dict(vectors[chosen])
        likes = [max(like, likeness(centre, one)) for like, one in zip(likes, vectors, strict=True)]


def _join(centres: dict[int, Vector], made: set[int], counted: Mapping[int | None, int]) -> None:
    """New ones that are nearly another are given up to it, those with fewest letters first."""
    for key in sorted((key for key in made if key in centres), key=lambda key: counted.get(key, 0)):
        own = centres[key]
        if any(likeness(own, one) >= SAME for other, one in centres.items() if other != key):
            del centres[key]


def _by_likeness(
    vectors: Sequence[Vector], centres: Mapping[int, Vector]
) -> list[list[tuple[float, int]]]:
    """The centres that each is most like, with how like it is, the first first."""
    places: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for key, centre in centres.items():
        for piece, weight in centre.items():
            places[piece].append((key, weight))
    found = []
    for one in vectors:
        scores: dict[int, float] = dict.fromkeys(centres, 0.0)
        for piece, weight in one.items():
            for key, theirs in places.get(piece, ()):
                scores[key] += weight * theirs
        best = sorted([(-like, key) for key, like in scores.items()])[:AMONG]
        found.append([(-like, key) for like, key in best])
    return found


def _again(
    vectors: Sequence[Vector],
    centres: Mapping[int, Vector],
    order: Sequence[Sequence[tuple[float, int]]],
) -> list[int | None]:
    """The theme of each, among the centres that it was most like."""
    return [
        _first(sorted([(likeness(centres[key], one), key) for _, key in among], reverse=True))
        for one, among in zip(vectors, order, strict=True)
    ]


def _first(found: Sequence[tuple[float, int]]) -> int | None:
    return found[0][1] if found and found[0][0] >= LEAST_LIKE else None


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


def _unit(one: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in one.values())) or 1.0
    return {piece: weight / length for piece, weight in one.items()}
