"""The line shown of what was found."""

from kept.search.snippets import Piece, Sought, snippet

NOTHING = Sought(words=frozenset())


def test_a_line_ends_with_a_whole_word():
    text = "lamps " * 40

    assert snippet(text, NOTHING) == [Piece(("lamps " * 28).strip()), Piece(" …")]


def test_a_word_without_an_end_is_cut():
    assert snippet("x" * 400, NOTHING) == [Piece("x" * 170), Piece(" …")]
