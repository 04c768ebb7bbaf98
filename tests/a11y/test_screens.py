"""Every screen for everybody: axe finds nothing serious, keys get there, nothing is cut off.

The demo's story is on the screens, so that there is something to trip over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import BrowserContext, Page

from kept.demo import DEMO_PASSWORD
from tests.journeys.browser import chromium, sign_in
from tests.journeys.house import told_a_story

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the same pages; the run on SQLite reads them"
    ),
]

MARA, OWNER = "mara@northmoor.example", "ingrid@northmoor.example"
TELLING = "The shade has cracked again"
SERIOUS = {"serious", "critical"}
WORDS = "I'll call you tomorrow morning and we'll replace it by Friday."
OWNERS = {
    *("policy form", "grants", "review"),
    *("rhythm", "dismissed", "answers"),
    *("settings", "people", "desks", "mailboxes", "tray", "word", "agree", "talk"),
    *("tags", "macro", "rules", "rule", "workload", "move", "routing"),
    *("fields", "field", "checklists", "standard", "time of a desk"),
    *("settings found", "brands", "brand", "desk form", "step house", "step mail", "step letter"),
}
# The dark look changes colours alone.
FAULTS = {"resultTypes": ["violations"]}
LOOKS = {
    "light": FAULTS,
    "dark": {**FAULTS, "runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
NARROW = [("a phone", 390, 800), ("a window at 200 %", 720, 450), ("a window at 400 %", 320, 256)]
"""Where, how wide and how high in CSS pixels; the last one is WCAG 2.2's 1.4.10 (Reflow)."""


THEIR_BOUNDARY = """
from kept.customers.links import page_token
from kept.kit import clock
from kept.recovery.models import Boundary
found = Boundary.objects.get()
print(f"/for/{page_token(found.customer, now=clock.now())}/boundaries/{found.pk}/", end="")
"""


@dataclass(frozen=True)
class Place:
    """A house with a story, and where its screens are."""

    at: dict[str, BrowserContext]
    """A browser each for those who are signed in, and for a stranger."""
    paths: dict[str, str]

    def page(self, screen: str) -> Page:
        member = OWNER if screen in OF_THE_HOUSE | OWNERS else MARA
        page = self.at["" if screen in OF_STRANGERS else member].new_page()
        answer = page.goto(self.paths[screen])
        assert answer is not None
        assert answer.ok, f"{page.url}: {answer.status}"
        if screen == "composer":
            page.get_by_label("Your reply").fill(WORDS)
            page.locator("#offers .promise").nth(1).wait_for()
        if screen == "many":
            page.locator(".pick input").first.check()
            page.locator("#bulk button[value=tag]").click()
            page.locator("#bulk-menu form").wait_for()
        if screen == "macros":
            page.locator("[data-macros]").click()
            page.locator("[data-picker=macros]").wait_for()
        if screen == "noting":
            page.get_by_label("Your note").press_sequentially("Ask @")
            page.get_by_role("option").first.wait_for()
        if screen == "in focus":
            page.get_by_text("Begin", exact=True).or_(page.get_by_text("Back to it")).click()
            page.wait_for_url("**/desk/focus/*/")
            page.locator("#focus-parked > summary").click()
            page.get_by_title("Steps of a good answer").click()
        if screen == "search":
            page.locator("#q").press_sequentially(" desk:")
            page.get_by_role("option").first.wait_for()
        return page


