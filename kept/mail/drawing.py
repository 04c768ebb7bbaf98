"""Foreign pictures, decoded and encoded anew in a process of its own: bytes in, bytes out.

What comes out was drawn here, so a file that is a picture and something else besides is a picture
alone. A worker has 512 MiB and 5 seconds of processor a picture, and draws one at a time.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image

from kept.kit.jail import Gone, Jail, serve

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
MOST_PIXELS = 16_000_000
"""What is decoded. A JPEG is scaled while it is, so a large photograph fits."""
LONGEST_SIDE = 2_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")

_jail = Jail("kept.mail.drawing", uses=200)


class NoPicture(Exception):
    """Nothing that can be shown."""


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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                if picture.width * picture.height > MOST_PIXELS:
                    raise NoPicture
                picture.load()
                return _encoded(picture)
    except NoPicture:
        raise
    except Exception as error:
        # Decoders of foreign pictures raise whatever they like.
        raise NoPicture from error


def _encoded(picture: Image.Image) -> tuple[bytes, str]:
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    drawn = picture.convert("RGBA" if has_alpha else "RGB")
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if has_alpha or picture.format in {"PNG", "GIF", "BMP"}:
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
