"""Promises in a real browser: after one is kept the hand stays where the next one is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from kept.demo import DEMO_PASSWORD
from tests.journeys.browser import sign_in
from tests.journeys.house import told_a_story

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the same pages; the run on SQLite reads them"
    ),
]

TELLING = "The shade has cracked again"


@pytest.fixture(scope="module")
def page(chrome: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with told_a_story(tmp_path_factory.mktemp("story")) as house:
        context = chrome.new_context(
            base_url=house.address, viewport={"width": 1440, "height": 900}
        )
        page = context.new_page()
        sign_in(page, "mara@northmoor.example", DEMO_PASSWORD)
        yield page
        context.close()


def test_on_today_the_next_promise_takes_the_focus_and_the_page_stays(page):
    page.goto("/today/")
    page.evaluate("window.isStill = true")
    buttons = page.locator("button[data-keep]")
    ids = buttons.evaluate_all("all => all.map(one => one.id)")
    buttons.nth(0).focus()
    page.keyboard.press("Enter")

    expect(buttons).to_have_count(len(ids) - 1)
    expect(page.locator("#announce")).to_contain_text("Kept. It stands so on their page too.")
    expect(page.locator(f"#{ids[1]}")).to_be_focused()
    assert page.evaluate("window.isStill")


def test_beside_a_conversation_it_is_said_aloud_and_the_focus_is_not_lost(page):
    page.goto("/desk/promised/")
    page.locator("[data-row]", has_text=TELLING).click()
    aside = page.locator("#aside")
    expect(aside.locator("button[data-keep]").first).to_be_visible()
    ids = aside.locator("button[data-keep]").evaluate_all("all => all.map(one => one.id)")
    settled = ids[-1].replace("keep", "promise")
    for name in ids[:-1]:
        page.locator(f"#aside #{name}").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text("Kept")
    # Everybody else hears of the last before the one who pressed has an answer.
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/keep/", lambda route: held.append((route, route.fetch())))
    page.locator(f"#aside #{ids[-1]}").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)
    [(route, answer)] = held
    route.fulfill(response=answer)
    page.unroute("**/keep/")
    expect(page.locator("#said")).to_contain_text("Kept")

    # The panes come anew after every change; the focus is to outlive that too.
    expect(aside.locator(".promise")).to_have_count(0)
    expect(page.locator(f"#aside #{settled}")).to_be_focused()
