"""What stands in double braces."""

import pytest

from kept.macros.rules import fill, first_name, language_of_tag, missing_in, put_in, unknown_in

VALUES = {"customer.first_name": "Cy {{member.name}}", "desk.name": "Orders"}


def test_variables_are_filled_in_once_and_nothing_else_is():
    text = "Dear {{customer.first_name}}, {{ desk.name }} {{member.name}}. 5 {x}"

    assert fill(text, VALUES) == "Dear Cy {{member.name}}, Orders . 5 {x}"
    assert missing_in(text, VALUES) == ["member.name"]


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Dear {{customer.name}}", []),
        ("{{customer.x}} {{ customer.x }}", ["{{customer.x}}", "{{ customer.x }}"]),
        ("{{customer.name.upper}} {{}}", ["{{customer.name.upper}}", "{{}}"]),
        ("{% debug %} {x}", []),
        ("{{customer.name} and }}", ["{{customer.name} and }}"]),
        ("open {{ customer.name", ["{{"]),
        ("closed }}", ["}}"]),
    ],
)  # fmt: skip
def test_what_is_no_variable_is_named(text, unknown):
    assert unknown_in(text) == unknown


@pytest.mark.parametrize(
    ("text", "at", "then"),
    [
        ("", None, "New."),
        ("Dear Cy,", None, "Dear Cy,\n\nNew."),
        ("Dear Cy,\n\n\nMara", 9, "Dear Cy,\n\nNew.\n\nMara"),
        ("Mara", 0, "New.\n\nMara"),
        ("Dear Cy,\r\nMara", 99, "Dear Cy,\nMara\n\nNew."),
    ],
)
def test_words_go_where_the_cursor_stood_and_nothing_is_lost(text, at, then):
    assert put_in(text, "\nNew.\n", at) == then


def test_names_and_languages():
    assert first_name("Ines Valdorra") == "Ines"
    assert first_name("") == ""
    assert [language_of_tag(tag) for tag in ("de-AT", "EN", "pl", "")] == ["de", "en", "", ""]
