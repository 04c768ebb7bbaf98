"""From an empty house to a real letter answered, in a real browser: the first-run guide.

Nobody has an account before, and nothing is typed outside the browser but the letter itself, which
comes through the mail door as the guide says.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import sign_in
from tests.journeys.house import OWNER, PASSWORD, House, World, empty, wait_until
from tests.journeys.test_main_job import a_letter, opened, text_of
from tests.ports import free_port

pytestmark = pytest.mark.journey

ORDERS = "orders@northmoor.example"
ANSWER = "Dear Ines, it arrived. Welcome."


@pytest.fixture
def bare(tmp_path: Path, world: World) -> Iterator[House]:
    """A house in which nobody lives, with its mail door open."""
    house = House(tmp_path, smtp_port=world.port, like=empty())
    house.environment["KEPT_MAIL_PORT"] = str(free_port())
    del house.environment["KEPT_ORGANISATION"]
    try:
        house.start()
        yield house
    finally:
        house.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_empty_house_answers_its_first_real_letter(bare, world, chrome, scripts):
    page = opened(chrome, bare, scripts=scripts)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody lives here yet")
    move_in(page, bare)
    sign_in(page, OWNER, PASSWORD)

    # Today shows the card; it leads to the first step.
    page.get_by_role("link", name="Go on with it").click()
    page.get_by_label("What customers call you").fill("Northmoor Lamps")
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_role("button", name="Save and go on").click()

    page.wait_for_url("**/first-steps/desk/")
    page.get_by_label("Name").fill("Orders")
    page.get_by_label("Mail address").fill(ORDERS)
    page.get_by_role("button", name="Make the desk").click()

    page.wait_for_url("**/first-steps/mail/")
    door = bare.environment["KEPT_MAIL_PORT"]
    expect(page.locator(".first-steps__command")).to_contain_text(f"smtp://127.0.0.1:{door}")
    page.get_by_role("link", name="Go on", exact=True).click()

    page.get_by_label("Saturday").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Later").click()

    # It is left, and come back to: the guide knows where it was.
    page.goto("/today/")
    page.get_by_role("link", name="Go on with it").click()
    page.wait_for_url("**/first-steps/mail/")
    page.get_by_role("link", name="A first letter").click()
    expect(page.get_by_role("heading", level=2, name=f"to {ORDERS}")).to_be_visible()

    with smtplib.SMTP("127.0.0.1", int(door)) as smtp:
        smtp.send_message(a_letter("A first letter", "Does this arrive?"), to_addrs=[ORDERS])
    answer_it = page.get_by_role("link", name="Open it and answer")
    expect(answer_it).to_be_visible()
    answer_it.click()

    page.get_by_label("Your reply").fill(ANSWER)
    page.get_by_role("button", name="Send", exact=True).click()
    wait_until(lambda: world.taken)
    assert ANSWER in text_of(world.taken[0])
    assert world.taken[0]["From"].addresses[0].display_name == "Odo Lund · Northmoor Lamps"

    page.goto("/first-steps/")
    page.wait_for_url("**/first-steps/done/")
    expect(page.get_by_role("heading", level=2, name="has your answer")).to_be_visible()
    page.goto("/today/")
    expect(page.get_by_role("link", name="Go on with it")).to_have_count(0)
    assert bare.run("check").strip() == "All is whole."


def move_in(page: Page, house: House) -> None:
    """With the link that whoever runs the machine gets; it opens for one alone."""
    link = house.run("user", "add", OWNER, "--invite").strip()
    page.goto(link)
    page.get_by_label("Mail address").fill(OWNER)
    page.get_by_label("Your name").fill("Odo Lund")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Move in").click()
    page.wait_for_url("**/sign-in/")
    expect(page.locator("#announce")).to_contain_text("This house is yours.")
    house.let_letters_rest(seconds=0)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not open")
    page.goto("/")
