"""Browsers that take pushes: signed up by their member, and let go."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit import tokens, webpush
from kept.kit.refusals import Refusal
from kept.kit.sealing import seal
from kept.notices.models import Browser, PushKey
from kept.people.models import Member

MOST_BROWSERS = 8
LONGEST_ENDPOINT = 1_000


class NoBrowser(Refusal):
    code = "browser_unknown"
    message = gettext_lazy("That is no push service we can reach. Try another browser.")


class TooManyBrowsers(Refusal):
    code = "browsers_too_many"
    message = gettext_lazy("Remove a browser you no longer use first.")


def push_key(*, now: datetime) -> PushKey:
    """The key of this house, made when it is first asked for. Whoever loses a race takes theirs."""
    if known := PushKey.objects.first():
        return known
    private, public = webpush.new_key()
    made, _ = PushKey.objects.get_or_create(
        pk=1, defaults={"sealed_private": seal(private), "public": public, "made_at": now}
    )
    return made


@transaction.atomic
def add_browser(
    *, endpoint: str, public_key: str, auth: str, words: str, by: Member, now: datetime
) -> Browser:
    """From now on this browser takes pushes for `by`, and for nobody else who used it before.

    Raises `NoBrowser`, `TooManyBrowsers`.
    """
    if len(endpoint) > LONGEST_ENDPOINT or not _may_be_asked(endpoint):
        raise NoBrowser
    try:
        webpush.check_keys(public_key, auth)
    except webpush.BadKey as error:
        raise NoBrowser from error
    digest = tokens.digest(endpoint)
    if Browser.objects.filter(member=by).exclude(endpoint_digest=digest).count() >= MOST_BROWSERS:
        raise TooManyBrowsers
    browser, _ = Browser.objects.update_or_create(
        endpoint_digest=digest,
        defaults={
            "member": by,
            "sealed_endpoint": seal(endpoint),
            "sealed_auth": seal(auth),
            "public_key": public_key,
            "words": words[:80],
            "added_at": now,
        },
    )
    return browser


def remove_browser(browser: Browser, *, by: Member, now: datetime) -> None:
    """It takes no pushes any more; what was on its way to it is dropped by the sender."""
    Browser.objects.filter(pk=browser.pk, member=by).delete()


def forget_gone(browser: Browser) -> None:
    """Its push service does not know it any more."""
    Browser.objects.filter(pk=browser.pk).delete()


def _may_be_asked(endpoint: str) -> bool:
    """Only https, but for hosts the owner has allowed; where it leads is looked at on the way."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname)
    allowed = {parts.hostname or "", f"{parts.hostname}:{port}"}
    return parts.scheme == "http" and bool(allowed & set(settings.OUTBOUND_ALLOWED))
