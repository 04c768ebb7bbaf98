"""What is rendered once, and what never is."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from kept.ui.templatetags import once


class Counted:
    """Counts how often a page asks for it."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return "seen"


def shown(template: Template, **values: object) -> str:
    return template.render(Context(values))


def test_it_is_rendered_once_for_each_of_its_values_and_languages():
    counted = Counted()
    page = Template(
        "{% load i18n %}{% once name=name counted=counted %}"
        '{% translate "Monday" %} {{ name }} {{ counted }}{% endonce %}'
    )

    for _ in range(3):
        assert shown(page, name="Ada", counted=counted) == "Monday Ada seen"
        assert shown(page, name="Bea", counted=counted) == "Monday Bea seen"
    assert counted.times == 2

    with translation.override("de"):
        assert shown(page, name="Ada", counted=counted) == "Montag Ada seen"
    assert counted.times == 3


def test_nothing_but_its_values_is_in_sight():
    page = Template(
        "{% once name=name %}{{ name }}{{ member }}{% csrf_token %}{% endonce %}{{ member }}"
    )

    assert shown(page, name="Ada", member="Mara", csrf_token="abc") == "AdaMara"
    assert shown(page, name="Ada", member="Vesna", csrf_token="def") == "AdaVesna"


def test_what_it_brings_is_escaped_like_everything():
    page = Template("{% once name=name %}{{ name }}{% endonce %}")

    assert shown(page, name="<b>") == "&lt;b&gt;"


def test_it_keeps_so_much_and_no_more(monkeypatch):
    monkeypatch.setattr(once, "MOST", 3)
    page = Template("{% once n=n %}{{ n }}{% endonce %}")

    assert [shown(page, n=n) for n in range(7)] == list("0123456")
    assert len(page.nodelist[0].known) == 1


def test_values_are_given_by_name():
    with pytest.raises(TemplateSyntaxError):
        Template("{% once name %}{% endonce %}")


def test_words_of_a_template_are_remembered_by_language():
    page = Template(
        '{% load i18n %}{% translate "Monday" as day %}{{ day }}, {% translate "Tuesday" %}'
    )

    assert shown(page) == shown(page) == "Monday, Tuesday"
    with translation.override("de"):
        assert shown(page) == "Montag, Dienstag"
    assert shown(page) == "Monday, Tuesday"


def test_words_that_come_from_elsewhere_are_not_remembered():
    page = Template("{% load i18n %}{% translate word %}")

    assert (shown(page, word="Monday"), shown(page, word="<b>")) == ("Monday", "&lt;b&gt;")
