"""Themes by what letters mean, where the extra tells it: as `groups`, with one matrix for all.

A meaning is bytes, one signed number for each side of the vector, of which only the angle counts.
numpy is of the extra, so it is imported where it is used. Pure.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Meaning = bytes

NEAREST = 20
MIXED = 2
ROUNDS = 8
LEAST_MEMBERS = 4
LEAST_LIKE = 0.3
"""A letter less like every centre than this belongs to no theme yet."""
SAME = 0.96
"""Two centres of mixed letters so alike are one theme."""
LARGEST = 127


def pack(vector: Iterable[float]) -> Meaning:
    """The largest side becomes 127, so that little is lost."""
    sides = [float(side) for side in vector]
    most = max((abs(side) for side in sides), default=0.0) or 1.0
    return array("b", [round(side / most * LARGEST) for side in sides]).tobytes()


def unpack(meanings: Sequence[Meaning]) -> Any:
    """A row of length 1 for each."""
    import numpy as np

    rows = np.frombuffer(b"".join(meanings), dtype=np.int8).reshape(len(meanings), -1)
    return _unit(rows.astype(np.float32))


class Nearest:
    """Centres as one matrix."""

    def __init__(self, centres: Mapping[int, Meaning]) -> None:
        self._keys = sorted(centres)
        self._rows = unpack([centres[key] for key in self._keys])

    def __call__(self, meaning: Meaning) -> tuple[int | None, float]:
        """The theme a letter belongs to, and how like its centre it is, from 0 to 1."""
        if len(meaning) != self._rows.shape[1]:
            return None, 0.0
        likes = self._rows @ unpack([meaning])[0]
        best = int(likes.argmax())
        like = float(likes[best])
        return (self._keys[best] if like >= LEAST_LIKE else None), min(max(like, 0.0), 1.0)


def learn(
    sample: Sequence[Meaning],
    before: Mapping[int, Meaning],
    began: Sequence[int | None],
    *,
    wanted: int,
    new_keys: Iterable[int],
    seed: int = 1,
) -> tuple[dict[int, Meaning], list[int | None]]:
    """Centres by key, and the theme of each letter of the sample.

    `before` go on under their keys. Where a theme was known by words alone, it begins in the middle
    of the letters that `began` puts there.
    """
    import numpy as np

    rows = _mixed(unpack(sample))
    known = {key: unpack([told])[0] for key, told in before.items()}
    for key in sorted({key for key in began if key is not None} - set(known)):
        known[key] = _unit(rows[[at for at, one in enumerate(began) if one == key]].mean(axis=0))
    centres = dict(known)
    _begin(rows, centres, iter(new_keys), wanted=wanted, dice=np.random.default_rng(seed))
    groups: list[int | None] = [None] * len(rows)
    for _ in range(ROUNDS):
        groups = _assigned(rows, centres)
        centres |= _means(rows, groups)
    _drop(centres, set(centres) - set(known), groups)
    groups = _assigned(rows, centres)
    # Letters come one by one and unmixed, so what they are laid beside is the mean of such ones.
    told = centres | _means(unpack(sample), groups)
    return {key: pack(row) for key, row in told.items()}, groups


def _mixed(rows: Any) -> Any:
    """Each with what those nearest to it mean, and those nearest to these."""
    import numpy as np

    likes = rows @ rows.T
    np.fill_diagonal(likes, 0.0)
    size = min(NEAREST, len(rows) - 1)
    if size < 1:
        return rows
    near = np.argpartition(-likes, size - 1, axis=1)[:, :size]
    shares = np.maximum(np.take_along_axis(likes, near, axis=1), 0.0)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    for _ in range(MIXED):
        beside = np.empty_like(rows)
        for begin in range(0, len(rows), 500):
            part = slice(begin, begin + 500)
            beside[part] = np.einsum("nk,nkd->nd", shares[part], rows[near[part]])
        rows = _unit(rows + beside)
    return rows


def _begin(rows: Any, centres: dict[int, Any], fresh: Any, *, wanted: int, dice: Any) -> None:
    """New centres where letters are least like any, by lot (Arthur and Vassilvitskii, 2007)."""
    import numpy as np

    far = np.ones(len(rows), dtype=np.float64)
    for row in centres.values():
        far = np.minimum(far, 1 - rows @ row)
    while len(centres) < wanted:
        weights = np.maximum(far, 0.0) ** 2
        key = next(fresh, None)
        if key is None or weights.sum() <= 1e-9:
            return
        chosen = int(dice.choice(len(rows), p=weights / weights.sum()))
        centres[key] = rows[chosen]
        far = np.minimum(far, 1 - rows @ rows[chosen])


def _assigned(rows: Any, centres: Mapping[int, Any]) -> list[int | None]:
    import numpy as np

    if not centres:
        return [None] * len(rows)
    keys = sorted(centres)
    likes = rows @ np.stack([centres[key] for key in keys]).T
    best, like = likes.argmax(axis=1), likes.max(axis=1)
    return [keys[at] if found >= LEAST_LIKE else None for at, found in zip(best, like, strict=True)]


def _means(rows: Any, groups: Sequence[int | None]) -> dict[int, Any]:
    places: dict[int, list[int]] = {}
    for at, key in enumerate(groups):
        if key is not None:
            places.setdefault(key, []).append(at)
    return {key: _unit(rows[found].mean(axis=0)) for key, found in places.items()}


def _drop(centres: dict[int, Any], made: set[int], groups: Sequence[int | None]) -> None:
    """New ones with few letters, or nearly another, are given up; those with fewest first."""
    sizes = {key: groups.count(key) for key in made}
    for key in sorted(made, key=lambda key: (sizes[key], key)):
        own = centres.pop(key)
        is_another = any(float(own @ one) >= SAME for one in centres.values())
        if sizes[key] >= LEAST_MEMBERS and not is_another:
            centres[key] = own


def _unit(rows: Any) -> Any:
    import numpy as np

    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)
