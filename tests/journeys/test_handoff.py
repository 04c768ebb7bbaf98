"""Mara reads a pack and accepts it; and calls Tobias in a note, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, expect

from kept.demo import DEMO_PASSWORD
from tests.journeys.browser import sign_in
from tests.journeys.house import House, told_a_story

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the same pages; the run on SQLite reads them"
    ),
]
MARA = "mara@northmoor.example"
TOBIAS = "tobias@northmoor.example"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with told_a_story(tmp_path_factory.mktemp("story")) as house:
        yield house


def test_mara_accepts_what_tobias_hands_on(house: House, chrome: Browser):
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


def test_mara_calls_tobias_in_a_note(house: House, chrome: Browser):
    page = chrome.new_context(base_url=house.address).new_page()
    sign_in(page, MARA, DEMO_PASSWORD)
    page.goto("/desk/promised/")
    row = page.locator("[data-row]", has_text="The shade has cracked again").first
    page.goto(f"{row.get_attribute('href')}?write=note")

    field = page.get_by_label("Your note")
    field.press_sequentially("Thank you, @to")
    expect(page.get_by_role("option", name="@Tobias Fenn")).to_be_visible()
    field.press("Enter")
    expect(field).to_have_value("Thank you, @Tobias Fenn ")
    expect(page.locator("#mentions")).to_be_hidden()
    field.press_sequentially("and @t")
    field.press("Escape")
    expect(page.locator("#mentions")).to_be_hidden()
    expect(field).to_have_value("Thank you, @Tobias Fenn and @t")
    field.press("Control+Enter")

    expect(page.get_by_text("Told: Tobias Fenn.")).to_be_visible()
    note = page.locator(".note", has_text="Thank you")
    expect(note.locator(".mention")).to_have_text("@Tobias Fenn")

    his = chrome.new_context(base_url=house.address).new_page()
    sign_in(his, TOBIAS, DEMO_PASSWORD)
    his.goto("/notices/")
    told = his.locator(".notice", has_text="mentions you in a note").first
    expect(told).to_be_visible()
    told.locator(".item__words a").click()
    note = his.locator(".note", has_text="Thank you")
    note.get_by_text("React").click()
    note.get_by_role("button", name="Done").click()
    expect(note.get_by_role("button", name="Done: You")).to_be_visible()
