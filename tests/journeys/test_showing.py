"""A letter as designed, by keyboard: its words one key away, its pictures, its files, on paper."""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, expect

from tests.foreign.documents import Document
from tests.foreign.watching import put_in
from tests.journeys.browser import sign_in
from tests.journeys.house import OWNER, PASSWORD, ROOT, House

pytestmark = pytest.mark.journey

LETTER = (
    '<table width="600"><tr><td bgcolor="#c8102e"><a href="https://click.example/x" '
    'style="color:#fff">shop.example</a></td></tr></table><p>Dear Odo, the sale.</p>'
    '<img src="https://pictures.invalid/lamp.png">'
)
ANOTHER = """
import django, sys; django.setup()
from django.utils import timezone
from kept.conversations.models import Conversation
from tests.cast import make_message
make_message("And one more.", conversation=Conversation.objects.get(pk=sys.argv[1]),
             now=timezone.now())
"""


def test_a_letter_as_designed_and_its_words_are_one_key_apart(house: House, chrome: Browser):
    (pk,) = put_in(house, [Document("sale", LETTER)])
    page = chrome.new_page(base_url=house.address)
    sign_in(page, OWNER, PASSWORD)
    page.goto(f"/desk/all/{pk}/")
    words = page.locator(".letter > .letter__body").first
    expect(words).to_be_visible()

    page.keyboard.press("v")
    frame = page.frame_locator("iframe.letter__frame")
    expect(frame.get_by_text("Dear Odo, the sale.")).to_be_visible()
    expect(words).to_be_hidden()
    expect(frame.get_by_text("leads to click.example")).to_be_visible()
    expect(page.get_by_text("A link says shop.example and leads to click.example.")).to_be_visible()
    expect(page.get_by_text("1 picture was held back.")).to_be_visible()

    # A link that is pointed at says where it leads, within the frame and without a script.
    frame.get_by_role("link", name="shop.example").hover()
    told = frame.get_by_role("link", name="shop.example").evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert told == '"https://click.example/x"'

    page.keyboard.press("i")
    expect(page.get_by_text("1 picture comes through us.")).to_be_visible()

    # What arrives meanwhile changes nothing of how this one is shown.
    subprocess.run(
        [sys.executable, "-c", ANOTHER, str(pk)],
        env=house.environment | {"DJANGO_SETTINGS_MODULE": "kept.config.settings"},
        cwd=ROOT,
        check=True,
    )
    expect(page.locator(".letter").get_by_text("And one more.")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("1 picture comes through us.")).to_be_visible()
    expect(words).to_be_hidden()

    page.locator(".letter .designed > summary").focus()
    page.keyboard.press("v")
    expect(words).to_be_visible()
    expect(page.locator("iframe.letter__frame")).to_be_hidden()

    page.locator(".file a").first.click()
    expect(page.get_by_text("text, read as UTF-8")).to_be_visible()
    page.keyboard.press("Escape")
    expect(words).to_be_visible()

    page.goto(f"/c/{pk}/print/?designed=1")
    page.emulate_media(media="print")
    expect(page.get_by_text("Print this page")).to_be_hidden()
    assert page.pdf()[:5] == b"%PDF-"
    link = page.get_by_role("link", name="shop.example")
    told = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert told == '" (https://click.example/x)"'
