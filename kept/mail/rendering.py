"""An answer as bytes: rendered once, the same each time, with nothing in it but what is public.

The headers are built from values that have been made one line first, so no name, subject or
address can add a header of its own.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import charset, encoders, policy
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from html import escape

from kept.conversations.rules import picture_mark
from kept.kit.domains import as_sent
from kept.mail.rules import is_deliverable, is_quotable_id, one_line

# Words stay readable on the way, and no line is too long for any server.
_UTF8 = charset.Charset("utf-8")
_UTF8.header_encoding = charset.QP
_UTF8.body_encoding = charset.QP

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_LINK = re.compile(r"https?://[^\s<>\"'()]{1,500}[^\s<>\"'().,;:!?]")
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,90}")
MOST_REFERENCES = 20
LONGEST_NAME = 200
NO_ADDRESS = "unreadable@address.invalid"


@dataclass(frozen=True, slots=True)
class Quote:
    """What the customer wrote last, and when, in words."""

    intro: str
    text: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file. With a `content_id` it is a picture, seen where its mark stands in the text."""

    name: str
    type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Foot:
    """How a letter ends: a rule in our colour, a logo with its size. All may be empty."""

    accent: str = ""
    logo_url: str = ""
    name: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class OutgoingLetter:
    """All that goes into a letter of ours. Message-IDs come without brackets.

    `is_automatic` is what no person wrote: plain text alone, and marked so that no machine answers.
    """

    message_id: str
    sender_name: str
    sender: str
    reply_to: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    at: datetime
    text: str
    signature: str = ""
    foot: Foot = Foot()
    quote: Quote | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    is_automatic: bool = False


def render(letter: OutgoingLetter) -> bytes:
    """The letter as it goes over the wire, with CRLF line ends."""
    files = [enclosure for enclosure in letter.enclosures if not enclosure.content_id]
    root = _enclosing(letter, _body(letter), files) if files else _body(letter)
    for name, value in _headers(letter):
        root[name] = value  # type: ignore[assignment]  # a Header is what folds best
    return root.as_bytes(policy=policy.compat32.clone(linesep="\r\n", max_line_length=78))


def _body(letter: OutgoingLetter) -> MIMEBase:
    plain = MIMEText(_plain(letter), "plain", _UTF8)  # type: ignore[arg-type]
    if letter.is_automatic:
        return plain
    body = MIMEMultipart("alternative", boundary=_boundary(letter, "body"))
    body.attach(plain)
    html = MIMEText(_html(letter), "html", _UTF8)  # type: ignore[arg-type]
    pictures = [enclosure for enclosure in letter.enclosures if enclosure.content_id]
    if not pictures:
        body.attach(html)
        return body
    related = MIMEMultipart("related", boundary=_boundary(letter, "pictures"))
    related.attach(html)
    for picture in pictures:
        related.attach(_enclosed(picture))
    body.attach(related)
    return body


def _enclosing(letter: OutgoingLetter, body: MIMEBase, files: list[Enclosure]) -> MIMEBase:
    whole = MIMEMultipart("mixed", boundary=_boundary(letter, "all"))
    whole.attach(body)
    for enclosure in files:
        whole.attach(_enclosed(enclosure))
    return whole


def _headers(letter: OutgoingLetter) -> list[tuple[str, str | Header]]:
    headers: list[tuple[str, str | Header]] = [
        ("Date", format_datetime(letter.at)),
        ("From", _mailbox(letter.sender_name, letter.sender)),
        ("To", _addresses(letter.to)),
    ]
    if cc := _addresses(letter.cc):
        headers.append(("Cc", cc))
    if letter.reply_to:
        headers.append(("Reply-To", _mailbox(letter.sender_name, letter.reply_to)))
    headers.append(("Subject", _words("Subject", letter.subject)))
    if letter.is_automatic:
        # RFC 3834: whoever is away need not tell a machine.
        how = "auto-replied" if letter.in_reply_to else "auto-generated"
        headers.append(("Auto-Submitted", how))
        # The same for servers that know only Microsoft's word for it.
        headers.append(("X-Auto-Response-Suppress", "All"))
    headers.append(("Message-ID", f"<{letter.message_id}>"))
    if letter.in_reply_to and is_quotable_id(letter.in_reply_to):
        headers.append(("In-Reply-To", f"<{letter.in_reply_to}>"))
    known = [value for value in letter.references if is_quotable_id(value)]
    if known:
        # The first says what it is all about, the newest where it stands; the middle may go.
        if len(known) > MOST_REFERENCES:
            known = [known[0], *known[-(MOST_REFERENCES - 1) :]]
        headers.append(("References", "\r\n ".join(f"<{value}>" for value in known)))
    return headers


