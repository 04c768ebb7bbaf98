"""What of a mail is its body, and what its attachments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from html import escape

from kept.kit.sentences import sentence
from kept.mail.letter.charsets import decode
from kept.mail.letter.packed import unpack_tnef, unpack_uuencoded
from kept.mail.letter.shapes import Attachment
from kept.mail.letter.tree import Part, Tree

BODY_TYPES = frozenset({"text/plain", "text/html"})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/x-html"})
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
LONGEST_TEXT = 4_000_000


@dataclass(slots=True)
class Piece:
    """A stretch of the body: the same words as plain text, as HTML, or both."""

    text: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Leaf:
    """A future attachment: what is known before it is decided whether the HTML shows it."""

    name: str | None
    type: str
    data: bytes
    cid: str | None
    is_shown: bool
    part: Part | None = None


@dataclass(slots=True)
class Body:
    pieces: list[Piece] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    calendars: list[tuple[bytes, str | None, str | None]] = field(default_factory=list)
    charset: str | None = None

    @property
    def html(self) -> str | None:
        """All pieces as one HTML document, where any of them is HTML."""
        if not any(piece.html is not None for piece in self.pieces):
            return None
        return "\n".join(
            piece.html if piece.html is not None else as_html(piece.text or "")
            for piece in self.pieces
        )


def as_html(text: str) -> str:
    return "<div>" + escape(text, quote=False).replace("\n", "<br>\n") + "</div>"


def gather(tree: Tree, charset: str | None = None) -> Body:
    """Walk the parts in their order; `charset` helps where file names stand bare."""
    body = Body(charset=charset)
    todo: list[tuple[Part, str]] = [(tree.root, "")]
    while todo:
        part, within = todo.pop()
        if part.is_multipart and part.children:
            if part.type == "multipart/alternative":
                alternatives(tree, part, body, todo)
            else:
                todo.extend((child, part.type) for child in reversed(part.children))
        else:
            leaf(tree, part, within, body)
    return body


def alternatives(tree: Tree, part: Part, body: Body, todo: list[tuple[Part, str]]) -> None:
    """The same words several times: plain and HTML make one piece, the rest are attachments."""
    plain = html = None
    rest: list[tuple[Part, str]] = []
    for child in part.children:
        main = main_of(child)
        if child.type == "text/plain" and plain is None and not is_file(child):
            plain = child
        elif main is not None and html is None:
            html = main
            rest.extend((other, "multipart/related") for other in leaves_but(child, main))
        else:
            rest.append((child, part.type))
    if plain is None and html is None:
        todo.extend(reversed(rest))
        return
    piece = Piece()
    if plain is not None:
        add_text(tree, plain, body, piece)
    if html is not None:
        piece.html = decoded_text(tree, html)
    body.pieces.append(piece)
    todo.extend(reversed(rest))


def main_of(part: Part) -> Part | None:
    """The HTML of an alternative: itself, or the first HTML of a multipart."""
    todo = [part]
    while todo:
        at = todo.pop()
        if at.type in HTML_TYPES and not is_file(at):
            return at
        if at.is_multipart and at.type != "multipart/alternative":
            todo.extend(reversed(at.children))
    return None


def leaves_but(part: Part, main: Part) -> list[Part]:
    found, todo = [], [part]
    while todo:
        at = todo.pop()
        if at.is_multipart:
            todo.extend(reversed(at.children))
        elif at is not main:
            found.append(at)
    return found


def is_file(part: Part) -> bool:
    return part.disposition == "attachment" or (part.name is not None and bool(part.disposition))


def leaf(tree: Tree, part: Part, within: str, body: Body) -> None:
    if part.type in TNEF_TYPES or (part.name or "").lower() == "winmail.dat":
        packed = unpack_tnef(tree.content(part))
        if packed is not None:
            if packed.text or packed.html:
                shown = Piece(packed.text or None, packed.html or None)
                if not any(has_words(piece) for piece in body.pieces):
                    body.pieces.append(shown)
            for name, kind, data in packed.files:
                body.leaves.append(Leaf(name, kind, data, None, is_shown=False))
            return
    if part.is_multipart:
        # A multipart without a single border: its words are shown, its bytes kept.
        words = decoded_text(tree, part)
        if words.strip():
            body.pieces.append(Piece(text=words))
            body.leaves.append(Leaf(None, part.type, tree.body(part), None, is_shown=False))
        return
    if part.type == "text/calendar":
        charset = part.parameters.get("charset")
        body.calendars.append((tree.content(part), charset, part.parameters.get("method")))
    if is_body(part, within, body):
        if part.type in HTML_TYPES:
            body.pieces.append(Piece(html=decoded_text(tree, part)))
        else:
            piece = Piece()
            add_text(tree, part, body, piece)
            body.pieces.append(piece)
        return
    data = tree.body(part) if part.is_mail and part.children else tree.content(part)
    is_shown = part.disposition == "inline" or (
        within == "multipart/related" and not part.disposition
    )
    body.leaves.append(Leaf(part.name_in(body.charset), part.type, data, part.cid, is_shown, part))


def is_body(part: Part, within: str, body: Body) -> bool:
    if part.type not in BODY_TYPES and part.type not in HTML_TYPES:
        return False
    if part.disposition == "attachment":
        return False
    if part.name is None:
        return True
    return not part.disposition and not body.pieces


def add_text(tree: Tree, part: Part, body: Body, piece: Piece) -> None:
    data = tree.content(part)
    if b"begin" in data:
        data, files = unpack_uuencoded(data)
        for name, kind, content in files:
            body.leaves.append(Leaf(name, kind, content, None, is_shown=False))
    piece.text = readable(tree, part, data)


def decoded_text(tree: Tree, part: Part) -> str:
    return readable(tree, part, tree.content(part))


def readable(tree: Tree, part: Part, data: bytes) -> str:
    if len(data) > LONGEST_TEXT:
        data = data[:LONGEST_TEXT]
        tree.problems.append(
            sentence("The text is longer than four million letters; the rest is left out.")
        )
    charset = part.parameters.get("charset")
    if part.type in HTML_TYPES and charset is None:
        charset = charset_in_html(data)
    text, problem = decode(data, charset)
    if problem is not None and problem not in tree.problems:
        tree.problems.append(problem)
    if part.parameters.get("format", "").lower() == "flowed" and part.type == "text/plain":
        return unflowed(text, is_delsp=part.parameters.get("delsp", "").lower() == "yes")
    return text


def charset_in_html(data: bytes) -> str | None:
    head = data[:2048].lower()
    at = head.find(b"charset=")
    if at < 0:
        return None
    value = head[at + 8 : at + 60].lstrip(b"\"' ")
    name = value.replace(b'"', b" ").replace(b"'", b" ").replace(b">", b" ").replace(b"/", b" ")
    words = name.replace(b";", b" ").split()
    return words[0].decode("ascii", "replace") if words else None


def unflowed(text: str, *, is_delsp: bool) -> str:
    """Soft breaks of RFC 3676 joined; quoted lines keep their depth."""
    out: list[str] = []
    pieces: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        is_signature = words == "-- "
        if open_depth != depth or is_signature:
            if pieces:
                out.append("".join(pieces))
            pieces = [">" * depth + (" " if depth and words else "")]
        is_soft = words.endswith(" ") and not is_signature
        pieces.append(words[:-1] if is_soft and is_delsp else words)
        open_depth = depth if is_soft else -1
    out.append("".join(pieces))
    return "\n".join(out)


def has_words(piece: Piece) -> bool:
    return bool((piece.text or "").strip() or (piece.html or "").strip())


def attachment(leaf_found: Leaf, *, is_inline: bool) -> Attachment:
    data = leaf_found.data
    return Attachment(
        name=leaf_found.name,
        type=leaf_found.type,
        size=len(data),
        inline=is_inline,
        cid=leaf_found.cid,
        sha256=hashlib.sha256(data, usedforsecurity=False).hexdigest(),
        data=data,
    )
