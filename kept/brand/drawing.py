"""A logo as it was sent, drawn anew in a process of its own: bytes in, a small PNG out."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image

from kept.kit.jail import Gone, Jail, serve
from kept.kit.pictures import CPU_SECONDS, MEMORY_BYTES, NoPicture, redraw

LARGEST_BYTES = 2 * 1024 * 1024
WIDEST, TALLEST = 480, 160
"""Twice what a page shows, for sharp screens."""
LARGEST_DRAWN = 300_000
FORMATS = ("PNG", "JPEG", "WEBP")

_jail = Jail("kept.brand.drawing", uses=50)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG and its size in pixels."""

    content: bytes
    width: int
    height: int


def jailed_draw(content: bytes) -> Drawn:
    """Raises `NoPicture`."""
    if len(content) > LARGEST_BYTES:
        raise NoPicture
    try:
        answer = _jail.ask(content)
    except Gone as error:
        raise NoPicture from error
    if len(answer) <= _SIZE.size:
        raise NoPicture
    width, height = _SIZE.unpack(answer[: _SIZE.size])
    return Drawn(answer[_SIZE.size :], width, height)


def draw(content: bytes) -> Drawn:
    """The same within this process. Raises `NoPicture`."""
    return redraw(content, _encoded, formats=FORMATS, box=(WIDEST, TALLEST))


def _encoded(drawn: Image.Image, _kind: str) -> Drawn:
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    if out.tell() > LARGEST_DRAWN:
        raise NoPicture
    return Drawn(out.getvalue(), drawn.width, drawn.height)


_SIZE = struct.Struct("!HH")


def _answer(content: bytes) -> bytes:
    try:
        drawn = draw(content)
    except (NoPicture, MemoryError):
        return b""
    return _SIZE.pack(drawn.width, drawn.height) + drawn.content


if __name__ == "__main__":
    serve(_answer, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
