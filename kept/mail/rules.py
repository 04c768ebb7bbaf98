"""Pure decisions about mail: addresses, sameness, pauses, and words for what servers answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import formatdate

from kept.kit.domains import as_sent
from kept.kit.sentences import sentence

LATER = sentence("Their server asks us to try later. ({answer})")

LONGEST_ID = 250
LONGEST_ADDRESS = 320
TRIES = 3
"""So often a mail is read before it waits for a person."""

GIVE_UP_AFTER = timedelta(days=5)
_PAUSES_MINUTES = (1, 3, 10, 30, 60, 120, 240)
_FETCH_PAUSES_SECONDS = (15, 30, 60, 120, 300, 600)

GAPS_KEPT = timedelta(days=14)
DAYS_OF_A_HABIT = 3
"""On fewer days mail has to have come before its silence means anything."""

_UNPROVEN = {f"5.7.{number}" for number in range(20, 31)}
_SAFE_ID = re.compile(r"[!-;=?-~]{1,250}")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DELIVERABLE = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?=.{1,255}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?)*"
)


def bare_address(address: str) -> str:
    """An address as we compare it: no brackets or quotes, no white space around, lower case."""
    bare = address.strip().removeprefix("<").removesuffix(">").strip()
    if bare.startswith('"') and bare.endswith('"'):
        bare = bare[1:-1]
    return bare.lower()[:LONGEST_ADDRESS]


def without_tag(address: str) -> str:
    """`orders+anything@shop.example` as `orders@shop.example`, to be compared."""
    local, at, domain = bare_address(address).rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def tag_of(address: str) -> str:
    """What stands between `+` and `@`, or nothing."""
    local, _, _ = bare_address(address).rpartition("@")
    return local.partition("+")[2]


def with_tag(address: str, tag: str) -> str:
    local, at, domain = address.strip().rpartition("@")
    return f"{local.partition('+')[0]}+{tag}{at}{domain}"


def is_deliverable(address: str) -> bool:
    """Whether an address, `as_sent`, may stand in an SMTP command: no space, no way out of it."""
    return bool(_DELIVERABLE.fullmatch(as_sent(address)))


def id_key(message_id: str) -> str:
    """A Message-ID as we store it. One too long for an index stands as its digest."""
    value = "".join(message_id.split()).strip("<>").replace("\0", "")
    if len(value) <= LONGEST_ID:
        return value
    return f"sha256:{hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()}"


def is_quotable_id(message_id: str) -> bool:
    """Whether a Message-ID of foreign make may stand in a header of ours."""
    return bool(_SAFE_ID.fullmatch(message_id)) and not message_id.startswith("sha256:")


def content_digest(
    *,
    message_id: str | None,
    sender: str,
    date: datetime | None,
    subject: str,
    body: str,
    files: tuple[str, ...],
) -> str:
    """What makes two letters the same letter. `files` are digests of what is attached.

    The way they travelled is no part of it, so a copy by another road counts as the same.
    """
    moment = formatdate(date.timestamp()) if date else ""
    parts = [message_id or "", bare_address(sender), moment, subject, _evened(body), *files]
    hashed = hashlib.sha256()
    for part in parts:
        piece = part.encode("utf-8", "replace")
        hashed.update(f"{len(piece)}:".encode() + piece)
    return hashed.hexdigest()


def _evened(text: str) -> str:
    """Servers add and drop blank space at line ends; it never makes another letter."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def storable(text: str) -> str:
    """Text both databases take: no NUL, no half letters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def storable_line(text: str) -> str:
    """The same for a name or a subject: one line, and nothing in it turns round what follows.

    A mark that reverses the order of reading goes on to the end of the line that a name stands in,
    so that our own words beside it, a warning of its sender, could not be read.
    """
    return " ".join(_TURNING.sub("", _LINE_ENDS.sub(" ", storable(text))).split())


def pause_after(tries: int, *, spread: int = 0) -> timedelta:
    """How long a letter rests after so many tries in vain.

    By `spread` it rests up to a fifth longer, so that those put off together do not come together.
    """
    pause = timedelta(minutes=_PAUSES_MINUTES[min(max(tries, 1), len(_PAUSES_MINUTES)) - 1])
    if not spread:
        return pause
    drawn = hashlib.sha256(f"{spread}:{tries}".encode()).digest()[0]
    return pause * (1 + drawn / 255 / 5)


def fetch_pause_after(failures: int) -> timedelta:
    """How long a mailbox rests after so many failures in a row."""
    place = min(max(failures, 1), len(_FETCH_PAUSES_SECONDS)) - 1
    return timedelta(seconds=_FETCH_PAUSES_SECONDS[place])


def with_gap(
    gaps: Mapping[str, float], *, since: datetime | None, now: datetime
) -> dict[str, float]:
    """The longest pauses between mails by the day they ended, with the one that ends `now`.

    Only the last fourteen days are kept.
    """
    oldest = (now - GAPS_KEPT).date().isoformat()
    kept = {day: seconds for day, seconds in gaps.items() if day >= oldest}
    if since is not None:
        day, gap = now.date().isoformat(), (now - since).total_seconds()
        kept[day] = max(gap, kept.get(day, 0.0))
    return kept


def silence_allowed(gaps: Mapping[str, float]) -> timedelta | None:
    """How long a mailbox may be silent: three times its longest pause, and at least a day.

    None where it has no habit yet.
    """
    if len(gaps) < DAYS_OF_A_HABIT:
        return None
    return max(timedelta(days=1), timedelta(seconds=3 * max(gaps.values())))


def is_final(code: int) -> bool:
    """Whether an SMTP answer says that trying again is pointless."""
    return 500 <= code <= 599


def refusal_in_words(code: int, said: str) -> str:
    """A permanent refusal for people: what it means, what to do, and what the server said."""
    status = _enhanced_status(said)
    if says_no_such_address(code, said):
        words = sentence("There is no such address. Check the spelling or ask for another one.")
    elif status.startswith("5.3.4"):
        words = sentence("The letter is too large for their server. Send the files another way.")
    elif status.startswith("5.2.2") or code == 552:
        words = sentence(
            "Their mailbox is full, or the letter is too large. Send less or try another way."
        )
    elif status in _UNPROVEN or any(word in said.lower() for word in ("spf", "dkim", "dmarc")):
        words = sentence(
            "Their server could not verify that this letter is from us. Whoever looks after our"
            " mail should check SPF, DKIM and DMARC; meanwhile reach them another way."
        )
    elif any(word in said.lower() for word in ("blocklist", "blacklist", "spamhaus", "dnsbl")):
        words = sentence(
            "Our mail server stands on a list of senders of spam. Whoever looks after our mail"
            " should have it taken off; meanwhile reach them another way."
        )
    elif status.startswith("5.7") or code == 554:
        words = sentence(
            "Their server refuses the letter for its own rules. Write to them another way."
        )
    else:
        words = sentence("Their server refuses the letter for good. Write to them another way.")
    return f"{words} ({code} {one_line(said)[:300]})".strip()


def says_no_such_address(code: int, said: str) -> bool:
    """Whether a refusal means that nobody has this address, now or later."""
    status = _enhanced_status(said)
    if status:
        return status.startswith(("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"))
    return code in {550, 551, 553} and _sounds_unknown(said)


def delay_in_words(code: int, said: str) -> str:
    if code:
        return LATER.format(answer=f"{code} {one_line(said)[:300]}")
    return one_line(said)[:400]


def _enhanced_status(said: str) -> str:
    found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", said)
    return found[1] if found else ""


def _sounds_unknown(said: str) -> bool:
    lower = said.lower()
    return any(
        words in lower
        for words in ("unknown", "no such", "not exist", "not found", "invalid", "does not have")
    )


def one_line(text: str) -> str:
    """Foreign words on one line, without anything a terminal or a header would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
