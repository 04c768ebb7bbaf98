"""A mailbox is connected by consent: there, back, kept up, and said plainly when it ends."""

from __future__ import annotations

import http.client
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client as Browser

from kept.kit.outbound import Answer
from kept.kit.refusals import NotAllowed
from kept.kit.sealing import unseal
from kept.ledger.models import Event
from kept.mail import actions, imap, sender, signing_in
from kept.mail.consents import Granted
from kept.mail.models import Consent, Delivery, Mailbox
from kept.mail.providers import GOOGLE, MICROSOFT, PROVIDERS
from kept.mail.tests.dovecot import USER, dovecot, is_here, make_token
from kept.mail.tests.identity import CLIENT, SECRET, Identity, identity_server
from kept.mail.tests.make import Script, make_raw, smtp_server
from kept.mail.tests.test_sending import make_copy
from kept.people.models import Member
from tests.cast import NOON, make_desk, make_manager, make_owner

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def identity(settings, monkeypatch) -> Iterator[Identity]:
    settings.BASE_URL = "http://localhost:8000"
    with identity_server() as running:
        settings.OUTBOUND_ALLOWED = [running.place]
        ours = {
            "host": "127.0.0.1",
            "consent_url": f"{running.url}/authorize",
            "token_url": f"{running.url}/token",
        }
        monkeypatch.setitem(PROVIDERS, "GOOGLE", replace(GOOGLE, **ours))
        yield running
    signing_in.forget_all()
    imap.close_all()


def sign_in(member: Member) -> Browser:
    client = Browser()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def given(**more: object) -> dict[str, object]:
    values = {"desk": make_desk().pk, "user": USER, "client_id": CLIENT, "client_secret": SECRET}
    return values | {"folder": "INBOX"} | more


def added(odo: Browser, **more: object) -> Mailbox:
    odo.post("/mail/mailboxes/add/google/", given(**more))
    return Mailbox.objects.get()


def way_there(odo: Browser, mailbox: Mailbox) -> str:
    page = odo.post(f"/mail/mailboxes/{mailbox.pk}/connect/")
    return page.context["address"]


def at_the_provider(address: str) -> str:
    """What a browser does there, over real HTTP: answers where it is sent back to."""
    parts = urlsplit(address)
    asking = http.client.HTTPConnection(parts.netloc, timeout=5)
    asking.request("GET", f"{parts.path}?{parts.query}")
    back = urlsplit(asking.getresponse().headers["Location"])
    asking.close()
    return f"{back.path}?{back.query}"


def connected(odo: Browser, mailbox: Mailbox) -> Mailbox:
    odo.get(at_the_provider(way_there(odo, mailbox)))
    mailbox.refresh_from_db()
    return mailbox


def test_the_way_there_and_back(identity):
    odo = sign_in(make_owner())
    mailbox = added(odo)
    assert (mailbox.is_on, mailbox.connected_at) == (False, None)

    back = odo.get(at_the_provider(way_there(odo, mailbox)), follow=True)

    mailbox.refresh_from_db()
    assert mailbox.is_on
    assert mailbox.connected_at is not None
    assert json.loads(unseal(mailbox.sealed_secret)) == {
        "client_secret": SECRET,
        "refresh_token": identity.refresh_tokens[-1],
    }
    # Nothing listens for IMAP here, and that is said at once.
    assert "127.0.0.1" in back.content.decode()
    assert not Consent.objects.exists()
    assert list(Event.objects.values_list("kind", flat=True)) == [
        "mailbox.changed",
        "mailbox.connected",
    ]


def test_what_is_asked_of_google_is_lasting_and_bound_to_one_answer(identity):
    odo = sign_in(make_owner())
    address = way_there(odo, added(odo))

    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["scope"] == "https://mail.google.com/"
    assert (asked["access_type"], asked["prompt"]) == ("offline", "consent")
    assert asked["login_hint"] == USER
    assert len(asked["state"]) >= 32
    begun = Consent.objects.get()
    assert asked["state"] not in begun.state_digest
    assert unseal(begun.sealed_verifier) not in address


