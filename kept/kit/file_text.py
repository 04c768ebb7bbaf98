"""The words in a file that came with a letter: plain texts, web pages, calendars, office documents.

A stranger made the file, so it is read in a process of its own (`jailed_text`), and what is taken
out of it has bounds: so much is unpacked, so many signs come back. Documents are read as the zip
files of XML they are, without a program that could run anything in them. A PDF is none of these.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

import charset_normalizer

from kept.kit.jail import Gone, Jail, serve

MEMORY_BYTES = 384 * 1024 * 1024
CPU_SECONDS = 5
LARGEST = 20 * 1024 * 1024
"""A file that is larger is not read."""
LONGEST = 200_000
"""Signs that are taken out of a file."""
MOST_UNPACKED = 40 * 1024 * 1024
"""Bytes of all the parts of a document together."""
MOST_PARTS = 2_000
_GUESSED_FROM = 64 * 1024

_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/calendar": "ics",
    "application/ics": "ics",
    "application/json": "text",
    "application/xml": "text",
    "application/csv": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odf",
    "application/vnd.oasis.opendocument.spreadsheet": "odf",
    "application/vnd.oasis.opendocument.presentation": "odf",
}
_ENDINGS = {
    **dict.fromkeys(("txt", "csv", "tsv", "md", "log", "json", "xml", "yaml", "yml"), "text"),
    **dict.fromkeys(("html", "htm", "xhtml"), "html"),
    **dict.fromkeys(("odt", "ods", "odp"), "odf"),
    **{kind: kind for kind in ("ics", "docx", "xlsx", "pptx")},
}
_VAGUE = {"", "application/octet-stream", "application/zip", "application/x-zip-compressed"}

_jail = Jail("kept.kit.file_text", uses=200)


class NoText(Exception):
    """It could not be read: damaged, locked, or too much of it."""


def kind_of(name: str, content_type: str) -> str:
    """How a file of this name and type is read: "text", "html", "docx" ...; "" where it is not."""
    told = content_type.partition(";")[0].strip().lower()
    if told in _KINDS:
        return _KINDS[told]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if told in _VAGUE:
        return _ENDINGS.get(ending, "")
    return "text" if told.startswith("text/") and told != "text/rtf" else ""


def jailed_text(kind: str, content: bytes) -> str:
    """The words in it, at most `LONGEST` signs. Raises `NoText`."""
    if len(content) > LARGEST:
        raise NoText
    try:
        answer = _jail.ask(kind.encode("ascii") + b"\n" + content)
    except Gone as error:
        raise NoText from error
    if answer[:1] != b"+":
        raise NoText
    return answer[1:].decode("utf-8", "replace")


def text_of(kind: str, content: bytes) -> str:
    """The same within this process. Raises `NoText`."""
    read = _READERS.get(kind)
    if read is None:
        raise NoText
    try:
        return _tidy(read(content))
    except NoText:
        raise
    except Exception as error:
        # What reads foreign bytes raises whatever it likes.
        raise NoText from error


def _tidy(pieces: Iterable[str]) -> str:
    kept: list[str] = []
    room = LONGEST
    for piece in pieces:
        kept.append(piece[:room].replace("\0", " "))
        room -= len(piece)
        if room <= 0:
            break
    lines = (" ".join(line.split()) for line in "".join(kept).splitlines())
    return "\n".join(line for line in lines if line)


def _plain(content: bytes) -> str:
    """Bytes as text, whatever they were written in."""
    content = content[: 4 * LONGEST]
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4:
            return content.decode("utf-8", "ignore")  # cut within a sign
    if b"\0" in content[:_GUESSED_FROM]:
        raise NoText  # no text at all, whatever it is called
    best = charset_normalizer.from_bytes(content[:_GUESSED_FROM]).best()
    return content.decode(best.encoding if best else "cp1252", "replace")


def _text(content: bytes) -> Iterator[str]:
    yield _plain(content)


class _Page(HTMLParser):
    """What of a web page is read by people."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style", "template"}
        self.pieces.append(" " if tag in {"a", "b", "em", "i", "span", "strong", "td"} else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "template"} and self.hidden:
            self.hidden -= 1
        if tag in {"td", "th", "p", "div", "li", "tr", "h1", "h2", "h3", "title"}:
            self.pieces.append("\n" if tag not in {"td", "th"} else " ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)


def _html(content: bytes) -> Iterator[str]:
    page = _Page()
    page.feed(_plain(content))
    page.close()
    yield from page.pieces


_LINE = re.compile(
    r"(SUMMARY|DESCRIPTION|LOCATION|COMMENT|ORGANIZER|ATTENDEE)([;:].*)", re.IGNORECASE
)
_NAME = re.compile(r'CN=("[^"]*"|[^;:]*)', re.IGNORECASE)


def _ics(content: bytes) -> Iterator[str]:
    """What a calendar says, and of whom. RFC 5545, folded lines joined."""
    text = re.sub(r"\r?\n[ \t]", "", _plain(content))
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        if found[1].upper() in {"ORGANIZER", "ATTENDEE"}:
            name = _NAME.search(found[2])
            yield (name[1].strip('"') if name else "") + "\n"
            continue
        words = found[2].partition(":")[2].replace("\\n", "\n").replace("\\N", "\n")
        yield re.sub(r"\\(.)", r"\1", words) + "\n"


class _Document:
    """A zip file of XML parts, unpacked no further than its bounds."""

    def __init__(self, content: bytes) -> None:
        self.file = zipfile.ZipFile(io.BytesIO(content))
        self.names = [info.filename for info in self.file.infolist()]
        self.room = MOST_UNPACKED
        if len(self.names) > MOST_PARTS:
            raise NoText

    def parts(self, pattern: str) -> list[str]:
        found = [name for name in self.names if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: (len(name), name))

    def read(self, name: str) -> bytes:
        with self.file.open(name) as part:
            content = part.read(self.room + 1)
        self.room -= len(content)
        if self.room < 0:
            raise NoText
        return content


Begin = Callable[[str, dict[str, str]], str]


def _walk(
    xml: bytes, *, begin: Begin, end: Callable[[str], str], is_text: Callable[[], bool]
) -> str:
    """The text of an XML part. One that declares types of its own is refused: bombs begin so."""
    pieces: list[str] = []
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise NoText

    def start(name: str, attributes: dict[str, str]) -> None:
        pieces.append(begin(name.rpartition("}")[2], attributes))

    def stop(name: str) -> None:
        pieces.append(end(name.rpartition("}")[2]))

    def words(text: str) -> None:
        if is_text():
            pieces.append(text)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = stop
    parser.CharacterDataHandler = words
    parser.Parse(xml, True)  # noqa: FBT003
    return "".join(pieces)


def _of_elements(xml: bytes, *, text: set[str], lines: set[str], gaps: set[str]) -> str:
    """What stands in elements called `text`; after those in `lines` a line ends."""
    depth = [0]

    def begin(name: str, _: dict[str, str]) -> str:
        depth[0] += name in text
        return " " if name in gaps else ""

    def end(name: str) -> str:
        depth[0] -= name in text
        return "\n" if name in lines else ""

    return _walk(xml, begin=begin, end=end, is_text=lambda: depth[0] > 0)


def _docx(content: bytes) -> Iterator[str]:
    document = _Document(content)
    pattern = r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
    for name in document.parts(pattern):
        yield _of_elements(
            document.read(name), text={"t"}, lines={"p"}, gaps={"tab", "br", "cr", "tc"}
        )
        yield "\n"


def _pptx(content: bytes) -> Iterator[str]:
    document = _Document(content)
    for name in document.parts(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"):
        yield _of_elements(document.read(name), text={"t"}, lines={"p"}, gaps={"br"})
        yield "\n"


def _odf(content: bytes) -> Iterator[str]:
    document = _Document(content)
    for name in document.parts(r"content\.xml"):
        yield _of_elements(
            document.read(name), text={"p", "h"}, lines={"p", "h"}, gaps={"tab", "s", "line-break"}
        )


def _xlsx(content: bytes) -> Iterator[str]:
    """Texts, and what stands in cells as a number: somebody may look for that of an invoice."""
    document = _Document(content)
    for name in document.parts(r"xl/sharedStrings\.xml"):
        yield _of_elements(document.read(name), text={"t"}, lines={"si"}, gaps=set())
    for name in document.parts(r"xl/worksheets/sheet\d+\.xml"):
        yield _cells(document.read(name))


def _cells(xml: bytes) -> str:
    kind = [""]
    depth = [0]

    def begin(name: str, attributes: dict[str, str]) -> str:
        if name == "c":
            kind[0] = attributes.get("t", "n")
        # A cell of kind "s" holds the place of a text that stands elsewhere.
        depth[0] += name == "t" or (name == "v" and kind[0] in {"n", "str"})
        return ""

    def end(name: str) -> str:
        if name in {"t", "v"} and depth[0]:
            depth[0] -= 1
            return " "
        return "\n" if name == "row" else ""

    return _walk(xml, begin=begin, end=end, is_text=lambda: depth[0] > 0)


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "text": _text,
    "html": _html,
    "ics": _ics,
    "docx": _docx,
    "xlsx": _xlsx,
    "pptx": _pptx,
    "odf": _odf,
}


def _answer(asked: bytes) -> bytes:
    kind, _, content = asked.partition(b"\n")
    try:
        return b"+" + text_of(kind.decode("ascii"), content).encode("utf-8", "replace")
    except (NoText, MemoryError):
        return b"-"


if __name__ == "__main__":
    serve(_answer, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