SCREENS = [
    "sign-in",
    "list",
    "thread",
    "composer",
    "many",
    "macros",
    "designed",
    "file",
    "search",
    "views",
    "view",
    "today",
    "focus",
    "in focus",
    "how I like focus",
    "at my best",
    "steps",
    "standard",
    "improvement",
    "friction",
    "change",
    "huddle",
    "rhythm",
    "dismissed",
    "answers",
    "say no",
    "raise",
    "process",
    "obstacles",
    "hint",
    "plays",
    "put in a play",
    "playbook",
    "play",
    "write a play",
    "gaps",
    "second thoughts",
    "note a thought",
    "handoff",
    "hand on",
    "recoveries",
    "recovery",
    "boundary",
    "recovery of theirs",
    "boundary of theirs",
    "load",
    "workload",
    "move",
    "routing",
    "word",
    "my word",
    "reports",
    "report",
    "time of day",
    "themes",
    "theme",
    "like this",
    "customer",
    "promise",
    "renegotiate",
    "portal",
    "me",
    "settings",
    "settings found",
    "brands",
    "brand",
    "desk form",
    "step house",
    "step mail",
    "step letter",
    "people",
    "desks",
    "tags",
    "macro",
    "fields",
    "field",
    "checklists",
    "wanted",
    "split",
    "link",
    "checklist",
    "time",
    "time of a desk",
    "own time",
    "view form",
    "noting",
    "mentions",
    "told",
    "told-of-desk",
    "rules",
    "rule",
    "mailboxes",
    "tray",
    "hours",
    "calendar",
    "hours-change",
    "absences",
    "authority",
    "policy",
    "policy form",
    "grants",
    "decide",
    "values collide",
    "precedents",
    "review",
    "agreements",
    "agreement",
    "agree",
    "talk",
]
OF_THE_HOUSE = {
    "gaps",
    "settings",
    "people",
    "desks",
    "mailboxes",
    "tray",
    "calendar",
    "hours-change",
}

