"""What a sentence means, as numbers: the forward pass of a small BERT encoder, in numpy alone.

Written from the papers (Vaswani et al., 2017; Devlin et al., 2018; mean of the tokens after
Reimers and Gurevych, 2019). numpy is of the extra, so it is imported where it is used. Pure: the
weights are given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

HEADS = 12
TINY = 1e-12
MOST_AT_ONCE = 16
"""Texts that go through together, so that memory stays small."""


def vectors(weights: Mapping[str, Any], texts: Sequence[Sequence[int]], *, heads: int) -> list[Any]:
    """A vector of length 1 for each text, which is given as ids of its tokens.

    Texts of the same length go together, so that none needs padding.
    """
    lengths: defaultdict[int, list[int]] = defaultdict(list)
    for at, ids in enumerate(texts):
        lengths[len(ids)].append(at)
    found: list[Any] = [None] * len(texts)
    for places in lengths.values():
        for begin in range(0, len(places), MOST_AT_ONCE):
            chosen = places[begin : begin + MOST_AT_ONCE]
            told = _encoded(weights, [texts[at] for at in chosen], heads)
            for at, one in zip(chosen, told, strict=True):
                found[at] = one
    return found


def _encoded(weights: Mapping[str, Any], texts: Sequence[Sequence[int]], heads: int) -> Any:
    import numpy as np

    ids = np.asarray(texts)
    many, long = ids.shape
    now = weights["embeddings.word_embeddings.weight"][ids]
    now = now + weights["embeddings.position_embeddings.weight"][:long]
    now = now + weights["embeddings.token_type_embeddings.weight"][0]
    now = _levelled(now, weights, "embeddings.LayerNorm")
    wide = now.shape[-1]
    scale = (wide // heads) ** -0.5
    layer = 0
    while f"encoder.layer.{layer}.intermediate.dense.weight" in weights:
        here = f"encoder.layer.{layer}"
        query, key, value = (
            _through(now, weights, f"{here}.attention.self.{part}")
            .reshape(many, long, heads, wide // heads)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        seen = query @ key.transpose(0, 1, 3, 2) * np.float32(scale)
        seen = np.exp(seen - seen.max(axis=-1, keepdims=True))
        seen /= seen.sum(axis=-1, keepdims=True)
        told = (seen @ value).transpose(0, 2, 1, 3).reshape(many, long, wide)
        told = _through(told, weights, f"{here}.attention.output.dense")
        now = _levelled(now + told, weights, f"{here}.attention.output.LayerNorm")
        told = _bent(_through(now, weights, f"{here}.intermediate.dense"))
        told = _through(told, weights, f"{here}.output.dense")
        now = _levelled(now + told, weights, f"{here}.output.LayerNorm")
        layer += 1
    mean = now.mean(axis=1)
    return mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), TINY)


def _through(now: Any, weights: Mapping[str, Any], name: str) -> Any:
    return now @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _levelled(now: Any, weights: Mapping[str, Any], name: str) -> Any:
    import numpy as np

    off = now - now.mean(axis=-1, keepdims=True)
    spread = np.sqrt((off * off).mean(axis=-1, keepdims=True) + TINY)
    return off / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _bent(now: Any) -> Any:
    """GELU, with the error function after Abramowitz and Stegun 7.1.26: right to 1.5e-7."""
    import numpy as np

    size = np.abs(now) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * size)
    sum_of = ((1.061405429 * t - 1.453152027) * t + 1.421413741) * t
    sum_of = ((sum_of - 0.284496736) * t + 0.254829592) * t
    error = np.sign(now) * (1 - sum_of * np.exp(-size * size))
    return now * (np.float32(0.5) * (1 + error))
