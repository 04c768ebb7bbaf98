"""Parts of a list follow each other without a gap and without anything twice."""

import pytest

from kept.kit.slices import newest, part_of
from kept.people.models import Team

pytestmark = pytest.mark.django_db


def test_every_row_comes_once_and_the_last_part_says_so():
    made = [Team.objects.create(name=f"Team {n}").pk for n in range(5)][::-1]
    seen: list[int] = []
    before, parts = None, []

    while True:
        rows, before = newest(Team.objects.all(), before=before, size=2)
        parts.append(len(rows))
        seen += [one.pk for one in rows]
        if before is None:
            break

    assert (seen, parts) == (made, [2, 2, 1])


def test_a_list_that_is_just_full_has_no_more():
    made = [Team.objects.create(name=f"Team {n}").pk for n in range(2)]

    rows, more = part_of(Team.objects.order_by("pk"), size=2)

    assert ([one.pk for one in rows], more) == (made, None)
    assert newest(Team.objects.none(), size=2) == ([], None)
