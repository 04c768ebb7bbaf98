"""Those who write to SQLite take turns."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from kept.kit.sqlite.turns import Line

OTHER = """
import sys
from pathlib import Path
from kept.kit.sqlite.turns import Line
line = Line(Path(sys.argv[1]))
line.enter(5)
print("in", flush=True)
sys.stdin.readline()
line.leave()
"""


def test_threads_write_in_the_order_in_which_they_came(tmp_path: Path):
    line = Line(tmp_path / "line")
    assert line.enter(5)
    order: list[int] = []

    def write(number: int) -> None:
        assert line.enter(5)
        order.append(number)
        line.leave()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for count, thread in enumerate(threads, 1):
        thread.start()
        while len(line._waiting) < count:
            time.sleep(0.001)
    line.leave()
    for thread in threads:
        thread.join()

    assert order == [0, 1, 2, 3]


def test_whoever_has_waited_long_enough_waits_no_longer(tmp_path: Path):
    line = Line(tmp_path / "line")
    assert line.enter(5)

    assert not line.enter(0.01)

    line.leave()
    assert line.enter(0.01)


def test_another_process_stands_in_the_same_line(tmp_path: Path):
    path = tmp_path / "line"
    words = [sys.executable, "-c", OTHER, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == b"in\n"
        line = Line(path)
        assert not line.enter(0.02)

        other.stdin.write(b"\n")
        other.stdin.close()
        assert line.enter(5)


def test_where_no_file_can_be_made_nobody_is_kept_waiting(tmp_path: Path):
    line = Line(tmp_path / "missing" / "line")

    assert line.enter(0.01)
    assert not line.enter(0.01)
    line.leave()
    assert line.enter(0.01)
