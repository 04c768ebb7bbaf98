"""Whom a letter goes to and from which address: what the last letter suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kept.conversations.models import Conversation, DeskAddress, Message
from kept.conversations.queries import Thread
from kept.mail import seals
from kept.mail.rules import bare_address, without_tag


@dataclass(frozen=True, slots=True)
class Suggested:
    """`others` are those a reply to all takes along; `senders` the desk's addresses."""

    to: list[str]
    cc: list[str]
    others: list[str]
    sender: str
    senders: list[str]


def suggested(
    conversation: Conversation,
    thread: Thread,
    *,
    along: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Suggested:
    """For an answer: to whoever wrote last, the others of that letter along, from where it came.

    An unverified sender gets nothing by default: the answer goes to the customer we know. What
    passed between us and a third person suggests nothing. `along` are others who are on it: they
    get it where the writer says so. Those of `without` were taken out: no letter brings them back.
    """
    last = _last(thread.messages, without=set(map(bare_address, without)))
    senders, ours = _addresses(conversation, last)
    if last is None:
        address = conversation.customer.addresses.filter(is_dead=False).first()
        to, others = ([address.value] if address else []), []
    elif last.is_ours:
        to = _but(last.to, ours=set(), but=without)
        others = _but(last.cc, ours=set(), but=[*to, *without])
    else:
        to = [_answer_address(conversation, last)]
        others = _but([*last.to, *last.cc], ours=ours, but=[*to, last.from_address, *without])
    more = _but(along, ours=ours, but=[*to, *others])
    return Suggested(to, others, [*others, *more], _sender(thread.messages, senders), senders)


def for_forward(thread: Thread, senders: Sequence[str]) -> list[str]:
    """Whoever outside wrote last, if nobody else has since; else nobody."""
    last = thread.messages[-1] if thread.messages else None
    is_theirs = last is not None and last.is_aside and not last.is_ours
    return [last.from_address] if last is not None and is_theirs else []


def _addresses(conversation: Conversation, last: Message | None) -> tuple[list[str], set[str]]:
    """The desk's addresses, and all of ours. Asked for only where one alone is not all there is."""
    main = str(getattr(conversation, "main_address", None) or "")
    is_alone = main != "" and getattr(conversation, "second_address", "") is None
    named = [*last.to, *last.cc] if last is not None and not last.is_ours else []
    if is_alone and all(bare_address(address) == bare_address(main) for address in named):
        return [main], {bare_address(main)}
    rows = list(DeskAddress.objects.values_list("desk", "value"))
    senders = [value for desk, value in rows if desk == conversation.desk_id]
    return senders, {bare_address(value) for _, value in rows}


def _last(messages: Sequence[Message], *, without: set[str]) -> Message | None:
    """The newest letter that says to whom the next one goes: to nobody of those who are out."""
    for message in reversed(messages):
        if message.is_aside or message.automatic or bare_address(message.from_address) in without:
            continue
        if message.is_ours and any(bare_address(one) not in without for one in message.to):
            return message
        if not message.is_ours and message.standing == Message.Standing.KNOWN:
            return message if message.from_address else None
    return None


def _answer_address(conversation: Conversation, letter: Message) -> str:
    """Where they wrote from; where they want the answer only while that address is theirs too."""
    wanted = bare_address(letter.reply_to)
    if wanted and wanted != bare_address(letter.from_address):
        own = conversation.customer.addresses.filter(value__iexact=wanted, is_dead=False)
        if found := own.first():
            return found.value
    return letter.from_address


def _but(addresses: Iterable[str], *, ours: set[str], but: Iterable[str]) -> list[str]:
    """Each once, without our own and those who get it already."""
    taken = set(map(bare_address, but))
    found = []
    for address in addresses:
        bare = bare_address(address)
        is_ours = bare in ours or without_tag(bare) in ours or seals.is_sealed(bare)
        if "@" in bare and bare not in taken and not is_ours:
            taken.add(bare)
            found.append(address)
    return found


def _sender(messages: Sequence[Message], senders: Sequence[str]) -> str:
    """The desk's address the last letter was written to or from; else its main one."""
    by_bare = {bare_address(value): value for value in senders}
    for message in reversed(messages):
        if message.is_aside:
            continue
        named = [message.from_address] if message.is_ours else [*message.to, *message.cc]
        for address in named:
            found = by_bare.get(bare_address(address)) or by_bare.get(without_tag(address))
            if found:
                return found
    return senders[0] if senders else ""
