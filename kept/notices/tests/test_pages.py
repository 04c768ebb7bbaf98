"""The bell, the page of notices, and what a member chooses."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from kept.kit import clock
from kept.live.following import nudges_after
from kept.notices import actions
from kept.notices.models import Browser, Notice, Preference
from kept.notices.tests.make import TOMORROW, clock_goes, told_by_the_ledger
from kept.notices.tests.push_service import FakeBrowser
from kept.people.tests.make import browser
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = told_by_the_ledger


def make_notice(words: str = "I'll call you tomorrow.", kind: str = "BROKEN") -> Notice:
    now = clock.now()
    promise = make_promise(words=words, due_at=now + timedelta(hours=2), now=now)
    (notice,) = actions.tell(promise, kind=kind, by="system:promises", now=now)
    return notice


def test_the_bell_counts_what_was_not_seen():
    """The number comes after the page, which asks for it."""
    client = browser(make_member("ada"))
    make_notice()
    make_notice("I'll write.")

    page = client.get("/today/").content.decode()
    assert "bell__count" not in page
    for pane in ("bell", "top_bell"):
        assert f'hx-get="/notices/?pane={pane}" hx-trigger="load"' in page
        told = client.get(f"/notices/?pane={pane}", headers={"HX-Request": "true"})
        assert 'class="bell__count"><span class="sr">, </span>2<span' in told.content.decode()
        assert "hx-trigger" not in told.content.decode()


def test_the_page_says_what_is_the_matter_and_leads_to_the_promise():
    client = browser(make_member("ada"))
    notice = make_notice(kind="CHASED")

    page = client.get("/notices/").content.decode()

    assert "Cy asks for it" in page
    assert "Answer them, and say by when." in page
    assert f'href="/promises/{notice.promise_id}/"' in page
    assert ">New<" in page


def test_reading_the_page_marks_nothing_and_pressing_does():
    ada = make_member("ada")
    client = browser(ada)
    one, two = make_notice(), make_notice("I'll write.")
    client.get("/notices/")
    assert Notice.objects.filter(seen_at=None).count() == 2

    client.post(f"/notices/{one.pk}/seen/")
    assert list(Notice.objects.filter(seen_at=None)) == [two]

    client.post("/notices/seen/", {"until": two.pk})
    assert not Notice.objects.filter(seen_at=None).exists()
    page = client.get("/notices/").content.decode()
    assert "Mark all as seen" not in page
    assert ">New<" not in page


def test_what_came_after_the_page_was_read_stays_unseen():
    client = browser(make_member("ada"))
    one = make_notice()
    two = make_notice("I'll write.")

    client.post("/notices/seen/", {"until": one.pk})
    client.post("/notices/seen/", {"until": "everything"})

    assert list(Notice.objects.filter(seen_at=None)) == [two]


def test_nobody_marks_anothers():
    notice = make_notice()
    client = browser(make_member("bea"))

    assert client.post(f"/notices/{notice.pk}/seen/").status_code == 404
    client.post("/notices/seen/", {"until": notice.pk})

    notice.refresh_from_db()
    assert notice.seen_at is None
    assert "call you" not in client.get("/notices/").content.decode()


def test_older_ones_stand_on_further_pages(monkeypatch):
    monkeypatch.setattr("kept.notices.queries.listed.__kwdefaults__", {"before": None, "size": 2})
    client = browser(make_member("ada"))
    found = [make_notice(f"I'll do number {number}.") for number in range(3)]

    first = client.get("/notices/").content.decode()
    second = client.get(f"/notices/?before={found[1].pk}").content.decode()

    assert [f"number {n}." in first for n in range(3)] == [False, True, True]
    assert [f"number {n}." in second for n in range(3)] == [True, False, False]
    assert f"?before={found[1].pk}" in first


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "٣"])
def test_an_address_somebody_made_up_is_the_first_page(before: str):
    client = browser(make_member("ada"))

    assert client.get("/notices/", {"before": before}).status_code == 200


def test_the_bell_alone_comes_to_an_open_screen():
    client = browser(make_member("ada"))
    make_notice()

    for pane, name in (("bell", "bell"), ("top_bell", "top-bell")):
        answer = client.get("/notices/", {"pane": pane}, headers={"HX-Request": "true"})
        text = answer.content.decode()
        assert text.startswith("\n<a") or f'id="{name}"' in text
        assert "<html" not in text
        assert ">1<" in text.replace("</span>1<", "</span>>1<")


def test_an_open_screen_is_nudged_once_the_notice_stands_there():
    promise = make_promise(due_at=TOMORROW)
    clock_goes(now=promise.warn_at)

    nudge = nudges_after((0, 0))[-1]

    assert nudge.kind == "notice.told"
    assert nudge.topics == {promise.keeper_id: (f"member:{promise.keeper_id}",)}


def test_a_page_costs_few_questions(django_assert_max_num_queries, ledger_end_known):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    for number in range(20):
        promise = make_promise(
            conversation, keeper=ada, words=f"I'll do {number}.", due_at=NOON + timedelta(days=400)
        )
        actions.tell(promise, kind="BROKEN", by="system:promises", now=NOON)
    client = browser(ada)
    client.get("/notices/")

    with django_assert_max_num_queries(12):
        client.get("/notices/")
    with django_assert_max_num_queries(12):
        client.get("/me/notices/")


def test_a_member_chooses_kind_by_kind():
    ada = make_member("ada")
    client = browser(ada)
    page = client.get("/me/notices/").content.decode()
    checked = [line for line in page.split("<input") if "checked" in line]
    assert sorted(line.partition('name="')[2].partition('"')[0] for line in checked) == [
        "mail_BROKEN",
        "mail_DISPUTED",
        "mail_HANDED",
        "mail_MENTIONED",
        "mail_SOON",
    ]

    answer = client.post(
        "/me/notices/",
        {"mail_CHASED": "on", "push_BROKEN": "on", "quiet_from": "22:00", "quiet_until": "07:00"},
    )

    assert answer.status_code == 302
    chosen = Preference.objects.get(member=ada)
    assert (chosen.mail, chosen.push) == (["CHASED"], ["BROKEN"])
    assert (chosen.quiet_from, chosen.quiet_until) == (time(22), time(7))
    assert 'value="22:00"' in client.get("/me/notices/").content.decode()


@pytest.mark.parametrize(
    ("begins", "ends"), [("22:00", ""), ("", "07:00"), ("07:00", "07:00"), ("25:00", "07:00")]
)
def test_half_a_quiet_is_refused_and_what_was_typed_stays(begins: str, ends: str):
    client = browser(make_member("ada"))

    answer = client.post(
        "/me/notices/", {"mail_CHASED": "on", "quiet_from": begins, "quiet_until": ends}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'value="{begins or ends}"' in page
    assert 'name="mail_CHASED" id="id_mail_CHASED" checked' in page
    assert not Preference.objects.exists()


def test_a_browser_signs_up_by_its_script_and_is_removed_by_a_button():
    ada = make_member("ada")
    client = browser(ada, headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    keys = FakeBrowser()
    key = client.post("/me/notices/key/").json()["key"]
    assert key == client.post("/me/notices/key/").json()["key"]

    answer = client.post(
        "/me/notices/browsers/",
        {
            "endpoint": "https://push.example/send/1",
            "p256dh": keys.public_key,
            "auth": keys.auth,
        },
    )

    assert answer.status_code == 204
    row = Browser.objects.get()
    assert (row.member, row.words) == (ada, "Firefox on Linux")
    assert "Firefox on Linux" in client.get("/me/notices/").content.decode()
    other = browser(make_member("bea"))
    assert other.post(f"/me/notices/browsers/{row.pk}/remove/").status_code == 404
    assert Browser.objects.exists()
    client.post(f"/me/notices/browsers/{row.pk}/remove/")
    assert not Browser.objects.exists()


def test_a_script_hears_why_its_browser_is_refused():
    client = browser(make_member("ada"))

    answer = client.post(
        "/me/notices/browsers/",
        {"endpoint": "http://inner.example/"},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "browser_unknown"
    assert not Browser.objects.exists()


def test_the_worker_is_a_script_that_is_looked_for_anew():
    answer = browser().get("/notices/worker.js")

    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert b'addEventListener("push"' in answer.content
