"""Mara reads a pack, accepts it, and prepares the letter that says who is next."""

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


def test_mara_accepts_what_tobias_hands_on(tmp_path, chrome: Browser):
    with told_a_story(tmp_path) as house:
        page = chrome.new_context(base_url=house.address).new_page()
        sign_in(page, MARA, DEMO_PASSWORD)
        page.goto("/today/")

        page.get_by_role("link", name="Read and answer").click()
        expect(page.get_by_role("heading", name="Where it stands")).to_be_visible()
        page.get_by_role("button", name="Accept: it is mine now").click()
        page.wait_for_url(re.compile(r"/desk/mine/\d+/$"))
        expect(page.locator(".thread__sub")).to_contain_text("You look after it")
        expect(page.locator(".handoff")).to_contain_text("You took this over from Tobias Fenn.")

        page.get_by_role("button", name="Prepare a letter").click()
        expect(page.get_by_label("Your reply")).to_have_value(
            re.compile("I look after this for you from now on")
        )
        expect(page.locator(".handoff")).to_contain_text("does not know yet")
        page.get_by_role("button", name="No letter").click()
        expect(page.locator(".handoff")).to_have_count(0)
        page.goto("/today/")
        expect(page.locator(".handoffs")).to_have_count(0)