def _words(header: str, text: str) -> str | Header:
    line = one_line(text)
    if line.isascii() and len(line) <= 60 and "=?" not in line:
        return line
    return Header(line, charset=_UTF8, header_name=header, maxlinelen=76)


def _mailbox(name: str, address: str) -> str:
    """`Ada at Northmoor <orders@northmoor.example>`, the name quoted or encoded where it must.

    An address that no server takes, as others may have, stands among the words of the name.
    """
    if not is_deliverable(address):
        name, address = f"{name} {address}", NO_ADDRESS
    address = as_sent(address)
    shown = one_line(name)[:LONGEST_NAME]
    if not shown:
        return address
    if not shown.isascii() or "=?" in shown:
        return f"{Header(shown, charset=_UTF8, maxlinelen=76).encode(linesep='')} <{address}>"
    if not _ATOMS.fullmatch(shown):
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{address}>'
    return f"{shown} <{address}>"


def _addresses(addresses: tuple[str, ...]) -> str:
    return ",\r\n ".join(as_sent(address) for address in addresses if is_deliverable(address))


def _plain(letter: OutgoingLetter) -> str:
    parts = [letter.text.strip()]
    if letter.signature.strip():
        parts.append(letter.signature.strip())
    if letter.quote:
        quoted = "\n".join(f"> {line}".rstrip() for line in letter.quote.text.strip().split("\n"))
        parts.append(f"{letter.quote.intro}\n{quoted}")
    return "\n\n".join(parts) + "\n"


def _html(letter: OutgoingLetter) -> str:
    parts = [_with_pictures(_paragraphs(letter.text), letter)]
    if foot := _foot(letter):
        parts.append(foot)
    if letter.quote:
        parts.append(
            f"<p>{escape(letter.quote.intro)}</p>\n"
            '<blockquote type="cite" style="margin:0 0 0 8px;padding-left:10px;'
            f'border-left:2px solid #ccc">{_paragraphs(letter.quote.text)}</blockquote>'
        )
    head = '<!doctype html>\n<html><head><meta charset="utf-8"></head><body>'
    return "\n".join([head, *parts, "</body></html>", ""])


def _foot(letter: OutgoingLetter) -> str:
    """Logo and signature under a rule in the brand's colour; where there is none, plain."""
    foot, parts = letter.foot, []
    if foot.logo_url:
        parts.append(
            f'<p><img src="{escape(foot.logo_url)}" alt="{escape(foot.name)}" '
            f'width="{foot.width}" height="{foot.height}" style="border:0"></p>'
        )
    if letter.signature.strip():
        parts.append(_paragraphs(letter.signature))
    if not parts:
        return ""
    rule = f";border-top:2px solid {escape(foot.accent)};padding-top:8px" if foot.accent else ""
    return f'<div style="color:#666{rule}">' + "\n".join(parts) + "</div>"


def _with_pictures(html: str, letter: OutgoingLetter) -> str:
    """Each picture where its mark stands, and only there."""
    for picture in letter.enclosures:
        if picture.content_id:
            name = escape(picture.name)
            shown = f'<img src="cid:{picture.content_id}" alt="{name}" style="max-width:100%">'
            html = html.replace(escape(picture_mark(picture.name)), shown)
    return html


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n{2,}", text.strip())
    return "\n".join(f"<p>{_linked(block)}</p>" for block in blocks)


def _linked(block: str) -> str:
    out, at = [], 0
    for found in _LINK.finditer(block):
        address = escape(found[0])
        out.append(escape(block[at : found.start()]))
        out.append(f'<a href="{address}">{address}</a>')
        at = found.end()
    out.append(escape(block[at:]))
    return "".join(out).replace("\n", "<br>\n")


def _enclosed(enclosure: Enclosure) -> MIMEBase:
    kind = enclosure.type.lower()
    main, _, sub = (
        kind if _TYPE.fullmatch(kind) and not kind.startswith(("multipart/", "message/")) else ""
    ).partition("/")
    part = MIMEBase(main or "application", sub or "octet-stream")
    part.set_payload(enclosure.content)
    encoders.encode_base64(part)
    name = one_line(enclosure.name).replace("/", "_").replace("\\", "_")[:LONGEST_NAME]
    how = "attachment"
    if enclosure.content_id:
        how = "inline"
        part.add_header("Content-ID", f"<{enclosure.content_id}>")
    if name.isascii():
        part.add_header("Content-Disposition", how, filename=name or "file")
    else:
        part.add_header("Content-Disposition", how, filename=("utf-8", "", name))
    return part


def _boundary(letter: OutgoingLetter, purpose: str) -> str:
    """Made from the Message-ID, which is sealed: the same each time, and in no text by accident."""
    digest = hashlib.sha256(f"{purpose}:{letter.message_id}".encode()).hexdigest()
    return f"=_kept_{digest[:32]}"
