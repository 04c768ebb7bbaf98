"""Words as somebody typed them, fit to be kept: without what no database holds, and cut."""

from __future__ import annotations


def plain_text(typed: str, most: int) -> str:
    """Lines as they are, their ends as LF; at most so many characters."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.strip()[:most].strip()


def one_line(typed: str, most: int) -> str:
    """One line, each gap in it one space; at most so many characters."""
    return " ".join(typed.replace("\0", "").split())[:most].strip()
