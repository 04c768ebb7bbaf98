"""A broken promise ends with a thanked customer; an angry caller at a boundary, and an appeal."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from kept.demo import DEMO_PASSWORD
from tests.journeys.browser import sign_in
from tests.journeys.house import ROOT, House, told_a_story

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the same pages; the run on SQLite reads them"
    ),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with told_a_story(tmp_path_factory.mktemp("story")) as house:
        yield house


def member(house: House, chrome: Browser, name: str) -> Page:
    page = chrome.new_context(base_url=house.address).new_page()
    sign_in(page, f"{name}@northmoor.example", DEMO_PASSWORD)
    return page


def customer(house: House, chrome: Browser, name: str) -> Page:
    """Their own page, by the link that our letters bring them."""
    ask = (
        "from kept.customers.links import page_url; from kept.customers.models import Customer; "
        "from kept.kit.clock import now; "
        f"print(page_url(Customer.objects.get(name={name!r}), now=now()))"
    )
    told = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", ask],
        env=house.environment, cwd=ROOT, check=True, timeout=240, capture_output=True, text=True,
    )  # fmt: skip
    page = chrome.new_context(base_url=house.address).new_page()
    page.goto(told.stdout.strip())
    return page


def open_step(page: Page, name: str) -> None:
    step = page.locator(".rung details", has=page.locator("summary", has_text=name)).first
    if step.get_attribute("open") is None:
        step.locator("summary").first.click()


def test_a_broken_promise_ends_with_a_thanked_customer(house: House, chrome: Browser):
    tobias = member(house, chrome, "tobias")
    tobias.goto("/today/")
    tobias.get_by_role("link", name=re.compile("The lamps went to the wrong site")).last.click()
    tobias.wait_for_url(re.compile(r"/recoveries/\d+/$"))
    expect(tobias.get_by_text("The courier brings them over")).to_be_visible()
    expect(tobias.get_by_text("pay for the electrician's hour").first).to_be_visible()

    open_step(tobias, "Fix it")
    tobias.get_by_label("What was done").fill("All six stand at the new site.")
    tobias.get_by_role("button", name="It is done").click()
    expect(tobias.get_by_text("All six stand at the new site.")).to_be_visible()
    address = tobias.url

    bruno = customer(house, chrome, "Bruno Tarkka")
    bruno.get_by_role("link", name="The lamps went to the wrong site").click()
    expect(bruno.get_by_role("heading", name="Is it fixed?")).to_be_visible()
    bruno.get_by_role("button", name="It is fixed", exact=True).click()
    expect(bruno.get_by_text("Thank you for telling us.")).to_be_visible()

    tobias.goto(address)
    open_step(tobias, "Make a gesture")
    gesture = tobias.locator("#step-gesture")
    gesture.get_by_text("Skip this step").click()
    gesture.get_by_label("Why it is skipped").fill("He wants none.")
    gesture.get_by_role("button", name="Skip it").click()
    open_step(tobias, "Follow up")
    tobias.get_by_role("button", name="Promise to ask again").click()
    open_step(tobias, "Follow up")
    tobias.get_by_label("What they told you").fill("They light the whole yard.")
    tobias.get_by_role("button", name="I have asked").click()
    open_step(tobias, "Log the cause")
    tobias.get_by_label("How it came to that").fill("The old address stood in the order.")
    tobias.get_by_role("button", name="Log it").click()
    expect(tobias.locator(".flash--still")).to_contain_text("put right")
    bruno.reload()
    expect(bruno.get_by_text("It is put right, and we know why it happened.")).to_be_visible()


def test_an_angry_caller_comes_to_a_boundary_and_appeals(house: House, chrome: Browser):
    ada = member(house, chrome, "ada")
    ada.goto("/search/?q=Third+letter+pendant")
    row = ada.locator("[data-row]", has_text="Third letter about the pendant").first
    ada.goto(str(row.get_attribute("href")))
    ada.locator("#aside").get_by_role("link", name="warned").click()
    ada.wait_for_url(re.compile(r"/c/\d+/boundary/$"))
    open_step(ada, "End the contact")
    ada.get_by_label("Nothing suggests that they are ill").check()
    ada.get_by_label("What came again").fill("He rang, and shouted the same.")
    ada.get_by_role("button", name="End it, and send the letter").click()
    expect(ada.get_by_text("Contact ended, by a letter")).to_be_visible()
    address = ada.url
    ada.goto("/today/")
    ada.get_by_role("button", name="15 minutes").click()
    expect(ada.get_by_text("Nothing new comes to you for 15 minutes.")).to_be_visible()

    anselm = customer(house, chrome, "Anselm Vry")
    anselm.get_by_role("link", name="Third letter about the pendant").click()
    anselm.get_by_label("What should we look at again?").fill("I had been ill for a week.")
    anselm.get_by_role("button", name="Let another of you look").click()
    expect(anselm.get_by_text("looks at it, and answers you by")).to_be_visible()

    ingrid = member(house, chrome, "ingrid")
    ingrid.goto(address)
    ingrid.get_by_role("link", name="They have appealed").click()
    expect(ingrid.get_by_text("I had been ill for a week.")).to_be_visible()
    ingrid.get_by_label("It is changed").check()
    ingrid.get_by_label("Why").fill("Get well. We go on, and start afresh.")
    ingrid.get_by_role("button", name="Answer", exact=True).click()
    expect(ingrid.get_by_role("heading", name="it is changed")).to_be_visible()
    anselm.reload()
    expect(anselm.get_by_text("It goes on. What we wrote before no longer holds.")).to_be_visible()
