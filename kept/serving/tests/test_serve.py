"""The process tree, with small stand-ins for its children so that each fault can be had at will."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHILD = """
import os, signal, socket, sys, time
role = sys.argv[1]
open(os.path.join({folder!r}, f"{{role}}.{{os.getpid()}}"), "w").close()
if role == {failing!r}:
    sys.exit({status})
print("here I am", flush=True)
if role == {stubborn!r}:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if role == "web":
    server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
    while True:
        peer, _ = server.accept()
        peer.recv(4096)
        peer.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n")
        peer.close()
time.sleep(60)
"""
PARENT = """
import os, sys, time
from kept.serving import supervisor
supervisor.load = lambda: ""
supervisor.call = {call}
{more}
supervisor.GRACE_SECONDS = 1.0
sys.exit(supervisor.main({words!r}))
"""


EXECUTE = "lambda words: os.execv(sys.executable, [sys.executable, {child!r}, *words])"


class Serve:
    """One running supervisor, and what it said."""

    def __init__(self, folder: Path, words: list[str], **faults: object) -> None:
        self.folder = folder
        call, more = str(faults.pop("call", EXECUTE)), faults.pop("more", "")
        faults = {"failing": "", "status": 1, "stubborn": "", **faults}
        child = folder / "child.py"
        child.write_text(CHILD.format(folder=str(folder), **faults))
        self.port = free_port()
        self.log = folder / "log"
        (folder / "data").mkdir()
        (folder / "data" / "db.sqlite3").touch()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    PARENT.format(call=call.format(child=str(child)), more=more, words=words),
                ],
                env={
                    **os.environ,
                    "KEPT_DATA": str(folder / "data"),
                    "DATABASE_URL": "",
                    "PORT": str(self.port),
                    "KEPT_MAIL_PORT": str(free_port()),
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_for(self, words: str) -> str:
        for _ in range(200):
            if words in self.log.read_text():
                return self.log.read_text()
            time.sleep(0.05)
        raise AssertionError(f"never said {words!r}:\n{self.log.read_text()}")

    def children(self, role: str = "*") -> list[int]:
        return [int(path.suffix[1:]) for path in self.folder.glob(f"{role}.[0-9]*")]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=10)


def wait_until(met: Callable[[], bool]) -> None:
    for _ in range(200):
        if met():
            return
        time.sleep(0.05)
    raise AssertionError("it never came about")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def running(tmp_path: Path) -> Iterator[list[Serve]]:
    started: list[Serve] = []
    yield started
    for serve in started:
        if serve.process.poll() is None:
            os.killpg(serve.process.pid, signal.SIGKILL)
            serve.process.wait()


def serve(running: list[Serve], folder: Path, *words: str, **faults: object) -> Serve:
    running.append(Serve(folder, list(words), **faults))
    return running[-1]


def test_it_says_where_it_answers_once_it_does(running, tmp_path):
    tree = serve(running, tmp_path, "--greeting", "Ada signs in")

    said = tree.wait_for("Ada signs in")
    tree.wait_for("work | here I am")
    tree.wait_for("door | here I am")

    assert f"Kept answers at http://localhost:{tree.port}" in said
    assert "web  | here I am" in said
    assert len(tree.children()) == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_all_of_its_children(running, tmp_path, number):
    tree = serve(running, tmp_path)
    tree.wait_for("Kept answers")

    assert tree.stop(number) == 0

    assert [pid for pid in tree.children() if is_alive(pid)] == []


def test_a_child_that_does_not_listen_is_ended(running, tmp_path):
    tree = serve(running, tmp_path, stubborn="work")
    tree.wait_for("Kept answers")
    tree.wait_for("work | here I am")

    begun = time.monotonic()
    assert tree.stop() == 0

    assert time.monotonic() - begun < 5
    assert "work | did not stop in time" in tree.log.read_text()
    assert [pid for pid in tree.children() if is_alive(pid)] == []


def test_a_child_that_ends_is_started_again(running, tmp_path):
    tree = serve(running, tmp_path)
    tree.wait_for("Kept answers")
    tree.wait_for("work | here I am")
    [first] = tree.children("work")

    os.kill(first, signal.SIGKILL)
    tree.wait_for("work | ended (by SIGKILL); again in 0.5 s")
    for _ in range(100):
        if len(tree.children("work")) == 2:
            break
        time.sleep(0.05)

    assert len(tree.children("work")) == 2
    assert tree.process.poll() is None


def test_a_child_that_keeps_failing_is_tried_ever_later(running, tmp_path):
    tree = serve(running, tmp_path, failing="work", status=1)

    said = tree.wait_for("again in 2 s")

    pauses = [line for line in said.splitlines() if line.startswith("work | ended")]
    assert [line.partition("again in ")[2] for line in pauses] == ["0.5 s", "1 s", "2 s"]


def test_a_child_that_cannot_be_helped_stops_everything(running, tmp_path):
    tree = serve(running, tmp_path, failing="mail", status=2)

    assert tree.process.wait(timeout=10) == 2

    assert "door | cannot run like this" in tree.log.read_text()
    assert [pid for pid in tree.children() if is_alive(pid)] == []


def test_a_taken_port_is_one_plain_sentence(running, tmp_path):
    first = serve(running, tmp_path)
    first.wait_for("Kept answers")
    second = subprocess.run(
        [sys.executable, "-m", "kept.cli", "serve"],
        env={**os.environ, "KEPT_DATA": str(tmp_path / "other"), "PORT": str(first.port)},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert second.returncode == 2
    assert second.stderr == f"Port {first.port} is taken; set PORT to another one.\n"


NO_SECOND = """
fork, forks = os.fork, []
def stingy():
    forks.append(1)
    if len(forks) == 2:
        raise BlockingIOError(11, "no more processes")
    return fork()
