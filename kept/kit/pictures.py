"""Foreign pictures, decoded within bounds and encoded by us: for processes in a jail.

What comes out was drawn here, so a file that is a picture and something else besides is a picture
alone. SVG is a program, and never one of the formats.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from typing import TypeVar

from PIL import Image

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
"""What a worker has for a picture; it draws one at a time."""
MOST_PIXELS = 16_000_000
"""What is decoded. A JPEG is scaled while it is, so a large photograph fits."""

T = TypeVar("T")


class NoPicture(Exception):
    """Nothing that can be shown."""


def redraw(
    content: bytes,
    encode: Callable[[Image.Image, str], T],
    *,
    formats: tuple[str, ...],
    box: tuple[int, int],
) -> T:
    """What `encode` makes of the picture in RGB or RGBA, within `box`, and of its format's name.

    Raises `NoPicture`, which `encode` may too.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=formats) as picture:
                picture.draft("RGB", box)
                if picture.width * picture.height > MOST_PIXELS:
                    raise NoPicture
                picture.load()
                has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
                drawn = picture.convert("RGBA" if has_alpha else "RGB")
                drawn.thumbnail(box)
                return encode(drawn, picture.format or "")
    except NoPicture:
        raise
    except Exception as error:
        # Decoders of foreign pictures raise whatever they like.
        raise NoPicture from error
