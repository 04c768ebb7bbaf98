"""Spam has a tray of its own; whose letters go there is in the open, and nothing is lost."""

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.conversations.actions import set_status
from kept.conversations.models import Conversation, Message
from kept.conversations.queries import navigation, newest, of_customer
from kept.conversations.tests.test_listing import plan_of
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail import actions, spamcheck
from kept.mail.models import BlockedSender, Filing
from kept.mail.outbox import queue
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw
from kept.mail.tests.test_threading import id_of
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_reply,
)

pytestmark = pytest.mark.django_db
MALLORY = "mallory@evil.example"


@pytest.fixture(autouse=True)
def awake(monkeypatch):
    monkeypatch.setattr(spamcheck, "_resting_until", 0.0)


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def desk(ada):
    return make_desk("Orders", ada)


def last() -> Message:
    return Message.objects.order_by("-pk")[0]


def keys(found) -> list[int]:
    return [row.pk for row in found.rows]


def sign_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("value", [MALLORY, "EVIL.example", "@evil.example", "example"])
def test_a_blocked_sender_goes_to_spam_and_it_says_why(ada, desk, value):
    if value == "example":
        with pytest.raises(actions.BlocksTheWorld):
            actions.block(value, desk=desk, by=ada, now=NOON)
        return
    actions.block(value, desk=desk, by=ada, now=NOON)

    delivery = file_now(make_raw("Buy now.", sender=MALLORY))

    assert delivery.state == "FILED"
    assert last().conversation.status == "SPAM"
    assert last().reasons[0] == ["BLOCKED", value.lower().removeprefix("@")]
    assert [event.kind for event in Event.objects.order_by("pk")][-1] == (
        "conversation.status_changed"
    )


def test_a_block_holds_for_its_desk_or_the_whole_house(ada, desk):
    other = make_desk("Billing", ada)
    lou = make_manager("lou")
    row = actions.block(MALLORY, desk=other, by=ada, now=NOON)
    file_now(make_raw("One", sender=MALLORY, message_id="1@x"))
    assert last().conversation.status == "OPEN"

    actions.unblock(row, by=ada, now=NOON)
    actions.block(MALLORY, desk=None, by=lou, now=NOON)
    file_now(make_raw("Two", sender=MALLORY, message_id="2@x"))
    assert last().conversation.status == "SPAM"


def test_a_blocked_sender_joins_nothing_not_even_with_our_seal(ada, desk):
    conversation = make_conversation(desk=desk)
    answer = make_reply(conversation, by=ada)
    queue(answer, now=NOON)
    actions.block(CY, desk=desk, by=ada, now=NOON)

    file_now(make_raw("Again.", message_id="a@x", answers=id_of(answer)))

    assert last().conversation != conversation
    assert last().conversation.status == "SPAM"
    conversation.refresh_from_db()
    assert conversation.status == "WAITING"


def test_spam_stands_in_its_own_view_and_in_no_other(ada, desk):
    good = make_conversation(desk=desk, assignee=ada)
    bad = make_conversation(desk=desk, text="Buy now.", subject="Buy", assignee=ada)

    set_status(bad, to="SPAM", by=ada, now=NOON)

    assert keys(newest(ada, desk_ids=[desk.pk])) == [good.pk]
    assert keys(newest(ada, desk_ids=[desk.pk], statuses=["SPAM"])) == [bad.pk]
    assert keys(of_customer(ada, good.customer_id)) == [good.pk]
    nav = navigation(ada)
    assert (nav.open, nav.mine, nav.unassigned, nav.desks[0].open) == (1, 1, 0, 1)
    for place in ("all", "mine", "unassigned", "waiting", "promised", "at-orders"):
        page = sign_in(ada).get(f"/desk/{place}/").content.decode()
        assert f'data-row="{bad.pk}"' not in page, place
    assert f'data-row="{bad.pk}"' in sign_in(ada).get("/desk/spam/").content.decode()


