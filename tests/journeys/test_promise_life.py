"""A promise on its way: "thanks" ends nothing, a call is chosen, what is denied is open again.

Real are the processes of Kept, the mail server of the world and the browser; letters come in by
`kept mail pipe`. The desk is always open, so that this walk goes the same at any hour.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import sign_in
from tests.journeys.desk import conversation_address, make_the_desk
from tests.journeys.house import OWNER, PASSWORD, World, wait_until
from tests.journeys.ines import arrive, link_in, opened

pytestmark = pytest.mark.journey

WORDS = "I'll send you the new shade by Friday next week"


def test_thanks_ends_nothing_a_call_is_chosen_and_what_is_denied_is_open_again(
    house, world, chrome
):
    page = opened(chrome, house)
    sign_in(page, OWNER, PASSWORD)
    make_the_desk(page)
    arrive(house, "The lamp is cracked. What now?")
    conversation = answered_with_a_promise(page, world)

    # The story that other desks lose: "thanks" comes, and the promise stands.
    arrive(house, "Thanks!", answers=world.taken[0])
    expect(page.locator("#letters")).to_contain_text("Thanks!")
    expect(page.locator("#aside .promise", has_text=WORDS)).to_have_attribute("data-state", "open")
    lay_aside(page)
    arrive(house, "And thank your packer, too.", answers=world.taken[0])
    page.goto(conversation)
    expect(page.locator("#letters")).to_contain_text("And thank your packer, too.")
    page.goto("/today/")
    expect(page.locator(".item", has_text="Ask the glazier")).to_be_visible()
    expect(page.locator(".item", has_text=WORDS)).to_be_visible()

    # A call is offered, and the customer says when.
    page.goto(f"{conversation_address(conversation)}callback/")
    page.get_by_role("button", name="Send and let them choose").click()
    page.wait_for_url("**/desk/**")
    wait_until(lambda: len(world.taken) == 2)
    theirs = opened(chrome, house)
    theirs.goto(link_in(world.taken[1]))
    call = theirs.locator("#promised .promise", has_text="I'll call you")
    expect(call).to_contain_text("You choose the time")
    call.locator(".time").last.click()
    call.get_by_role("button", name="Choose this time").click()
    expect(theirs.locator("#announce")).to_contain_text("We will hold to the time you chose.")
    page.goto("/today/")
    expect(page.locator(".item", has_text="I'll call you")).to_be_visible()

    # It is declared done and said to be; they deny it, and it is open again.
    page.locator(".item", has_text=WORDS).get_by_role("link", name=WORDS).click()
    page.locator("#aside").get_by_role("link", name=WORDS).click()
    page.get_by_role("button", name="Mark as kept").click()
    page.get_by_role("link", name="Tell them that it is done").click()
    page.get_by_role("button", name="Send", exact=True).click()
    wait_until(lambda: len(world.taken) == 3)
    theirs.goto(link_in(world.taken[2]))
    asked = theirs.locator("#asked .promise", has_text=WORDS)
    asked.get_by_text("That did not happen").click()
    asked.get_by_label("What happened instead?").fill("An empty box came.")
    asked.get_by_role("button", name="It is not done").click()
    expect(theirs.locator("#announce")).to_contain_text("It is open again")
    page.goto(conversation)
    expect(page.locator("#aside .promise", has_text=WORDS)).to_contain_text("Not done, they say.")
    page.locator("#aside").get_by_role("link", name=WORDS).click()
    expect(page.locator(".history")).to_contain_text("An empty box came.")

    # It is done after all, and now they say so too.
    page.get_by_role("button", name="Mark as kept").click()
    theirs.reload()
    asked.get_by_role("button", name="Yes, it happened").click()
    expect(theirs.locator("main")).to_contain_text("You said so too.")
    page.reload()
    expect(page.locator("main .promise")).to_contain_text("They say so too")
    assert house.run("check").strip() == "All is whole."


def answered_with_a_promise(page: Page, world: World) -> str:
    """Sent without a yes it is asked about once more; answers the address of the conversation."""
    page.goto("/desk/unassigned/")
    page.locator("[data-row]").click()
    page.get_by_label("Your reply").fill(f"Dear Ines, {WORDS}.")
    expect(page.locator("#offers .promise")).to_have_count(1)
    page.get_by_label("Your reply").press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("there is a promise in your words")
    assert world.taken == []
    page.keyboard.press("Alt+1")
    expect(page.locator("#offers .promise[data-state=open]")).to_have_count(1)
    page.get_by_label("Your reply").press("Control+Enter")
    expect(page.locator("#letters .letter", has_text=WORDS)).to_be_visible()
    wait_until(lambda: world.taken)
    return page.url


def lay_aside(page: Page) -> None:
    page.locator("#thread").focus()
    page.keyboard.press("s")
    page.wait_for_url("**/snooze/")
    page.get_by_label("Yes, remind me all the same").check()
    page.get_by_label("What for").fill("Ask the glazier")
    page.locator("button[name=quick]").last.click()
    page.wait_for_url("**/desk/**")
    expect(page.locator(".thread__sub")).to_contain_text("On hold")
