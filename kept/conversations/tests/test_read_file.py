"""Files are read for search a while after their letter has come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import OperationalError

from kept.conversations import actions, index
from kept.conversations.actions import read_file
from kept.conversations.actions.enter import enter_missing, wait_for_reading
from kept.conversations.actions.read_file import read_waiting_files
from kept.conversations.audit import findings
from kept.conversations.models import Attachment, AttachmentText, Conversation, Entry
from kept.kit import blobs
from kept.kit.words import Words
from kept.people.models import Member
from kept.search.finding import Found, find
from tests.cast import NOON, make_customer, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Member:
    ada = make_member("ada")
    make_desk("Orders", ada)
    return ada


def file(content: str, name: str = "Invoice 2207.txt", **more) -> actions.File:
    values = {"type": "text/plain", "size": len(content), "sha256": blobs.put(content.encode())}
    return actions.File(name=name, **(values | more))


def asked(text: str, by: Member) -> Found:
    return find(text, by, now=NOON)


def found(text: str, by: Member) -> list[int]:
    return [result.conversation.pk for result in asked(text, by).results]


def test_a_letter_is_found_by_what_is_written_in_its_file(ada):
    one = make_message("See the file.", files=(file("One blue kettle, 149 EUR"),)).conversation
    make_message("A kettle, too.", customer=make_customer("dee"))
    assert found("file:kettle", ada) == []

    assert read_waiting_files() == 1
    assert read_waiting_files() == 0

    assert found("file:kettles", ada) == found("149", ada) == [one.pk]
    assert found('file:"blue kettle"', ada) == found("file:2207", ada) == [one.pk]
    assert found("from:cy@valdorra.example file:blue", ada) == [one.pk]
    assert found("-kettle -file:x", ada) == []
    (hit,) = asked("149", ada).results
    assert hit.file == "Invoice 2207.txt"
    assert [piece.text for piece in hit.pieces if piece.is_match] == ["149"]


def test_only_those_who_see_the_letter_find_its_file(ada):
    bea = make_member("bea")
    make_message(desk=make_desk("Billing", bea), files=(file("A secret kettle"),))
    read_waiting_files()

    assert found("file:kettle", ada) == found("kettle", ada) == []
    assert len(found("file:kettle", bea)) == 1


def test_a_file_is_found_where_its_letter_was_merged(ada):
    one = make_message("See the file.", files=(file("A blue kettle"),)).conversation
    two = make_message("Another.").conversation
    read_waiting_files()

    tie = actions.merge(one, into=two, by=ada, now=NOON)
    assert found("file:kettle", ada) == [two.pk]
    actions.part(tie, by=ada, now=NOON)
    assert found("file:kettle", ada) == [one.pk]


def test_what_cannot_be_read_is_tried_once(ada):
    make_message(
        files=(
            file("no zip", "a.docx", type="application/zip"),
            file("%PDF", "a.pdf", type="application/pdf"),
            file("hidden", is_inline=True, content_id="1"),
            actions.File(name="gone.txt", type="text/plain", size=3, sha256="0" * 64),
        )
    )

    assert read_waiting_files() == 2
    assert read_waiting_files() == 0
    assert set(Attachment.objects.values_list("words", flat=True)) == {"NONE"}
    assert not AttachmentText.objects.exists()
    assert wait_for_reading() == 2


def test_the_same_file_is_read_once(ada, monkeypatch):
    make_message(files=(file("A blue kettle"),))
    read_waiting_files()
    make_message(files=(file("A blue kettle"),), customer=make_customer("dee"))
    monkeypatch.setattr("kept.conversations.actions.read_file.jailed_text", None)

    read_waiting_files()

    assert len(found("file:kettle", ada)) == 2


def test_an_index_that_lost_a_file_gets_it_back(ada):
    make_message(files=(file("A blue kettle"),))
    read_waiting_files()
    assert [finding for finding in findings() if finding.rule == "recount"] == []
    Entry.objects.filter(attachment__isnull=False).delete()
    (lost,) = [finding for finding in findings() if finding.rule == "recount"]
    assert lost.about == f"attachment:{Attachment.objects.get().pk}"

    assert sum(enter_missing()) == 1
    assert found("file:kettle", ada) == [Conversation.objects.get().pk]


def test_one_whose_words_cannot_be_kept_stops_none_behind_it(ada, monkeypatch):
    odd, plain = file("Odd"), file("A kettle", name="Plain.txt")
    one = make_message("See the files.", files=(odd, plain)).conversation
    enter = read_file.enter_file

    def break_at_odd(held: Attachment, text: str) -> None:
        if text == "Odd":
            raise OperationalError("string is too long")
        enter(held, text)

    monkeypatch.setattr(read_file, "enter_file", break_at_odd)
    assert read_waiting_files() == 2
    assert read_waiting_files() == 0

    assert found("file:kettle", ada) == [one.pk]
    assert list(Attachment.objects.order_by("pk").values_list("words", flat=True)) == [
        "NONE",
        "KNOWN",
    ]
    assert [row.text for row in AttachmentText.objects.all()] == ["A kettle"]


def test_an_entry_of_long_words_leaves_out_the_end_of_them(ada):
    """PostgreSQL takes a mebibyte of words for one entry and refuses more, whoever wrote them."""
    message = make_message("See the file.", subject="Odd letters", files=(file("A kettle"),))
    Entry.objects.all().delete()
    odd = "\U00010428" * 34
    words = tuple(f"{odd}{number:06}" for number in range(14_000))
    letter = index.row_of_message(message, message.conversation, message.attachments.all())
    of_file = index.row_of_file(message.attachments.get(), "A kettle")
    index.put_all(
        [
            replace(letter, text=Words(words, ("=en:odd",))),
            replace(of_file, files=(*of_file.files, *words)),
        ]
    )

    pk = message.conversation.pk
    assert found(words[0], ada) == found("subject:odd", ada) == found("file:2207", ada) == [pk]
    assert found(f"file:{words[0]}", ada) == found("from:valdorra.example", ada) == [pk]
    assert len(index.tsvector(replace(letter, text=Words(words, ()))).encode()) < 2**20
