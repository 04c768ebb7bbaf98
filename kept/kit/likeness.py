"""What a mail address looks like to the eye, so that two which look the same can be found.

Not a spelling but a key: letters of other scripts and digits stand as the Latin letter they pass
for. Two addresses with one key may still be two honest ones; who was there first counts.
"""

from __future__ import annotations

import re
import unicodedata

from kept.kit.marks import normalized

LONGEST = 320
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]{1,64}@[^\s<>@,;:\"()\[\]]{1,255}")

# Letters that pass for another, after compatibility forms and marks are gone.
_PASSES_FOR = str.maketrans(
    {
        "0": "o", "1": "l", "3": "e", "5": "s", "i": "l", "|": "l", "!": "l",
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "l", "ј": "j", "к": "k",
        "ӏ": "l", "м": "m", "н": "h", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "у": "y",
        "ѵ": "v", "ԝ": "w", "х": "x", "ь": "b", "г": "r", "п": "n",
        "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "l", "κ": "k", "μ": "m", "ν": "v", "ο": "o",
        "ρ": "p", "σ": "o", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "γ": "y",
        "ı": "l", "ɑ": "a", "ɡ": "g", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe",
        "օ": "o", "ո": "n", "ս": "u", "հ": "h", "ց": "g", "ɩ": "l", "ꞁ": "l", "ӕ": "ae",
    }
)  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def looks_like(text: str) -> str:
    """The key of a name or an address; equal keys look alike."""
    plain = normalized("NFKD", _spelt_out(text[:LONGEST]).casefold())
    key = "".join(c for c in plain if not unicodedata.combining(c) and c.isprintable())
    key = key.translate(_PASSES_FOR)
    for pair, letter in _PAIRS:
        key = key.replace(pair, letter)
    return key[:LONGEST]


def domain_looks_like(address: str) -> str:
    """The key of an address's domain, where doubled letters and hyphens count for nothing too."""
    key = looks_like(domain_of(address))
    single = "".join(c for at, c in enumerate(key) if at == 0 or key[at - 1] != c)
    return single.replace("-", "")


def domain_of(address: str) -> str:
    return address.strip().rpartition("@")[2].lower().rstrip(".>")


def address_within(name: str) -> str:
    """A mail address that somebody bears as a name; nothing where the name is one."""
    found = _ADDRESS.search(name[:1_000])
    return found[0].strip("'.").lower() if found else ""


def _spelt_out(text: str) -> str:
    """International domains as people see them, not as servers write them."""
    local, at, domain = text.rpartition("@")
    if "xn--" not in domain.lower():
        return text
    labels = [_label(label) for label in domain.split(".")]
    return f"{local}{at}{'.'.join(labels)}"


def _label(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
