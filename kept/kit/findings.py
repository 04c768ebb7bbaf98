"""What an audit finds: something stored that cannot be true. None is the normal answer.

Each room that keeps something may have an `audit.py` with `findings()`, and `blob_digests()` for
the files its rows name. `kept check` runs them all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` names what is broken in one word; `about` is a row as `message:42`, or a file."""

    rule: str
    about: str
    words: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.about}: {self.words}"
