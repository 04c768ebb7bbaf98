"""A logo as it was sent, drawn anew in a process of its own: bytes in, a small PNG out.

What comes out was encoded here, so a file that is a picture and something else besides is a
picture alone. SVG is a program, and none of the formats.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass

from PIL import Image

from kept.kit.jail import Gone, Jail, serve

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
LARGEST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
WIDEST, TALLEST = 480, 160
"""Twice what a page shows, for sharp screens."""
LARGEST_DRAWN = 300_000
FORMATS = ("PNG", "JPEG", "WEBP")

_jail = Jail("kept.brand.drawing", uses=50)


class NoLogo(Exception):
    """Nothing that can be shown."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG and its size in pixels."""

    content: bytes
    width: int
    height: int


def jailed_draw(content: bytes) -> Drawn:
    """Raises `NoLogo`."""
    if len(content) > LARGEST_BYTES:
        raise NoLogo
    try:
        answer = _jail.ask(content)
    except Gone as error:
        raise NoLogo from error
    if len(answer) <= _SIZE.size:
        raise NoLogo
    width, height = _SIZE.unpack(answer[: _SIZE.size])
    return Drawn(answer[_SIZE.size :], width, height)


def draw(content: bytes) -> Drawn:
    """The same within this process. Raises `NoLogo`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                picture.draft("RGB", (WIDEST, TALLEST))
                if picture.width * picture.height > MOST_PIXELS:
                    raise NoLogo
                picture.load()
                return _encoded(picture)
    except NoLogo:
        raise
    except Exception as error:
        # Decoders of foreign pictures raise whatever they like.
        raise NoLogo from error


def _encoded(picture: Image.Image) -> Drawn:
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    drawn = picture.convert("RGBA" if has_alpha else "RGB")
    drawn.thumbnail((WIDEST, TALLEST))
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    if out.tell() > LARGEST_DRAWN:
        raise NoLogo
    return Drawn(out.getvalue(), drawn.width, drawn.height)


_SIZE = struct.Struct("!HH")


def _answer(content: bytes) -> bytes:
    try:
        drawn = draw(content)
    except (NoLogo, MemoryError):
        return b""
    return _SIZE.pack(drawn.width, drawn.height) + drawn.content


if __name__ == "__main__":
    serve(_answer, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
