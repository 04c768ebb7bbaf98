"""An address is found once, and is the same as Django would find."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch

from kept.ui.templatetags.addresses import address


def render(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


def test_an_address_is_found_by_name_and_number_and_then_remembered():
    address.cache_clear()

    first = render("{% url 'desk:reply' n %}", n=7)
    second = render("{% url 'desk:reply' pk=n %} {% url 'desk:reply' n %}", n=7)

    assert first == "/c/7/reply/"
    assert second == "/c/7/reply/ /c/7/reply/"
    assert address.cache_info().hits == 1


def test_it_can_be_kept_under_a_name_and_is_empty_where_there_is_none():
    assert render("{% url 'desk:reply' 7 as there %}[{{ there }}]") == "[/c/7/reply/]"
    assert render("{% url 'nowhere:at_all' as there %}[{{ there }}]") == "[]"


def test_a_name_nobody_knows_is_an_error():
    with pytest.raises(NoReverseMatch):
        render("{% url 'nowhere:at_all' %}")
