"""What speaks against a sender: being taken for somebody else, or disowned by their own domain.

Each sign is a code and what it speaks of, as `Message.reasons` keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.conf import settings

from kept.conversations.models import DeskAddress
from kept.customers.queries import first_alike
from kept.kit.likeness import address_within, domain_looks_like, domain_of, looks_like
from kept.mail.letter import Letter
from kept.mail.letter.vouching import is_aligned, is_disowned
from kept.mail.rules import bare_address
from kept.people.models import Member

Reason = tuple[str, str]
DECEITS = {
    "DISOWNED", "LIKE_OURS", "LIKE_DOMAIN", "LIKE_ADDRESS", "NAMED_LIKE", "ANSWERS_ELSEWHERE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Who was there first: the first address we knew, by the keys that addresses look alike by."""

    by_domain: Mapping[str, str]
    by_address: Mapping[str, str]


def known_like(senders: Sequence[str]) -> Known:
    """Whom we know that any of these may pass for."""
    return Known(
        by_domain=first_alike("domain_likeness", set(map(domain_looks_like, senders))),
        by_address=first_alike("likeness", set(map(looks_like, senders))),
    )


def signs_of_deceit(
    letter: Letter, *, sender: str, vouched: bool | None, ours: Set[str], known: Known
) -> list[Reason]:
    """Why a letter is suspicious; nothing where it is not. `ours` are our own domains."""
    domain = domain_of(sender)
    signs: list[Reason] = []
    if is_disowned(letter.authentication):
        signs.append(("DISOWNED", domain))
    signs += _takes_after(sender, ours, known)
    shown = address_within(letter.sender.name or "") if letter.sender else ""
    if shown and not is_aligned(domain_of(shown), domain):
        signs.append(("NAMED_LIKE", shown))
    if vouched is not True and letter.automatic.kind is None:
        signs += _answers_elsewhere(letter, domain, ours)
    return signs


def is_of_ours(address: str) -> bool:
    """Whether it is at one of our own domains: whoever writes from there has to prove it."""
    return domain_of(address) in our_domains()


def _takes_after(sender: str, ours: Set[str], known: Known) -> list[Reason]:
    """Whom the address passes for: somebody who was known before it, or ourselves."""
    domain = domain_of(sender)
    if domain in ours:
        return []
    key = domain_looks_like(sender)
    if any(domain_looks_like(one) == key for one in ours):
        return [("LIKE_OURS", domain)]
    if (first := known.by_domain.get(key)) and domain_of(first) != domain:
        return [("LIKE_DOMAIN", domain_of(first))]
    first = known.by_address.get(looks_like(sender))
    if first and bare_address(first) != bare_address(sender):
        return [("LIKE_ADDRESS", bare_address(first))]
    return []


def _answers_elsewhere(letter: Letter, domain: str, ours: Set[str]) -> list[Reason]:
    for person in letter.reply_to[:20]:
        elsewhere = domain_of(person.address)
        # Who wants to be answered at a desk of ours, with us in the conversation, hides nothing.
        if elsewhere and elsewhere not in ours and not is_aligned(elsewhere, domain):
            return [("ANSWERS_ELSEWHERE", bare_address(person.address))]
    return []


def our_domains() -> set[str]:
    """Of our desks and our people. A house has few of them."""
    addresses = DeskAddress.objects.values_list("value", flat=True)
    members = Member.objects.active().values_list("email", flat=True)
    found = {domain_of(address) for address in [*addresses, *members[:500]]}
    return (found | {settings.MAIL_DOMAIN.lower()}) - {""} - PUBLIC


PUBLIC = {
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com",
    "icloud.com", "me.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "proton.me",
    "protonmail.com", "aol.com", "orange.fr", "free.fr", "mail.com", "posteo.de", "mailbox.org",
}  # fmt: skip
"""Where anybody may have an address: such a domain is nobody's own."""
