"""What nobody is ever shown again, and what no row has in clear."""

from __future__ import annotations

import json
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt

from kept.kit import tokens
from kept.kit.sealing import seal, unseal
from kept.mail.actions import MailboxSettings, add_mailbox
from kept.mail.models import Consent, Mailbox
from kept.notices.models import Browser, CalendarLink
from kept.people.models import Invitation
from tests.security.people import Scene
from tests.security.places import place
from tests.security.places_of_house import mailbox


def nobody(_scene: Scene) -> set[str]:
    return set()


def password(scene: Scene, token: str) -> None:
    settings = MailboxSettings(
        desk=scene.desk, host="127.0.0.1", port=1, security="TLS", user=f"u{uuid4().hex}",
        secret=token, folder="INBOX", since=None,
    )  # fmt: skip
    box = add_mailbox(settings, by=scene.owner, now=scene.now)
    assert unseal(box.sealed_secret) == token
    Mailbox.objects.filter(pk=box.pk).update(is_on=False)


def grant(scene: Scene, **words: str) -> None:
    sealed = seal(json.dumps({"client_secret": "x", "refresh_token": "y"} | words))
    mailbox(scene, provider="GOOGLE", auth="XOAUTH2", sealed_secret=sealed, connected_at=scene.now)


def consent(scene: Scene, *, state: str = "", verifier: str = "") -> None:
    Consent.objects.create(
        mailbox=mailbox(scene, provider="GOOGLE", auth="XOAUTH2"), member=scene.owner,
        state_digest=tokens.digest(state or uuid4().hex),
        sealed_verifier=seal(verifier or "v"), begun_at=scene.now,
    )  # fmt: skip


def factor(scene: Scene, kind: str, **data: object) -> None:
    Authenticator.objects.create(user=scene.worker, type=kind, data=data)


def pushed(scene: Scene, *, endpoint: str = "e", auth: str = "a") -> None:
    Browser.objects.create(
        member=scene.loner, endpoint_digest=tokens.digest(endpoint + uuid4().hex),
        sealed_endpoint=seal(f"https://push.example/{endpoint}"), sealed_auth=seal(auth),
        public_key="", words="A browser", added_at=scene.now,
    )  # fmt: skip


def invitation(scene: Scene, token: str) -> None:
    Invitation.objects.create(
        email=f"{uuid4().hex}@x.example", name="Nia", secret_digest=tokens.digest(token),
        invited_by=scene.owner, invited_at=scene.now, expires_at=scene.now.replace(year=2040),
    )  # fmt: skip


def feed(scene: Scene, token: str) -> None:
    CalendarLink.objects.update_or_create(
        member=scene.worker, defaults={"secret_digest": tokens.digest(token), "made_at": scene.now}
    )


def signs_in(scene: Scene, token: str) -> None:
    scene.worker.set_password(token)
    scene.worker.save(update_fields=["password"])


# fmt: off
# One line a place.
place("mailbox's password", nobody, password, sealed=True)
place("refresh token", nobody, lambda s, x: grant(s, refresh_token=x), sealed=True)
place("client secret", nobody, lambda s, x: grant(s, client_secret=x), sealed=True)
place("state of a consent", nobody, lambda s, x: consent(s, state=x), sealed=True)
place("verifier of a consent", nobody, lambda s, x: consent(s, verifier=x), sealed=True)
place("secret of an app's codes", nobody, lambda s, x: factor(s, "totp", secret=encrypt(x)), once=True, sealed=True)
place("seed of recovery codes", nobody, lambda s, x: factor(s, "recovery_codes", seed=encrypt(x), used_mask=0), once=True, sealed=True)
place("push address", nobody, lambda s, x: pushed(s, endpoint=x), once=True, sealed=True)
place("push key", nobody, lambda s, x: pushed(s, auth=x), once=True, sealed=True)
place("link of an invitation", nobody, invitation, sealed=True)
place("link of a calendar", nobody, feed, once=True, sealed=True)
place("member's password", nobody, signs_in, once=True, sealed=True)
