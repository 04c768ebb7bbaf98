"""Ines Faro of Hotel Valdorra: what she writes, and what she sees of us."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.utils import make_msgid

from playwright.sync_api import Browser, Page

from tests.journeys.desk import ORDERS
from tests.journeys.house import House

INES = "ines@valdorra.example"
LINK = re.compile(r"http://localhost:\d+/for/\S+")


def arrive(
    house: House,
    text: str,
    *,
    subject: str = "A cracked lamp",
    answers: EmailMessage | None = None,
) -> None:
    mail = EmailMessage()
    mail["From"] = f"Ines Faro <{INES}>"
    mail["To"] = ORDERS
    mail["Subject"] = subject if answers is None else f"Re: {subject}"
    mail["Message-ID"] = make_msgid(domain="valdorra.example")
    if answers is not None:
        mail["In-Reply-To"] = answers["Message-ID"]
    mail.set_content(text)
    house.run("mail", "pipe", told=mail.as_string())


def opened(browser: Browser, house: House) -> Page:
    context = browser.new_context(base_url=house.address)
    context.set_default_timeout(10_000)
    return context.new_page()


def link_in(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = LINK.search(str(body.get_content()))
    assert found is not None
    return found[0]
