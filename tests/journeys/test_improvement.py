"""The policy that drove a customer away: from the friction to the letter that tells, and after."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from kept.demo import DEMO_PASSWORD
from tests.journeys.browser import sign_in
from tests.journeys.house import ROOT, House, World, told_a_story, wait_until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the same pages; the run on SQLite reads them"
    ),
]
THEN = "You wanted to send back a shade that you had only unpacked, and we kept you to it."
IDEA = "Whatever has not hung comes back"
LATER = """
from datetime import timedelta
from django.db.models import F
from kept.improvement.models import Change, Denial, EffectCheck, Friction
past = timedelta(days=91)
Change.objects.filter(name="{name}").update(decided_at=F("decided_at") - past)
EffectCheck.objects.filter(change__name="{name}").update(due_at=F("due_at") - past)
Denial.objects.update(at=F("at") - past)
Friction.objects.update(raised_at=F("raised_at") - past)
"""
"""Ninety-one days pass for what this walk has made."""


def test_a_rule_that_drove_somebody_away_is_changed_and_they_hear_of_it(
    tmp_path, chrome: Browser, world: World
):
    with told_a_story(tmp_path, smtp_port=world.port) as house:
        people = {
            name: chrome.new_context(base_url=house.address).new_page()
            for name in ("mara", "tobias", "vesna")
        }
        for name, page in people.items():
            sign_in(page, f"{name}@northmoor.example", DEMO_PASSWORD)

        friction = _refuse_and_raise(people["mara"])
        people["tobias"].goto(friction)
        people["tobias"].get_by_role("button", name="Me too").click()
        _huddle(people["vesna"])
        change = _adopt(people["vesna"])
        _tell(people["vesna"], change, world)

        people["mara"].goto("/today/")
        expect(people["mara"].get_by_role("link", name=IDEA).first).to_be_visible()
        people["mara"].goto("/notices/")
        expect(people["mara"].locator("main")).to_contain_text("also because of you")
        people["mara"].get_by_role("link", name=IDEA).first.click()
        thanked = people["mara"].locator("section", has_text="Because of")
        expect(thanked).to_contain_text("Mara Quill")
        expect(thanked).to_contain_text("Tobias Fenn")

        _let_ninety_days_pass(house)
        _look_after_ninety_days(people["vesna"], change)


def _refuse_and_raise(page: Page) -> str:
    """Mara has to say no, and by one tap the rule is in the way. Answers the friction's address."""
    page.goto("/desk/at-orders/")
    page.locator("#list [data-row]").first.click()
    page.locator("#aside").get_by_role("link", name="We had to say no").click()
    policy = page.locator(".cannot", has_text="Unpacked glass")
    expect(policy).to_contain_text("An exchange for another size.")
    policy.get_by_role("radio").check()
    page.get_by_label("What happened").fill(THEN)
    page.get_by_role("button", name="Note it").click()
    page.get_by_role("button", name="This rule is in the way").click()
    page.wait_for_url("**/improvement/frictions/*/")
    expect(page.locator(".five [data-done=no]")).to_have_count(5)
    return page.url


def _huddle(page: Page) -> None:
    page.goto("/huddles/")
    page.get_by_role("link", name=re.compile("Front")).first.click()
    page.get_by_role("button", name="Begin it").click()
    page.get_by_role("link", name=re.compile("Unpacked glass")).first.click()
    page.get_by_label("What it comes from").fill("An old rule of an old box.")
    page.get_by_label("What it does").fill("Somebody left.")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_label("An idea").fill(IDEA)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Choose it").click()
    expect(page.get_by_label("What we do", exact=True)).to_have_value(IDEA)
    page.get_by_label("Who", exact=True).select_option(label="Vesna Aldous")
    page.get_by_role("button", name="That is what we do").click()
    expect(page.locator("#timer")).to_contain_text("minutes left")
    page.get_by_role("button", name="End it, and send it to all").click()
    expect(page.locator("main")).to_contain_text("What came of it")


def _adopt(page: Page) -> str:
    page.goto("/improvement/")
    page.get_by_role("link", name=re.compile(IDEA)).click()
    page.wait_for_url("**/improvement/changes/*/")
    page.get_by_label("How it shall be").fill("We cannot take back glass that has hung on a wall.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Adopt it", exact=True).click()
    page.get_by_label("Why it is adopted").fill("Nobody loses by it.")
    page.get_by_role("button", name="Adopt it from today").click()
    expect(page.locator("main")).to_contain_text("adopted")
    return page.url


def _tell(page: Page, change: str, world: World) -> None:
    """Whoever was told by the change before hears nothing again; this one customer does."""
    letters = page.get_by_role("link", name="Read the letters to them")

    def found() -> bool:
        page.goto(change)
        return letters.count() == 1

    wait_until(found)
    letters.click()
    expect(page.locator("textarea[name=text].in.voice").last).to_have_value(re.compile(THEN))
    page.get_by_role("button", name="I have read it, send it").click()
    wait_until(lambda: _told(world))
    assert len(_told(world)) == 1
    page.goto(change)
    expect(page.locator("main")).to_contain_text("Told to everybody")


def _told(world: World) -> list[str]:
    """Letters that tell of it, as they came to the customer."""
    bodies = [mail.get_body(("plain",)) for mail in world.taken]
    texts = [" ".join(str(body.get_content()).split()) for body in bodies if body is not None]
    return [text for text in texts if THEN in text]


def _let_ninety_days_pass(house: House) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", LATER.format(name=IDEA)],
        env=house.environment, cwd=ROOT, check=True, timeout=240,
    )  # fmt: skip


def _look_after_ninety_days(page: Page, change: str) -> None:
    page.goto(change)
    page.get_by_role("link", name="Look whether it helped").nth(1).click()
    expect(page.get_by_role("heading", name="Did it help, after 90 days?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("0 in the 90 days since")
    page.get_by_label("What you have seen").fill("It is quiet.")
    page.get_by_role("button", name="Keep it for good").click()
    expect(page.locator("main")).to_contain_text("It is quiet.")
    expect(page.locator(".state", has_text="kept").first).to_be_visible()
