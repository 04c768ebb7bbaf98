"""`read_letter`: one mail, whatever its shape, as a `Letter`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from kept.kit.html import Clean, clean
from kept.kit.html_tamed import LONGEST_HTML
from kept.kit.languages import language_of
from kept.kit.sentences import sentence
from kept.mail.letter.addresses import people
from kept.mail.letter.automatic import automatic_kind
from kept.mail.letter.body import Body, Leaf, attachment, gather
from kept.mail.letter.bounces import read_bounce
from kept.mail.letter.charsets import scrub
from kept.mail.letter.dates import read_date
from kept.mail.letter.invites import read_invite
from kept.mail.letter.rich import rich_lines
from kept.mail.letter.shapes import Attachment, Invite, Letter, Person
from kept.mail.letter.tree import Part, Tree, take_apart
from kept.mail.letter.words import bare, decode_words, header_text, unfold
from kept.mail.letter.zones import Zones, our_lines, split_lines, split_text

MAILS_WITHIN = 3
MOST_REFERENCES = 1000
ID = re.compile(r"<([^<>]{1,998})>|([^\s<>]{1,998})")
FORWARD_SUBJECT = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|enc|doorst|vs|vb|fs|pd|fyi|i|inoltra?|转发|轉寄)\s?(?:\[\d+\])?[:：]",
    re.IGNORECASE,
)


def read_letter(
    raw: bytes, *, own: Iterable[str] = (), sent: Sequence[bytes] = (), prefer: str = "text"
) -> Letter:
    """Read one RFC 5322 message; total: every input has an answer.

    `raw` is the message as fetched; beyond 64 MiB, 200 levels or 10,000 parts the rest is left
    aside. `own` are our addresses, `sent` our earlier mails of the thread, raw: they help to tell
    quotes without a marker. `prefer` "html" takes text and reply from the HTML where both have
    words. Where there is no usable From, `sender` is None.
    """
    ours = our_lines(read_letter(mail).text for mail in sent[:50]) if sent else frozenset()
    return letter_of(take_apart(raw), own=tuple(own), ours=ours, prefer=prefer, levels=MAILS_WITHIN)


def letter_of(
    tree: Tree, *, own: tuple[str, ...], ours: frozenset[str], prefer: str, levels: int
) -> Letter:
    head = tree.root
    charset = likely_charset(tree)
    body = gather(tree, charset)
    sender = sender_of(head, charset, tree.problems)
    subject = scrub(header_text(head.get("subject") or b"", charset))
    html = body.html
    if html is not None and len(html) > LONGEST_HTML:
        tree.problems.append(
            sentence("The HTML is longer than a million letters; the rest is left out.")
        )
    safe = clean(html) if html is not None else Clean("", ())
    plain = "\n".join(piece.text for piece in body.pieces if piece.text is not None).strip("\n")
    is_forward = FORWARD_SUBJECT.match(subject) is not None
    name = (sender.name or sender.address) if sender is not None else None
    text, zones = words_of(body, plain, html, name, is_forward=is_forward, ours=ours, prefer=prefer)
    attachments = tuple(file for file in files_of(tree, body, html, levels))
    bounce = read_bounce(tree, text, sender, subject)
    return Letter(
        sender=sender,
        reply_to=header_people(head, "reply-to", charset),
        to=header_people(head, "to", charset),
        cc=header_people(head, "cc", charset),
        subject=subject,
        message_id=first(ids(head.get("message-id"))),
        in_reply_to=first(ids(head.get("in-reply-to"))),
        references=tuple(ids(head.get("references"))),
        date=date_of(head, tree.problems),
        text=text,
        reply=zones.reply,
        quoted=zones.quoted,
        signature=zones.signature,
        html=html,
        html_safe=safe.html if html is not None else None,
        remote=safe.remote,
        attachments=attachments,
        automatic=automatic_kind(
            head, sender, subject, own, text=text, is_bounce=bounce is not None
        ),
        bounce=bounce,
        invite=invite_of(body),
        language=language_of(zones.reply),
        problems=tuple(dict.fromkeys(tree.problems)),
        envelope_from=envelope_from(head),
        delivered_to=tuple(
            person.address
            for name in ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
            for person in header_people(head, name, None)
        ),
        authentication=tuple(
            scrub(header_text(value)) for value in head.all("authentication-results")[:20]
        ),
    )


def words_of(
    body: Body,
    plain: str,
    html: str | None,
    name: str | None,
    *,
    is_forward: bool,
    ours: frozenset[str],
    prefer: str,
) -> tuple[str, Zones]:
    """(the whole text, its zones), from the plain pieces or from the HTML."""
    mixed = any(piece.text is None or not piece.text.strip() for piece in body.pieces if piece.html)
    if html is not None and (mixed or not plain.strip() or prefer == "html"):
        lines, marks = rich_lines(html)
        if any(line.strip() for line in lines):
            text = scrub("\n".join(lines))
            return text, split_lines(
                text.split("\n"), marks, sender=name, is_forward=is_forward, ours=ours
            )
    return plain, split_text(plain, sender=name, is_forward=is_forward, ours=ours)


WORD_CHARSET = re.compile(rb"=\?([\w-]{1,40})(?:\*[\w-]{1,20})?\?[bBqQ]\?")


def likely_charset(tree: Tree) -> str | None:
    """For bare letters in headers: the charset of other headers' words, or of the first text."""
    for name in ("subject", "from", "to"):
        found = WORD_CHARSET.search(tree.root.get(name) or b"")
        if found is not None:
            return found[1].decode("ascii", "replace")
    todo = [tree.root]
    while todo:
        part = todo.pop()
        charset = part.parameters.get("charset")
        if charset:
            return charset
        if part.is_multipart:
            todo.extend(reversed(part.children[:5]))
    return None


