"""The language a customer is spoken to in: as we know it, or else as their last letter told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet
from django.http import HttpResponse
from django.utils import translation

from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer


@contextmanager
def speaking_to(customer: Customer | None) -> Iterator[None]:
    """What is written within is in their language; where nobody knows it, in the one at hand."""
    with speaking(language_of(customer) if customer else ""):
        yield


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """The same where it was looked up before; empty where nobody knows it."""
    with translation.override(language or translation.get_language()):
        yield


def spoken(answer: HttpResponse) -> HttpResponse:
    """A page made within, which says what it speaks: the browser asked for something else."""
    answer.headers["Content-Language"] = translation.get_language()
    return answer


def language_of(customer: Customer) -> str:
    """A code of `LANGUAGES`; empty where theirs is none of ours, or nobody knows it."""
    return spoken_in(customer, None if customer.language else last_letter_of(customer).first())


def spoken_in(customer: Customer, beside: dict[str, Any] | None) -> str:
    """The same, where what stood beside their last letter was read before."""
    tag = customer.language or str((beside or {}).get("language") or "")
    spoken = tag.partition("-")[0].lower()
    return spoken if spoken in dict(settings.LANGUAGES) else ""


def last_letter_of(customer: Customer | OuterRef) -> QuerySet[Message, Any]:
    """What stands beside the last letter they wrote themselves, if any."""
    # Conversations are asked within the question for letters, so what stands around is one further.
    whose = OuterRef(customer) if isinstance(customer, OuterRef) else customer
    newest = Conversation.objects.filter(customer=whose).exclude(last_in_message=0)
    last = newest.order_by("-last_at", "-id").values("last_in_message")[:1]
    letters = Message.objects.filter(pk__in=last, is_aside=False, automatic="")
    return letters.values_list("beside", flat=True)[:1]
