"""The language a customer is spoken to in: as we know it, or else as their last letter told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer


@contextmanager
def speaking_to(customer: Customer | None) -> Iterator[None]:
    """What is written within is in their language; where nobody knows it, in the one at hand."""
    language = language_of(customer) if customer else ""
    with translation.override(language or translation.get_language()):
        yield


def spoken(answer: HttpResponse) -> HttpResponse:
    """A page made within, which says what it speaks: the browser asked for something else."""
    answer.headers["Content-Language"] = translation.get_language()
    return answer


def language_of(customer: Customer) -> str:
    """A code of `LANGUAGES`; empty where theirs is none of ours, or nobody knows it."""
    tag = customer.language or _of_last_letter(customer)
    spoken = tag.partition("-")[0].lower()
    return spoken if spoken in dict(settings.LANGUAGES) else ""


def _of_last_letter(customer: Customer) -> str:
    newest = Conversation.objects.filter(customer=customer).exclude(last_in_message=0)
    last = newest.order_by("-last_at", "-id").values("last_in_message")[:1]
    letters = Message.objects.filter(pk__in=last, is_aside=False, automatic="")
    beside = letters.values_list("beside", flat=True).first()
    return str((beside or {}).get("language") or "")
