"""The main job, walked from an empty house to a kept promise, in a real browser.

Real are the processes of Kept, the mailbox (Dovecot), the mail server of the world, the browser and
the end by kill -9. Nothing here looks into the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, Page, expect

from kept.mail.tests import dovecot as mailbox
from tests.journeys.browser import sign_in
from tests.journeys.desk import ORDERS, make_the_desk
from tests.journeys.house import OWNER, PASSWORD, House, wait_until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not mailbox.is_here(), reason="there is no Dovecot on this machine"),
]

INES = "ines@valdorra.example"
WORDS = "Dear Ines, I'll call you tomorrow morning and we'll replace it by Friday."
CALL, REPLACE = "I'll call you tomorrow morning", "we'll replace it by Friday"
NOTE = "The whole batch of May was cracked, do not tell anybody."
FETCH_MS = 25_000  # a mailbox is asked every twelve seconds


@pytest.fixture
def inbox() -> Iterator[mailbox.Dovecot]:
    # Not below pytest's own folder: Dovecot reads it as another user.
    with TemporaryDirectory(prefix="kept-post-") as folder, mailbox.dovecot(Path(folder)) as one:
        one.empty()
        yield one


def test_a_letter_becomes_two_promises_that_are_kept_or_moved_by_the_one_they_were_made_to(
    house, world, inbox, chrome
):
    house.let_letters_rest(seconds=5)
    page = opened(chrome, house)
    sign_in(page, OWNER, PASSWORD)
    make_the_desk(page)
    add_the_mailbox(page, inbox.port)

    # A letter appears on the open screen by itself.
    page.goto("/desk/unassigned/")
    letter = a_letter("A cracked lamp", "The lamp is cracked. What now?")
    inbox.deliver(letter.as_bytes())
    row = page.locator("[data-row]", has_text="A cracked lamp")
    expect(row).to_be_visible(timeout=FETCH_MS)

    # It is taken, talked about among us, and answered with two promises.
    row.click()
    page.get_by_role("button", name="Take it").click()
    expect(page.locator(".thread__sub")).to_contain_text("You look after it")
    write_a_note(page)
    page.get_by_role("link", name="Reply", exact=True).click()
    page.get_by_label("Your reply").fill(WORDS)
    expect(page.locator("#offers .promise[data-state=offered]")).to_have_count(2)
    page.keyboard.press("Alt+b")
    expect(page.locator("#offers .promise[data-state=open]")).to_have_count(2)
    page.get_by_label("Your reply").press("Control+Enter")

    # It is taken back while it rests, and sent after all, once.
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Your reply")).to_have_value(WORDS)
    expect(page.locator("#offers .promise[data-state=open]")).to_have_count(2)
    assert world.taken == []
    page.get_by_label("Your reply").press("Control+Enter")
    expect(page.locator("#letters .letter", has_text=WORDS)).to_be_visible()
    wait_until(lambda: world.taken)

    ours = world.taken[0]
    assert ours["In-Reply-To"] == letter["Message-ID"]
    assert ours["To"].addresses[0].addr_spec == INES
    assert WORDS in text_of(ours)
    assert NOTE not in ours.as_string()
    expect(beside(page)).to_have_count(2)
    conversation = page.url

    # Both stand in Today; one is kept.
    page.goto("/today/")
    expect(page.locator(".item", has_text=CALL)).to_be_visible()
    page.locator(".item", has_text=REPLACE).get_by_role("button", name="Mark as kept").click()
    expect(page.locator(".kept-today")).to_contain_text(REPLACE)

    # The other one is moved, and the customer says to when.
    page.locator(".item", has_text=CALL).get_by_role("link", name="Renegotiate").click()
    page.get_by_label("They choose one of these").check()
    page.get_by_role("button", name="Send, let them choose").click()
    page.wait_for_url("**/desk/**")
    wait_until(lambda: len(world.taken) == 2)
    asked = world.taken[1]
    chosen = choose_another_time(chrome, house, link_in(asked))
    page.goto(conversation)
    page.locator("#aside").get_by_role("link", name=CALL).click()
    expect(page.locator(".promise__due")).to_contain_text(chosen)
    expect(page.locator(".history")).to_contain_text("The customer chose another time")

    # Their answer comes into the same conversation, and opens it again.
    page.goto(conversation)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    answer = a_letter("Re: A cracked lamp", "Half past nine is fine.", answers=ours)
    inbox.deliver(answer.as_bytes())
    expect(page.locator("#letters")).to_contain_text("Half past nine is fine.", timeout=FETCH_MS)
    page.reload()
    expect(page.get_by_role("button", name="Done")).to_be_visible()

    # The power goes. Nothing is lost, and nothing is sent twice.
    house.kill()
    house.start()
    page.goto(conversation)
    for words in ("The lamp is cracked.", NOTE, WORDS, "Half past nine is fine."):
        expect(page.locator("#letters")).to_contain_text(words)
    expect(beside(page)).to_have_count(1)
    assert house.run("check").strip() == "All is whole."
    assert len(world.taken) == 2


def test_without_scripts_a_letter_is_answered_and_a_promise_made_and_kept(house, world, chrome):
    letter = a_letter("A cracked lamp", "The lamp is cracked. What now?")
    page = opened(chrome, house, scripts=False)
    sign_in(page, OWNER, PASSWORD)
    make_the_desk(page)
    house.run("mail", "pipe", told=letter.as_string())

    def has_arrived() -> bool:
        page.goto("/desk/unassigned/")
        return page.locator("[data-row]").count() == 1

    wait_until(has_arrived)
    page.locator("[data-row]").click()
    page.get_by_role("button", name="Take it").click()
    page.get_by_label("Your reply").fill(WORDS)
    page.get_by_role("button", name="Look for promises").click()
    page.get_by_role("button", name="Promise both").click()
    page.get_by_role("button", name="Send", exact=True).click()
    wait_until(lambda: world.taken)
    assert WORDS in text_of(world.taken[0])

    page.goto("/today/")
    page.locator(".item", has_text=CALL).get_by_role("button", name="Mark as kept").click()
    expect(page.locator(".kept-today")).to_contain_text(CALL)


def opened(browser: Browser, house: House, *, scripts: bool = True) -> Page:
    context = browser.new_context(base_url=house.address, java_script_enabled=scripts)
    context.set_default_timeout(10_000)
    return context.new_page()


def add_the_mailbox(page: Page, port: int) -> None:
    page.goto("/mail/mailboxes/add/")
    page.get_by_label("Desk", exact=True).select_option(label="Orders")
    page.get_by_label("Server", exact=True).fill("127.0.0.1")
    page.get_by_label("Port", exact=True).fill(str(port))
    page.get_by_label("Encryption", exact=True).select_option("NONE")
    page.get_by_label("User", exact=True).fill(mailbox.USER)
    page.get_by_label("Password", exact=True).fill(mailbox.PASSWORD)
    page.get_by_role("button", name="Save and test").click()
    page.wait_for_url(re.compile(r"/mail/mailboxes/\d+/$"))
    expect(page.locator("#announce")).to_contain_text("The connection works.")


def write_a_note(page: Page) -> None:
    page.get_by_role("link", name="Note", exact=True).click()
    page.get_by_label("Your note").fill(NOTE)
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("#letters .note")).to_contain_text(NOTE)


def choose_another_time(browser: Browser, house: House, link: str) -> str:
    """What the customer does, with nothing but the link; answers the time as their page says it."""
    page = opened(browser, house)
    page.goto(link)
    promise = page.locator("#promised .promise", has_text=CALL)
    last = promise.locator(".time").last
    said = last.inner_text().strip()
    last.click()
    promise.get_by_role("button", name="Choose this time").click()
    expect(page.locator("#announce")).to_contain_text("We will hold to the time you chose.")
    expect(page.locator("#promised .promise", has_text=CALL)).to_contain_text(said)
    page.context.close()
    return said


def beside(page: Page) -> object:
    """The open promises beside the letters."""
    return page.locator("#aside .promise")


def a_letter(subject: str, text: str, *, answers: EmailMessage | None = None) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"Ines Faro <{INES}>"
    mail["To"] = ORDERS
    mail["Subject"] = subject
    mail["Message-ID"] = make_msgid(domain="valdorra.example")
    if answers is not None:
        mail["In-Reply-To"] = answers["Message-ID"]
    mail.set_content(text)
    return mail


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage) -> str:
    found = re.search(r"/for/\S+", text_of(mail))
    assert found, text_of(mail)
    return found[0]
