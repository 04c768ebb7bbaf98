"""Hours typed in a real browser: drawn while one types, and by the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import chromium, sign_in
from tests.journeys.house import OWNER, PASSWORD, furnished

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with furnished(tmp_path_factory.mktemp("house")) as house, chromium() as browser:
        one = browser.new_context(base_url=house.address).new_page()
        sign_in(one, OWNER, PASSWORD)
        yield one


def test_what_one_types_is_drawn_and_counted_at_once(page: Page):
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto("/settings/")
    page.get_by_role("link", name=re.compile("^Hours")).click()
    page.get_by_role("link", name="House hours").click()
    page.get_by_role("link", name="Change it from a day on").click()
    before = page.locator("#due").inner_text()

    page.get_by_label("Monday").fill("07:00-07:30, 22:00-24:00")
    expect(page.locator("#look")).to_contain_text("07:00 to 07:30, 22:00 to 24:00")
    for day in ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_label(day).fill("")
    expect(page.locator("#look rect.week__open")).to_have_count(2)
    expect(page.locator("#due")).not_to_have_text(before)

    page.get_by_label("Public holidays of").select_option("Germany")
    page.get_by_label("Region").select_option("Bayern")
    expect(page.locator("#look")).to_contain_text("Bayern, Germany")
    expect(page.get_by_label("Region")).to_have_value("BY")
    page.get_by_label("Public holidays of").select_option("United Kingdom")
    expect(page.get_by_label("Region").locator("option")).to_have_count(5)
    page.get_by_role("button", name="Change it from that day on").click()

    expect(page.get_by_role("heading", name="House hours")).to_be_visible()
    expect(page.get_by_text("07:00 to 07:30, 22:00 to 24:00").first).to_be_visible()
    assert complaints == []


def test_the_keyboard_alone_changes_a_week(page: Page):
    page.goto("/settings/hours/")
    page.get_by_role("link", name="House hours").press("Enter")
    page.get_by_role("link", name="Change it from a day on").press("Enter")
    page.get_by_label("From this day on").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "tue":
            break
    page.keyboard.type("08:00-16:00")
    expect(page.locator("#look")).to_contain_text("08:00 to 16:00")
    assert page.evaluate("document.activeElement.name") == "tue"
    page.keyboard.press("Enter")

    # What is drawn while one types says the same words, so the address is waited for first.
    expect(page).to_have_url(re.compile(r"/settings/hours/\d+/$"))
    expect(page.get_by_text("08:00 to 16:00").first).to_be_visible()


def test_without_a_script_one_looks_first_and_then_saves(page: Page):
    plain = page.context.browser.new_context(  # type: ignore[union-attr]
        base_url=page.url.split("/settings")[0],
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    ).new_page()
    plain.goto("/settings/hours/")
    plain.get_by_role("link", name="House hours").click()
    plain.get_by_role("link", name="Change it from a day on").click()
    plain.get_by_label("Sunday").fill("10:00-11:00")
    plain.get_by_role("button", name="Look first").click()
    expect(plain.locator("#look")).to_contain_text("10:00 to 11:00")

    plain.get_by_role("button", name="Change it from that day on").click()

    expect(plain.get_by_text("10:00 to 11:00").first).to_be_visible()
    plain.context.close()
