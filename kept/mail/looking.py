"""What a file is, as far as we can tell and show it without opening it: picture, text, PDF."""

from __future__ import annotations

from dataclasses import dataclass

from kept.conversations.models import Attachment
from kept.kit import blobs
from kept.kit.file_names import ending_of, is_program
from kept.mail.letter.charsets import GUESS_BYTES, guessed

LONGEST_TEXT_BYTES = 256 * 1024
_PICTURES = [
    (b"\x89PNG\r\n\x1a\n", 0),
    (b"\xff\xd8\xff", 0),
    (b"GIF8", 0),
    (b"WEBP", 8),
    (b"BM", 0),
]
_TEXT_ENDINGS = {
    "txt", "text", "log", "csv", "tsv", "md", "json", "xml", "yaml", "yml", "ini", "conf", "cfg",
    "html", "htm", "svg", "css", "js", "py", "sh", "sql", "eml", "ics", "vcf", "toml", "diff",
    "patch",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """`kind` is PICTURE, TEXT, PDF or OTHER; `text` is the beginning of a text."""

    kind: str
    text: str = ""
    charset: str = ""
    is_cut: bool = False
    is_program: bool = False


def look_at(file: Attachment) -> Look:
    """Raises `FileNotFoundError`."""
    with blobs.path_of(file.sha256).open("rb") as content:
        head = content.read(LONGEST_TEXT_BYTES + 1)
    runs = is_program(file.name)
    if any(head[at : at + len(sign)] == sign for sign, at in _PICTURES):
        return Look("PICTURE", is_program=runs)
    if head[:1024].lstrip().startswith(b"%PDF-"):
        return Look("PDF", is_program=runs)
    named = file.type.startswith("text/") or ending_of(file.name) in _TEXT_ENDINGS
    if not named or not head or _is_binary(head):
        return Look("OTHER", is_program=runs)
    piece = head[:LONGEST_TEXT_BYTES]
    charset = _charset(piece)
    return Look(
        "TEXT",
        text=piece.decode(charset, "replace").replace("\0", "\ufffd"),
        charset=charset.removesuffix("-sig").upper(),
        is_cut=len(head) > LONGEST_TEXT_BYTES,
        is_program=runs,
    )


def _is_binary(head: bytes) -> bool:
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _charset(head: bytes) -> str:
    """What the bytes are written in: by their mark, by being UTF-8, else by their letters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for cut in range(4):  # the last character may be cut in two
        try:
            head[: len(head) - cut].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        return "utf-8-sig"
    return guessed(head[:GUESS_BYTES]) or "cp1252"
