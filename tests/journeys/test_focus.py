"""One after the other: focus begins by keys, the first is parked, the next is answered."""

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
MARA, VESNA = "mara@northmoor.example", "vesna@northmoor.example"
NOTE = "Once the letters are read, and tea is there."


def test_mara_works_one_by_one_and_hears_afterwards_what_came(tmp_path, chrome: Browser):
    with told_a_story(tmp_path) as house:
        page = chrome.new_context(base_url=house.address).new_page()
        sign_in(page, MARA, DEMO_PASSWORD)

        # By keys alone, from any page.
        page.goto("/desk/all/")
        page.keyboard.press("g")
        page.keyboard.press("f")
        page.wait_for_url("**/focus/")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/focus/*/")
        first = page.url
        bar = page.locator("#focus-bar")
        expect(bar).to_contain_text("First, since")
        expect(page.locator("#views, #list")).to_have_count(0)
        expect(bar).to_contain_text("are parked")

        # What is near in the others is in sight, and stays so once this one is parked.
        expect(bar.locator(".near > li").first).to_be_visible()
        page.keyboard.press(".")
        page.wait_for_url(lambda address: "/desk/focus/" in address and address != first)
        bar.locator("#focus-parked > summary").click()
        expect(bar.locator(".parked")).to_contain_text("parked by you")

        # A colleague sees that she is in focus, and no more.
        other = chrome.new_context(base_url=house.address).new_page()
        sign_in(other, VESNA, DEMO_PASSWORD)
        other.goto("/workload/?desk=orders")
        row = other.locator("tr", has_text="Mara Quill")
        expect(row).to_contain_text("in focus")
        expect(row).not_to_contain_text("until")

        # The steps are there for whoever looks; then she answers, and the next is offered.
        page.get_by_title("Steps of a good answer").click()
        expect(page.locator(".aid")).to_contain_text("Acknowledge")
        second = page.url
        page.get_by_label("Your reply").fill("Thank you, that is good to read.")
        page.locator("#composer [data-send]:not([data-send=close])").click()
        expect(bar.get_by_role("link", name=re.compile("^Next: "))).to_be_visible()
        page.keyboard.press("Escape")
        bar.get_by_role("link", name=re.compile("^Next: ")).click()
        page.wait_for_url(lambda address: "/desk/focus/" in address and address != second)

        bar.get_by_role("button", name="End").click()
        page.wait_for_url("**/today/focus/")
        expect(page.get_by_role("heading", name="While you were in focus")).to_be_visible()
        expect(page.locator("#page")).to_contain_text("Parked by you")
        page.get_by_role("link", name=re.compile("^Change it")).click()
        page.get_by_label("I am at my best when").fill(NOTE)
        page.get_by_role("button", name="Save", exact=True).click()
        page.goto("/today/")
        expect(page.locator(".best")).to_contain_text(NOTE)
        other.goto("/today/")
        expect(other.locator(".best")).not_to_contain_text(NOTE)
