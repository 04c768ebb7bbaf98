"""Well-formed HTML to lines of text, in one pass. What a line stands in can be marked."""

from __future__ import annotations

import re
from collections.abc import Callable

TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*+)((?:[^<>"]*+(?:"[^"]*+")?)*+)>|([^<]++)|<')
ATTRIBUTE = re.compile(r'([a-z][a-z0-9-]*+)="([^"]*+)"')
SPACES = re.compile(r"[ \t\n\r\f\v]+")
VOID = frozenset({"area", "br", "col", "hr", "img", "wbr"})
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
SPACED = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "ul", "ol", "dl"])

MarkOf = Callable[[str, dict[str, str]], str]


def lines_of(html: str, mark_of: MarkOf | None = None) -> list[tuple[str, str]]:
    """(line, mark) for each line. `mark_of` names the mark an element puts on its lines."""
    flow = Flow()
    open_marks: list[str | None] = []
    for found in TOKEN.finditer(html):
        words = found[4]
        if words is not None:
            flow.add(unescaped(words) if "&" in words else words)
            continue
        tag = found[2]
        if tag is None:
            flow.add("<")
        elif found[1]:
            flow.close(tag)
            if tag not in VOID and open_marks:
                before = open_marks.pop()
                if before is not None:
                    flow.end_line()
                    flow.mark = before
        else:
            flow.open(tag)
            mark = ""
            if mark_of is not None:
                mark = mark_of(tag, dict(ATTRIBUTE.findall(found[3])) if found[3] else {})
            if mark:
                flow.end_line()
            if tag not in VOID:
                open_marks.append(flow.mark if mark else None)
            if mark:
                flow.mark = mark
    flow.end_line()
    return flow.trimmed()


def unescaped(words: str) -> str:
    """The five entities that a serialised document has."""
    words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\xa0")
    return words.replace("&quot;", '"').replace("&amp;", "&")


class Flow:
    """The line being written, and those before it."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.pieces: list[str] = []
        self.mark = ""
        self.preformatted = 0
        self.gap = False

    def add(self, words: str) -> None:
        if self.preformatted:
            first, *rest = words.split("\n")
            self.pieces.append(first)
            for line in rest:
                self.break_line()
                self.pieces.append(line)
        else:
            self.pieces.append(words)

    def open(self, tag: str) -> None:
        if tag == "br":
            self.break_line()
        elif tag in BLOCKS:
            self.end_line()
            if tag in SPACED:
                self.gap = True
            if tag == "pre":
                self.preformatted += 1
            elif tag == "li":
                self.pieces.append("- ")
            elif tag == "hr":
                self.gap = True
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def close(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end_line()
            if tag in SPACED:
                self.gap = True
            if tag == "pre":
                self.preformatted -= 1
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def break_line(self) -> None:
        """A forced break: an empty line counts."""
        self.write(self.taken())

    def end_line(self) -> None:
        """The end of a block: only what has words is written."""
        line = self.taken()
        if line:
            self.write(line)

    def taken(self) -> str:
        line = "".join(self.pieces)
        self.pieces.clear()
        if self.preformatted:
            return line.rstrip()
        return SPACES.sub(" ", line).strip(" ")

    def write(self, line: str) -> None:
        if self.gap:
            self.gap = False
            if self.lines and self.lines[-1][0]:
                self.lines.append(("", self.mark if self.lines[-1][1] == self.mark else ""))
        self.lines.append((line, self.mark))

    def trimmed(self) -> list[tuple[str, str]]:
        lines = self.lines
        first, last = 0, len(lines)
        while first < last and not lines[first][0].strip():
            first += 1
        while last > first and not lines[last - 1][0].strip():
            last -= 1
        return lines[first:last]
