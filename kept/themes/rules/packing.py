"""Weights by piece as bytes, eight for each: a number and a float, the least number first."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_PAIR = struct.Struct("<If")


def pack(weights: Mapping[int, float]) -> bytes:
    return b"".join(_PAIR.pack(piece, weight) for piece, weight in sorted(weights.items()))


def unpack(told: bytes | memoryview) -> dict[int, float]:
    """Nothing where it was cut off in the middle."""
    whole = bytes(told)
    return dict(_PAIR.iter_unpack(whole)) if len(whole) % _PAIR.size == 0 else {}