def test_an_answer_is_taken_once(identity):
    odo = sign_in(make_owner())
    back = at_the_provider(way_there(odo, added(odo)))
    odo.get(back)
    asked, events = len(identity.asked), Event.objects.count()

    answer = odo.get(back)

    assert answer.status_code == 409
    assert "belongs to no sign-in that you began here" in answer.content.decode()
    assert (len(identity.asked), Event.objects.count()) == (asked, events)


@pytest.mark.parametrize("whose", ["another owner", "nobody", "stale"])
def test_an_answer_to_somebody_else_or_too_late_changes_nothing(identity, whose):
    odo = sign_in(make_owner())
    mailbox = added(odo)
    back = at_the_provider(way_there(odo, mailbox))
    if whose == "nobody":
        back = back.replace("state=", "state=x")
    if whose == "stale":
        Consent.objects.update(begun_at=NOON - timedelta(days=9999))
    visitor = sign_in(make_owner("ola")) if whose == "another owner" else odo

    answer = visitor.get(back)

    assert answer.status_code == 409
    mailbox.refresh_from_db()
    assert mailbox.connected_at is None
    assert identity.asked == []


def test_a_no_at_the_provider_is_no_harm(identity):
    identity.consents = False
    odo = sign_in(make_owner())
    mailbox = added(odo)

    answer = odo.get(at_the_provider(way_there(odo, mailbox)), follow=True)

    assert "Consent was not given, so nothing has changed. (access_denied)" in (
        answer.content.decode()
    )
    mailbox.refresh_from_db()
    assert mailbox.connected_at is None


@pytest.mark.parametrize(
    ("says", "extra", "words"),
    [
        ("invalid_client", {}, "does not know the client ID or its secret"),
        ("invalid_grant", {}, "does not take its own answer any more"),
        ("", {"refresh_token": ""}, "it gave no refresh token"),
        ("temporarily_unavailable", {}, "gives no token (400)"),
    ],
    ids=str,
)
def test_a_code_that_earns_nothing_is_said_plainly(identity, says, extra, words):
    identity.says_no, identity.extra = says, extra
    odo = sign_in(make_owner())
    mailbox = added(odo)

    answer = odo.get(at_the_provider(way_there(odo, mailbox)), follow=True)

    assert words in answer.content.decode()
    mailbox.refresh_from_db()
    assert mailbox.connected_at is None


def test_a_token_is_asked_anew_before_it_ends_and_only_then(identity):
    mailbox = connected(sign_in(make_owner()), added(sign_in(make_owner())))
    signing_in.forget_all()
    identity.asked.clear()

    secret_of = signing_in.secret_of
    first = secret_of(mailbox, now=NOON)
    assert secret_of(mailbox, now=NOON + timedelta(minutes=57)) == first
    secret_of(mailbox, now=NOON + timedelta(minutes=58, seconds=1))

    assert [one["grant_type"] for one in identity.asked] == ["refresh_token", "refresh_token"]
    assert identity.asked[0]["refresh_token"] != identity.asked[1]["refresh_token"]
    mailbox.refresh_from_db()
    assert json.loads(unseal(mailbox.sealed_secret))["refresh_token"] == identity.refresh_tokens[-1]


def test_a_consent_that_was_withdrawn_is_said_and_remembered_until_it_is_given_again(identity):
    odo = sign_in(make_owner())
    mailbox = connected(odo, added(odo))
    identity.refresh_tokens.clear()
    signing_in.forget_all()

    imap.fetch_mailbox(mailbox, now=NOON)

    mailbox.refresh_from_db()
    assert mailbox.problem == (
        "Google does not let us in any more: its consent was withdrawn or has ended. "
        "Connect the mailbox again."
    )
    assert mailbox.refused_at == NOON
    assert "Connect again" in odo.get(f"/mail/mailboxes/{mailbox.pk}/").content.decode()

    mailbox = connected(odo, mailbox)
    assert (mailbox.refused_at, mailbox.problem) == (None, "")


