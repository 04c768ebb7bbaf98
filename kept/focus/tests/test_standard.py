"""Steps of a good answer: whose to change, and where they stand."""

from __future__ import annotations

import pytest

from kept.focus import actions, queries
from kept.focus.models import Standard, WithoutAid
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member, make_owner
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
OURS = "Greet: By name.\nAnswer: All of it."


def test_a_leader_changes_them_in_their_order_and_the_ledger_says_so_without_words():
    lea = make_member("lea", role=Member.Role.LEADER)
    answer = sign_in(lea).post("/settings/standard/", {"steps": OURS, "is_shown": "on"})

    assert answer.status_code == 302
    assert queries.steps_of(queries.standard()) == [("Greet", "By name."), ("Answer", "All of it.")]
    assert Event.objects.get(kind="standard.changed").facts == {"steps": 2, "is_shown": True}


def test_a_manager_reads_them_and_changes_nothing():
    ada, lou = make_member(), make_manager()
    page = sign_in(lou).get("/settings/standard/").content.decode()
    assert "Acknowledge" in page
    assert "Leaders and owners change them." in page
    assert "<textarea" not in page

    assert sign_in(lou).post("/settings/standard/", {"steps": OURS}).status_code == 403
    for member in (ada, lou):
        with pytest.raises(NotAllowed):
            actions.set_standard(OURS, is_shown=True, by=member, now=NOON)
    assert not Standard.objects.exists()
    assert not Event.objects.filter(kind="standard.changed").exists()


def test_the_usual_ones_saved_as_they_are_stay_in_everybody_s_language():
    odo = make_owner()
    client = sign_in(odo)
    client.post("/settings/standard/", {"steps": queries.usual_steps(), "is_shown": "on"})
    assert Standard.objects.get().steps == ""


@pytest.mark.parametrize("steps", ["\n".join("abcdefgh"), ": nameless", "x" * 201])
def test_unclear_ones_are_refused_and_stay_on_the_page(steps):
    answer = sign_in(make_owner()).post("/settings/standard/", {"steps": steps})
    assert answer.status_code == 422
    assert steps.split("\n")[0] in answer.content.decode()
    assert not Standard.objects.exists()


def test_they_are_looked_at_before_they_are_saved():
    answer = sign_in(make_owner()).post("/settings/standard/", {"steps": OURS, "look": "1"})
    assert answer.status_code == 200
    assert "<b>Greet</b>" in answer.content.decode()
    assert not Standard.objects.exists()


def test_they_stand_beside_the_writing_box_until_house_or_member_wants_none():
    ada, odo = make_member(), make_owner()
    talk = make_conversation(desk=make_desk("Orders", ada))
    client = sign_in(ada)

    def shown() -> bool:
        page = client.get(f"/desk/all/{talk.pk}/").content.decode()
        assert 'name="submit_id"' in page
        return 'title="Steps of a good answer"' in page

    assert shown()
    assert "<b>Acknowledge</b>" in client.get(f"/desk/all/{talk.pk}/").content.decode()
    client.post("/steps/", {"wants": "0"})
    assert WithoutAid.objects.count() == 1
    assert not shown()
    client.post("/steps/", {"wants": "1"})
    assert shown()
    actions.set_standard(OURS, is_shown=True, by=odo, now=NOON)
    assert "<b>Greet</b>" in client.get(f"/desk/all/{talk.pk}/").content.decode()
    actions.set_standard(OURS, is_shown=False, by=odo, now=NOON)
    assert not shown()


def test_a_note_among_us_is_written_without_them():
    ada = make_member()
    talk = make_conversation(desk=make_desk("Orders", ada))
    page = sign_in(ada).get(f"/desk/all/{talk.pk}/?write=note").content.decode()
    assert 'title="Steps of a good answer"' not in page
