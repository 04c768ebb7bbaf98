import pytest

from kept.kit.shares import likely_range


@pytest.mark.parametrize(
    ("good", "of", "low", "high"),
    [(31, 34, 0.7704, 0.9695), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_a_share_comes_with_its_likely_range(good, of, low, high):
    assert likely_range(good, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
