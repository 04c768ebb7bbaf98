import time
import unicodedata

import pytest

from kept.kit.marks import MOST, normalized

TEXTS = ["plain", "Müller", "e\u0301le\u0300ve", "\ufb01n", "a\u0323\u0308", "한국어", "שָׁלוֹם"]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize(
    "text", ["plain", "Müller", "e\u0301le\u0300ve", "ﬁn", "a\u0323\u0308", "한국어", "שָׁלוֹם"]
)
def test_text_as_people_write_it_is_normalized_as_ever(form, text):
    assert normalized(form, text) == unicodedata.normalize(form, text)


def test_a_tower_of_marks_is_cut_and_costs_little():
    began = time.process_time()

    found = normalized("NFC", "a" + "\u0316\u0301" * 300_000 + "b")

    assert time.process_time() - began < 1
    assert len(found) < MOST + 3
    assert found.endswith("b")