def header_people(part: Part, name: str, charset: str | None) -> tuple[Person, ...]:
    values = part.all(name)
    if not values:
        return ()
    found = people(", ".join(bare(value, charset) for value in values[:50]))
    return tuple(Person(scrub(p.name) if p.name else None, scrub(p.address)) for p in found)


def sender_of(part: Part, charset: str | None, problems: list[str]) -> Person | None:
    found = [person for value in part.all("from")[:3] for person in people(bare(value, charset))]
    usable = next((person for person in found if "@" in person.address), None)
    if usable is None:
        named = (
            found[0].name if found else name_before_angle(bare(part.get("from") or b"", charset))
        )
        for name in ("sender", "reply-to", "return-path"):
            other = people(bare(part.get(name) or b"", charset))
            if other and "@" in other[0].address:
                problems.append(
                    sentence("The mail has no usable From; its sender was taken from elsewhere.")
                )
                usable = Person(other[0].name or named, other[0].address)
                break
    if usable is None and found:
        usable = found[0]
    if usable is None:
        problems.append(sentence("The mail does not say who sent it."))
        return None
    return Person(scrub(usable.name) if usable.name else None, scrub(usable.address))


def name_before_angle(text: str) -> str | None:
    """The name in a From whose address is empty."""
    name = decode_words(unfold(text)).partition("<")[0].strip(" \"'")
    return name or None


def envelope_from(part: Part) -> str | None:
    value = part.get("return-path")
    if value is None:
        return None
    text = bare(value).strip()
    if text == "<>":
        return ""
    found = people(text)
    return found[0].address if found else None


def ids(value: bytes | None) -> list[str]:
    if value is None:
        return []
    text = " ".join(bare(value[:200_000]).split())
    found = [scrub("".join((one or two).split())) for one, two in ID.findall(text)]
    bracketed = [scrub("".join(one.split())) for one, _ in ID.findall(text) if one.strip()]
    return (bracketed or [one for one in found if one])[:MOST_REFERENCES]


def first(found: list[str]) -> str | None:
    return found[0] if found else None


def date_of(part: Part, problems: list[str]) -> datetime | None:
    value = part.get("date")
    if value is None:
        return None
    date = read_date(header_text(value))
    if date is None:
        problems.append(sentence("The date of the mail cannot be read."))
    return date


def files_of(tree: Tree, body: Body, html: str | None, levels: int) -> Iterable[Attachment]:
    for found in body.leaves:
        is_inline = found.is_shown or (
            html is not None and found.cid is not None and f"cid:{found.cid}" in html
        )
        made = attachment(found, is_inline=is_inline and found.type.startswith("image/"))
        if found.part is not None and found.part.is_mail and levels > 0:
            made = with_mail(tree, found, made, levels)
        yield made


def with_mail(tree: Tree, found: Leaf, made: Attachment, levels: int) -> Attachment:
    part = found.part
    if part is None:
        return made
    inner = Tree(tree.raw, part.children[0], []) if part.children else take_apart(found.data)
    mail = letter_of(inner, own=(), ours=frozenset(), prefer="text", levels=levels - 1)
    name = made.name or (f"{mail.subject}.eml" if mail.subject else None)
    return replace(made, name=name, mail=mail)


def invite_of(body: Body) -> Invite | None:
    for data, charset, method in body.calendars[:5]:
        found = read_invite(data, charset, method)
        if found is not None:
            return found
    return None
