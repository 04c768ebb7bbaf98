"""Small true files: pictures of lamps, one-page PDFs, drawn here so that none is anybody's."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

from kept.conversations.actions import File
from kept.kit import blobs

_GROUNDS = ((236, 229, 216), (58, 66, 74), (214, 224, 219), (122, 84, 62), (240, 240, 236))
_SHADES = ((178, 64, 48), (212, 170, 80), (62, 104, 92), (232, 232, 224), (40, 60, 96))
PICTURES = len(_GROUNDS) * len(_SHADES)


def picture(number: int, *, name: str = "lamp.png", content_id: str = "") -> File:
    """A lamp on a table, the same for the same number."""
    ground, shade = _GROUNDS[number % 5], _SHADES[number // 5 % 5]
    image = Image.new("RGB", (480, 360), ground)
    draw = ImageDraw.Draw(image)
    lean = number * 7 % 40 - 20
    draw.rectangle((0, 300, 480, 360), fill=tuple(part * 2 // 3 for part in ground))
    draw.line((240, 300, 240 + lean, 130), fill=(50, 46, 40), width=8)
    draw.polygon(
        [(200 + lean, 60), (280 + lean, 60), (330 + lean, 150), (150 + lean, 150)], fill=shade
    )
    draw.ellipse((190, 290, 290, 315), fill=(50, 46, 40))
    draw.line((250 + lean, 62, 262 + lean, 104, 248 + lean, 148), fill=ground, width=3)
    stored = io.BytesIO()
    image.save(stored, format="PNG")
    return _file(name, "image/png", stored.getvalue(), content_id)


def pdf(name: str, lines: list[str]) -> File:
    """One page with these lines of plain text."""
    shown = "".join(
        f"({line.encode('ascii', 'ignore').decode().translate(_ESCAPES)}) Tj T*\n" for line in lines
    )
    content = f"BT /F1 14 Tf 18 TL 60 760 Td\n{shown}ET".encode("ascii")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        start,
    )
    return _file(name, "application/pdf", bytes(out), "")


def any_picture(dice: random.Random, *, name: str = "lamp.png", content_id: str = "") -> File:
    return picture(dice.randrange(PICTURES), name=name, content_id=content_id)


_ESCAPES = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def _file(name: str, kind: str, content: bytes, content_id: str) -> File:
    return File(
        name=name,
        type=kind,
        size=len(content),
        sha256=blobs.put(content),
        is_inline=bool(content_id),
        content_id=content_id,
    )
