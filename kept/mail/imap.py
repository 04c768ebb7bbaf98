"""Fetching from mailboxes. A mail is ours once `accept` has returned; nothing is changed there.

We remember the highest number fetched under one UIDVALIDITY. Forgetting it is harmless: each mail
is named by mailbox, UIDVALIDITY and number, so fetched again it is the same delivery, and after a
change of UIDVALIDITY its content tells that we have it.
"""

from __future__ import annotations

import imaplib
import ipaddress
import logging
import re
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import (
    ImapToolsError,
    MailboxFolderSelectError,
    MailboxLoginError,
)

from kept.kit.outbound import CannotFetch, never_inside_a_transaction
from kept.kit.sealing import CannotUnseal
from kept.kit.sentences import sentence
from kept.mail.accept import LARGEST_BYTES, accept
from kept.mail.models import Mailbox
from kept.mail.rules import fetch_pause_after, one_line, with_gap
from kept.mail.signing_in import Trouble, forget_all, forget_token, secret_of

SILENT = sentence("{host} does not answer within ten seconds.")
NOT_SIGNED_IN = sentence(
    "The server does not take the sign-in for {user}. Connect again as that very user, and see "
    "that the provider allows IMAP."
)
NO_FOLDER = sentence("There is no folder {folder} in this mailbox.")
BAD_CERTIFICATE = sentence("The certificate of {host} cannot be trusted.")
NO_TLS = sentence("{server} does not speak TLS. Try another encryption.")
NO_SERVER = sentence("There is no server called {host}.")
SLOW = sentence("{host} takes too long to answer.")
NOBODY_THERE = sentence("Nothing answers at {server}.")
NO_HELP = sentence("The sign-in service does not help: {error}")
BROKEN_OFF = sentence("The connection broke: {error}.")
NOT_IMAP = sentence("{host} broke the connection, or does not speak IMAP; see the log.")
UNEXPECTED = sentence("Something unexpected happened ({error}); see the log.")
NO_ADDRESS = sentence("{host} is no address of a mail server.")

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 20.0
TEST_SECONDS = 10.0
PAUSE = timedelta(seconds=12)
AT_ONCE = 200
REMEMBER_EVERY = 20

