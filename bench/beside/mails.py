"""The letters that every product is given, the same for the same seed."""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from wording import Texts


@dataclass(slots=True)
class Mail:
    """One letter; `answers` is the Message-ID of the letter of the same writer it goes on with."""

    desk: str
    sender: str
    own_id: str
    subject: str
    text: str
    at: datetime
    has_html: bool
    picture: bytes
    answers: str = ""

    def raw(self, tag: str = "") -> bytes:
        """As it comes in; an answer carries in its subject what the product marks its mail with."""
        mail = EmailMessage()
        mail["From"] = f"Writer <{self.sender}>"
        mail["To"] = f"{self.desk.lower()}@bench.example"
        mail["Subject"] = f"Re: {tag} {self.subject}" if self.answers else self.subject
        mail["Date"] = format_datetime(self.at)
        mail["Message-ID"] = f"<{self.own_id}>"
        mail["Received"] = (
            f"from mx.post.example by mail.bench.example with ESMTPS id {self.own_id[:10]}; "
            f"{format_datetime(self.at)}"
        )
        mail["User-Agent"] = "Mozilla Thunderbird"
        if self.answers:
            mail["In-Reply-To"] = mail["References"] = f"<{self.answers}>"
        body = f"Hello,\n\n{_wrapped(self.text)}\n\nKind regards\nWriter\n"
        mail.set_content(body)
        if self.has_html:
            told = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
            mail.add_alternative(f"<html><body>{told}</body></html>", subtype="html")
        if self.picture:
            mail.add_attachment(self.picture, maintype="image", subtype="jpeg", filename="lamp.jpg")
        return mail.as_bytes()


class Post:
    def __init__(self, *, seed: int) -> None:
        self.dice = random.Random(seed)
        self.texts = Texts(self.dice)
        self.began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
        self.count = 0

    def new(self, count: int) -> list[Mail]:
        found = []
        for _ in range(count):
            desk = self.dice.choice(("Billing", "Orders", "Orders", "Internal"))
            words = self.texts.subject(), self.texts.letter()
            found.append(self._mail(desk, f"writer{self.count + 1}@post.example", *words))
        return found

    def answers(self, letters: list[Mail], count: int) -> list[Mail]:
        """Their writers write again, with what they had written under it."""
        found = []
        for number in range(count):
            first = letters[number % len(letters)]
            quoted = "\n".join(f"> {line}" for line in _wrapped(first.text).splitlines())
            text = f"{self.texts.letter()}\n\nOn Monday you wrote:\n{quoted}"
            mail = self._mail(first.desk, first.sender, first.subject, text)
            mail.answers = first.own_id
            found.append(mail)
        return found

    def _mail(self, desk: str, sender: str, subject: str, text: str) -> Mail:
        self.count += 1
        dice = self.dice
        picture = dice.randbytes(dice.choice((900, 2500, 6000, 12000)))
        return Mail(
            desk,
            sender,
            f"{dice.getrandbits(64):016x}.{self.count}@post.example",
            subject,
            text,
            self.began + timedelta(seconds=self.count),
            has_html=dice.random() < 0.45,
            picture=picture if dice.random() < 0.12 else b"",
        )


def _wrapped(text: str) -> str:
    return "\n\n".join(
        part if part.startswith(">") or "\n>" in part else textwrap.fill(part, 74)
        for part in text.split("\n\n")
    )