def test_further_letters_stay_with_what_is_spam_until_a_member_says_otherwise(ada, desk):
    conversation = make_conversation(desk=desk)
    answer = make_reply(conversation, by=ada)
    queue(answer, now=NOON)
    set_status(conversation, to="SPAM", by=ada, now=NOON)

    file_now(make_raw("Hello?", message_id="a@x", answers=id_of(answer)))
    conversation.refresh_from_db()
    assert (last().conversation, conversation.status) == (conversation, "SPAM")

    set_status(conversation, to="OPEN", by=ada, now=NOON)
    facts = Event.objects.filter(kind="conversation.status_changed").order_by("pk").last().facts
    assert (facts["before"], facts["to"]) == ("SPAM", "OPEN")
    assert keys(newest(ada, desk_ids=[desk.pk])) == [conversation.pk]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans a small table anew")
def test_a_view_never_walks_through_the_spam(ada, desk):
    make_conversation(desk=desk)
    with CaptureQueriesContext(connection) as asked:
        newest(ada, desk_ids=[desk.pk])
    assert "USING COVERING INDEX conv_of_desk " in plan_of(asked[0]["sql"]) + " "
    with CaptureQueriesContext(connection) as asked:
        newest(ada, desk_ids=[desk.pk], statuses=["SPAM"])
    assert "conv_of_desk_status" in plan_of(asked[0]["sql"])


def test_who_may_block_and_lift(ada, desk):
    bea = make_member("bea")
    mia = make_member("mia", sees_only_assigned=True)
    make_desk("Orders", mia)
    for member, where in ((bea, desk), (mia, desk), (ada, None)):
        with pytest.raises(NotAllowed):
            actions.block(MALLORY, desk=where, by=member, now=NOON)
    row = actions.block(MALLORY, desk=desk, by=ada, now=NOON)
    with pytest.raises(NotAllowed):
        actions.unblock(row, by=bea, now=NOON)
    with pytest.raises(actions.BlockedAlready):
        actions.block(MALLORY.upper(), desk=desk, by=ada, now=NOON)
    house = actions.block(MALLORY, desk=None, by=make_owner("odo"), now=NOON)
    with pytest.raises(NotAllowed):
        actions.unblock(house, by=ada, now=NOON)

    assert BlockedSender.objects.count() == 2
    kinds = Event.objects.filter(kind__startswith="sender.").values_list("kind", "facts__desk")
    assert list(kinds) == [("sender.blocked", desk.pk), ("sender.blocked", 0)]


def test_nobody_blocks_our_own_house_or_half_the_world(ada, desk):
    for value in (ORDERS, "northmoor.example", "ada@northmoor.example"):
        with pytest.raises(actions.BlocksOurselves):
            actions.block(value, desk=desk, by=ada, now=NOON)
    with pytest.raises(actions.BlocksTheWorld):
        actions.block("gmail.com", desk=desk, by=ada, now=NOON)
    assert not BlockedSender.objects.exists()


def test_the_page_blocks_and_lifts(ada, desk):
    client = sign_in(ada)
    page = client.get(f"/mail/blocked/?value={MALLORY}&desk={desk.pk}").content.decode()
    assert f'value="{MALLORY}"' in page
    assert "Whole house" not in page

    wrong = client.post("/mail/blocked/", {"value": "no address", "desk": desk.pk})
    assert wrong.status_code == 422
    assert "no address" in wrong.content.decode()
    assert client.post("/mail/blocked/", {"value": MALLORY, "desk": desk.pk}).status_code == 302
    row = BlockedSender.objects.get()
    assert MALLORY in client.get("/mail/blocked/").content.decode()
    assert sign_in(make_member("bea")).post(f"/mail/blocked/{row.pk}/lift/").status_code == 404
    assert client.post(f"/mail/blocked/{row.pk}/lift/").status_code == 302
    assert not BlockedSender.objects.exists()


