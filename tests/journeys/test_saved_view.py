"""A question is typed with what is offered, saved, and walked through by keys alone."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from playwright.sync_api import Browser, expect

from kept.demo import DEMO_PASSWORD
from tests.journeys.browser import sign_in
from tests.journeys.house import told_a_story

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the same pages; the run on SQLite reads them"
    ),
]
MARA = "mara@northmoor.example"


def test_mara_saves_what_she_asks_often_and_walks_through_it(tmp_path, chrome: Browser):
    with told_a_story(tmp_path) as house:
        page = chrome.new_context(base_url=house.address).new_page()
        sign_in(page, MARA, DEMO_PASSWORD)

        # By keys alone: what is offered is chosen with the arrows, and Escape leaves the words be.
        page.keyboard.press("/")
        page.wait_for_url("**/search/")
        field = page.get_by_role("combobox", name="Words, names")
        field.press("ArrowDown")
        expect(page.get_by_role("option", name="desk: at a desk")).to_be_visible()
        field.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        field.press_sequentially("is:cl")
        expect(page.get_by_role("option")).to_have_count(1)
        field.press("ArrowDown")
        option = page.get_by_role("option", name="is:closed")
        expect(option).to_have_attribute("aria-selected", "true")
        expect(field).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
        field.press("Enter")
        expect(field).to_have_value("is:closed ")
        field.press_sequentially("desk:or")
        page.get_by_role("option", name="desk:orders").click()
        expect(field).to_have_value("is:closed desk:orders ")
        expect(field).to_be_focused()
        expect(page.locator("#told")).to_have_text(
            re.compile(r"Conversations at the desk Orders\s*, closed\s*\.")
        )

        page.get_by_role("link", name="Save as a view").click()
        page.get_by_label("Name", exact=True).fill("Done at Orders")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/desk/view-*/")
        mine = page.locator("#saved .view", has_text="Done at Orders")
        expect(mine).to_have_attribute("aria-current", "page")
        expect(mine.locator(".count")).to_have_text(re.compile(r", \d+"))

        first, second = (page.locator("#list [data-row]").nth(n) for n in (0, 1))
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(second).to_be_focused()
        page.keyboard.press("k")
        expect(first).to_be_focused()
        page.keyboard.press("o")
        expect(page.locator("#composer")).to_be_visible()
        expect(page).to_have_url(re.compile(r"/desk/view-\d+/\d+/$"))

        # On a page that does not count them, the numbers come a moment later.
        page.goto("/today/")
        expect(mine.locator(".count")).to_have_text(re.compile(r", \d+"))
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("g")
        page.keyboard.press("5")
        page.wait_for_url("**/desk/view-*/")
        expect(mine).to_have_attribute("aria-current", "page")
        page.goto("/views/")
        page.get_by_role("button", name="Delete Done at Orders").click()
        expect(mine).to_have_count(0)
        page.get_by_role("button", name="Bring Done at Orders back").click()
        expect(mine).to_have_count(1)
