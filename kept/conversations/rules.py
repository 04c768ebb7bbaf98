"""Pure decisions about conversations: no tables, no clock."""

from __future__ import annotations

import unicodedata

from kept.kit.file_text import kind_of

LONGEST_TAG = 40
PREVIEW_LENGTH = 160
PICTURE_MARK = "[picture: "


def preview_of(text: str) -> str:
    """The first words of a letter on one line, for the list."""
    return " ".join(text[: 4 * PREVIEW_LENGTH].split())[:PREVIEW_LENGTH]


def reply_subject(subject: str) -> str:
    """The subject of an answer: `Re: ` once, however many the customer wrote."""
    rest = subject.strip()
    while rest[:3].lower() == "re:":
        rest = rest[3:].lstrip()
    return f"Re: {rest}" if rest else "Re:"


def forward_subject(subject: str) -> str:
    """The subject of a letter to somebody outside: `Fwd: ` once."""
    rest = subject.strip()
    while rest[:4].lower() == "fwd:":
        rest = rest[4:].lstrip()
    return f"Fwd: {rest}".rstrip()


def picture_mark(name: str) -> str:
    """What stands in a text where its picture of this name shall be seen."""
    return f"{PICTURE_MARK}{name}]"


def tag_name(typed: str) -> str:
    """A tag as it is kept: one line, no space too many, nothing that a list or a question ends."""
    plain = unicodedata.normalize("NFC", typed.replace("\0", ""))
    return (
        " ".join(plain.replace(",", " ").replace('"', " ").split())
        .lstrip("#")[:LONGEST_TAG]
        .strip()
    )


def tag_key(name: str) -> str:
    """How tags are compared: the same in any case."""
    return unicodedata.normalize("NFC", tag_name(name).casefold())


def tag_names(typed: str) -> list[str]:
    """What was typed into the quick field: several, by comma; each once."""
    names: dict[str, str] = {}
    for part in typed.split(","):
        names.setdefault(tag_key(part), tag_name(part))
    return [name for key, name in names.items() if key]


def first_words(name: str, content_type: str, *, is_inline: bool) -> str:
    """Whether somebody has to read a file for search: `Attachment.Words` as it begins."""
    return "WAITING" if not is_inline and kind_of(name, content_type) else "NONE"
