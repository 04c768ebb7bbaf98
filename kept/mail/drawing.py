"""Foreign pictures, drawn anew in a process of its own: bytes in, bytes out."""

from __future__ import annotations

import io

from PIL import Image

from kept.kit.jail import Gone, Jail, serve
from kept.kit.pictures import CPU_SECONDS, MEMORY_BYTES, NoPicture, redraw

LONGEST_SIDE = 2_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")

_jail = Jail("kept.mail.drawing", uses=200)


def jailed_draw(content: bytes) -> tuple[bytes, str]:
    """The same picture, encoded by us, and its type. Raises `NoPicture`."""
    try:
        answer = _jail.ask(content)
    except Gone as error:
        raise NoPicture from error
    kind, _, drawn = answer.partition(b"\n")
    if not drawn:
        raise NoPicture
    return drawn, kind.decode("ascii")


def draw(content: bytes) -> tuple[bytes, str]:
    """The same within this process. Raises `NoPicture`."""
    return redraw(content, _encoded, formats=FORMATS, box=(LONGEST_SIDE, LONGEST_SIDE))


def _encoded(drawn: Image.Image, kind: str) -> tuple[bytes, str]:
    out = io.BytesIO()
    if drawn.mode == "RGBA" or kind in {"PNG", "GIF", "BMP"}:
        drawn.save(out, "PNG")
        return out.getvalue(), "image/png"
    drawn.save(out, "JPEG", quality=88)
    return out.getvalue(), "image/jpeg"


def _answer(content: bytes) -> bytes:
    try:
        drawn, kind = draw(content)
    except (NoPicture, MemoryError):
        return b""
    return kind.encode("ascii") + b"\n" + drawn


if __name__ == "__main__":
    serve(_answer, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
