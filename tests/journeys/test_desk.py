"""The desk in a real browser: a refusal loses nothing, a note never looks like mail, and more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

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
TELLING = "The shade has cracked again"
WORDS = "I will write to you tomorrow."
REFRESH = """row => {
    const list = row.closest("#list");
    list.replaceWith(list.cloneNode(true));
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with told_a_story(tmp_path_factory.mktemp("story")) as one:
        yield one


@contextmanager
def thread(chrome: Browser, house: House, *, width: int = 1440, scripts: bool = True):
    context = chrome.new_context(
        base_url=house.address,
        java_script_enabled=scripts,
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    sign_in(page, MARA, DEMO_PASSWORD)
    page.goto("/desk/mine/")
    page.locator("[data-row]", has_text=TELLING).click()
    expect(page.locator("#composer")).to_be_visible()
    yield page
    context.close()


def letters(page: Page) -> int:
    return page.locator("#letters .letter").count()


def test_what_is_refused_leaves_the_letters_the_words_and_the_files(house, chrome):
    with thread(chrome, house) as page:
        before = letters(page)
        page.get_by_label("Your reply").fill("")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("There is nothing to send yet")
        assert letters(page) == before > 1
        expect(page.get_by_label("Your reply")).to_be_focused()

        page.locator("input[type=file]").set_input_files(
            {"name": "shade.txt", "mimeType": "text/plain", "buffer": b"A shade"}
        )
        page.get_by_label("Your reply").fill(WORDS)
        page.locator(".composer__to summary").click()
        page.get_by_label("To", exact=True).fill("nobody")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("is no mail address")
        assert letters(page) == before
        expect(page.get_by_label("Your reply")).to_have_value(WORDS)
        expect(page.locator(".composer__files")).to_contain_text("shade.txt")
        # It is the draft's, so it is there on any other machine too.
        page.reload()
        expect(page.locator(".composer__files")).to_contain_text("shade.txt")
        page.get_by_role("button", name="Take shade.txt off").click()
        expect(page.locator(".composer__files")).not_to_contain_text("shade.txt")


PASTE = """(field, pixel) => {
    const bytes = Uint8Array.from(atob(pixel), (sign) => sign.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "crack.png", { type: "image/png" }));
    const clipped = { clipboardData: data, bubbles: true, cancelable: true };
    field.dispatchEvent(new ClipboardEvent("paste", clipped));
}"""
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_a_pasted_picture_is_a_file_and_leaves_its_mark_where_the_cursor_was(house, chrome):
    with thread(chrome, house) as page:
        reply = page.get_by_label("Your reply")
        reply.fill("Is it this crack?\n\nYours")
        reply.evaluate("field => field.setSelectionRange(17, 17)")

        reply.evaluate(PASTE, PIXEL)

        expect(page.locator(".composer__files")).to_contain_text("crack.png")
        expect(reply).to_have_value("Is it this crack?\n\n[picture: crack.png]\n\nYours")


def test_an_empty_note_is_refused_where_it_was_written(house, chrome):
    with thread(chrome, house) as page:
        before = letters(page)
        page.get_by_role("link", name="Note", exact=True).click()
        page.get_by_role("button", name="Add the note").click()

        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator("#composer")).to_have_attribute("data-kind", "note")
        assert letters(page) == before


@pytest.mark.parametrize("scripts", [True, False])
def test_a_note_looks_like_one_and_a_reply_like_a_letter(house, chrome, scripts):
    with thread(chrome, house, scripts=scripts) as page:
        edge = "form => getComputedStyle(form).borderTopStyle"
        composer = page.locator("#composer")

        page.get_by_role("link", name="Note", exact=True).click()
        expect(page.get_by_label("Your note")).to_be_focused()
        expect(composer).to_have_attribute("data-kind", "note")
        assert composer.evaluate(edge) == "dashed"

        page.get_by_role("link", name="Reply", exact=True).click()
        expect(page.get_by_label("Your reply")).to_be_focused()
        expect(composer).to_have_attribute("data-kind", "reply")
        assert composer.evaluate(edge) == "solid"


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (1440, ["views", "list", "thread", "aside"]),
        (1100, ["views", "list", "thread"]),
        (900, ["views", "thread"]),
        (390, ["thread"]),
    ],
)
def test_so_many_panes_stand_beside_each_other_as_there_is_room(house, chrome, width, seen):
    with thread(chrome, house, width=width) as page:
        shown = [
            name
            for name in ("views", "list", "thread", "aside")
            if page.locator(f".desk > .{name}").is_visible()
        ]
        assert shown == seen
        back = page.locator(".back")
        assert back.is_visible() == ("list" not in seen)
        if "list" not in seen:
            back.click()
            expect(page.locator("#list")).to_be_visible()
            expect(page.locator("#thread")).to_be_hidden()


