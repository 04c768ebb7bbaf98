"""A macro that sets a field is made with a look at it, used on many and undone; time is written."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from kept.demo import DEMO_PASSWORD
from tests.journeys.browser import sign_in
from tests.journeys.house import told_a_story

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the same pages; the run on SQLite reads them"
    ),
]


def test_ingrid_makes_a_macro_that_sets_a_field_and_uses_it(tmp_path, chrome: Browser):
    with told_a_story(tmp_path) as house:
        page = chrome.new_context(base_url=house.address).new_page()
        sign_in(page, "ingrid@northmoor.example", DEMO_PASSWORD)

        page.goto("/settings/macros/make/")
        page.get_by_label("Name", exact=True).fill("Lost on the way")
        page.get_by_label("For", exact=True).select_option(label="Orders")
        page.get_by_label("Words", exact=True).fill("Dear {{customer.first_name}}, it is lost.")
        look = page.locator("#look")
        expect(look.locator(".draft")).to_have_text(re.compile(r"Dear \w+, it is lost\."))
        page.get_by_text("Fields that it sets").click()
        number = page.get_by_label("Order number (Orders)")
        number.fill("4711")
        expect(look).to_contain_text("It looks like NM-99999")
        number.fill("NM-47110")
        expect(look.locator("dl")).to_contain_text("NM-47110")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/settings/macros/")

        _use_in_the_composer(page)
        _use_on_many(page)
        _write_time(page)


def _use_in_the_composer(page: Page) -> None:
    """Its words stand in the reply, and the field beside it, by one act."""
    page.goto("/desk/all/")
    page.locator("#list [data-row]").first.click()
    page.locator("[data-macros]").click()
    page.locator("#macro-find").fill("Lost on")
    page.get_by_role("button", name=re.compile("Lost on the way")).click()
    expect(page.locator("#composer textarea").first).to_have_value(re.compile("it is lost"))
    expect(page.locator("#aside")).to_contain_text("NM-47110")


def _use_on_many(page: Page) -> None:
    page.goto("/desk/all/")
    page.locator(".view", has_text="Orders").click()
    page.wait_for_url(re.compile(r"/desk/(?!all)[^/]+/$"))
    page.goto(f"{page.url}?select=all")
    page.get_by_role("button", name="Macro", exact=True).click()
    page.get_by_role("button", name=re.compile("Lost on the way")).click()
    result = page.locator("#bulk-result")
    expect(result).to_contain_text(re.compile(r"\d+ changed\."))
    result.get_by_role("button", name="Undo").click()
    expect(result).to_contain_text(re.compile(r"\d+ are as they were\."))


def _write_time(page: Page) -> None:
    """Written, corrected and taken back, and the sum beside the conversation follows."""
    page.locator("#list [data-row]").last.click()
    page.get_by_role("link", name="Write time down").first.click()
    page.get_by_label("Time", exact=True).fill("2:05")
    page.get_by_label("What for").fill("Called the carrier")
    page.get_by_role("button", name="Write it down").click()
    mine = page.locator(".item", has_text="Called the carrier")
    expect(mine).to_contain_text("2 h 05 min")
    mine.get_by_role("link", name="Correct it").click()
    page.get_by_label("Time", exact=True).fill("25")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(mine).to_contain_text("25 min")
    expect(mine).to_contain_text("corrected")
    page.get_by_role("link", name="Back to the conversation").click()
    expect(page.locator("#aside")).to_contain_text(re.compile(r"Time spent \d+ min"))
    page.get_by_role("link", name="Write time down").first.click()
    mine.get_by_role("link", name="Correct it").click()
    page.get_by_role("button", name="Take it back").click()
    expect(mine).to_have_count(0)
