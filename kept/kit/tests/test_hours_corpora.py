"""Working time against other desks' own cases, which lie beside the repository and are not ours."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path

import pytest

from kept.kit.reading import VERBS, one_answer

SHARED = Path(os.environ.get("KEPT_SHARED") or Path(__file__).parents[4] / "shared")


@pytest.fixture
def judge(monkeypatch):
    if not (SHARED / "tools" / "score" / "scoretime.py").is_file():
        pytest.skip(f"The judge and its corpora are not in {SHARED}; KEPT_SHARED may name another.")
    monkeypatch.syspath_prepend(str(SHARED / "tools" / "score"))
    return importlib.import_module("scoretime")


def kept(verb: str, asks: list[dict], report: object) -> list[dict]:
    """What the command would answer, in this process."""
    answer = VERBS[verb.removeprefix("hours ")]
    return [
        one_answer(json.dumps({"id": str(n), **case}).encode(), answer)
        for n, case in enumerate(asks)
    ]


@pytest.mark.parametrize(
    ("corpus", "cases"),
    [("time-biz", 43), ("time-zammad-escalation", 9), ("time-zammad-holidays", 3)],
)
def test_every_case_of_the_corpora_is_right(judge, corpus, cases):
    path = judge.locate(corpus)
    report = judge.Report(corpus)

    judge.scorehours.score(judge.family(path), judge.rows(path), path.parent, kept, report)

    assert report.fields["right"] == (cases, cases), report.failures
    assert report.broken == []


def test_no_sum_differs_from_a_walk_minute_by_minute(judge):
    report = judge.Report("hours-oracle")

    judge.scorehours.oracle(500, 11, kept, report)

    assert report.fields["differ"] == (0, 500), report.failures[:3]
