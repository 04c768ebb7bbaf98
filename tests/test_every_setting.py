"""Every setting is found: whatever has a page of settings stands in the list that is searched."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kept.people.every_setting import SETTINGS, find, open_to
from tests.cast import make_manager, make_member, make_owner
from tests.test_every_url import ROUTES, Route, sign_in

pytestmark = pytest.mark.django_db

OF_THE_LIBRARY = {
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"),
    *("account_reauthenticate", "mfa_reauthenticate"),
}
"""Steps of Sign-in, which stands in the list."""
NO_SETTINGS = {
    "focus:answers",
    "people:settings",
    "people:setting_commands",
    "notices:push_key",
    "mail:connected",
    "homes:aside",
}


def is_setting(route: Route) -> bool:
    begins = ("settings/", "me/", "mail/mailboxes/", "mail/tray/", "mail/blocked/")
    return (
        "GET" in route.methods
        and route.pattern.startswith((*begins, "absences/", "first-steps/"))
        and route.name not in NO_SETTINGS | OF_THE_LIBRARY
    )


def test_every_page_of_settings_is_in_the_list_or_behind_one_that_is():
    listed = {reverse(one.route) for one in SETTINGS}
    missing = []
    for route in filter(is_setting, ROUTES):
        address = "/" + route.pattern
        fixed = address.partition("<")[0]
        is_behind = "<" in address and any(fixed.startswith(one) for one in listed)
        if address not in listed and not is_behind:
            missing.append(route.name)
    assert missing == []


def test_who_may_open_a_setting_is_who_its_door_lets_in():
    doors = {route.name: route.door for route in ROUTES}
    assert [one.route for one in SETTINGS if one.who != doors[one.route]] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_is_found_by_its_name_and_by_each_other_word_for_it(language):
    odo = make_owner()
    with translation.override(language):
        known = open_to(odo)
        for one in known:
            assert one in find(str(one.name), known), one.name
            for word in str(one.also).split(","):
                assert one in find(word, known), word


def test_a_name_stands_before_what_only_speaks_of_it():
    known = open_to(make_owner())
    assert str(find("signature", known)[0].name) == "Signature"
    assert str(find("dark mode", known)[0].name) == "Appearance"
    assert [str(one.name) for one in find("canned", known)] == ["Make a macro", "Macros"]
    assert find("", known) == find("xyzzy", known) == []


def test_nobody_finds_what_they_may_not_open():
    ada, lou = make_member(), make_manager()
    assert find("signature", open_to(ada)) == find("signature", open_to(lou)) == []
    assert [str(one.name) for one in find("tags", open_to(ada))] == []
    assert "Tags" in {str(one.name) for one in find("tags", open_to(lou))}


def test_the_page_finds_without_scripts_and_shows_what_was_asked(client: Client):
    client = sign_in(make_owner())
    page = client.get("/settings/", {"q": 'Logo"<b>'}).content.decode()
    assert "Nothing fits these words." in page
    assert "<b>&quot;" not in page

    page = client.get("/settings/", {"q": "logo"}).content.decode()
    assert 'href="/settings/brand/house/#id_logo"' in page
    assert 'value="logo"' in page


def test_every_anchor_is_there_where_it_leads():
    client = sign_in(make_owner())
    for one in SETTINGS:
        if one.anchor:
            page = client.get(reverse(one.route)).content.decode()
            assert re.search(rf'id="{one.anchor}"', page), one.address


def test_the_palette_gets_those_of_its_member():
    page = sign_in(make_member()).get("/settings/commands/").content.decode()
    assert 'data-href="/me/#id_theme"' in page
    assert "/settings/brand/" not in page
