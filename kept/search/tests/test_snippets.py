"""How much of a long letter is looked through for the line that is shown of it."""

from __future__ import annotations

from kept.search import snippets
from kept.search.snippets import LENGTH, Piece, Sought, snippet


def test_a_long_text_is_looked_through_word_by_word_once_and_no_further_than_its_line(monkeypatch):
    looked_at = []

    def stems_of(word: str) -> tuple[str, ...]:
        looked_at.append(word)
        return (word,)

    monkeypatch.setattr(snippets, "stems_of", stems_of)
    text = "of the " * 5_000 + "lamp " + "which is " * 100 + " ".join(map(str, range(100, 900)))

    pieces = snippet(text, Sought(frozenset({"lamp"})))

    assert [piece.text for piece in pieces if piece.is_match] == ["lamp"]
    assert sum(len(piece.text) for piece in pieces) <= LENGTH + 4
    assert len(looked_at) == len(set(looked_at))


def test_a_line_ends_with_a_whole_word():
    text = "lamps " * 40

    assert snippet(text, Sought(frozenset())) == [Piece(("lamps " * 28).strip()), Piece(" …")]


def test_a_word_without_an_end_is_cut():
    assert snippet("x" * 400, Sought(frozenset())) == [Piece("x" * 170), Piece(" …")]
