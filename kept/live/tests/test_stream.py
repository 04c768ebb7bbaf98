from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from kept.live import hub as hubs
from kept.live import stream
from kept.live.middleware import last_look
from kept.live.tests.screen import Screen, a_house, elsewhere, sign_in
from kept.people.models import Member
from tests.cast import (
    make_conversation,
    make_desk,
    make_member,
    make_message,
    make_owner,
    make_team,
)

pytestmark = pytest.mark.usefixtures("several_connections")


@pytest.fixture
def ada() -> Member:
    return make_member("ada")


@pytest.fixture
def conversation(ada):
    """At a desk that Ada serves."""
    return make_conversation(desk=make_desk("Orders", ada))


@pytest.fixture
def play(monkeypatch) -> Callable[[Callable[[], Coroutine[Any, Any, None]]], None]:
    def run(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def in_a_house() -> None:
            async with a_house(monkeypatch):
                await scene()

        asyncio.run(in_a_house())

    return run


def test_a_screen_hears_which_things_changed_and_no_word_of_what(play, ada, conversation):
    session = sign_in(ada)

    async def scene() -> None:
        screen = await Screen(session).opened()
        assert screen.status == 200
        assert screen.headers[b"content-type"] == b"text/event-stream; charset=utf-8"
        assert screen.headers[b"cache-control"] == b"no-store"
        assert screen.headers[b"x-accel-buffering"] == b"no"

        await elsewhere(lambda: make_message("A secret word.", conversation=conversation))
        await screen.until(lambda screen: screen.heard, seconds=2)

        assert screen.heard == [
            {
                "topics": [
                    f"conversation:{conversation.pk}",
                    f"customer:{conversation.customer_id}",
                    f"desk:{conversation.desk_id}",
                ],
                "kind": "message.received",
            }
        ]
        assert "secret" not in screen.text
        await screen.go()

    play(scene)


def test_a_screen_hears_nothing_of_desks_its_member_does_not_serve(play, ada, conversation):
    make_desk("Billing", make_member("bea"))
    elsewhere_desk = make_conversation(desk=make_desk("Billing"))
    session, owners = sign_in(ada), sign_in(make_owner())

    async def scene() -> None:
        screen, owner = await Screen(session).opened(), await Screen(owners).opened()
        await elsewhere(lambda: make_message(conversation=elsewhere_desk))
        await elsewhere(lambda: make_message(conversation=conversation))
        await screen.until(lambda screen: screen.heard)
        await owner.until(lambda owner: len(owner.heard) == 2)

        assert len(screen.heard) == 1
        assert f"desk:{conversation.desk_id}" in screen.heard[0]["topics"]
        await asyncio.gather(screen.go(), owner.go())

    play(scene)


@pytest.mark.parametrize("key", ["", "no-such-session"])
def test_a_stranger_is_asked_to_sign_in(play, key):
    async def scene() -> None:
        screen = Screen(key)
        await screen.until(lambda screen: screen.ended_at)
        assert (screen.status, screen.text) == (401, "Sign in first.")

    play(scene)


@pytest.mark.parametrize("change", [{"is_active": False}, {"epoch": 7}, {"password": "other"}])
def test_a_session_whose_seal_is_broken_opens_nothing(play, ada, change):
    session = sign_in(ada)
    Member.objects.filter(pk=ada.pk).update(**change)

    async def scene() -> None:
        screen = Screen(session)
        await screen.until(lambda screen: screen.ended_at)
        assert screen.status == 401

    play(scene)


def test_a_session_sealed_with_a_former_key_stays_as_it_is(play, ada, settings):
    session = sign_in(ada)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"

    async def scene() -> None:
        # Django would rename it here, and the browser could not learn of it.
        screen = await Screen(session).opened()
        assert screen.status == 200
        await screen.go()

    play(scene)
    assert Session.objects.filter(pk=session).exists()


REVOKED = {
    "deactivated": lambda ada, session: Member.objects.filter(pk=ada.pk).update(is_active=False),
    "epoch raised": lambda ada, session: Member.objects.filter(pk=ada.pk).update(epoch=1),
    "password changed": lambda ada, session: Member.objects.filter(pk=ada.pk).update(password="x"),
    "signed out": lambda ada, session: Session.objects.filter(pk=session).delete(),
}


@pytest.mark.parametrize("revoke", REVOKED.values(), ids=REVOKED)
def test_a_stream_ends_within_a_second_of_its_rights(play, ada, conversation, revoke):
    session, other = sign_in(ada), sign_in(make_owner())

    async def scene() -> None:
        screen, bystander = await Screen(session).opened(), await Screen(other).opened()
        revoked_at = time.monotonic()
        await elsewhere(lambda: revoke(ada, session))
        await screen.until(lambda screen: screen.ended_at, seconds=3)
        assert screen.ended_at - revoked_at < 1.0
        assert not bystander.ended_at

        await elsewhere(lambda: make_message(conversation=conversation))
        await bystander.until(lambda bystander: bystander.heard)
        assert screen.heard == []
        await bystander.go()

    play(scene)


def test_who_leaves_the_team_hears_nothing_more_at_once(play, ada, conversation):
    session = sign_in(ada)

    async def scene() -> None:
        screen = await Screen(session).opened()
        await elsewhere(lambda: make_team("Orders team").members.remove(ada))
        await elsewhere(lambda: make_message(conversation=conversation))
        await asyncio.sleep(0.6)
        assert screen.heard == []
        assert not screen.ended_at, "they may still hear of themselves"
        await screen.go()

    play(scene)


def test_a_screen_that_comes_back_hears_what_it_missed_once(play, ada, conversation):
    session = sign_in(ada)

    async def scene() -> None:
        first = await Screen(session).opened()
        await first.go()
        for _ in range(3):
            await elsewhere(lambda: make_message(conversation=conversation))

        second = await Screen(session, last_id=first.last_id).opened()
        await second.until(lambda screen: len(screen.heard) == 3)
        await elsewhere(lambda: make_message(conversation=conversation))
        await second.until(lambda screen: len(screen.heard) == 4)
        await asyncio.sleep(0.3)

        ids = [line for line in second.text.splitlines() if line.startswith("id: ")]
        assert len(second.heard) == 4
        assert len(set(ids[1:])) == 4
        await second.go()

    play(scene)


def test_what_happens_between_a_page_and_its_stream_is_told(play, ada, conversation, client):
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    last_look.forget()
    page = client.get("/desk/all/").content.decode()
    make_message("In between", conversation=conversation)
    found = re.search(r'data-live-url="/live/\?since=([\d-]+)"', page)
    assert found
    session = sign_in(ada)

    async def scene() -> None:
        screen = Screen(session, since=found[1])
        await screen.until(lambda screen: screen.heard, seconds=2)
        assert [told["kind"] for told in screen.heard] == ["message.received"]
        await screen.go()

    play(scene)


@pytest.mark.parametrize("last_id", ["0-0", "999999999999-999999999"])
def test_a_screen_that_was_away_too_long_is_told_to_look_anew(
    play, ada, conversation, last_id, monkeypatch
):
    monkeypatch.setattr("kept.live.following.MOST", 3)
    for _ in range(4):
        make_message(conversation=conversation)
    session = sign_in(ada)

    async def scene() -> None:
        screen = await Screen(session, last_id=last_id).opened()
        assert "event: reload\n" in screen.text
        assert [message["kind"] for message in screen.heard] == ["reload"]
        await screen.go()

    play(scene)


@pytest.mark.parametrize("last_id", ["7", "a-b", "-1-2", "1-2-3", "9" * 40 + "-1", "1-2; x"])
def test_a_last_id_we_never_gave_is_taken_for_none(last_id):
    assert stream.position_of(last_id.encode()) is None


def test_too_much_at_once_is_one_word_to_look_anew(play, ada, conversation, monkeypatch):
    monkeypatch.setattr("kept.live.following.MOST", 3)
    session = sign_in(ada)

    def write_many() -> None:
        from django.db import transaction

        with transaction.atomic():
            for _ in range(5):
                make_message(conversation=conversation)

    async def scene() -> None:
        screen = await Screen(session).opened()
        await elsewhere(write_many)
        await screen.until(lambda screen: screen.heard)
        assert [message["kind"] for message in screen.heard] == ["reload"]
        await screen.go()

    play(scene)


def test_a_quiet_stream_beats(play, ada, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.1)
    session = sign_in(ada)

    async def scene() -> None:
        screen = await Screen(session).opened()
        await screen.until(lambda screen: screen.text.count(":\n\n") >= 2)
        await screen.go()
        assert screen.heard == []

    play(scene)


def test_a_member_has_a_bounded_number_of_screens(play, ada, monkeypatch):
    monkeypatch.setattr(hubs, "STREAMS_OF_ONE_MEMBER", 2)
    session, other = sign_in(ada), sign_in(make_owner())

    async def scene() -> None:
        open_ones = [await Screen(session).opened() for _ in range(2)]
        third = Screen(session)
        await third.until(lambda screen: screen.ended_at)
        assert third.status == 429
        somebody_else = await Screen(other).opened()
        assert somebody_else.status == 200

        await open_ones[0].go()
        again = await Screen(session).opened()
        assert again.status == 200
        await asyncio.gather(open_ones[1].go(), again.go(), somebody_else.go())

    play(scene)


def test_a_process_has_a_bounded_number_of_screens(play, ada, monkeypatch):
    monkeypatch.setattr(hubs, "STREAMS", 1)
    session, other = sign_in(ada), sign_in(make_owner())

    async def scene() -> None:
        first = await Screen(session).opened()
        second = Screen(other)
        await second.until(lambda screen: screen.ended_at)
        assert second.status == 503
        assert second.headers[b"retry-after"] == b"60"
        await first.go()

    play(scene)


def test_a_closed_tab_leaves_nothing_behind(play, ada):
    session = sign_in(ada)

    async def scene() -> None:
        screens = [await Screen(session).opened() for _ in range(5)]
        assert len(stream.hub._streams) == 5
        for screen in screens:
            await screen.go()
        assert len(stream.hub._streams) == 0

    play(scene)


def test_a_screen_that_does_not_read_is_cut_off(play, ada):
    from kept.live.hub import MOST_WAITING, Stream
    from kept.live.sessions import Seat

    async def scene() -> None:
        slow = Stream(Seat(ada.pk, "key", (0, "")))
        for _ in range(MOST_WAITING + 1):
            slow.put(b"data: {}\n\n")
        assert await slow.take(timeout=1) is None

    play(scene)


def test_a_stopping_server_ends_its_streams(play, ada):
    session = sign_in(ada)

    async def scene() -> None:
        screen = await Screen(session).opened()
        stream.hub.close()
        late = Screen(session)
        await late.until(lambda screen: screen.ended_at)
        await screen.until(lambda screen: screen.ended_at)
        assert late.status == 503

    play(scene)


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS"])
def test_only_get_opens_a_stream(play, method):
    async def scene() -> None:
        screen = Screen("any", method=method)
        await screen.until(lambda screen: screen.ended_at)
        assert screen.status == 405
        assert screen.headers[b"allow"] == b"GET"

    play(scene)


def test_a_database_that_fails_for_a_moment_loses_no_nudge(play, ada, conversation, monkeypatch):
    session = sign_in(ada)
    right = hubs.nudges_after
    fails: list[int] = []

    def fail_once(position):
        if not fails:
            fails.append(1)
            raise OSError("gone for a moment")
        return right(position)

    monkeypatch.setattr(hubs, "nudges_after", fail_once)
    monkeypatch.setattr(hubs, "FAILURE_SECONDS", 0.05)

    async def scene() -> None:
        screen = await Screen(session).opened()
        await elsewhere(lambda: make_message(conversation=conversation))
        await screen.until(lambda screen: screen.heard)
        assert fails
        assert len(screen.heard) == 1
        await screen.go()

    play(scene)
