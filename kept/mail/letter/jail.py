"""Reading in a process of its own: the bytes of a letter go in, plain JSON comes out.

A worker has 512 MiB and 5 seconds of processor a letter; one that breaks these dies, and the letter
is `Unreadable`.
"""

from __future__ import annotations

import base64
import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from kept.kit.jail import Gone, Jail, serve
from kept.kit.sentences import sentence
from kept.mail.letter import read_letter, shapes
from kept.mail.letter.shapes import Letter, Unreadable

UNREAD = sentence("It could not be read: {error}.")

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
LETTERS_A_WORKER = 500
WORKERS = 2
"""Letters that are read at the same time."""

_SHAPES = {
    kind.__name__: kind
    for kind in vars(shapes).values()
    if isinstance(kind, type) and is_dataclass(kind)
}
_jail = Jail("kept.mail.letter.jail", uses=LETTERS_A_WORKER, workers=WORKERS)


def jailed_read(raw: bytes) -> Letter:
    """Read a letter with limits. Raises `Unreadable`; the next letter is read all the same."""
    try:
        answer = json.loads(_jail.ask(raw))
    except (Gone, ValueError) as error:
        raise Unreadable(
            sentence("Reading it took more time or memory than a letter may.")
        ) from error
    if "error" in answer:
        raise Unreadable(str(answer["error"]))
    letter = thaw(answer["letter"])
    if not isinstance(letter, Letter):
        raise Unreadable(sentence("It could not be read."))
    return letter


def freeze(value: Any) -> Any:
    """Plain JSON of a letter and all that is in it."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: freeze(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__, **parts}
    if isinstance(value, datetime):
        return {"is": "datetime", "at": value.isoformat()}
    if isinstance(value, bytes):
        return {"is": "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, tuple | list):
        return [freeze(part) for part in value]
    return value


def thaw(value: Any) -> Any:
    """The letter again. Only our own shapes are made; anything else is a plain value."""
    if isinstance(value, list):
        return tuple(thaw(part) for part in value)
    if not isinstance(value, dict):
        return value
    kind = value.get("is")
    if kind == "datetime":
        return datetime.fromisoformat(value["at"])
    if kind == "bytes":
        return base64.b64decode(value["base64"])
    shape = _SHAPES[str(kind)]
    return shape(**{name: thaw(part) for name, part in value.items() if name != "is"})


def _answer(raw: bytes) -> dict[str, Any]:
    try:
        return {"letter": freeze(read_letter(raw))}
    except Unreadable as error:
        return {"error": error.reason}
    except MemoryError:
        return {"error": sentence("Reading it took more memory than a letter may.")}
    except Exception as error:
        return {"error": UNREAD.format(error=type(error).__name__)}


if __name__ == "__main__":
    # Loaded before there are limits, and not by the processes that only ask.
    import kept.mail.letter.reading  # noqa: F401

    serve(
        lambda raw: json.dumps(_answer(raw)).encode("ascii"),
        memory_bytes=MEMORY_BYTES,
        cpu_seconds=CPU_SECONDS,
    )