os.fork = stingy
"""


def test_where_there_is_no_room_for_a_child_it_is_tried_again(running, tmp_path):
    tree = serve(running, tmp_path, more=NO_SECOND)

    said = tree.wait_for("work | here I am")

    assert "work | cannot be started ([Errno 11] no more processes); again in 0.5 s" in said
    assert tree.stop() == 0
    assert not any(map(is_alive, tree.children()))


def test_whatever_breaks_the_parent_its_children_go_with_it(running, tmp_path):
    breaks = "supervisor.Tree._greet = lambda tree: 1 / 0"
    tree = serve(running, tmp_path, more=breaks)

    assert tree.process.wait(timeout=10) == 1
    assert "ZeroDivisionError" in tree.log.read_text()
    assert tree.children("web")
    assert not any(map(is_alive, tree.children()))


def test_a_child_holds_nothing_of_its_parent_and_says_what_it_is(running, tmp_path):
    """Else one that outlives the parent would go on holding the lock of the folder."""
    told = tmp_path / "told"
    look = (
        f"open({str(told)!r}, 'a').write(' '.join(sorted(os.listdir('/proc/self/fd'), key=int))"
        " + ' ' + open('/proc/self/comm').read()) if words == ['work'] else None, time.sleep(60)"
    )
    tree = serve(running, tmp_path, call=f"lambda words: ({look})")
    wait_until(lambda: told.exists() and told.read_text().endswith("\n"))

    # The last two are its own: what it writes to, and the folder that is being listed.
    assert told.read_text() == "0 1 2 3 4 kept work\n"
    assert tree.stop() == 0


def test_one_folder_is_served_once(running, tmp_path):
    tree = serve(running, tmp_path)
    tree.wait_for("Kept answers")
    second = subprocess.run(
        [sys.executable, "-m", "kept.cli", "serve"],
        env={**os.environ, "KEPT_DATA": str(tmp_path / "data"), "PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert second.returncode == 2
    assert second.stderr == f"Kept already serves the folder {tmp_path / 'data'}.\n"


def test_where_there_is_no_house_nothing_is_served(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "kept.cli", "serve"],
        env={**os.environ, "KEPT_DATA": str(tmp_path / "typo"), "PORT": str(free_port()),
             "KEPT_MAIL_PORT": "0", "DATABASE_URL": ""},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith(f"There is no house in {tmp_path / 'typo'}: ")
