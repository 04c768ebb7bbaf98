"""The ways out: SMTP, one step at a time, and a folder for a house without a mail server."""

from __future__ import annotations

import hashlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from kept.kit import blobs
from kept.kit.domains import as_sent
from kept.kit.outbound import CannotFetch, never_inside_a_transaction
from kept.kit.sealing import CannotUnseal
from kept.kit.sentences import sentence
from kept.mail.models import Mailbox
from kept.mail.rules import is_final, one_line
from kept.mail.sender import HandOver, How, Outcome, Parcel, Post, Unreachable
from kept.mail.signing import signed
from kept.mail.signing_in import Trouble, forget_token, secret_of

BROKE = sentence("The connection broke: {error}")
NO_FOLDER = sentence("The folder for outgoing mail cannot be written: {error}")
NOT_LET_IN = sentence("Our mail server refuses our user or password: {error}")
WANTS_CONSENT = sentence("Our mail server wants a consent: {error}")
NOT_REACHED = sentence("Our mail server cannot be reached: {error}")

TIMEOUT_SECONDS = 30.0
LAST_TIMEOUT_SECONDS = 120.0
"""How long we wait for the answer to the last byte; the lease is longer."""
_CHUNK = 1 << 16
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_LEADING_DOT = re.compile(rb"(?m)^\.")


class BadPost(Exception):
    """KEPT_SMTP_URL cannot be used; the message says why."""


def post_for(url: str, *, now: datetime) -> Post:
    """The way out a URL names: `smtp://`, `smtp+tls://`, `smtps://` or `file:///folder`.

    One that names a user and no password signs in by the consent of that user's mailbox.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and parts.netloc in {"", "localhost"}:
        return FolderPost(Path(unquote(parts.path)))
    if parts.scheme in {"smtp", "smtp+tls", "smtps"} and parts.hostname:
        return SmtpPost(parts, now=now)
    raise BadPost("KEPT_SMTP_URL must begin with smtp://, smtp+tls://, smtps:// or file:///.")


class FolderPost(Post):
    """Writes each copy as a file. The same copy again is the same file, so nothing is in doubt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, copy: Parcel, raw: bytes, hand_over: HandOver) -> Outcome:
        recipient = hashlib.sha256(copy.recipient.lower().encode()).hexdigest()[:10]
        path = self.folder / f"{copy.label}-{recipient}.eml"
        try:
            blobs.write_durably(path, raw)
        except OSError as error:
            raise Unreachable(NO_FOLDER.format(error=error)) from error
        return Outcome(How.SENT)


class SmtpPost(Post):
    """One connection to our own mail server, opened at the first letter and kept for the next."""

    def __init__(self, parts: SplitResult, *, now: datetime) -> None:
        self.parts = parts
        self.now = now
        self.smtp: smtplib.SMTP | None = None

    def send(self, copy: Parcel, raw: bytes, hand_over: HandOver) -> Outcome:
        never_inside_a_transaction("sending mail")
        smtp = self._connected()
        try:
            if refused := self._begun(smtp, copy):
                return refused
            _send_content(smtp, signed(raw))
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Outcome(How.LATER, said=BROKE.format(error=_words(error)))
        except BaseException:
            self._drop()
            raise
        try:
            is_ours = hand_over()
        except BaseException:
            self._drop()
            raise
        if not is_ours:
            # Without its last line the other side must forget the letter.
            self._drop()
            return Outcome(How.LET_GO)
        return self._finished(smtp)

    def close(self) -> None:
        if self.smtp is not None:
            try:
                self.smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._drop()
            self.smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self.smtp is None:
            try:
                self.smtp = _connect(self.parts, now=self.now)
            except smtplib.SMTPAuthenticationError as error:
                raise Unreachable(NOT_LET_IN.format(error=_words(error))) from error
            except (Trouble, CannotFetch, CannotUnseal) as error:
                raise Unreachable(WANTS_CONSENT.format(error=error)) from error
            except (smtplib.SMTPException, OSError, ValueError) as error:
                raise Unreachable(NOT_REACHED.format(error=_words(error))) from error
        return self.smtp

    def _begun(self, smtp: smtplib.SMTP, copy: Parcel) -> Outcome | None:
        """Envelope and the word DATA; an outcome where one of them was refused."""
        steps: list[tuple[Callable[[], tuple[int, bytes]], set[int]]] = [
            (lambda: smtp.mail(as_sent(copy.envelope_from)), {250}),
            (lambda: smtp.rcpt(as_sent(copy.recipient)), {250, 251}),
            (lambda: smtp.docmd("DATA"), {354}),
        ]
        for step, wanted in steps:
            code, said = step()
            if code not in wanted:
                self._start_over(smtp, code)
                return _refused(code, said)
        return None

    def _finished(self, smtp: smtplib.SMTP) -> Outcome:
        """The last line and its answer; from here on silence is doubt."""
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(LAST_TIMEOUT_SECONDS)
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(TIMEOUT_SECONDS)
        except (smtplib.SMTPException, OSError):
            self._drop()
            words = sentence(
                "The connection broke as it was handed over; it may or may not have arrived."
            )
            return Outcome(How.UNKNOWN, said=words)
        if 200 <= code <= 299:
            return Outcome(How.SENT, code)
        self._start_over(smtp, code)
        if 400 <= code <= 599:
            return _refused(code, said)
        words = sentence(
            "Their server answered something we cannot read; it may or may not have arrived."
        )
        return Outcome(How.UNKNOWN, code, words)

    def _start_over(self, smtp: smtplib.SMTP, code: int) -> None:
        """Ready for the next letter, on this connection or on a new one."""
        if code == 421 or not 400 <= code <= 599:
            self._drop()
            return
        try:
            if smtp.rset()[0] != 250:
                self._drop()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self.smtp is not None:
            self.smtp.close()
            self.smtp = None


