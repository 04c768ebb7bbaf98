"""Ways in, in a real browser and under the real content policy: what no test client can show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.browser import chromium, sign_in
from tests.journeys.house import OWNER, PASSWORD, House, furnished

pytestmark = pytest.mark.journey

INTERNAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with furnished(tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def context(house: House, chrome: Browser) -> Iterator[BrowserContext]:
    one = chrome.new_context(base_url=house.address)
    yield one
    one.close()


def with_device(context: BrowserContext, complaints: list[str]) -> Page:
    """A page whose machine keeps passkeys, and which notes what the browser complains of."""
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": INTERNAL})
    return page


def forget_me(page: Page) -> None:
    """Come back as a stranger, from an empty page: an open one would knock again, unsigned."""
    page.goto("about:blank")
    page.context.clear_cookies()


def test_a_passkey_is_added_signs_in_by_itself_and_is_taken_away(context: BrowserContext):
    complaints: list[str] = []
    page = with_device(context, complaints)
    sign_in(page, OWNER, PASSWORD)

    # Added, once the password has been given again.
    page.goto("/me/passkeys/add/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name", exact=True).fill("My laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)

    # Enough by itself, and it leads on to where one was going.
    forget_me(page)
    page.goto("/sign-in/?next=/me/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()

    # Asked for after the password.
    forget_me(page)
    page.goto("/sign-in/")
    page.get_by_label("Mail address").fill(OWNER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more proof")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/today/")

    # Removed, and the password alone is enough again.
    page.goto("/me/passkeys/")
    expect(page.get_by_text("My laptop")).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("None yet")).to_be_visible()
    forget_me(page)
    sign_in(page, OWNER, PASSWORD)
    assert complaints == []


def test_a_passkey_that_is_refused_says_so_and_leaves_the_password(context: BrowserContext):
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    empty = {"options": INTERNAL | {"isUserVerified": False}}
    devtools.send("WebAuthn.addVirtualAuthenticator", empty)
    page.goto("/sign-in/")

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("use your password")
    sign_in(page, OWNER, PASSWORD)


def test_without_scripts_the_password_still_opens(house: House, chrome: Browser):
    context = chrome.new_context(base_url=house.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    sign_in(page, OWNER, PASSWORD)
    context.close()


def test_an_invitation_and_a_new_password_are_taken_in_a_browser(
    house: House, context: BrowserContext
):
    """The forms behind secret addresses: a browser says where it sends from, a test client not."""
    link = house.run("user", "add", "bea@northmoor.example", "--name", "Bea", "--invite").strip()
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Password").fill("another lamp for her")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/sign-in/")
    sign_in(page, OWNER, PASSWORD)

    page.goto("/settings/people/")
    page.get_by_role("row", name="Bea").get_by_role("link", name="Change").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The link, shown this once").input_value()
    forget_me(page)
    page.goto(link)
    page.get_by_label("New password").fill("a third lamp for her")
    page.get_by_role("button", name="Change the password").click()
    page.wait_for_url("**/sign-in/")

    sign_in(page, "bea@northmoor.example", "a third lamp for her")
    expect(page.get_by_role("link", name="Mine")).to_be_visible()
