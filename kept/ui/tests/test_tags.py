from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import get_template

from kept.ui.templatetags.ui import face, icon, known_icons

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class PromiseForm(forms.Form):
    words = forms.CharField(label="What did you promise?", help_text="Your exact words stay.")
    told = forms.BooleanField(label="They have been told", required=False)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context({"now": NOON, "zone": "Europe/Berlin"} | context))


def test_an_icon_nobody_drew_is_a_plain_ring():
    assert 'href="#i-clip"' in icon("clip")
    assert 'href="#i-s-open"' in icon('"><script>')


def test_every_mark_of_a_state_is_drawn():
    states = {"offered", "open", "soon", "overdue", "renegotiated", "kept", "kept-late", "broken"}

    assert {f"s-{state}" for state in states} <= known_icons()


def test_a_face_is_escaped_and_hidden_from_readers():
    assert face("<b>", us=True, here="writing") == (
        '<span class="face face--us" data-here="writing" aria-hidden="true">?</span>'
    )


def test_a_time_shows_short_words_and_the_exact_moment():
    html = render('{% when at class="row__when" %}', at=NOON - timedelta(minutes=5))

    assert html == (
        '<time datetime="2026-11-24T11:55:00+00:00"'
        ' title="Tuesday 24 November 2026, 12:55 in Berlin" class="row__when">12:55</time>'
    )


def test_a_due_moment_carries_what_keeps_its_words_fresh():
    html = render("{% due at %}", at=NOON + timedelta(minutes=46))

    assert 'data-ahead="Due in {length}"' in html
    assert html.endswith(">Due in 46 min</time>")


def test_a_fault_is_tied_to_its_field():
    html = render("{% field form.words %}", form=PromiseForm({"words": ""}))

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_words_help id_words_fault"' in html
    assert 'id="id_words_fault"' in html


def test_a_tick_stands_beside_its_words():
    html = render("{% field form.told %}", form=PromiseForm())

    assert re.search(r'<label class="check"><input[^>]*type="checkbox"[^>]*><span>They', html)


def test_no_template_of_ours_breaks_the_content_policy():
    for name in ["base", "home", "door", "public", "views", "tabs", "help", "palette", "500"]:
        source = get_template(f"ui/{name}.html").template.source  # type: ignore[attr-defined]
        assert not re.search(r"""\sstyle=|\son[a-z]+=["']|<script>|javascript:""", source), name


def test_the_style_sheet_imports_only_what_is_there():
    path = finders.find("ui/app.css")
    assert path
    parts = re.findall(r'url\("([^"]+)"\)', Path(path).read_text(encoding="utf-8"))

    assert len(parts) > 20
    assert [part for part in parts if not finders.find(f"ui/{part}")] == []


class FaultyForm(forms.Form):
    way = forms.ChoiceField(label="Which way", choices=[("a", "A")], widget=forms.RadioSelect)
    words = forms.CharField(label="What did you promise?")
    told = forms.CharField(label="Whom", required=False)


def test_the_faults_stand_on_top_and_lead_to_their_fields():
    html = render('{% include "ui/form.html" %}', form=FaultyForm({}))

    assert re.findall(r'<li><a href="#(\w+)">([^<]+)</a>', html) == [
        ("id_way", "Which way"),
        ("id_words", "What did you promise?"),
    ]
    assert "2 fields need another look" in html
    assert html.index("another look") < html.index("<fieldset")
    assert re.findall(r'id="(id_way|id_words)"', html) == ["id_way", "id_words"]


def test_the_first_fault_takes_the_focus_alone():
    both = render('{% include "ui/form.html" %}', form=FaultyForm({}))
    one = render('{% include "ui/form.html" %}', form=FaultyForm({"way": "a"}))
    fresh = render('{% include "ui/form.html" %}', form=FaultyForm())

    assert re.findall(r"<(\w+)[^>]* autofocus", both) == ["fieldset"]
    assert re.findall(r'<input[^>]*name="(\w+)"[^>]* autofocus', one) == ["words"]
    assert [("autofocus" in page, "form__faults" in page) for page in (one, fresh)] == [
        (True, True),
        (False, False),
    ]
