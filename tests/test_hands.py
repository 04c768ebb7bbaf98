"""The processes that tests are spread over tell all that befell them there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFTEST = """
def pytest_heap(item):
    return "together" if "together" in item.name else None
"""
TESTS = """
import os, signal, time, warnings
from pathlib import Path
import pytest

@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    yield tmp_path_factory.mktemp("shared")
    with open(Path(__file__).with_name("given-back"), "a") as file:
        file.write("x")

@pytest.mark.parametrize("number", range(4))
def test_together(number, shared):
    (shared / str(number)).touch()
    assert len(list(shared.iterdir())) == number + 1

def test_well(): pass
def test_not_well():
    print("words of its own")
    assert 1 + 1 == 3
@pytest.mark.skip(reason="it is late")
def test_left_out(): pass
def test_warns(): warnings.warn("it may rain")
def test_breaks(): os._exit(7)
def test_is_killed(): os.kill(os.getpid(), signal.SIGKILL)
@pytest.mark.parametrize("number", range(20))
def test_one_more(number): pass
"""


def run(folder: Path, *words: str) -> tuple[int, str]:
    (folder / "pytest.ini").write_text("[pytest]")
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_some.py").write_text(TESTS)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-c", "pytest.ini", "-q", "-rs"),
            *("-p", "tests.hands", "-p", "no:django", "-p", "no:randomly", "-p", "no:playwright"),
            *("-p", "no:cacheprovider", "--basetemp", "scratch", *words),
        ],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_everything_is_told_also_of_a_process_that_died(tmp_path):
    status, told = run(tmp_path, "--hands", "3")

    assert status == 1
    assert "3 failed, 26 passed, 1 skipped, 1 warning" in told, told
    assert "assert (1 + 1) == 3" in told
    assert told.count("\nwords of its own\n") == 1
    assert "it is late" in told
    assert "it may rain" in told
    assert "The process of this test ended with 7." in told
    assert "The process of this test ended with -9." in told


def test_the_same_is_told_by_one_process(tmp_path):
    quiet = (
        "--deselect",
        "test_some.py::test_breaks",
        "--deselect",
        "test_some.py::test_is_killed",
    )
    alone, spread = run(tmp_path, *quiet), run(tmp_path, "--hands", "2", *quiet)

    assert alone[0] == spread[0] == 1
    for _, told in (alone, spread):
        assert "1 failed, 26 passed, 1 skipped, 2 deselected, 1 warning" in told, told
    # Made once and given back once in each run: those who share something are in one hand.
    assert (tmp_path / "given-back").read_text() == "xx"


def test_after_the_first_failure_nothing_more_is_begun(tmp_path):
    status, told = run(tmp_path, "--hands", "1", "-x")

    assert status == 1
    assert "1 failed, 5 passed" in told, told
    assert (tmp_path / "given-back").read_text() == "x"
