"""One file a language: `TABLE` maps a class of words to its values, each with the sayings for it.

A new language is a new file here, named by its tag. Sayings are parted by `|`; one of
several words wins over its parts; accents may be left out by the writer. What a class is for is said
where the grammar asks for it; `OPTIONS` holds what differs between languages beyond words.
"""


def numbered(words: str, first: int = 0) -> dict[int, str]:
    """One saying after the other, counted from `first`."""
    return dict(enumerate(words.split(), first))
