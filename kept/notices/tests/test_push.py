"""By push: sealed for the browser, proved to its service, and once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kept.kit import webpush
from kept.kit.sealing import unseal
from kept.notices import actions
from kept.notices.models import Browser, PushKey, Telling
from kept.notices.pushing import push_due
from kept.notices.tests.make import HOUR, TOMORROW, hear, told, told_by_the_ledger
from kept.notices.tests.push_service import FakeBrowser, Service, push_service
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.actions import sweep
from kept.promises.models import Promise
from tests.cast import NOON, make_member, make_promise

pytestmark = told_by_the_ledger


@pytest.fixture
def service(settings) -> Iterator[Service]:
    service = Service()
    with push_service(service) as address:
        settings.OUTBOUND_ALLOWED = [f"127.0.0.1:{service.port}"]
        settings.NOTICE_ADDRESS = "notices@northmoor.example"
        service.address = address  # type: ignore[attr-defined]
        yield service


def sign_up(member: Member, service: Service, *, name: str = "one") -> FakeBrowser:
    browser = FakeBrowser()
    actions.add_browser(
        endpoint=f"{service.address}{name}",  # type: ignore[attr-defined]
        public_key=browser.public_key,
        auth=browser.auth,
        words="Firefox on Linux",
        by=member,
        now=NOON,
    )
    actions.choose(
        mail=[], push=["SOON", "BROKEN"], quiet_from=None, quiet_until=None, by=member, now=NOON
    )
    return browser


def warn(**more: object) -> Promise:
    promise = make_promise(due_at=TOMORROW, **more)  # type: ignore[arg-type]
    sweep.warn_due(now=promise.warn_at)
    hear(now=promise.warn_at)
    return promise


def test_a_browser_shows_what_is_due_and_where_to_go(service: Service):
    browser = sign_up(make_member("ada"), service)
    promise = warn()

    assert push_due(now=promise.warn_at) == 1
    assert push_due(now=promise.warn_at + HOUR) == 0

    ((path, headers, body),) = service.taken
    assert path == "/send/one"
    assert browser.read(body) == {
        "title": "Due in 3 h",
        "body": "I'll call you tomorrow.\nKeep it, or say now that it moves.",
        "url": f"/promises/{promise.pk}/",
        "tag": f"notice-{Telling.objects.get().notice_id}",
    }
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["urgency"] == "high"
    assert 3 * 3600 - 10 <= int(headers["ttl"]) <= 3 * 3600
    public = PushKey.objects.get().public
    assert headers["authorization"].startswith("vapid t=")
    assert headers["authorization"].endswith(f", k={public}")
    assert b"call you" not in body
    telling = Telling.objects.get()
    assert (telling.channel, telling.state, telling.tries) == ("PUSH", "SENT", 1)


def test_each_browser_of_the_member_shows_it(service: Service):
    ada = make_member("ada")
    for name in ("one", "two"):
        sign_up(ada, service, name=name)
    promise = warn()

    assert push_due(now=promise.warn_at) == 2
    assert sorted(path for path, _, _ in service.taken) == ["/send/one", "/send/two"]


def test_nobody_who_has_not_chosen_it_is_pushed_to(service: Service):
    ada = make_member("ada")
    sign_up(ada, service)
    actions.choose(mail=[], push=[], quiet_from=None, quiet_until=None, by=ada, now=NOON)
    promise = warn()

    assert push_due(now=promise.warn_at) == 0
    assert (told(), service.taken) == ([("Ada", "SOON")], [])


def test_what_is_private_is_not_spelled_out_on_a_screen(service: Service):
    ada = make_member("ada")
    browser = sign_up(ada, service)
    promise = promises.promise_among_us(
        words="See the doctor.",
        due_at=TOMORROW,
        to_member=ada,
        is_private=True,
        kind=Promise.Kind.SELF_CARE,
        by=ada,
        now=NOON,
    )
    sweep.warn_due(now=promise.warn_at)
    hear()

    push_due(now=promise.warn_at)

    ((_, _, body),) = service.taken
    assert browser.read(body)["body"] == "Something you promised yourself\nDo it, or move it."


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service: Service, status: int):
    sign_up(make_member("ada"), service)
    service.statuses = [status]
    promise = warn()

    assert push_due(now=promise.warn_at) == 1

    assert not Browser.objects.exists()
    telling = Telling.objects.get()
    assert (telling.state, telling.browser) == ("FAILED", None)
    assert telling.answer == "The browser takes no pushes any more."


def test_a_service_that_is_busy_is_asked_again_later(service: Service):
    sign_up(make_member("ada"), service)
    service.statuses = [429, 503]
    promise = warn()
    at = promise.warn_at

    assert push_due(now=at) == 1
    assert push_due(now=at) == 0
    assert push_due(now=at + timedelta(minutes=2)) == 1
    assert push_due(now=at + timedelta(minutes=10)) == 1

    telling = Telling.objects.get()
    assert (telling.state, telling.tries, len(service.taken)) == ("SENT", 3, 3)


def test_a_service_that_refuses_for_good_is_not(service: Service):
    sign_up(make_member("ada"), service)
    service.statuses = [403]
    promise = warn()

    push_due(now=promise.warn_at)
    push_due(now=promise.warn_at + HOUR)

    telling = Telling.objects.get()
    assert (telling.state, telling.answer) == ("FAILED", "The push service answered 403.")
    assert len(service.taken) == 1


def test_an_answer_lost_on_the_way_leaves_it_in_doubt(service: Service):
    sign_up(make_member("ada"), service)
    service.hangs_up = True
    promise = warn()

    push_due(now=promise.warn_at)
    push_due(now=promise.warn_at + HOUR)

    assert Telling.objects.get().state == "IN_DOUBT"
    assert len(service.taken) == 1


def test_a_service_out_of_reach_has_taken_nothing_so_it_is_tried_again(service: Service, settings):
    ada = make_member("ada")
    settings.OUTBOUND_ALLOWED = ["127.0.0.1:9"]
    service.address = "http://127.0.0.1:9/send/"  # type: ignore[attr-defined]
    sign_up(ada, service)
    promise = warn()

    push_due(now=promise.warn_at)

    assert Telling.objects.get().state == "RETRY"


def test_an_inner_address_is_never_asked(service: Service, settings):
    sign_up(make_member("ada"), service)
    settings.OUTBOUND_ALLOWED = []
    promise = warn()

    push_due(now=promise.warn_at)

    assert service.taken == []
    assert Telling.objects.get().state == "RETRY"


def test_what_opens_the_service_lies_sealed_and_the_key_is_made_once(service: Service):
    browser = sign_up(make_member("ada"), service)
    key = actions.push_key(now=NOON)

    assert actions.push_key(now=NOON + HOUR) == key
    assert len(webpush.from_64(unseal(key.sealed_private))) == 32
    row = Browser.objects.get()
    for stored in (row.sealed_endpoint, row.sealed_auth, row.endpoint_digest):
        assert "127.0.0.1" not in stored
        assert browser.auth not in stored
    assert unseal(key.sealed_private) not in key.sealed_private


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://push.example/x",
        "ftp://push.example/x",
        "https://",
        "https://push.example:notaport/",
        "https://push.example/" + "x" * 1_000,
    ],
)
def test_what_is_no_push_service_is_refused(endpoint: str):
    browser = FakeBrowser()

    with pytest.raises(actions.NoBrowser):
        actions.add_browser(
            endpoint=endpoint,
            public_key=browser.public_key,
            auth=browser.auth,
            words="x",
            by=make_member("ada"),
            now=NOON,
        )
    assert not Browser.objects.exists()


def test_what_is_no_key_is_refused():
    with pytest.raises(actions.NoBrowser):
        actions.add_browser(
            endpoint="https://push.example/x",
            public_key="AAAA",
            auth="AAAA",
            words="x",
            by=make_member("ada"),
            now=NOON,
        )
    assert not Browser.objects.exists()


def test_a_browser_that_somebody_else_signs_up_shows_theirs_alone(service: Service):
    ada, bea = make_member("ada"), make_member("bea")
    sign_up(ada, service)
    sign_up(bea, service)

    assert [(row.member, row.words) for row in Browser.objects.all()] == [(bea, "Firefox on Linux")]


def test_only_so_many_browsers(monkeypatch, service: Service):
    monkeypatch.setattr("kept.notices.actions.browsers.MOST_BROWSERS", 1)
    ada = make_member("ada")
    sign_up(ada, service)
    sign_up(ada, service)  # the same again is no further one

    with pytest.raises(actions.TooManyBrowsers):
        sign_up(ada, service, name="two")
    assert Browser.objects.count() == 1


@told_by_the_ledger
def test_what_waited_for_one_is_not_shown_to_the_next_at_the_same_screen(service: Service):
    ada, bea = make_member("ada"), make_member("bea")
    sign_up(ada, service)
    promise = warn(keeper=ada)
    sign_up(bea, service)

    assert push_due(now=promise.warn_at) == 0

    assert service.taken == []
    assert Telling.objects.get().state == "DROPPED"
