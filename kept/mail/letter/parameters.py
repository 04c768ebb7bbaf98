"""Content-Type and Content-Disposition: the value and its parameters, RFC 2231 included."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from kept.mail.letter.charsets import decode
from kept.mail.letter.words import decode_words, unfold

MOST_PARAMETERS = 100
PARAMETER = re.compile(
    r"""[;\s]*+(?:([^\s=;"]{1,200})\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)("?)|([^;]*+))|[^;]++)""",
    re.DOTALL,
)
PIECE = re.compile(r"^([^*]+)(?:\*(\d{1,3}))?(\*)?$")
ESCAPED = re.compile(r"\\([\"\\])")


def parameters(text: str) -> tuple[str, dict[str, str]]:
    """(value in lower case, parameters with names in lower case)."""
    text = unfold(text)
    value, semicolon, rest = text.partition(";")
    if not semicolon and "=" in value and "/" not in value.split("=")[0]:
        head, _, tail = text.strip().partition(" ")
        value, rest = (head, tail) if "=" not in head and "=" in tail else ("", text)
    elif not semicolon and " " in value.strip():
        value, _, rest = value.strip().partition(" ")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for seen, found in enumerate(PARAMETER.finditer(rest)):
        if seen >= MOST_PARAMETERS:
            break
        if found[1] is None:
            continue
        name = found[1].lower()
        if found[2] is None:
            content = unquoted(found[4])
        elif found[3]:
            content = ESCAPED.sub(r"\1", found[2])
        else:
            content = found[2].rstrip()
        parsed = PIECE.match(name)
        if parsed is None or (parsed[2] is None and parsed[3] is None):
            plain.setdefault(name, content)
        else:
            number = int(parsed[2] or 0)
            pieces.setdefault(parsed[1], {}).setdefault(number, (parsed[3] is not None, content))
    for name, numbered in pieces.items():
        # RFC 6266 has the extended form win over the plain one for older readers.
        plain[name] = assembled(numbered)
    return value.strip().strip("\"'").lower(), plain


def unquoted(content: str) -> str:
    return content.strip().rstrip(",").strip("'\"") if content else ""


def assembled(numbered: dict[int, tuple[bool, str]]) -> str:
    charset: str | None = None
    out: list[str] = []
    pending = b""
    for number in sorted(numbered):
        is_encoded, content = numbered[number]
        if is_encoded:
            if number == 0 or (charset is None and content.count("'") >= 2 and not out):
                parts = content.split("'", 2)
                if len(parts) == 3:
                    charset, content = parts[0] or None, parts[2]
            pending += unquote_to_bytes(content)
        else:
            if "=?" in content:
                content = decode_words(content)
            pending += content.encode("utf-8", "replace") if charset in {None, "utf-8"} else b""
            if charset not in {None, "utf-8"}:
                out.append(decode(pending, charset)[0])
                out.append(content)
                pending = b""
    out.append(decode(pending, charset)[0])
    return "".join(out)


def file_name(value: str | None) -> str | None:
    """The last path component, without control characters; None where nothing is left."""
    if not value:
        return None
    name = decode_words(value) if "=?" in value else value
    name = "".join(letter for letter in name if letter.isprintable() or letter == " ")
    if re.match(r"^(?:[A-Za-z]:\\|\\\\)", name) or ("\\" in name and "/" not in name):
        name = name.rpartition("\\")[2]
    name = name.rpartition("/")[2].strip()
    return name[:255] or None
