from __future__ import annotations

import pytest
from django.test import RequestFactory

from kept.kit.refusals import NotAllowed, Refusal
from kept.ui import errors
from kept.ui.middleware import refuse

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(("refusal", "status"), [(Refusal("Too late."), 409), (NotAllowed(), 403)])
def test_a_refusal_for_htmx_goes_among_the_notices(refusal: Refusal, status: int):
    response = refuse(RequestFactory().post("/x/", headers=HTMX), refusal)

    assert response.status_code == status
    assert response.headers["HX-Retarget"] == "#announce"
    assert refusal.message in response.text
    assert "<html" not in response.text


def test_a_fault_for_htmx_never_brings_a_whole_page_into_a_pane():
    for answer in (errors.not_found, errors.forbidden, errors.broken, errors.csrf_failed):
        response = answer(RequestFactory().get("/x/", headers=HTMX))

        assert response.headers["HX-Retarget"] == "#announce"
        assert "<html" not in response.text


def test_a_refusal_is_escaped():
    response = refuse(RequestFactory().post("/x/", headers=HTMX), Refusal("<b>no</b>"))

    assert "&lt;b&gt;no&lt;/b&gt;" in response.text


def test_a_page_that_is_not_theirs_is_a_page_for_people_and_a_code_for_machines():
    asked = {"Accept": "application/json"}
    page = refuse(RequestFactory().get("/x/"), NotAllowed())
    sent = refuse(RequestFactory().post("/x/"), NotAllowed())
    machine = refuse(RequestFactory().get("/x/", headers=asked), NotAllowed())

    assert [answer.status_code for answer in (page, sent, machine)] == [403, 403, 403]
    assert "This is not yours to open" in page.text
    assert "That did not go through" in sent.text
    assert machine.headers["Content-Type"] == "application/json"
