"""Pictures in letters: looked at by us, drawn anew, and only then shown.

What a browser gets was encoded here, so a file that is a picture and something else besides is a
picture alone, and a remote server learns nothing of who reads.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from kept.conversations.models import Attachment, Message
from kept.kit import blobs, tokens
from kept.kit.html import Resolve
from kept.kit.outbound import CannotFetch, fetch

PURPOSE = "mail.picture"
GOOD_FOR = timedelta(hours=1)
REMEMBERED_SECONDS = 7 * 24 * 3600
LARGEST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2_000
LONGEST_URL = 2_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")


class NoPicture(Exception):
    """Nothing that can be shown."""


def addresses_within(message: Message, *, now: datetime) -> Resolve:
    """Turns the Content-ID of a picture in this letter into a signed address of ours."""
    files = {
        file.content_id.strip("<>").lower(): file.pk
        for file in message.attachments.all()
        if file.content_id
    }

    def address(cid: str) -> str | None:
        pk = files.get(cid.removeprefix("cid:").strip("<>").lower())
        return _signed({"a": pk}, now=now) if pk else None

    return address


def addresses_outside(*, now: datetime) -> Resolve:
    """Turns the address of a remote picture into one of our proxy."""

    def address(url: str) -> str | None:
        is_usable = url.lower().startswith(("http://", "https://")) and len(url) <= LONGEST_URL
        return _signed({"u": url}, now=now) if is_usable else None

    return address


def picture_of(token: str, *, now: datetime) -> tuple[bytes, str]:
    """The picture a signed address stands for, and its type. Raises `BadToken`, `NoPicture`."""
    named = tokens.unsign(token, PURPOSE, now=now)
    if "a" in named:
        file = Attachment.objects.filter(pk=named["a"]).first()
        if file is None or file.size > LARGEST_BYTES:
            raise NoPicture
        return redrawn(_content(file.sha256))
    return _remote(str(named["u"]))


def redrawn(content: bytes) -> tuple[bytes, str]:
    """The same picture, encoded by us. Raises `NoPicture`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NoPicture
                picture.load()
                return _encoded(picture)
    except NoPicture:
        raise
    except Exception as error:
        # Decoders of foreign pictures raise whatever they like.
        raise NoPicture from error


def _encoded(picture: Image.Image) -> tuple[bytes, str]:
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    drawn = picture.convert("RGBA" if has_alpha else "RGB")
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if has_alpha or picture.format in {"PNG", "GIF", "BMP"}:
        drawn.save(out, "PNG")
        return out.getvalue(), "image/png"
    drawn.save(out, "JPEG", quality=88)
    return out.getvalue(), "image/jpeg"


def _remote(url: str) -> tuple[bytes, str]:
    key = f"{PURPOSE}:{hashlib.sha256(url.encode()).hexdigest()}"
    known: dict[str, str] | None = cache.get(key)
    if known:
        try:
            return blobs.get(known["sha256"]), known["type"]
        except FileNotFoundError:
            pass
    try:
        answer = fetch(url, headers={"Accept": "image/*"}, largest_bytes=LARGEST_BYTES)
    except CannotFetch as error:
        raise NoPicture from error
    if answer.status != 200:
        raise NoPicture
    content, kind = redrawn(answer.content)
    cache.set(key, {"sha256": blobs.put(content), "type": kind}, REMEMBERED_SECONDS)
    return content, kind


def _content(sha256: str) -> bytes:
    try:
        return blobs.get(sha256)
    except FileNotFoundError as error:
        raise NoPicture from error


def _signed(named: dict[str, Any], *, now: datetime) -> str:
    token = tokens.sign(PURPOSE, named, expires_at=now + GOOD_FOR)
    return reverse("mail:picture", args=[token])