def _connect(parts: SplitResult, *, now: datetime) -> smtplib.SMTP:
    host = parts.hostname or ""
    # Reading the authorities takes longer than a letter: only where they have a say.
    context = ssl.create_default_context() if parts.scheme != "smtp" else None
    name = settings.MAIL_DOMAIN
    if parts.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, local_hostname=name, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        port = parts.port or (587 if parts.scheme == "smtp+tls" else 25)
        smtp = smtplib.SMTP(host, port, local_hostname=name, timeout=TIMEOUT_SECONDS)
    try:
        # The last line goes by itself, and is not to wait for a word about those before it.
        if smtp.sock is not None:
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp+tls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if parts.username:
            if parts.scheme == "smtp" and host not in _LOOPBACK:
                raise Unreachable(
                    sentence("A password is not sent in clear; use smtp+tls or smtps.")
                )
            if parts.password is None:
                _sign_in_by_consent(smtp, unquote(parts.username), now=now)
            else:
                smtp.login(unquote(parts.username), unquote(parts.password))
    except BaseException:
        smtp.close()
        raise
    return smtp


def _sign_in_by_consent(smtp: smtplib.SMTP, user: str, *, now: datetime) -> None:
    """With the access token of the mailbox that is connected as `user` (XOAUTH2)."""
    connected = Mailbox.objects.filter(auth=Mailbox.Auth.XOAUTH2, user__iexact=user)
    mailbox = connected.exclude(connected_at=None).order_by("-connected_at").first()
    if mailbox is None:
        raise Unreachable(
            sentence(
                "The way out names a user without a password, and no mailbox is connected as that "
                "user."
            )
        )
    first = f"user={user}\x01auth=Bearer {secret_of(mailbox, now=now)}\x01\x01"
    try:
        # Asked once more, the server wants an empty line before it says no.
        smtp.auth("XOAUTH2", lambda challenge=None: first if challenge is None else "")
    except smtplib.SMTPAuthenticationError:
        forget_token(mailbox.pk)
        raise


def _send_content(smtp: smtplib.SMTP, raw: bytes) -> None:
    """The letter without its last line, each leading dot doubled (RFC 5321, 4.5.2)."""
    stuffed = _LEADING_DOT.sub(b"..", raw)
    if not stuffed.endswith(b"\r\n"):
        stuffed += b"\r\n"
    for at in range(0, len(stuffed), _CHUNK):
        smtp.send(stuffed[at : at + _CHUNK])


def _refused(code: int, said: bytes) -> Outcome:
    words = one_line(said.decode("utf-8", "replace"))
    return Outcome(How.NEVER if is_final(code) else How.LATER, max(code, 0), words)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return one_line(f"{error.smtp_code} {text}")[:300]
    return one_line(str(error))[:300] or type(error).__name__
