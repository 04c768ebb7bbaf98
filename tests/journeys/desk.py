"""A desk that is always open, so that a walk goes the same on any day at any hour."""

from __future__ import annotations

import re

from playwright.sync_api import Page

ORDERS = "orders@northmoor.example"
DAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")


def make_the_desk(page: Page) -> None:
    page.goto("/settings/hours/make/")
    page.get_by_label("Name", exact=True).fill("Always")
    for day in DAYS:
        page.get_by_label(f"{day}day", exact=True).fill("00:00-24:00")
    page.get_by_role("button", name="Make these hours").click()
    page.wait_for_url("**/settings/hours/*/")
    page.goto("/settings/desks/make/")
    page.get_by_label("Name", exact=True).fill("Orders")
    page.get_by_label("Short name").fill("orders")
    page.get_by_label("Mail addresses").fill(ORDERS)
    page.get_by_label("Hours").select_option(label="Always")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/settings/desks/")


def conversation_address(desk: str) -> str:
    """From the address at the desk to that of the conversation itself."""
    number = re.search(r"/(\d+)/", desk.partition("/desk/")[2])
    assert number is not None
    return f"/c/{number[1]}/"