@pytest.mark.parametrize("lasts", [10**30, -(10**30), float("inf"), "²", "9" * 5_000])
def test_no_span_a_provider_names_is_too_long_for_us(identity, lasts):
    identity.extra = {"refresh_token_expires_in": lasts}
    odo = sign_in(make_owner())

    mailbox = connected(odo, added(odo))
    assert mailbox.consent_until is None

    identity.extra = {"expires_in": lasts}
    try:
        signing_in.secret_of(mailbox, now=mailbox.connected_at)
    except signing_in.Trouble as trouble:
        assert "gives no token" in str(trouble)  # noqa: PT017  # some spans are no numbers at all


def test_an_answer_without_a_floor_is_none(identity, monkeypatch):
    odo = sign_in(make_owner())
    mailbox = connected(odo, added(odo))
    deep = Answer(200, "application/json", b"[" * 100_000)
    monkeypatch.setattr("kept.mail.signing_in.fetch", lambda *_, **__: deep)

    assert signing_in.told_by(mailbox, {}) == (deep, {})


def test_when_the_provider_says_how_long_it_lasts_that_is_kept(identity):
    identity.extra = {"refresh_token_expires_in": 604_799}
    odo = sign_in(make_owner())

    mailbox = connected(odo, added(odo))

    left = mailbox.consent_until - mailbox.connected_at
    assert left == timedelta(seconds=604_799)


def test_another_client_or_user_inherits_no_token(identity):
    odo = sign_in(make_owner())
    mailbox = connected(odo, added(odo))

    odo.post(f"/mail/mailboxes/{mailbox.pk}/client/", given(user="boss@northmoor.example"))
    mailbox.refresh_from_db()
    assert json.loads(unseal(mailbox.sealed_secret)) == {"client_secret": SECRET}

    odo.post(f"/mail/mailboxes/{mailbox.pk}/client/", given(client_id="another", client_secret=""))
    mailbox.refresh_from_db()
    assert json.loads(unseal(mailbox.sealed_secret)) == {"client_secret": ""}


def test_the_guide_names_the_redirect_address_and_never_a_secret(identity):
    odo = sign_in(make_owner())
    mailbox = added(odo)

    for path in ("add/google/", "add/microsoft/", "add/other/", f"{mailbox.pk}/client/"):
        page = odo.get(f"/mail/mailboxes/{path}").content.decode()
        assert "http://localhost:8000/mail/mailboxes/connected/" in page
        assert SECRET not in page
    assert "https://mail.google.com/" in odo.get("/mail/mailboxes/add/google/").content.decode()


def test_microsofts_directory_stands_in_its_addresses():
    odo = sign_in(make_owner())
    odo.post(
        "/mail/mailboxes/add/microsoft/",
        given(tenant="4f1c-house", client_secret_until="2028-01-31"),
    )

    mailbox = Mailbox.objects.get()
    assert mailbox.token_url == "https://login.microsoftonline.com/4f1c-house/oauth2/v2.0/token"
    assert (mailbox.host, mailbox.scopes) == ("outlook.office365.com", MICROSOFT.scopes)
    assert mailbox.client_secret_until == date(2028, 1, 31)
    assert 'value="4f1c-house"' in odo.get(f"/mail/mailboxes/{mailbox.pk}/client/").content.decode()


def test_an_address_without_https_is_refused_and_what_was_typed_stays():
    answer = sign_in(make_owner()).post(
        "/mail/mailboxes/add/other/",
        given(host="imap.example", port=993, security="TLS", scopes="imap",
              consent_url="http://id.example/a", token_url="https://id.example/t"),
    )  # fmt: skip

    assert answer.status_code == 422
    assert "An address that begins with https." in answer.content.decode()
    assert 'value="https://id.example/t"' in answer.content.decode()
    assert not Mailbox.objects.exists()


