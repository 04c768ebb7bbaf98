"""An owner connects a mailbox by its provider's consent."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from kept.conversations.models import Desk
from kept.kit import tokens
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.sealing import seal, unseal
from kept.ledger import record
from kept.mail.access import may_set_up
from kept.mail.actions.mailboxes import SameMailbox, begin_anew
from kept.mail.consents import Granted, consent_address
from kept.mail.events import MailboxChanged, MailboxConnected
from kept.mail.models import Consent, Mailbox
from kept.mail.signing_in import forget_token
from kept.people.models import Member

PATIENCE = timedelta(minutes=20)
"""How long a member may be away at the provider."""


class StrayConsent(Refusal):
    code = "consent_stray"
    message = gettext_lazy(
        "This answer belongs to no sign-in that you began here, or came too late. "
        "Connect the mailbox once more."
    )


@dataclass(frozen=True, slots=True)
class Client:
    """What an owner says of a mailbox that is opened by consent. An empty `secret` keeps it."""

    desk: Desk
    provider: str
    user: str
    host: str
    port: int
    security: str
    consent_url: str
    token_url: str
    scopes: str
    client_id: str
    secret: str
    secret_until: date | None
    folder: str
    since: date | None


@transaction.atomic
def set_client(mailbox: Mailbox | None, client: Client, *, by: Member, now: datetime) -> Mailbox:
    """Write down how a mailbox is to be connected; it rests until it is.

    Raises `NotAllowed`, `SameMailbox`.
    """
    if not may_set_up(by):
        raise NotAllowed
    if mailbox is None:
        mailbox = Mailbox(is_on=False)
    else:
        mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        # An answer that was asked for of one provider is given to no other.
        Consent.objects.filter(mailbox=mailbox).delete()
    place = (mailbox.host, mailbox.user, mailbox.folder)
    kept = _kept_secrets(mailbox, client)
    for name in (
        "desk", "provider", "user", "host", "port", "security", "consent_url", "token_url",
        "scopes", "client_id", "folder", "since",
    ):  # fmt: skip
        setattr(mailbox, name, getattr(client, name))
    mailbox.auth = Mailbox.Auth.XOAUTH2
    mailbox.client_secret_until = client.secret_until
    mailbox.sealed_secret = seal(json.dumps(kept))
    if place != (mailbox.host, mailbox.user, mailbox.folder):
        mailbox.uid_validity = mailbox.last_uid = 0
    begin_anew(mailbox)
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError as error:
        raise SameMailbox from error
    changed = MailboxChanged(mailbox=mailbox.pk, is_on=mailbox.is_on)
    record(changed, about=[mailbox], by=by, at=now)
    return mailbox


@transaction.atomic
def begin_consent(mailbox: Mailbox, *, by: Member, now: datetime) -> str:
    """The address at the provider where `by` lets us in. Raises `NotAllowed`."""
    if not may_set_up(by):
        raise NotAllowed
    Consent.objects.filter(begun_at__lt=now - PATIENCE).delete()
    state, verifier = tokens.fresh_secret(), secrets.token_urlsafe(48)
    Consent.objects.create(
        mailbox=mailbox,
        member=by,
        state_digest=tokens.digest(state),
        sealed_verifier=seal(verifier),
        begun_at=now,
    )
    return consent_address(mailbox, state=state, verifier=verifier)


@transaction.atomic
def take_consent(state: str, *, by: Member, now: datetime) -> tuple[Mailbox, str]:
    """The mailbox and the verifier of a sign-in that `by` began; good once, for a while.

    Raises `NotAllowed`, `StrayConsent`.
    """
    if not may_set_up(by):
        raise NotAllowed
    if not state:
        raise StrayConsent
    begun = Consent.objects.filter(state_digest=tokens.digest(state), member=by)
    found = begun.select_related("mailbox").first()
    # Whoever deletes it has it: of two that come at once, one.
    if found is None or not begun.delete()[0] or found.begun_at < now - PATIENCE:
        raise StrayConsent
    return found.mailbox, unseal(found.sealed_verifier)


@transaction.atomic
def connect(mailbox: Mailbox, granted: Granted, *, by: Member, now: datetime) -> Mailbox:
    """Keep what the consent has earned, and fetch from now on.

    `mailbox` is as it was when the provider was asked. Raises `NotAllowed`, `StrayConsent`.
    """
    if not may_set_up(by):
        raise NotAllowed
    asked = mailbox
    mailbox = Mailbox.objects.select_for_update().get(pk=asked.pk)
    if _client_of(mailbox) != _client_of(asked):
        # Changed while we waited for the provider: what it gave is for no other.
        raise StrayConsent
    stored = json.loads(unseal(mailbox.sealed_secret) or "{}")
    mailbox.sealed_secret = seal(json.dumps(stored | {"refresh_token": granted.refresh_token}))
    mailbox.connected_at, mailbox.consent_until = now, granted.until
    mailbox.refused_at, mailbox.is_on = None, True
    begin_anew(mailbox)
    mailbox.save()
    forget_token(mailbox.pk)
    record(MailboxConnected(mailbox=mailbox.pk), about=[mailbox], by=by, at=now)
    return mailbox


def _kept_secrets(mailbox: Mailbox, client: Client) -> dict[str, str]:
    """What of the stored secrets goes on to hold: they go to nobody they were not given for."""
    stored = json.loads(unseal(mailbox.sealed_secret) or "{}") if mailbox.provider else {}
    is_same_client = _client_of(mailbox)[:2] == _client_of(client)[:2]
    is_same_box = _client_of(mailbox)[2:] == _client_of(client)[2:]
    kept = {"client_secret": client.secret or stored.get("client_secret", "")}
    if not is_same_client:
        kept["client_secret"] = client.secret
    if is_same_client and is_same_box and stored.get("refresh_token"):
        kept["refresh_token"] = stored["refresh_token"]
    return kept


def _client_of(told: Mailbox | Client) -> tuple[str, str, str, str]:
    """Whose token it is, and whose mailbox it opens."""
    return told.token_url, told.client_id, told.host, told.user
