"""What ended long ago is passed over: pages that show what is open walk an index of it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import make_desk, make_manager
from tests.test_every_url import sign_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite writes it"),
]
GROWING = (
    *("charter_authorityrequest", "charter_gesture", "charter_policyquestion"),
    *("improvement_denial", "improvement_friction", "improvement_tellback", "promises_promise"),
    *("playbook_playuse", "recovery_appeal", "recovery_boundary", "recovery_recovery"),
    *("themes_themeletter", "themes_themeday"),
)
"""Rows that grow with the archive."""


@pytest.mark.parametrize(
    "address",
    [
        "/recoveries/",
        "/authority/",
        "/authority/grants/",
        "/authority/reviews/",
        "/authority/rulings/",
        "/improvement/",
        "/rhythm/",
        "/second-thoughts/",
        "/themes/",
        "/today/",
    ],
)
def test_no_page_walks_through_a_table_that_grows(address: str):
    lou = make_manager()
    make_desk("Orders", lou)
    client = sign_in(lou)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200

    walked = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                walked += [row[-1] for row in cursor.fetchall()]
    tables = "|".join(GROWING)
    assert [line for line in walked if re.fullmatch(rf"SCAN ({tables})", line)] == []
    assert any(line.startswith("SEARCH") for line in walked)
