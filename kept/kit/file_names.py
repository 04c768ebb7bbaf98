"""What a stranger called a file, made harmless: for saving it, and for reading its name.

No part of a path, nothing that turns the reading direction or cannot be seen, nothing a system
takes for a device; and the ending stays, so that nobody takes a program for a picture.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 150

_SEPARATORS = re.compile(r"[/\\\u2044\u2215\u29f5\u29f8\uff0f\uff3c]+")
_FORBIDDEN = re.compile(r'[<>:"|?*\x7f]')
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE
)
_ENDING = re.compile(r"\.([^\W_]{1,12})$")
PROGRAMS = frozenset({
    "ade", "adp", "apk", "app", "appx", "bat", "chm", "cmd", "com", "cpl", "deb", "dll", "dmg",
    "exe", "gadget", "hta", "inf", "ins", "iso", "img", "iqy", "jar", "js", "jse", "jnlp", "lnk",
    "mde", "mht", "mhtml", "msc", "msi", "msix", "msp", "mst", "pif", "pl", "pkg", "ps1", "psm1",
    "py", "pyw", "rb", "reg", "rpm", "scf", "scr", "sct", "settingcontent-ms", "sh", "shb", "slk",
    "sys", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "ws", "wsc", "wsf", "wsh", "xll", "xlam",
    "docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "ppam", "ppsm",
})  # fmt: skip
"""Endings of what runs when it is opened, macros among it."""


def safe_name(name: str, otherwise: str = "file") -> str:
    """`name` as a file may be called on any system; `otherwise` where nothing is left of it."""
    last = [part for part in _SEPARATORS.split(name) if part.strip(". \t")][-1:]
    plain = "".join(map(_shown, "".join(last)))
    plain = _FORBIDDEN.sub("_", " ".join(plain.split())).strip(" .~-") or otherwise
    stem, dot, rest = plain.partition(".")
    if _DEVICES.fullmatch(stem.strip()):
        plain = f"_{stem}{dot}{rest}"
    return _shortened(plain)


def ending_of(name: str) -> str:
    """The ending that a system goes by, in small letters: of `bill.pdf.exe` it is `exe`."""
    found = _ENDING.search(safe_name(name))
    return found[1].lower() if found else ""


def is_program(name: str) -> bool:
    return ending_of(name) in PROGRAMS


def _shown(character: str) -> str:
    """A character as it may stand in a name: what turns, joins or hides letters goes."""
    kind = unicodedata.category(character)
    if kind in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return ""
    return " " if kind in {"Zl", "Zp", "Zs"} else character


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME and len(name.encode()) <= 240:
        return name
    found = _ENDING.search(name)
    ending = found[0] if found else ""
    stem = name[: LONGEST_NAME - len(ending)] if not found else name[: found.start()]
    stem = stem[: LONGEST_NAME - len(ending)]
    while len((stem + ending).encode()) > 240:
        stem = stem[:-1]
    return stem + ending
