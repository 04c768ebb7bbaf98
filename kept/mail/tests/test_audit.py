"""The auditor finds what cannot be true, and nothing where all is well."""

from __future__ import annotations

import pytest
from django.db import transaction

from kept.kit import blobs
from kept.ledger import record
from kept.ledger.reading import READERS, catch_up
from kept.mail import filing, spool
from kept.mail.audit import blob_digests, findings
from kept.mail.events import MailSent
from kept.mail.models import Delivery, Filing, Outgoing
from kept.mail.sender import send_due
from kept.mail.tests.make import file_now, make_raw, take
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

# Readers on PostgreSQL see nothing of a transaction that is still open.
pytestmark = pytest.mark.django_db(transaction=True)


def found() -> set[tuple[str, str]]:
    return {(finding.rule, finding.about.partition(":")[0]) for finding in findings()}


@pytest.fixture
def world(settings, tmp_path):
    """Mail filed, twice, in the tray and waiting; one answer sent, one just written."""
    settings.SMTP_URL = (tmp_path / "out").as_uri()
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    file_now(make_raw())
    file_now(make_raw())
    file_now(make_raw("Lost", message_id="2@x", to="x@y.example"), recipients=())
    take(make_raw("Waiting", message_id="3@x"))
    conversation = make_conversation(desk=desk)
    make_reply(conversation, by=ada)
    catch_up(READERS["mail"], now=NOON)
    send_due(now=NOON)
    return make_reply(conversation, by=ada)


def test_where_all_is_well_nothing_is_found(world):
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["FILED", "DUPLICATE", "TRAY", "SPOOLED"]
    assert Outgoing.objects.get().state == "SENT"

    assert list(findings()) == []
    assert list(blob_digests()) == [Outgoing.objects.get().sha256]
    assert blobs.get(Outgoing.objects.get().sha256)


def test_a_letter_that_was_filed_and_is_shown_nowhere_is_lost(world):
    Filing.objects.all().delete()

    assert found() == {("lost", "delivery")}


def test_a_letter_that_waits_without_its_file_is_lost(world):
    for path in list(spool.unsettled()):
        path.unlink()

    assert found() == {("lost", "delivery")}


def test_a_filed_letter_that_counts_as_unfiled_is_half_written(world):
    Delivery.objects.filter(state="FILED").update(state="SET_ASIDE")

    assert found() == {("half-written", "delivery")}


def test_a_torn_spool_file_is_named(world):
    (path,) = spool.unsettled()
    spool.mark_torn(path.name)

    assert ("lost", "spool") in found()


def test_one_delivery_shown_twice_at_a_desk_is_found(world):
    delivery = Delivery.objects.get(state="FILED")
    other = file_now(make_raw("Else", message_id="9@x"))
    Filing.objects.filter(delivery=other).update(delivery=delivery)

    assert ("twice", "delivery") in found()


def test_a_copy_that_left_twice_unasked_is_found(world):
    copy = Outgoing.objects.get()
    sent = MailSent(outgoing=copy.pk, message=copy.message_id)
    with transaction.atomic():
        record(sent, about=[], by="system:mail", at=NOON)
    assert found() == {("twice", "outgoing")}

    Outgoing.objects.update(repeats=1)
    assert found() == set()


def test_a_copy_nobody_knows_the_fate_of_is_found(world):
    for broken in (
        {"sent_at": None},
        {"state": "CLAIMED", "lease_until": None},
        {"state": "FAILED", "answer": ""},
    ):
        before = Outgoing.objects.values("state", "sent_at").get()
        Outgoing.objects.update(**broken)
        assert ("half-written", "outgoing") in found(), broken
        Outgoing.objects.update(**before)


def test_an_answer_the_post_has_passed_over_is_lost(world):
    catch_up(READERS["mail"], now=NOON)
    Outgoing.objects.filter(message=world).delete()

    assert found() == {("lost", "message")}


def test_filing_again_what_is_filed_changes_nothing(world):
    delivery = Delivery.objects.get(state="FILED")

    assert filing.file_delivery(delivery.pk, now=NOON) is None
    assert list(findings()) == []