OF_STRANGERS = {"sign-in", "portal", "recovery of theirs", "boundary of theirs"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with told_a_story(tmp_path_factory.mktemp("story")) as house, chromium() as browser:
        at = {
            member: browser.new_context(base_url=house.address, reduced_motion="reduce")
            for member in (MARA, OWNER, "")
        }
        for member in (MARA, OWNER):
            sign_in(at[member].new_page(), member, DEMO_PASSWORD)
        paths = paths_from(at[MARA].new_page(), at[OWNER].new_page())
        # Its address stands in the warning alone.
        paths["boundary of theirs"] = house.run("manage", "shell", "-v", "0", "-c", THEIR_BOUNDARY)
        yield Place(at, paths)


def paths_from(page: Page, owner: Page) -> dict[str, str]:
    """Where the screens are that have a number in their address."""

    def first(selector: str, of: Page = page) -> str:
        return str(of.locator(selector).first.get_attribute("href"))

    owner.goto("/workload/?desk=orders")
    workload = first(".workload a", owner)
    owner.goto("/settings/routing/")
    routing = first("a[href^='/settings/routing/']", owner)

    page.goto("/authority/")
    policy = first("a.item--link[href^='/authority/policies/']")
    page.goto("/settings/hours/")
    calendar = first("h2 a:has-text('Shop')")
    page.goto("/agreements/")
    agreement = first("a.item:has-text('Hotel Tidewater')")
    page.goto("/today/")
    handoff = first(".handoffs a[href^='/handoffs/']")
    own = first(".item[href^='/desk/mine/']")
    renegotiate = first(".item a[href$='/renegotiate/']")
    page.goto("/desk/promised/")
    thread = first(f"[data-row]:has-text('{TELLING}')")
    page.goto("/desk/mine/")
    angry = first("[data-row]:has-text('the third box')")
    plays = f"/c/{angry.rstrip('/').rpartition('/')[2]}/plays/"
    page.goto(plays)
    phrasing = first("a[href*='/plays/']:has-text('Say it my way')")
    page.goto("/playbook/")
    play = first("a.item[href^='/playbook/']")
    page.goto("/desk/promised/")
    page.goto(first("[data-row]:has-text('Twelve pendants for the bar')"))
    designed = first(".designed a")
    page.goto("/improvement/")
    friction = first("a.item[href^='/improvement/frictions/']")
    change = first("a.item[href^='/improvement/changes/']:has-text('Take back')")
    page.goto("/improvement/processes/")
    process = first("a.item[href^='/improvement/processes/']")
    page.goto("/huddles/")
    huddle = first("a.item[href^='/huddles/']")
    page.goto("/views/")
    view = first(".kept-views a[href^='/views/']")
    page.goto("/me/notices/")
    told_of_desk = first("a[href^='/me/notices/desks/']")
    number = thread.rstrip("/").split("/")[-1]
    page.goto(thread)
    thought = first("a[href*='/letters/'][href$='/second-thoughts/']")
    file = first(".file a")
    customer = first("#aside a[href^='/customers/']")
    page.goto("/recoveries/")
    recovery = first(".item--link:has-text('Charged twice')")
    page.goto(recovery)
    page.goto(first("main a[href^='/desk/all/']"))
    page.goto(first("#aside a[href^='/customers/']"))
    page.goto(first("a[href*='/for/']"))
    recovery_of_theirs = first("a[href*='/recoveries/']")
    page.goto("/themes/")
    theme = first("a.item--link[href^='/themes/']")
    page.goto(theme)
    alike = first("a.glance__one").rstrip("/").rpartition("/")[2]
    page.goto(customer)
    return {
        "recoveries": "/recoveries/",
        "recovery": recovery,
        "boundary": f"/c/{number}/boundary/",
        "recovery of theirs": recovery_of_theirs,
        "sign-in": "/sign-in/",
        "list": "/desk/mine/",
        "thread": thread,
        "composer": thread,
        "many": "/desk/mine/?select=1",
        "macros": thread,
        "designed": designed,
        "file": file,
        "search": "/search/?q=is%3Aopen+lamp",
        "views": "/views/",
        "view": view,
        "today": "/today/",
        "focus": "/focus/",
        "in focus": "/focus/",
        "how I like focus": "/me/focus/",
        "at my best": "/me/best/",
        "steps": "/steps/",
        "standard": "/settings/standard/",
        "improvement": "/improvement/",
        "friction": friction,
        "change": change,
        "huddle": huddle,
        "rhythm": "/rhythm/",
        "dismissed": "/rhythm/dismissed/",
        "answers": "/me/answers/",
        "say no": f"/c/{number}/no/",
        "raise": "/improvement/raise/",
        "process": process,
        "obstacles": "/improvement/obstacles/",
        "hint": angry,
        "plays": plays,
        "put in a play": phrasing,
        "playbook": "/playbook/",
        "play": play,
        "write a play": "/playbook/write/",
        "gaps": "/playbook/gaps/",
        "second thoughts": "/second-thoughts/",
        "note a thought": thought,
        "handoff": handoff,
        "hand on": f"/c/{own.rstrip('/').rpartition('/')[2]}/handoff/",
        "load": "/me/load/",
        "workload": "/workload/?desk=orders",
        "move": workload,
        "routing": routing,
        "word": "/word/",
        "my word": "/word/mine/",
        "reports": "/reports/",
        "report": "/reports/promises/?by=tag",
        "time of day": "/reports/hours/",
        "themes": "/themes/",
        "theme": theme,
        "like this": f"/c/{alike}/like/",
        "customer": customer,
        "promise": renegotiate.removesuffix("renegotiate/"),
        "renegotiate": renegotiate,
        "portal": first("a[href*='/for/']"),
        "me": "/me/",
        "settings": "/settings/",
        "settings found": "/settings/?q=hours",
        "brands": "/settings/brand/",
        "brand": "/settings/brand/house/",
        "desk form": "/settings/desks/make/",
        "step house": "/first-steps/house/",
        "step mail": "/first-steps/mail/",
        "step letter": "/first-steps/letter/",
        "people": "/settings/people/",
        "desks": "/settings/desks/",
        "fields": "/settings/fields/",
        "field": "/settings/fields/make/",
        "checklists": "/settings/checklists/make/",
        "wanted": f"/c/{number}/fields/",
        "split": f"/c/{number}/split/",
        "link": f"/c/{number}/links/",
        "checklist": f"/c/{number}/checklist/",
        "time": f"/c/{number}/time/",
        "time of a desk": "/settings/time/",
        "own time": "/time/",
        "view form": "/views/save/?q=is:open",
        "noting": f"{thread}?write=note",
        "mentions": f"/c/{number}/mentions/",
        "told": "/me/notices/",
        "told-of-desk": told_of_desk,
        "tags": "/settings/tags/",
        "macro": "/settings/macros/make/",
        "rules": "/settings/rules/",
        "rule": "/settings/rules/make/?start=warn",
        "mailboxes": "/mail/mailboxes/",
        "tray": "/mail/tray/",
        "hours": "/settings/hours/",
        "calendar": calendar,
        "hours-change": f"{calendar}change/",
        "absences": "/absences/",
        "authority": "/authority/",
        "policy": policy,
        "policy form": f"{policy}change/",
        "grants": "/authority/grants/",
        "decide": f"/c/{number}/decide/",
        "values collide": f"/c/{number}/ruling/",
        "precedents": "/authority/rulings/",
        "review": "/authority/reviews/",
        "agreements": "/agreements/",
        "agreement": agreement,
        "agree": "/agreements/begin/customer/",
        "talk": f"{agreement}review/",
    }


@pytest.fixture(scope="module", params=SCREENS)
def screen(place: Place, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = place.page(request.param)
    yield page
    page.close()


@pytest.mark.parametrize("scheme", LOOKS)
def test_nothing_serious_stands_in_anybodys_way(screen, scheme):
    screen.emulate_media(color_scheme=scheme)

    found = axe(screen, LOOKS[scheme])["violations"]

    assert [
        (fault["id"], fault["nodes"][0]["target"], fault["nodes"][0]["failureSummary"])
        for fault in found
        if fault["impact"] in SERIOUS
    ] == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_has_to_be_scrolled_sideways(screen, direction):
    screen.evaluate("(to) => { document.documentElement.dir = to }", direction)

    for where, width, height in NARROW:
        screen.set_viewport_size({"width": width, "height": height})
        assert too_wide(screen) == [], f"{screen.url} on {where}, {direction}"


def test_the_keyboard_alone_gets_from_the_words_to_send(place):
    page = place.page("composer")
    field = page.get_by_label("Your reply")
    field.focus()

    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().split(/\\s+/)[0]"))
        if page.evaluate("document.activeElement.dataset.send === ''"):
            break

    page.close()
    assert reached[-1] == "Send"
    assert "Promise" in reached


def axe(page: Page, options: dict[str, object]) -> Any:
    """As `Axe().run` does it, whose half a megabyte a page has to read but once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    if "runOnly" not in options:
        # A third of the time goes into rules whose faults nobody asks for here.
        options = {**options, "rules": {rule: {"enabled": False} for rule in mild(page)}}
    return page.evaluate("(options) => axe.run(options)", options)


def mild(page: Page) -> list[str]:
    """Rules that can find nothing `SERIOUS`, by what axe itself knows of them and their checks."""
    told = page.evaluate(
        """() => Object.fromEntries(axe._audit.rules.map((rule) => [
            rule.id,
            rule.impact ? [rule.impact] : [...rule.any, ...rule.all, ...rule.none].map((check) =>
                axe._audit.data.checks[check.id ?? check]?.impact ?? "serious"),
        ]))"""
    )
    found = [rule for rule, impacts in told.items() if not SERIOUS.intersection(impacts)]
    assert 0 < len(found) < len(told) / 2
    assert "color-contrast" not in found
    return found


def too_wide(page: Page) -> object:
    """What scrolls sideways: the page itself, or a part of it that scrolls by its own."""
    return page.evaluate(
        """() => [...document.querySelectorAll("html, main, #list, #letters, #page, .page__in")]
            .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
            .map((one) => [one.className || one.tagName, one.clientWidth, one.scrollWidth])"""
    )
