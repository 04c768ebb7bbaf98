"""No receipt: the refund is refused, credit is given within the grant, and the grant is widened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from kept.demo import DEMO_PASSWORD
from tests.journeys.browser import sign_in
from tests.journeys.house import House, told_a_story

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the same pages; the run on SQLite reads them"
    ),
]
MARA, VESNA = "mara@northmoor.example", "vesna@northmoor.example"
WHY = "Her father's lamp, and she knows the day he bought it."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with told_a_story(tmp_path_factory.mktemp("story")) as house:
        yield house


def come_in(house: House, chrome: Browser, who: str) -> Page:
    page = chrome.new_context(base_url=house.address).new_page()
    sign_in(page, who, DEMO_PASSWORD)
    return page


def test_the_receipt_story(house: House, chrome: Browser):
    page = come_in(house, chrome, MARA)
    page.goto("/desk/promised/")
    there = page.locator("[data-row]", has_text="The shade has cracked again").first
    address = str(there.get_attribute("href"))
    page.goto(address)
    aside = page.locator("#aside")
    expect(aside).to_contain_text("We cannot pay money back without a receipt")

    # More than she may: refused, and what she typed goes along to whoever hears her.
    aside.get_by_role("link", name="Decide it").click()
    page.get_by_label("How much").fill("80")
    page.get_by_label("Why").fill(WHY)
    page.get_by_role("button", name="Decide and promise it").click()
    expect(page.locator("main")).to_contain_text("Nothing has been promised.")
    page.get_by_role("button", name="I wanted to decide this").click()
    expect(page.get_by_label("What you wanted to decide")).to_have_value(f"80 · {WHY}")
    page.get_by_label("What", exact=True).select_option(label="refund")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.get_by_text("owes you an answer in ten working days")).to_be_visible()

    # What the policy offers instead is hers to give now.
    page.locator("#aside .cannot > summary", has_text="Receipts").click()
    page.locator("#aside").get_by_role("link", name="Offer this").first.click()
    page.get_by_label("How much").fill("20")
    page.get_by_label("Why").fill(WHY)
    page.get_by_role("button", name="Decide and promise it").click()
    expect(page.locator("#aside")).to_contain_text("You get €20 of store credit.")
    expect(page.locator("#thread")).to_contain_text(f"decided: €20 of store credit. Why: {WHY}")

    hers = come_in(house, chrome, VESNA)
    hers.goto("/authority/grants/")
    hers.locator(".item--link", has_text=f"80 · {WHY}").first.click()
    hers.get_by_role("textbox", name="Why").fill("You know them better than the rule does.")
    hers.get_by_label("Up to").fill("100")
    hers.get_by_label("Currency").select_option("EUR")
    hers.get_by_role("button", name="Grant it", exact=True).click()
    expect(hers.get_by_text("Answered, and your promise to hear it is kept.")).to_be_visible()

    page.goto("/authority/")
    wider = page.locator(".item", has_text="up to €100 of refund a month")
    wider.get_by_role("button", name="Agree").click()
    page.goto(address)
    expect(page.locator("#aside")).to_contain_text("Up to €100 of refund a month")
