"""Pages of a PDF as pictures, drawn in a process of its own: bytes in, pictures out.

What a browser gets was encoded here, as with `drawing`; no script, link or form of the document
comes along. PDFium is built without a JavaScript engine. A worker has 512 MiB and a few seconds of
processor a page, and draws one at a time.
"""

from __future__ import annotations

import io

from kept.kit.jail import Gone, Jail, serve
from kept.kit.pictures import NoPicture

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 2
PATIENCE_SECONDS = 8.0
"""Also the wait for the one worker: a page of ours stands still no longer than this."""
LARGEST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 20
LONGEST_SIDE = 1_600
LARGEST_SCALE = 2.0
"""144 dots an inch: small print can be read."""
LARGEST_PNG = 1024 * 1024

_jail = Jail("kept.mail.pdfs", uses=50, patience_seconds=PATIENCE_SECONDS)


def jailed_count(content: bytes) -> int:
    """How many pages it has. Raises `NoPicture`."""
    told = _ask(0, content)
    if not told.isdigit():
        raise NoPicture
    return int(told)


def jailed_page(content: bytes, number: int) -> tuple[bytes, str]:
    """Page `number`, counted from one, as a picture, and its type. Raises `NoPicture`."""
    kind, _, drawn = _ask(number, content).partition(b"\n")
    if not drawn:
        raise NoPicture
    return drawn, kind.decode("ascii")


def _ask(number: int, content: bytes) -> bytes:
    if not 0 <= number <= MOST_PAGES or len(content) > LARGEST_BYTES:
        raise NoPicture
    try:
        return _jail.ask(bytes([number]) + content)
    except Gone as error:
        raise NoPicture from error


def _answer(asked: bytes) -> bytes:
    # Loaded by the worker alone: nothing of PDFium is ever in the house.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(asked[1:])  # type: ignore[no-untyped-call]
        if not asked[0]:
            return b"%d" % len(document)
        # Else what was filled into its fields would be missing.
        document.init_forms()  # type: ignore[no-untyped-call]
        return _drawn(document[asked[0] - 1])
    except Exception:
        # A foreign document breaks wherever it likes; the next one is drawn all the same.
        return b""


def _drawn(page: object) -> bytes:
    longest = max(*page.get_size(), 1.0)  # type: ignore[attr-defined]
    scale = min(LARGEST_SCALE, LONGEST_SIDE / longest)
    picture = page.render(scale=scale).to_pil().convert("RGB")  # type: ignore[attr-defined]
    out = io.BytesIO()
    picture.save(out, "PNG")
    if out.tell() <= LARGEST_PNG:
        return b"image/png\n" + out.getvalue()
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return b"image/jpeg\n" + out.getvalue()


if __name__ == "__main__":
    serve(_answer, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