_UID = re.compile(rb"UID (\d+)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(slots=True)
class Connection:
    """An open mailbox, and what it was opened with."""

    box: BaseMailBox
    opened_with: tuple[object, ...]


_open: dict[int, Connection] = {}


def fetch_due(*, now: datetime) -> int:
    """One pass over each mailbox whose turn it is. Answers how many mails came."""
    return sum(fetch_mailbox(mailbox, now=now) for mailbox in list(Mailbox.objects.due(now=now)))


def fetch_mailbox(mailbox: Mailbox, *, now: datetime) -> int:
    """Fetch what is new. What goes wrong is written on the mailbox, which then rests a while."""
    never_inside_a_transaction("fetching mail")
    fetched = 0
    try:
        fetched = _fetch_new(_connection(mailbox, now=now), mailbox, now=now)
    except Exception as error:
        _forget(mailbox)
        said = one_line(str(error))[:200]
        logger.warning(
            "mailbox %s cannot be fetched from: %s %s", mailbox.pk, type(error).__name__, said
        )
        _note_failure(mailbox, in_words(error, mailbox), now=now)
    else:
        _note_success(mailbox, fetched, now=now)
    return fetched


def problem_with(mailbox: Mailbox, *, now: datetime) -> str:
    """Try to sign in and open the folder, within ten seconds. Empty where all is well."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="try")
    try:
        secret = secret_of(mailbox, now=now)
        return thread.submit(_tried, mailbox, secret).result(timeout=TEST_SECONDS)
    except TooLate:
        return SILENT.format(host=mailbox.host)
    except Exception as error:
        return in_words(error, mailbox)
    finally:
        thread.shutdown(wait=False)


def in_words(error: Exception, mailbox: Mailbox) -> str:
    """What went wrong and what to do, without any secret."""
    match error:
        case Trouble():
            return str(error)
        case MailboxLoginError() if mailbox.auth == Mailbox.Auth.XOAUTH2:
            return NOT_SIGNED_IN.format(user=mailbox.user)
        case MailboxLoginError():
            return sentence("The server refuses this user or password.")
        case MailboxFolderSelectError():
            return NO_FOLDER.format(folder=repr(mailbox.folder))
        case ssl.SSLCertVerificationError():
            return BAD_CERTIFICATE.format(host=mailbox.host)
        case ssl.SSLError():
            return NO_TLS.format(server=f"{mailbox.host}:{mailbox.port}")
        case socket.gaierror():
            return NO_SERVER.format(host=mailbox.host)
        case TimeoutError():
            return SLOW.format(host=mailbox.host)
        case ConnectionRefusedError():
            return NOBODY_THERE.format(server=f"{mailbox.host}:{mailbox.port}")
        case CannotFetch():
            return NO_HELP.format(error=error)
        case CannotUnseal():
            return sentence("The password was sealed with a key that is gone. Enter it again.")
        case imaplib.IMAP4.error() if "AUTHENTICATIONFAILED" in str(error).upper():
            return sentence("The server refuses this user or password.")
        case OSError():
            return BROKEN_OFF.format(error=error.strerror or type(error).__name__)
        case imaplib.IMAP4.error() | ImapToolsError():
            # What a server says is for the log: it need not be one of mail.
            return NOT_IMAP.format(host=mailbox.host)
        case _:
            return UNEXPECTED.format(error=type(error).__name__)


def close_all() -> None:
    """Take leave of all servers."""
    forget_all()
    for pk in list(_open):
        connection = _open.pop(pk)
        with suppress(Exception):
            connection.box.logout()


def _fetch_new(box: BaseMailBox, mailbox: Mailbox, *, now: datetime) -> int:
    # EXAMINE instead of SELECT: whatever we do, no flag changes.
    box.folder.set(mailbox.folder, readonly=True)
    validity = _validity(box)
    last = mailbox.last_uid if validity == mailbox.uid_validity else 0
    if _has_gone_back(box, last):
        last = 0
    fetched = 0
    for uid in _new_uids(box, mailbox, last)[:AT_ONCE]:
        raw = _raw(box, uid)
        if raw is not None:
            accept(
                raw,
                source=f"imap:{mailbox.pk}",
                source_key=f"imap:{mailbox.pk}:{validity}:{uid}",
                now=now,
            )
        fetched += 1
        last = uid
        if fetched % REMEMBER_EVERY == 0:
            _remember(mailbox, validity, last)
    _remember(mailbox, validity, last)
    return fetched


def _new_uids(box: BaseMailBox, mailbox: Mailbox, last: int) -> list[int]:
    criteria = [f"UID {last + 1}:*"]
    if mailbox.since:
        day = mailbox.since
        criteria.append(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")
    status, found = box.client.uid("SEARCH", *criteria)
    if status != "OK":
        raise Trouble(sentence("The server does not search its folder."))
    numbers = {int(word) for line in found if line for word in line.split()}
    # A range up to `*` always holds the last mail, even where it is an old one.
    return sorted(number for number in numbers if number > last)


def _raw(box: BaseMailBox, uid: int) -> bytes | None:
    """The mail byte for byte; None where somebody has deleted it meanwhile."""
    status, parts = box.client.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{LARGEST_BYTES}>)")
    if status != "OK":
        raise Trouble(sentence("The server does not give out a mail it has."))
    for place, part in enumerate(parts):
        if not isinstance(part, tuple) or b"BODY[]" not in part[0].upper():
            continue
        after = parts[place + 1] if place + 1 < len(parts) else b""
        told = _UID.search(part[0]) or (_UID.search(after) if isinstance(after, bytes) else None)
        if told is None or int(told[1]) == uid:
            content: bytes = part[1]
            return content
    return None


def _validity(box: BaseMailBox) -> int:
    _, values = box.client.response("UIDVALIDITY")
    value = values[0] if values else None
    if not value or not value.isdigit():
        raise Trouble(sentence("The server does not number its mails (UIDVALIDITY)."))
    return int(value)


def _has_gone_back(box: BaseMailBox, last: int) -> bool:
    """Whether the server numbers anew below what we have, as one brought back from a backup does.

    It should say so by another UIDVALIDITY (RFC 3501, 2.3.1.1), and some do not.
    """
    _, values = box.client.response("UIDNEXT")
    value = values[0] if values else None
    if not value or not value.isdigit():
        return False
    return 0 < int(value) <= last


def _connection(mailbox: Mailbox, *, now: datetime) -> BaseMailBox:
    secret = secret_of(mailbox, now=now)
    opened_with = (mailbox.host, mailbox.port, mailbox.security, mailbox.user, secret)
    known = _open.get(mailbox.pk)
    if known and known.opened_with == opened_with:
        try:
            known.box.client.noop()
        except (imaplib.IMAP4.error, OSError):
            _forget(mailbox)
        else:
            return known.box
    elif known:
        _forget(mailbox)
    box = _signed_in(mailbox, secret)
    _open[mailbox.pk] = Connection(box, opened_with)
    return box


def _signed_in(mailbox: Mailbox, secret: str, *, seconds: float = 0.0) -> BaseMailBox:
    _look_at_address(mailbox)
    seconds = seconds or TIMEOUT_SECONDS
    box: BaseMailBox
    match mailbox.security:
        case Mailbox.Security.TLS:
            context = ssl.create_default_context()
            box = MailBox(mailbox.host, mailbox.port, timeout=seconds, ssl_context=context)
        case Mailbox.Security.STARTTLS:
            context = ssl.create_default_context()
            box = MailBoxStartTls(mailbox.host, mailbox.port, timeout=seconds, ssl_context=context)
        case _:
            box = MailBoxUnencrypted(mailbox.host, mailbox.port, timeout=seconds)
    try:
        if mailbox.auth == Mailbox.Auth.XOAUTH2:
            box.xoauth2(mailbox.user, secret, initial_folder=None)
        elif mailbox.user.isascii() and secret.isascii():
            box.login(mailbox.user, secret, initial_folder=None)
        else:
            box.login_utf8(mailbox.user, secret, initial_folder=None)
    except BaseException:
        with suppress(Exception):
            box.client.shutdown()
        raise
    return box


def _look_at_address(mailbox: Mailbox) -> None:
    """A mail server may be in our own network, but not where machines are told their secrets."""
    for found in socket.getaddrinfo(mailbox.host, mailbox.port, type=socket.SOCK_STREAM):
        if ipaddress.ip_address(str(found[4][0]).partition("%")[0]).is_link_local:
            raise Trouble(NO_ADDRESS.format(host=mailbox.host))


def _tried(mailbox: Mailbox, secret: str) -> str:
    """In a thread without a database: only the server is asked."""
    try:
        box = _signed_in(mailbox, secret, seconds=TEST_SECONDS)
        try:
            box.folder.set(mailbox.folder, readonly=True)
            _validity(box)
        finally:
            with suppress(Exception):
                box.logout()
    except Exception as error:
        return in_words(error, mailbox)
    return ""


def _forget(mailbox: Mailbox) -> None:
    forget_token(mailbox.pk)
    if connection := _open.pop(mailbox.pk, None):
        with suppress(Exception):
            connection.box.client.shutdown()


def _remember(mailbox: Mailbox, validity: int, last: int) -> None:
    mailbox.uid_validity, mailbox.last_uid = validity, last
    Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=validity, last_uid=last)


def _note_success(mailbox: Mailbox, fetched: int, *, now: datetime) -> None:
    changes: dict[str, Any] = {}
    if fetched:
        # How long it was silent before tells later whether a silence is unusual.
        changes["newest_at"] = now
        changes["gaps"] = with_gap(mailbox.gaps, since=mailbox.newest_at, now=now)
    Mailbox.objects.filter(pk=mailbox.pk).update(
        fetched_at=now,
        failing_since=None,
        failures=0,
        problem="",
        not_before=None if fetched >= AT_ONCE else now + PAUSE,
        **changes,
    )


def _note_failure(mailbox: Mailbox, words: str, *, now: datetime) -> None:
    failures = mailbox.failures + 1
    Mailbox.objects.filter(pk=mailbox.pk).update(
        failing_since=mailbox.failing_since or now,
        failures=F("failures") + 1,
        problem=words,
        not_before=now + fetch_pause_after(failures),
    )
