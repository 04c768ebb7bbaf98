"""An agreement on its way: written, said back by both, counted, and a holiday that moves its clock.

Real are the processes of Kept, the mail server of the world and the browser; letters come in by
`kept mail pipe`. The desk is always open, but for the day that is closed here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import sign_in
from tests.journeys.desk import make_the_desk
from tests.journeys.house import OWNER, PASSWORD, wait_until
from tests.journeys.ines import arrive, link_in, opened

pytestmark = pytest.mark.journey

CLOCK = "You hear from us within 24 working hours"
ASKED = "We tell you two weeks before a room is renewed."


def test_both_sides_say_it_back_it_is_kept_and_a_holiday_moves_its_clock(house, world, chrome):
    page = opened(chrome, house)
    sign_in(page, OWNER, PASSWORD)
    make_the_desk(page)
    arrive(house, "The lamp is cracked. What now?")
    name_her_hotel(page)

    # The owner writes it down, lays it before both, and says it back.
    write_it_down(page)
    page.get_by_role("button", name="Lay it before both sides").click()
    page.get_by_role("link", name="Say it back").click()
    say_it(page, "We answer within a day; they warn us before they renew a room.")
    agreement = page.url
    expect(page.locator("main")).to_contain_text("Hotel Valdorra says it back on the page")

    # Ines comes by the link in a letter, has it written anew, and agrees.
    answer(page, "Dear Ines, here is what we would promise each other: {{page}}")
    wait_until(lambda: world.taken)
    theirs = opened(chrome, house)
    theirs.goto(link_in(world.taken[0]))
    theirs.get_by_role("link", name="What we and Hotel Valdorra would promise each other").click()
    expect(theirs.locator("main")).to_contain_text(CLOCK)
    expect(theirs.locator("main")).to_contain_text(ASKED)
    say_it(theirs, "They answer us by the next day. We tell them of each room in time.")
    expect(theirs.locator("#announce")).to_contain_text("We hold to it")
    page.goto(agreement)
    expect(page.locator(".page__head")).to_contain_text("In force")
    theirs.goto(link_in(world.taken[0]))
    expect(theirs.get_by_role("heading", name="What holds between us")).to_be_visible()

    # A letter starts the clock, and the answer keeps it; both sides see that.
    wait_until(lambda: datetime.now(UTC).strftime("%H:%M") < "23:57", seconds=240)
    arrive(house, "And the other lamp?", subject="The other lamp")
    clock = clock_beside(page, "The other lamp")
    expect(clock).to_contain_text("Due tomorrow, ")
    answer(page, "Dear Ines, the other lamp is whole.")
    expect(clock).to_have_count(0, timeout=25_000)
    page.goto(agreement)
    expect(page.locator("main")).to_contain_text("1 of 1")
    theirs.get_by_role("link", name="What we and Hotel Valdorra promise each other").click()
    expect(theirs.locator("main")).to_contain_text("1 of 1")

    # Tomorrow the house is closed, so the same 24 hours of work end a day later.
    after = close_tomorrow(page)
    arrive(house, "One more thing.", subject="A third lamp")
    clock = clock_beside(page, "A third lamp")
    expect(clock).to_contain_text(f"Due {after:%a} {after.day} {after:%b}, ")
    assert house.run("check").strip() == "All is whole."


def name_her_hotel(page: Page) -> None:
    page.goto("/desk/unassigned/")
    page.locator("[data-row]").click()
    page.locator("#aside").get_by_role("link", name="Ines Faro").click()
    page.get_by_role("link", name="Change").first.click()
    page.get_by_label("Organisation").fill("Hotel Valdorra")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Hotel Valdorra")


def write_it_down(page: Page) -> None:
    page.goto("/agreements/")
    page.get_by_role("link", name="Agree with a customer").click()
    page.get_by_label("With whom").fill("Hotel Valdorra")
    page.get_by_label("Orders").check()
    page.get_by_label("What it is for").fill("No guest sits in the dark.")
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_role("link", name="Add a promise").first.click()
    page.get_by_label("What kind").select_option("FIRST_ANSWER")
    page.get_by_label("Within").fill("24")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="Add a promise").last.click()
    page.get_by_label("In the words the other side reads").fill(ASKED)
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".pair")).to_contain_text(CLOCK)


def say_it(page: Page, words: str) -> None:
    page.get_by_label("In your own words").fill(words)
    page.get_by_label("Yes, we agree to this").check()
    page.get_by_role("button", name="Say it", exact=True).click()


def answer(page: Page, text: str) -> None:
    """To the conversation that is open, or to the first there is."""
    if "/desk/" not in page.url:
        page.goto("/desk/all/")
        page.locator("[data-row]").first.click()
    page.get_by_label("Your reply").fill(text)
    page.get_by_label("Your reply").press("Control+Enter")
    expect(page.locator("#letters .letter").last).to_contain_text(text.partition("{{")[0].strip())


def clock_beside(page: Page, subject: str) -> Locator:
    """The clock that runs beside the conversation of that subject."""
    page.goto("/desk/all/")
    page.locator("[data-row]", has_text=subject).click()
    clock = page.locator("#aside .promise", has_text=CLOCK)
    expect(clock).to_be_visible()
    return clock


def close_tomorrow(page: Page) -> datetime:
    """Answers a moment of the day after."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    page.goto("/settings/hours/")
    page.get_by_role("link", name="Always").click()
    page.get_by_label("Day", exact=True).fill(f"{tomorrow:%Y-%m-%d}")
    page.get_by_label("What it is").fill("Stocktaking")
    page.get_by_role("button", name="Note this day").click()
    expect(page.locator("#days")).to_contain_text("Stocktaking")
    return tomorrow + timedelta(days=1)
