"""One thing at a time by one member: whoever sends the same form twice at once sends it once."""

from __future__ import annotations

from kept.people.models import Member


def take_turn(member: Member) -> None:
    """Until this transaction ends, no other one of the same member comes past here.

    What refers to the member can be written meanwhile.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