def test_only_owners_connect(identity):
    lou = make_manager()
    mailbox = added(sign_in(make_owner()))
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        actions.begin_consent(mailbox, by=lou, now=NOON)
    with pytest.raises(NotAllowed):
        actions.take_consent("x", by=lou, now=NOON)
    assert sign_in(lou).post(f"/mail/mailboxes/{mailbox.pk}/connect/").status_code == 403

    assert (Event.objects.count(), Consent.objects.count()) == (before, 0)


@pytest.mark.skipif(not is_here(), reason="DOVECOT IS MISSING: apt install dovecot-imapd")
def test_from_the_first_click_to_the_first_letter(identity):
    folder = Path(tempfile.mkdtemp(prefix="kept-imap-"))
    try:
        with dovecot(folder) as server:
            server.empty()
            server.deliver(make_raw())
            odo = sign_in(make_owner())
            mailbox = added(odo)
            Mailbox.objects.update(port=server.port, security="NONE")

            page = odo.get(at_the_provider(way_there(odo, mailbox)), follow=True)
            assert "Connected. Mail comes within half a minute." in page.content.decode()
            mailbox.refresh_from_db()

            assert imap.fetch_mailbox(mailbox, now=LATER) == 1
            assert Delivery.objects.get().source == f"imap:{mailbox.pk}"
            imap.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def send_one(settings, script: Script) -> str:
    copy = make_copy()
    sender._resting_until = 0.0
    with smtp_server(script) as url:
        settings.SMTP_URL = url.replace("smtp://", "smtp://desk%40northmoor.example@")
        sender.send_due(now=NOON)
    copy.refresh_from_db()
    return f"{copy.state} {copy.answer}".strip()


def test_letters_leave_by_the_consent_of_a_mailbox(identity, settings):
    odo = sign_in(make_owner())
    connected(odo, added(odo))
    script = Script(auth=make_token)

    assert send_one(settings, script) == "SENT"

    assert script.signed_in == [USER]
    assert len(script.taken) == 1


def test_without_a_connected_mailbox_nothing_leaves_and_it_says_why(settings):
    assert "no mailbox is connected as that user" in send_one(settings, Script(auth=make_token))


def test_a_token_the_way_out_does_not_take_counts_against_no_letter(identity, settings):
    odo = sign_in(make_owner())
    connected(odo, added(odo))

    said = send_one(settings, Script(auth=lambda user: "another"))

    assert said.startswith("RETRY Our mail server refuses our user or password")
    assert "Bearer" not in said
    assert not signing_in._tokens


def test_a_withdrawn_consent_holds_letters_back_and_is_named(identity, settings):
    odo = sign_in(make_owner())
    connected(odo, added(odo))
    identity.refresh_tokens.clear()
    signing_in.forget_all()

    assert "Connect the mailbox again." in send_one(settings, Script(auth=make_token))


def test_an_answer_asked_for_before_the_client_changed_goes_to_nobody(identity):
    odo = sign_in(make_owner())
    mailbox = added(odo)
    back = at_the_provider(way_there(odo, mailbox))
    odo.post(f"/mail/mailboxes/{mailbox.pk}/client/", given(client_id="another"))
    asked = len(identity.asked)

    answer = odo.get(back)

    assert answer.status_code == 409
    assert len(identity.asked) == asked
    mailbox.refresh_from_db()
    assert mailbox.client_id == "another"
    assert mailbox.connected_at is None


def test_what_a_provider_gives_while_the_client_is_changed_opens_nothing(identity):
    owner = make_owner()
    odo = sign_in(owner)
    asked = added(odo)
    odo.post(f"/mail/mailboxes/{asked.pk}/client/", given(client_id="another"))

    with pytest.raises(actions.StrayConsent):
        actions.connect(asked, Granted("a-token-of-the-first", None), by=owner, now=NOON)

    mailbox = Mailbox.objects.get()
    assert (mailbox.client_id, mailbox.connected_at, mailbox.is_on) == ("another", None, False)
    assert "refresh_token" not in unseal(mailbox.sealed_secret)
    assert not Event.objects.filter(kind="mailbox.connected").exists()
