import pytest

from kept.kit.shares import Share, difference, likely_range


@pytest.mark.parametrize(
    ("good", "of", "low", "high"),
    [
        # The textbook example of 8 in 10.
        (8, 10, 0.4902, 0.9433),
        (31, 34, 0.7704, 0.9695),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_a_share_comes_with_its_likely_range(good, of, low, high):
    assert likely_range(good, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_a_share_is_said_in_whole_percent():
    share = Share(8, 10)

    assert (share.percent, share.low_percent, share.high_percent) == (80, 49, 94)


@pytest.mark.parametrize(("of", "is_worth_it"), [(0, False), (9, False), (10, True)])
def test_below_ten_it_is_no_share_yet(of, is_worth_it):
    assert Share(of, of).is_worth_it is is_worth_it


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        (Share(90, 100), Share(60, 100), "more"),
        (Share(60, 100), Share(90, 100), "less"),
        (Share(80, 100), Share(75, 100), "none"),
        (Share(9, 9), Share(10, 100), "unknown"),
        (Share(10, 100), Share(0, 9), "unknown"),
    ],
)
def test_two_shares_differ_only_where_their_intervals_do_not_meet(now, before, says):
    assert difference(now, before) == says