def test_the_thread_marks_and_unmarks(ada, desk):
    conversation = make_conversation(desk=desk)
    client = sign_in(ada)
    client.post(f"/c/{conversation.pk}/status/", {"to": "SPAM", "place": "all"})
    conversation.refresh_from_db()
    assert conversation.status == "SPAM"
    page = client.get(f"/desk/spam/{conversation.pk}/").content.decode()
    assert "This is in Spam." in page
    assert "Not spam" in page
    client.post(f"/c/{conversation.pk}/status/", {"to": "OPEN", "place": "spam"})
    conversation.refresh_from_db()
    assert conversation.status == "OPEN"


# The filter beside us.


@contextmanager
def spamd(answer: bytes, heard: list[bytes], *, path: str = ""):
    """A filter that says one thing."""
    listener = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    listener.bind(path or ("127.0.0.1", 0))
    listener.listen()

    def serve() -> None:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        with peer:
            whole = b""
            while piece := peer.recv(65_536):
                whole += piece
            heard.append(whole)
            peer.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"spamd://{path}" if path else f"spamd://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        if not path:
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


@contextmanager
def rspamd(told: object, heard: list[bytes]):
    class Filter(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Filter)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"rspamd://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


SPAM = b"SPAMD/1.1 0 EX_OK\r\nContent-length: 0\r\nSpam: True ; 15.2 / 5.0\r\n\r\n"
HAM = b"SPAMD/1.1 0 EX_OK\r\nSpam: False ; 0.1 / 5.0\r\n\r\n"


@pytest.mark.enable_socket
@pytest.mark.parametrize("way", ["tcp", "unix"])
def test_spamassassin_is_asked(desk, settings, tmp_path, way):
    heard: list[bytes] = []
    with spamd(SPAM, heard, path=str(tmp_path / "s") if way == "unix" else "") as url:
        settings.SPAM_URL = url
        raw = make_raw("Buy now.", sender=MALLORY)
        file_now(raw)

    assert heard == [b"CHECK SPAMC/1.5\r\nContent-length: %d\r\n\r\n" % len(raw) + raw]
    assert last().conversation.status == "SPAM"
    assert last().reasons == [["FILTER", "15.2 of 5.0"]]


@pytest.mark.enable_socket
def test_what_the_filter_finds_good_comes_as_ever(desk, settings):
    with spamd(HAM, []) as url:
        settings.SPAM_URL = url
        file_now(make_raw("Hello."))
    assert (last().conversation.status, last().reasons) == ("OPEN", [])


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("action", "status"), [("reject", "SPAM"), ("add header", "SPAM"), ("no action", "OPEN")]
)
def test_rspamd_is_asked(desk, settings, action, status):
    heard: list[bytes] = []
    told = {"action": action, "score": 9.81, "required_score": 6}
    with rspamd(told, heard) as url:
        settings.SPAM_URL = url
        file_now(make_raw("Buy now."))
    assert heard == [make_raw("Buy now.")]
    assert last().conversation.status == status


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.0 200 OK\r\n\r\nSpam: True ; 9 / 5", b"\xff" * 99]
)
def test_a_filter_that_says_nothing_sensible_stops_nothing(desk, settings, answer):
    with spamd(answer, []) as url:
        settings.SPAM_URL = url
        file_now(make_raw("Hello."))

    assert last().conversation.status == "OPEN"
    assert Filing.objects.get().problems == [spamcheck.NOT_ASKED]


@pytest.mark.enable_socket
def test_a_filter_that_is_down_is_left_alone_for_a_while(desk, settings):
    settings.SPAM_URL = "spamd://127.0.0.1:1"
    for n in range(3):
        file_now(make_raw(f"Hello {n}", message_id=f"{n}@x"))
    assert Conversation.objects.filter(status="OPEN").count() == 3
    assert spamcheck._resting_until > 0


@pytest.mark.enable_socket
def test_whoever_is_proven_in_a_conversation_is_no_spam(ada, desk, settings):
    conversation = make_conversation(desk=desk)
    answer = make_reply(conversation, by=ada)
    queue(answer, now=NOON)
    with spamd(SPAM, []) as url:
        settings.SPAM_URL = url
        file_now(make_raw("Free lamps!", message_id="a@x", answers=id_of(answer)))
    assert last().conversation == conversation
    conversation.refresh_from_db()
    assert conversation.status == "OPEN"
