"""A Monday of a team of ten: a rule, a report, notices, what is merged, split and linked."""

from __future__ import annotations

import csv
import re
from pathlib import Path

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
SHADE = "The shade has cracked again"


def test_ingrid_has_her_monday(tmp_path, chrome: Browser):
    with told_a_story(tmp_path) as house:
        page = chrome.new_context(base_url=house.address).new_page()
        sign_in(page, "ingrid@northmoor.example", DEMO_PASSWORD)

        _rule_is_tried_before_it_runs(page)
        _report_is_drawn_told_and_taken_along(page)
        _notices_are_chosen(page)
        _linked_split_merged_and_taken_apart(page)


def _rule_is_tried_before_it_runs(page: Page) -> None:
    page.goto("/settings/rules/make/")
    page.get_by_role("link", name=re.compile("^By its words")).click()
    page.get_by_label("Name", exact=True).fill("Cracked shades")
    words = page.get_by_role("group", name="Subject or words")
    words.get_by_label("What").fill("cracked again")
    page.get_by_role("group", name="Put a tag on").get_by_label("What").select_option("Breakage")
    page.locator("#new_condition").select_option(label="Desk")
    page.get_by_role("button", name="Add a condition").click()
    desk = page.get_by_role("group", name="Desk")
    desk.get_by_label("What").select_option("Orders")
    page.get_by_role("button", name="Try it").click()
    dry = page.locator("#dry")
    expect(dry).to_contain_text(re.compile(r"It would have run in \d+ of [\d,]+\."))
    expect(dry).to_contain_text(SHADE)
    # Trying it left what was typed, and changed nothing.
    expect(words.get_by_label("What")).to_have_value("cracked again")
    page.get_by_role("button", name="Save and switch on").click()
    expect(page.get_by_role("heading", name="Cracked shades")).to_be_visible()
    expect(page.get_by_text("It has not run yet")).to_be_visible()
    page.goto("/settings/rules/")
    expect(page.get_by_role("listitem").filter(has_text="Cracked shades")).to_contain_text("Runs")


def _report_is_drawn_told_and_taken_along(page: Page) -> None:
    page.goto("/reports/")
    page.get_by_role("link", name="Volume").first.click()
    page.get_by_label("Time", exact=True).select_option("Last 12 weeks")
    page.get_by_label("Told by").select_option("Tag")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("by=tag"))
    expect(page.get_by_role("figure").first).to_be_visible()
    parts = page.get_by_role("region", name="By parts, as a table")
    expect(parts.get_by_role("rowheader", name="Breakage")).to_be_visible()
    received = page.get_by_role("region", name="Letters in").locator("p").first.inner_text()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as CSV").click()
    with Path(taken.value.path()).open(encoding="utf-8-sig", newline="") as file:
        whole = [row for row in csv.DictReader(file) if not row["part"]]
    assert sum(int(row["received"]) for row in whole) == int(received.replace(",", ""))


def _notices_are_chosen(page: Page) -> None:
    page.goto("/me/notices/")
    asked = page.get_by_label("They ask for it, by mail")
    asked.check()
    page.get_by_label("Quiet from").fill("20:00")
    page.get_by_label("until", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    # Half a span is refused, and nothing that was chosen is lost.
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    expect(asked).to_be_checked()
    page.get_by_label("until", exact=True).fill("07:30")
    page.get_by_role("button", name="Save").click()
    page.goto("/me/notices/")
    expect(asked).to_be_checked()
    expect(page.get_by_label("Quiet from")).to_have_value("20:00")
    page.get_by_role("main").get_by_role("link", name="Billing").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Billing")


def _linked_split_merged_and_taken_apart(page: Page) -> None:
    page.goto("/desk/all/")
    far = page.locator("#list [data-row]").last.get_attribute("href") or ""
    reference = "K-" + far.rstrip("/").rpartition("/")[2]
    page.locator("#list [data-row]", has_text=SHADE).first.click()
    page.wait_for_url(re.compile(r"/desk/all/\d+/$"))
    address = page.url
    here = re.search(r"/(\d+)/$", address)[1]  # type: ignore[index]

    page.goto(f"/c/{here}/links/")
    page.get_by_label("Number of the other conversation").fill("K-999999")
    page.get_by_label("It is a part of this one").check()
    page.get_by_role("button", name="Link", exact=True).click()
    # What does not exist is refused in its place; the number typed and the choice stay.
    expect(page.get_by_label("Number of the other conversation")).to_have_value("K-999999")
    expect(page.get_by_label("It is a part of this one")).to_be_checked()
    page.get_by_label("Number of the other conversation").fill(reference)
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.locator("main")).to_contain_text(reference)
    page.goto(address)
    expect(page.get_by_role("link", name=re.compile(reference)).first).to_be_visible()

    page.goto(f"/c/{here}/split/")
    page.get_by_role("checkbox", name=re.compile("at home until noon")).check()
    page.get_by_label("Subject of the new conversation").fill("At home until noon")
    page.get_by_role("button", name="Split off what is chosen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("At home until noon")
    page.get_by_role("button", name="Put them together again").click()
    page.goto(address)
    expect(page.get_by_role("article").filter(has_text="at home until noon")).to_be_visible()

    page.goto(f"/c/{here}/merge/")
    page.get_by_role("button", name=re.compile(r"^Merge into K-\d+$")).first.click()
    expect(page.locator("main")).to_contain_text(f"merged K-{here} into this")
    expect(page.get_by_role("article").filter(has_text="at home until noon")).to_be_visible()
    page.get_by_role("button", name="Take them apart again").click()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(SHADE)