def test_on_a_phone_the_menu_assigns(house, chrome):
    with thread(chrome, house, width=390) as page:
        menu = page.locator("details.drop").first
        menu.locator("summary").click()
        menu.get_by_role("link", name="Assign").click()

        expect(page.get_by_role("form", name="Who looks after it?")).to_be_visible()
        expect(menu.locator(".drop__in")).to_be_hidden()


def test_the_column_follows_what_others_do(house, chrome):
    with thread(chrome, house) as page:
        today = page.context.new_page()
        today.goto("/today/")
        mine = today.locator("#views .view[href='/desk/mine/']")
        # The numbers come a moment after the page.
        expect(mine.locator(".count")).to_contain_text(re.compile(r"\d"))
        before = int(mine.locator(".count").inner_text().strip(" ,"))
        mine.focus()

        page.goto("/desk/unassigned/")
        page.locator("[data-row]").first.click()
        page.get_by_role("button", name="Take it").click()

        expect(mine.locator(".count")).to_contain_text(str(before + 1))
        expect(mine).to_be_focused()
        assert today.locator("#views [aria-current=page]").inner_text() == "Today"


def test_a_row_that_is_refreshed_away_still_opens_all_panes(house, chrome):
    with thread(chrome, house) as page:
        page.goto("/desk/mine/")
        expect(page.locator("#aside .promise")).to_have_count(0)
        row = page.locator("[data-row]", has_text=TELLING)
        page.route("**pane=thread**", lambda route: (row.evaluate(REFRESH), route.continue_()))

        row.click()

        expect(page.locator("#composer")).to_be_visible()
        expect(page.locator("#aside .promise").first).to_be_visible()
        expect(page.locator("#aside")).to_contain_text("Promised here")


def test_by_keys_alone_a_tag_is_found_and_another_one_made(house, chrome):
    with thread(chrome, house) as page:
        tags = page.locator(".thread__tags")
        page.locator("#thread").focus()
        page.keyboard.press("t")
        expect(page.get_by_label("Name of a tag; a comma")).to_be_focused()
        page.keyboard.type("repa")
        expect(page.locator("#menu [data-pick]:visible")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(tags).to_contain_text("Repair")

        page.locator("#thread").focus()
        page.keyboard.press("t")
        expect(page.get_by_label("Name of a tag; a comma")).to_be_focused()
        page.keyboard.type("Wholly new")
        page.keyboard.press("Enter")
        expect(tags).to_contain_text("Wholly new")


def test_rows_are_selected_by_keys_changed_together_and_put_back(house, chrome):
    with thread(chrome, house) as page:
        page.goto("/desk/mine/")
        low = page.locator("#list .priority[data-priority=LOW]")
        before = low.count()
        page.locator("#list [data-row]").first.focus()
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("Shift+X")
        expect(page.locator("[data-picked]")).to_have_text("3 selected")

        page.keyboard.press("!")
        page.locator("#bulk-menu").get_by_role("button", name="Low").click()
        said = page.locator("#announce .bulk")
        expect(said).to_contain_text("3 changed.")
        expect(low).to_have_count(before + 3)
        expect(page.locator("#list")).not_to_have_attribute("data-selecting", "")

        said.get_by_role("button", name="Undo").click()
        expect(said).to_contain_text("3 are as they were.")
        expect(low).to_have_count(before)


def test_a_slash_puts_in_a_macro_where_it_stood_and_what_was_typed_stays(house, chrome):
    with thread(chrome, house) as page:
        field = page.get_by_label("Your reply")
        field.fill("Dear Ines,\n\n\n\nMara")
        field.evaluate("field => field.setSelectionRange(12, 12)")
        page.keyboard.press("/")
        expect(page.get_by_label("Name or words of a macro")).to_be_focused()
        page.keyboard.type("glass sorry")
        page.keyboard.press("Enter")

        expect(field).to_be_focused()
        words = field.input_value()
        assert words.startswith("Dear Ines,\n\nDear Ines,\n\nI am sorry about the glass.")
        assert words.endswith("double-wall box.\n\nMara\n\nMara")

        # A slash that is meant as one is typed as one.
        field.fill("")
        page.keyboard.press("/")
        page.get_by_label("Name or words of a macro").press("Escape")
        expect(field).to_have_value("/")
