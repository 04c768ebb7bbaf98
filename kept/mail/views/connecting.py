"""Connecting a mailbox by its provider's consent: what to do there, the way there, and back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.outbound import CannotFetch
from kept.kit.sealing import CannotUnseal
from kept.mail import actions, consents, imap
from kept.mail.forms import ClientForm
from kept.mail.models import Mailbox
from kept.mail.providers import PROVIDERS, Provider
from kept.mail.signing_in import Trouble
from kept.people.doors import MemberRequest, owner_door
from kept.ui.wording import retold


@owner_door("GET", "POST")
def add_by_consent(request: MemberRequest, provider: str) -> HttpResponse:
    """What to click at the provider, and the fields for what it gives."""
    known = PROVIDERS.get(provider.upper())
    if known is None:
        raise Http404
    if request.method == "GET":
        given = {"since": clock.now().date(), "user": request.GET.get("user", "")[:255]}
        return _page(request, ClientForm(provider=known, initial=given), known, None)
    return _written(request, known, None)


@owner_door("GET", "POST")
def client(request: MemberRequest, pk: int) -> HttpResponse:
    """The same of a mailbox that is there: another secret, another desk."""
    found = get_object_or_404(Mailbox.objects.visible_to(request.user).exclude(provider=""), pk=pk)
    known = PROVIDERS[found.provider]
    if request.method == "GET":
        return _page(request, ClientForm(provider=known, instance=found), known, found)
    return _written(request, known, found)


@owner_door("POST")
def connect(request: MemberRequest, pk: int) -> HttpResponse:
    """The way to the provider, as a link: a form may send nobody to another house."""
    found = get_object_or_404(Mailbox.objects.visible_to(request.user).exclude(provider=""), pk=pk)
    address = actions.begin_consent(found, by=request.user, now=clock.now())
    shown = {
        "mailbox": found,
        "name": PROVIDERS[found.provider].name or urlsplit(found.consent_url).hostname,
        "address": address,
        "current": "settings",
    }
    return render(request, "mail/consent.html", shown)


@owner_door("GET")
def connected(request: MemberRequest) -> HttpResponse:
    """Back from the provider, with a code or a no."""
    now = clock.now()
    mailbox, verifier = actions.take_consent(
        request.GET.get("state", "")[:200], by=request.user, now=now
    )
    back = redirect("mail:mailbox", mailbox.pk)
    code = request.GET.get("code", "")
    if not code:
        words = _("Consent was not given, so nothing has changed. (%(code)s)")
        error = request.GET.get("error", "")
        messages.warning(request, words % {"code": error[:80] if error.isprintable() else ""})
        return back
    try:
        granted = consents.granted_for(mailbox, code=code, verifier=verifier, now=now)
    except (Trouble, CannotFetch, CannotUnseal) as error:
        messages.warning(request, retold(imap.in_words(error, mailbox)))
        return back
    mailbox = actions.connect(mailbox, granted, by=request.user, now=now)
    if problem := imap.problem_with(mailbox, now=now):
        messages.warning(request, retold(problem))
    else:
        messages.success(request, _("Connected. Mail comes within half a minute."))
    return back


def _written(request: MemberRequest, known: Provider, found: Mailbox | None) -> HttpResponse:
    form = ClientForm(request.POST, provider=known, instance=found)
    if not form.is_valid():
        return _page(request, form, known, found, status=422)
    written = actions.set_client(found, form.client(), by=request.user, now=clock.now())
    messages.success(request, _("Kept. Now connect it."))
    return redirect("mail:mailbox", written.pk)


def _page(
    request: MemberRequest,
    form: ClientForm,
    known: Provider,
    found: Mailbox | None,
    *,
    status: int = 200,
) -> HttpResponse:
    paste = {"redirect": consents.redirect_address(), "scopes": known.scopes}
    shown: dict[str, Any] = {
        "form": form,
        "provider": known,
        "mailbox": found,
        "steps": [(step, paste.get(step.paste, "")) for step in known.steps],
        "current": "settings",
    }
    return render(request, "mail/client.html", shown, status=status)
