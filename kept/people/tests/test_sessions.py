from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as Stored
from django.test import Client

from kept.people import actions, queries
from kept.people.models import Member
from kept.people.tests.make import body, browser, faults, is_signed_in, prove_again
from tests.cast import NOON, PASSWORD, make_member, make_owner

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0"
)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.0", "A program"),
        ("", "A program"),
    ],
)
def test_a_browser_is_named_as_people_would(agent: str, words: str):
    assert queries.browser_in_words(agent) == words


def test_the_list_shows_each_place_and_which_is_here():
    ada = make_member("ada")
    desk = browser(ada, HTTP_USER_AGENT=FIREFOX)
    browser(ada, HTTP_USER_AGENT=SAFARI)

    rows = queries.sessions(ada, current_key=desk.session.session_key)

    assert [(row.words, row.is_current) for row in rows] == [
        ("Firefox on Linux", True),
        ("Safari on iPhone", False),
    ]
    page = body(desk.get("/me/sessions/"))
    assert page.count("Sign out there") == 1
    assert "Sign out everywhere else" in page


def test_a_session_ended_elsewhere_is_dead_on_its_next_request():
    ada = make_member("ada")
    here, there = browser(ada), browser(ada)
    row = UserSession.objects.get(session_key=there.session.session_key)

    here.post(f"/me/sessions/{row.pk}/end/")

    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_nobody_ends_the_session_of_another():
    ada, bea = make_member("ada"), make_member("bea")
    theirs, mine = browser(bea), browser(ada)
    row = UserSession.objects.get(user=bea)

    assert mine.post(f"/me/sessions/{row.pk}/end/").status_code == 302
    assert is_signed_in(theirs)


def test_signing_out_everywhere_else_leaves_this_one_with_a_new_key():
    ada = make_member("ada")
    here, there = browser(ada), browser(ada)
    key = here.session.session_key

    here.post("/me/sessions/end-others/")

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert here.session.session_key != key
    assert [row.session_key for row in UserSession.objects.filter(user=ada)] == [
        here.session.session_key
    ]
    assert Stored.objects.count() == 1


def test_a_new_password_ends_all_other_sessions_and_renews_this_one():
    ada = make_member("ada")
    here, there = browser(ada), browser(ada)
    key = here.session.session_key

    here.post("/me/password/", {"present": PASSWORD, "new": "quite another word"})

    assert is_signed_in(here)
    assert here.session.session_key != key
    assert not is_signed_in(there)
    assert len(queries.sessions(ada, current_key=None)) == 1


def test_a_raised_epoch_alone_ends_every_session():
    ada = make_member("ada")
    client = browser(ada)

    Member.objects.filter(pk=ada.pk).update(epoch=ada.epoch + 1)

    assert not is_signed_in(client)


@pytest.mark.parametrize("change", [{"role": "MANAGER"}, {"sees_only_assigned": True}])
def test_a_change_of_rights_ends_the_sessions(change: dict[str, object]):
    odo, ada = make_owner(), make_member("ada")
    client = browser(ada)
    values = {"role": "MEMBER", "teams": [], "sees_only_assigned": False, "is_active": True}

    actions.change_member(ada, **(values | change), by=odo, now=NOON)  # type: ignore[arg-type]

    assert not is_signed_in(client)


def test_whoever_is_closed_is_out_at_once_and_stays_out_when_opened_again():
    odo, ada = make_owner(), make_member("ada")
    client = browser(ada)
    values = {"role": "MEMBER", "teams": [], "sees_only_assigned": False}

    actions.change_member(ada, **values, is_active=False, by=odo, now=NOON)  # type: ignore[arg-type]
    assert not is_signed_in(client)
    actions.change_member(ada, **values, is_active=True, by=odo, now=NOON)  # type: ignore[arg-type]
    assert not is_signed_in(client)


def test_a_session_of_somebody_who_left_is_thrown_away_when_it_comes_back():
    ada = make_member("ada")
    client = browser(ada)
    Member.objects.filter(pk=ada.pk).update(is_active=False)

    client.get("/sign-in/")
    Member.objects.filter(pk=ada.pk).update(is_active=True)

    assert not is_signed_in(client)


def test_an_owner_who_changes_their_own_rights_stays_signed_in_here():
    odo = make_owner()
    make_owner("ola")
    here, there = browser(odo), browser(odo)
    prove_again(here)

    here.post(f"/settings/people/{odo.pk}/", {"role": "MANAGER", "is_active": "on"})

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert here.get("/settings/people/invite/").status_code == 403


def test_a_wrong_present_password_changes_nothing():
    ada = make_member("ada")
    client = browser(ada)

    answer = client.post("/me/password/", {"present": "no", "new": "quite another word"})

    assert (answer.status_code, faults(answer)) == (422, "That is not your present password.")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_the_present_password_cannot_be_guessed_at_length():
    client = browser(make_member("ada"))
    for _ in range(5):
        client.post("/me/password/", {"present": "no", "new": "quite another word"})

    answer = client.post("/me/password/", {"present": PASSWORD, "new": "quite another word"})

    assert answer.status_code == 429
    assert "Wait a few minutes" in body(answer)


@pytest.mark.parametrize("weak", ["short", "password123", "ada@northmoor.example"])
def test_a_weak_password_is_refused_with_the_reason(weak: str):
    client = browser(make_member("ada"))

    answer = client.post("/me/password/", {"present": PASSWORD, "new": weak})

    assert answer.status_code == 422
    assert faults(answer)


def test_the_theme_is_kept_and_only_a_known_one():
    ada = make_member("ada")
    client = browser(ada)

    client.post("/me/theme/", {"theme": "DARK"})
    client.post("/me/theme/", {"theme": "PINK"})

    ada.refresh_from_db()
    assert ada.theme == "DARK"
    assert 'data-theme="dark"' in body(client.get("/me/"))


def test_one_s_own_settings_are_kept_and_an_unknown_zone_comes_back_with_what_was_typed():
    ada = make_member("ada")
    client = browser(ada)
    typed = {"name": "Ada L.", "language": "de", "theme": "LIGHT", "zone": "Europe/Nowhere"}

    answer = client.post("/me/", typed)
    assert answer.status_code == 422
    assert 'value="Ada L."' in body(answer)
    assert 'value="Europe/Nowhere"' in body(answer)
    client.post("/me/", typed | {"zone": "Europe/Lisbon"})

    ada.refresh_from_db()
    assert (ada.name, ada.language, ada.theme) == ("Ada L.", "de", "LIGHT")
    assert (ada.zone, ada.has_single_keys) == ("Europe/Lisbon", False)


def test_a_stranger_s_cookie_opens_nothing():
    client = Client()
    client.cookies["kept"] = "0" * 32

    assert not is_signed_in(client)
