"""Owners say where mail is fetched from; nobody reads the secrets again."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.kit.refusals import NotAllowed
from kept.kit.sealing import unseal
from kept.ledger.models import Event
from kept.mail import actions
from kept.mail.actions import MailboxSettings
from kept.mail.models import Mailbox
from kept.people.models import Member
from tests.cast import NOON, make_desk, make_manager, make_owner

pytestmark = pytest.mark.django_db
SECRET = "CANARY-password"


def sign_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def given(**more: object) -> dict[str, object]:
    values: dict[str, object] = {
        "desk": make_desk().pk,
        "host": "127.0.0.1",
        "port": 1,
        "security": "TLS",
        "user": "desk@northmoor.example",
        "password": SECRET,
        "folder": "INBOX",
    }
    return values | more


def test_an_added_mailbox_is_tried_at_once_and_its_secret_is_never_shown():
    odo = sign_in(make_owner())

    answer = odo.post("/mail/mailboxes/add/", given(), follow=True)

    mailbox = Mailbox.objects.get()
    assert "Nothing answers at 127.0.0.1:1." in answer.content.decode()
    assert SECRET not in mailbox.sealed_secret
    assert unseal(mailbox.sealed_secret) == SECRET
    pages = [odo.get(f"/mail/mailboxes/{path}").content for path in ("", f"{mailbox.pk}/")]
    assert not any(SECRET.encode() in page for page in pages)
    assert not any(mailbox.sealed_secret.encode() in page for page in pages)
    assert Event.objects.get(kind="mailbox.changed").facts == {"mailbox": mailbox.pk, "is_on": True}


def test_an_empty_password_keeps_the_one_there_is():
    odo = sign_in(make_owner())
    odo.post("/mail/mailboxes/add/", given())
    mailbox = Mailbox.objects.get()

    odo.post(f"/mail/mailboxes/{mailbox.pk}/", given(password="", folder="Support"))

    mailbox.refresh_from_db()
    assert (mailbox.folder, unseal(mailbox.sealed_secret)) == ("Support", SECRET)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"password": ""}, "Without this we cannot sign in."),
        ({"security": "NONE", "host": "mail.example"}, "only this machine"),
        ({"port": "many"}, "whole number"),
    ],
    ids=str,
)
def test_what_cannot_work_is_said_at_the_field(more, words):
    answer = sign_in(make_owner()).post("/mail/mailboxes/add/", given(**more))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize(
    "more",
    [{"host": "localhost"}, {"port": 2}, {"user": "boss"}, {"security": "STARTTLS"}],
    ids=str,
)
def test_a_stored_password_goes_to_no_other_server(more):
    odo = sign_in(make_owner())
    odo.post("/mail/mailboxes/add/", given())
    before = Mailbox.objects.values().get()

    answer = odo.post(f"/mail/mailboxes/{before['id']}/", given(password="", **more))

    assert answer.status_code == 422
    assert "Without this we cannot sign in." in answer.content.decode()
    assert Mailbox.objects.values().get() == before


@pytest.mark.parametrize("field", ["user", "password"])
def test_a_line_end_in_what_signs_in_is_refused(field):
    answer = sign_in(make_owner()).post(
        "/mail/mailboxes/add/", given(**{field: "a\r\nX1 DELETE INBOX"})
    )

    assert answer.status_code == 422
    assert not Mailbox.objects.exists()


def test_where_machines_are_told_their_secrets_nobody_is_asked():
    odo = sign_in(make_owner())

    answer = odo.post("/mail/mailboxes/add/", given(host="169.254.169.254"), follow=True)

    assert "169.254.169.254 is no address of a mail server." in answer.content.decode()


@pytest.mark.parametrize(("since", "last"), [("", 0), ("2026-01-01", 0), ("2026-12-01", 500)])
def test_reaching_further_back_fetches_what_is_older(since, last):
    odo = sign_in(make_owner())
    odo.post("/mail/mailboxes/add/", given(since="2026-11-01"))
    Mailbox.objects.update(uid_validity=7, last_uid=500)
    mailbox = Mailbox.objects.get()

    odo.post(f"/mail/mailboxes/{mailbox.pk}/", given(password="", since=since))

    mailbox.refresh_from_db()
    assert mailbox.last_uid == last


def test_the_same_folder_is_fetched_from_once():
    odo = sign_in(make_owner())
    odo.post("/mail/mailboxes/add/", given())
    odo.post("/mail/mailboxes/add/", given())

    assert Mailbox.objects.count() == 1


def test_a_mailbox_is_switched_off_and_on_and_tried():
    odo = sign_in(make_owner())
    odo.post("/mail/mailboxes/add/", given())
    mailbox = Mailbox.objects.get()

    for is_on in ("no", "yes"):
        odo.post(f"/mail/mailboxes/{mailbox.pk}/switch/", {"is_on": is_on})
        mailbox.refresh_from_db()
        assert mailbox.is_on == (is_on == "yes")

    answer = odo.post(f"/mail/mailboxes/{mailbox.pk}/try/", follow=True)
    assert "Nothing answers at" in answer.content.decode()


def test_only_owners_set_up_mailboxes():
    lou = make_manager()
    settings = MailboxSettings(
        desk=make_desk(), host="x", port=1, security="TLS", user="u", secret="s",
        folder="INBOX", since=None,
    )  # fmt: skip
    mailbox = actions.add_mailbox(settings, by=make_owner(), now=NOON)
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        actions.add_mailbox(settings, by=lou, now=NOON)
    with pytest.raises(NotAllowed):
        actions.change_mailbox(mailbox, settings, by=lou, now=NOON)
    with pytest.raises(NotAllowed):
        actions.switch_mailbox(mailbox, is_on=False, by=lou, now=NOON)
    assert sign_in(lou).get("/mail/mailboxes/").status_code == 403

    assert Event.objects.count() == before


def test_the_first_mailbox_is_asked_for_once_and_plainly():
    odo = sign_in(make_owner())

    empty = odo.get("/mail/mailboxes/").content.decode()
    form = odo.get("/mail/mailboxes/add/").content.decode()

    assert empty.count('href="/mail/mailboxes/add/"') == 1
    assert ">Choose a desk</option>" in form
    assert '<a class="btn btn--quiet" href="/mail/mailboxes/">Not now</a>' in form
    for provider in ("google", "microsoft", "other"):
        assert f'href="/mail/mailboxes/add/{provider}/"' in form
