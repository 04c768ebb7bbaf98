"""The ways out besides pages: mail, pushes, the stream, the ledger, what operators see."""

from __future__ import annotations

import json
import logging
import tarfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from kept.kit.sealing import seal
from kept.ledger.models import Event, Mention, Stumble
from kept.live.following import nudges_after
from kept.live.hub import line_of
from kept.mail import sender
from kept.mail.models import Outgoing
from kept.mail.sender import send_due
from kept.mail.tests.make import Script, smtp_server
from kept.notices import alarms, mailing, pushing
from kept.notices.models import Browser, Preference
from kept.notices.tests.push_service import FakeBrowser, Service, push_service
from kept.people.models import Member
from kept.serving import audit, backup, doctor
from tests.security.people import House
from tests.security.planting import FORM, Garden
from tests.security.reading import names_in, names_in_mail

QUIET = ("django.db", "django.template", "asyncio", "httpcore", "fido2")
"""Loggers that speak below INFO of what no house writes down."""


class Listening(logging.Handler):
    """All that is logged, read as an operator reads it."""

    def __init__(self, garden: Garden) -> None:
        super().__init__(logging.DEBUG)
        self.garden = garden
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(QUIET):
            self.garden.met("log", record.name, names_in(self.format(record)))


def mail(garden: Garden, house: House) -> int:
    """All that waits leaves for a server of ours; whoever it is for reads it."""
    now = garden.now + timedelta(minutes=1)
    Outgoing.objects.filter(state="READY").update(not_before=garden.now)
    script = Script()
    with smtp_server(script) as url:
        settings.SMTP_URL = url
        sender._resting_until = mailing._resting_until = 0.0
        while send_due(now=now):
            pass
        while mailing.mail_due(now=now):
            pass
        alarms.mail_alarms(now=now)
        settings.SMTP_URL = ""
    for _, recipient, content in script.taken:
        local = recipient.partition("@")[0]
        known = local in house.members or local.startswith(("cy", "pat"))
        actor = local if known or local in {"copied", "hidden", "third"} else "outsider"
        own = names_in(recipient)
        garden.met(actor, "mail", names_in_mail(content) - own)
    return len(script.taken)


def prepare_push(member: Member, garden: Garden) -> tuple[Member, FakeBrowser]:
    """From now on the member is told everything by push; `push` delivers it."""
    kinds = ["SOON", "BROKEN"]
    Preference.objects.update_or_create(member=member, defaults={"push": kinds, "mail": kinds})
    browser = FakeBrowser()
    Browser.objects.create(
        member=member, endpoint_digest="ours", sealed_endpoint=seal("https://push.example/"),
        sealed_auth=seal(browser.auth), public_key=browser.public_key, words="Ours",
        added_at=garden.now,
    )  # fmt: skip
    return member, browser


def push(garden: Garden, member: Member, browser: FakeBrowser) -> int:
    """What waits is pushed to a service of ours, which learns nothing by carrying it."""
    service = Service()
    with push_service(service) as beginning:
        settings.OUTBOUND_ALLOWED = [f"127.0.0.1:{service.port}"]
        ours = Browser.objects.filter(endpoint_digest="ours")
        ours.update(sealed_endpoint=seal(beginning + "x"))
        while pushing.push_due(now=garden.now + timedelta(minutes=1)):
            pass
    name = member.email.partition("@")[0]
    for path, headers, body in service.taken:
        for part in (path.encode(), json.dumps(headers).encode(), body):
            garden.met("push service", "push", names_in(part))
        garden.met(name, "push", names_in(json.dumps(browser.read(body))))
    return len(service.taken)


def stream(garden: Garden, house: House) -> list[str]:
    """Each event as each screen hears it. Answers conversations named to who may not see them."""
    names = {member.pk: name for name, member in house.members.items()}
    wrong = []
    for nudge in nudges_after((0, 0)):
        for pk, topics in nudge.topics.items():
            actor = names.get(pk, "somebody")
            garden.met(actor, "stream", names_in(line_of(nudge, topics)))
            for topic in topics:
                kind, _, number = topic.partition(":")
                may = house.sees.get(int(number)) if kind == "conversation" else None
                if may is not None and actor not in may:
                    wrong.append(f"{topic} told to {actor} by {nudge.kind}")
    return wrong


def ledger(garden: Garden) -> int:
    """No words at all: neither secrets nor anything of anybody's."""
    events = 0
    for kind, facts, by in Event.objects.values_list("kind", "facts", "by"):
        garden.met("ledger", kind, names_in(json.dumps(facts) + by))
        events += 1
    for name in Mention.objects.values_list("name", flat=True).distinct():
        garden.met("ledger", "mention", names_in(name))
    for error in Stumble.objects.values_list("error", flat=True):
        garden.met("ledger", "stumble", names_in(error))
    return events


def operators(garden: Garden, place: Path) -> None:
    """`kept doctor`, `kept check`, and the names in a backup."""
    for answer in doctor.examine(now=garden.now):
        garden.met("doctor", answer.check, names_in(answer.words))
    for finding in audit.run(reads_files=True):
        garden.met("check", "check", names_in(str(finding)))
    for name in _names_in_backup(place):
        garden.met("manifest", "backup", names_in(name))


def _names_in_backup(place: Path) -> Iterator[str]:
    draft = place / "backup"
    draft.mkdir(parents=True)
    scratch = place / "scratch"
    scratch.mkdir()
    whole = backup.dump_database
    backup.dump_database = lambda there: _empty(there)  # the names are asked for, not the rows
    try:
        with backup.opened(draft / "one.tar", is_tar=True) as target:
            backup._fill(target, scratch, with_key=True)
    finally:
        backup.dump_database = whole
    with tarfile.open(draft / "one.tar") as archive:
        for member in archive:
            yield member.name
            if member.name == backup.MANIFEST and (inner := archive.extractfile(member)):
                yield inner.read().decode()


def _empty(folder: Path) -> Path:
    path = folder / "database.sqlite3"
    path.write_bytes(b"")
    return path


def in_clear(garden: Garden) -> list[str]:
    """Sealed things that some row has in clear: the table and column of each."""
    sealed = {name for name, secret in garden.secrets.items() if secret.is_sealed}
    found = set()
    for model in apps.get_models():
        columns = [f.attname for f in model._meta.concrete_fields if _holds_words(f)]
        if not columns:
            continue
        for row in model._base_manager.values_list(*columns):
            for column, value in zip(columns, row, strict=True):
                for match in FORM.finditer(_text(value)):
                    if match[1].lower() in sealed:
                        place = garden.secrets[match[1].lower()].place
                        found.add(f"{place} in {model._meta.label}.{column}")
    return sorted(found)


def _holds_words(column: Any) -> bool:
    return isinstance(column, models.CharField | models.TextField | models.JSONField)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
