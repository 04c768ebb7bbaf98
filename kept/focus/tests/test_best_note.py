"""The note to oneself is its writer's alone."""

from __future__ import annotations

import pytest
from django.db import connection

from kept.focus import actions, queries
from kept.focus.models import BestNote
from tests.cast import make_manager, make_member, make_owner
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
WORDS = "Early, with the door shut."


def test_it_is_read_by_its_writer_and_by_nobody_else():
    ada, lou, odo = make_member(), make_manager(), make_owner()
    actions.write_best_note(WORDS, by=ada)

    assert queries.best_note_of(ada) == WORDS
    for other in (lou, odo):
        assert queries.best_note_of(other) == ""
        for address in ("/me/best/", "/focus/", "/today/", "/settings/people/"):
            assert WORDS not in sign_in(other).get(address, follow=True).content.decode()
    assert WORDS in sign_in(ada).get("/me/best/").content.decode()


def test_no_row_holds_it_in_clear():
    ada = make_member()
    actions.write_best_note(WORDS, by=ada)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM focus_bestnote")
        (stored,) = cursor.fetchone()
    assert "door" not in stored


def test_it_is_changed_and_erased_for_good():
    ada = make_member()
    client = sign_in(ada)
    client.post("/me/best/", {"text": f"  {WORDS}\r\nTea.  "})
    assert queries.best_note_of(ada) == f"{WORDS}\nTea."

    client.post("/me/best/", {"erase": "1", "text": "still here"})
    assert not BestNote.objects.exists()
    client.post("/me/best/", {"text": WORDS})
    client.post("/me/best/", {"text": " "})
    assert not BestNote.objects.exists()


def test_what_is_too_long_is_refused_and_still_stands_there():
    ada = make_member()
    with pytest.raises(actions.NoteTooLong):
        actions.write_best_note("x" * 4_001, by=ada)

    answer = sign_in(ada).post("/me/best/", {"text": "x" * 4_001})

    assert answer.status_code == 422
    assert "x" * 4_001 in answer.content.decode()
    assert not BestNote.objects.exists()


def test_whose_key_is_gone_reads_as_none(settings):
    ada = make_member()
    actions.write_best_note(WORDS, by=ada)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    assert queries.best_note_of(ada) == ""
