"""Pictures in letters: fetched by us, drawn anew in a jail, and only then shown.

A remote server learns nothing of who reads, and what a browser gets was encoded here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from django.core.cache import cache
from django.urls import reverse

from kept.conversations.models import Attachment, Message
from kept.conversations.rules import PICTURE_MARK, picture_mark
from kept.kit import blobs, tokens
from kept.kit.html import Resolve
from kept.kit.outbound import CannotFetch, fetch
from kept.kit.pictures import NoPicture
from kept.mail import drawn, pdfs
from kept.mail.drawing import jailed_draw
from kept.mail.scanning import verdict_on

PURPOSE = "mail.picture"
GOOD_FOR = timedelta(hours=1)
REMEMBERED_SECONDS = 7 * 24 * 3600
FAILURE_SECONDS = 600
LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_PDF = pdfs.LARGEST_BYTES
LONGEST_URL = 2_000
MOST_IN_A_LETTER = 50
MOST_HOPS = 4
SECONDS_A_HOP = 6.0
MOVED = {301, 302, 303, 307, 308}


def addresses_within(message: Message, *, now: datetime) -> Resolve:
    """Turns the Content-ID of a picture in this letter into a signed address of ours."""
    files = {
        file.content_id.strip("<>").lower(): file.pk
        for file in message.attachments.all()
        if file.content_id
    }
    files = dict(islice(files.items(), MOST_IN_A_LETTER))

    def address(cid: str) -> str | None:
        pk = files.get(cid.removeprefix("cid:").strip("<>").lower())
        return _signed({"a": pk}, now=now) if pk else None

    return address


def pictures_within(messages: Iterable[Message], *, now: datetime) -> dict[int, dict[str, str]]:
    """For letters of ours whose files are at hand: the mark of each picture and its address."""
    return {
        message.pk: {
            picture_mark(file.name): _signed({"a": file.pk}, now=now)
            for file in message.attachments.all()
            if file.is_inline
        }
        for message in messages
        if message.is_ours and PICTURE_MARK in message.text
    }


def addresses_outside(*, now: datetime) -> Resolve:
    """Turns the address of a remote picture into one of our proxy."""

    def address(url: str) -> str | None:
        is_usable = url.lower().startswith(("http://", "https://")) and len(url) <= LONGEST_URL
        return _signed({"u": url}, now=now) if is_usable else None

    return address


def address_of(file: Attachment, *, now: datetime) -> str:
    """A signed address of a file that may be a picture, drawn anew."""
    return _signed({"a": file.pk}, now=now)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of a PDF: how many it has, and the addresses of those that are shown."""

    count: int
    addresses: tuple[str, ...]

    @property
    def is_cut(self) -> bool:
        return len(self.addresses) < self.count


def sheets_of(file: Attachment, *, now: datetime) -> Sheets | None:
    """None where it cannot be drawn: it is broken, locked, too large, or made to cost time."""
    key = f"{PURPOSE}:{file.sha256}:pages"
    count: int | None = cache.get(key)
    if count is None:
        try:
            count = pdfs.jailed_count(_content(file.sha256)) if file.size <= LARGEST_PDF else 0
        except NoPicture:
            count = 0
        cache.set(key, count, REMEMBERED_SECONDS if count else FAILURE_SECONDS)
    if not count:
        return None
    shown = range(1, min(count, pdfs.MOST_PAGES) + 1)
    return Sheets(count, tuple(_signed({"a": file.pk, "p": n}, now=now) for n in shown))


def picture_of(token: str, *, now: datetime) -> tuple[bytes, str]:
    """The picture a signed address stands for, and its type. Raises `BadToken`, `NoPicture`."""
    named = tokens.unsign(token, PURPOSE, now=now)
    if "u" in named:
        url = str(named["u"])
        return _redrawn(hashlib.sha256(url.encode()).hexdigest(), partial(_fetched, url))
    file = Attachment.objects.filter(pk=named["a"]).first()
    if file is None or verdict_on(file.sha256).found:
        raise NoPicture
    if "p" in named:
        return _sheet(file, int(named["p"]))
    if file.size > LARGEST_BYTES:
        raise NoPicture
    return _redrawn(file.sha256, partial(_content, file.sha256))


def _sheet(file: Attachment, number: int) -> tuple[bytes, str]:
    """A page of a PDF. One that breaks the jail spares it all the others of its file, for a while.

    Else twenty dear pages would hold up everybody's pictures for as long as all of them take.
    """
    broken = f"{PURPOSE}:{file.sha256}:broken"
    if file.size > LARGEST_PDF or cache.get(broken):
        raise NoPicture
    try:
        return _redrawn(
            f"{file.sha256}:{number}",
            partial(_content, file.sha256),
            draw=partial(pdfs.jailed_page, number=number),
        )
    except NoPicture:
        cache.set(broken, "yes", FAILURE_SECONDS)
        raise


def _redrawn(
    name: str,
    content: Callable[[], bytes],
    *,
    draw: Callable[[bytes], tuple[bytes, str]] = jailed_draw,
) -> tuple[bytes, str]:
    """The picture as we drew it, now or before. What was none is not tried again for a while."""
    key = f"{PURPOSE}:{name}"
    known: dict[str, str] | None = cache.get(key)
    if known == {}:
        raise NoPicture
    if known:
        try:
            return drawn.get(known["sha256"]), known["type"]
        except FileNotFoundError:
            pass
    try:
        picture, kind = draw(content())
    except NoPicture:
        cache.set(key, {}, FAILURE_SECONDS)
        raise
    cache.set(key, {"sha256": drawn.put(picture), "type": kind}, REMEMBERED_SECONDS)
    return picture, kind


def _fetched(url: str) -> bytes:
    """What lies at `url` or where it has moved; each step is looked at as the first one is."""
    for _hop in range(MOST_HOPS):
        try:
            answer = fetch(
                url,
                headers={"Accept": "image/*"},
                largest_bytes=LARGEST_BYTES,
                seconds=SECONDS_A_HOP,
            )
            if answer.status in MOVED and answer.location:
                url = urljoin(url, answer.location)
                continue
        except (CannotFetch, ValueError) as error:
            raise NoPicture from error
        if answer.status == 200:
            return answer.content
        break
    raise NoPicture


def _content(sha256: str) -> bytes:
    try:
        return blobs.get(sha256)
    except FileNotFoundError as error:
        raise NoPicture from error


def _signed(named: dict[str, Any], *, now: datetime) -> str:
    token = tokens.sign(PURPOSE, named, expires_at=now + GOOD_FOR)
    return reverse("mail:picture", args=[token])
