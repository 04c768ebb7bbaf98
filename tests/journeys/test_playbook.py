"""An angry letter: seen quietly, called a complaint, answered in one's own words, thought over."""

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


def test_mara_answers_somebody_who_is_angry(tmp_path, chrome: Browser):
    with told_a_story(tmp_path) as house:
        page = chrome.new_context(base_url=house.address).new_page()
        sign_in(page, "mara@northmoor.example", DEMO_PASSWORD)
        page.goto("/desk/mine/")
        row = page.locator("[data-row]", has_text="the third box").first
        page.goto(str(row.get_attribute("href")))

        _call_it_a_complaint(page)
        _say_it_her_way(page)
        _think_again(page)


def _call_it_a_complaint(page: Page) -> None:
    hint = page.locator("#broken")
    expect(hint).to_contain_text("I am fed up")
    hint.get_by_role("button", name="This is a complaint").click()
    expect(hint).to_contain_text("A complaint, says Mara Quill:")


def _say_it_her_way(page: Page) -> None:
    """What she has typed a moment ago stays, and the phrasing goes behind it once it is hers."""
    page.get_by_label("Your reply").fill("Dear Bruno,")
    page.locator("[data-plays] summary").click()
    page.locator("[data-plays]").get_by_role("button", name="Say sorry, by name").click()
    page.wait_for_url("**/plays/**")
    said = page.locator(".item", has_text="I have read all of it")
    said.get_by_role("link", name="Say it my way").click()
    page.get_by_role("button", name="Put it into my answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Make it yours first")
    page.get_by_label("Your words").fill("I have read it all. Three wrong boxes are ours to mend.")
    page.get_by_role("button", name="Put it into my answer").click()
    expect(page.get_by_label("Your reply")).to_have_value(
        "Dear Bruno,\n\nI have read it all. Three wrong boxes are ours to mend."
    )


def _think_again(page: Page) -> None:
    page.goto("/second-thoughts/")
    page.get_by_role("button", name="Write it to them now").click()
    expect(page.get_by_label("Your reply")).to_have_value(re.compile("on the shelf"))
