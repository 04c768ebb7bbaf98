"""How soon an event reaches 500 open screens, and what they cost while nothing happens.

    .venv/bin/python bench/live.py [--streams 500] [--rounds 20]
    DATABASE_URL=postgresql://... .venv/bin/python bench/live.py

Starts the real server (`kept web`) on a database of its own, signs 50 members in, opens their
streams, writes letters through the real action from this process, and takes the time from the
commit until the last screen has heard. Then it counts the CPU of the server over idle seconds, and
how long a stream of a deactivated member lives.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from events import ROOT, a_database

PER_MEMBER = 10
IDLE_SECONDS = 10.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    with a_database():
        import django

        django.setup()
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "kept.cli", "web", f"--port={port}", "--workers=1"],
            cwd=ROOT,
            env={**os.environ, "KEPT_WEB_WORKERS": "1"},
        )
        try:
            asyncio.run(measure(server, port, streams=given.streams, rounds=given.rounds))
        finally:
            server.terminate()
            server.wait()


async def measure(server: subprocess.Popen[bytes], port: int, *, streams: int, rounds: int) -> None:
    pid = server.pid
    sessions, conversation = await asyncio.to_thread(seed, -(-streams // PER_MEMBER))
    await until_open(port)
    began = time.perf_counter()
    heard = Heard()
    screens = [
        asyncio.create_task(watch(port, sessions[number // PER_MEMBER], heard))
        for number in range(streams)
    ]
    while heard.open < streams:
        await asyncio.sleep(0.01)
        if time.perf_counter() - began > 60:
            raise SystemExit(f"only {heard.open} streams opened: {heard.refused}")
    print(f"{streams} streams open after {time.perf_counter() - began:.1f} s")
    await asyncio.sleep(1)

    before = cpu_seconds(pid)
    await asyncio.sleep(IDLE_SECONDS)
    idle = (cpu_seconds(pid) - before) / IDLE_SECONDS
    print(f"idle: {idle:.2%} of a core, {memory(pid) >> 20} MiB")

    to_all, to_each = [], []
    for _ in range(rounds):
        heard.times.clear()
        await asyncio.sleep(0.37)
        written = await asyncio.to_thread(write, conversation)
        while len(heard.times) < streams:
            await asyncio.sleep(0.002)
            if time.perf_counter() - written > 10:
                raise SystemExit(f"only {len(heard.times)} of {streams} heard")
        to_all.append(max(heard.times) - written)
        to_each += [at - written for at in heard.times]
    print(f"event to all {streams}, {rounds} events: {spread(to_all)}")
    print(f"event to one, {len(to_each)} samples: {spread(to_each)}")

    heard.ended.clear()
    revoked = await asyncio.to_thread(revoke)
    while len(heard.ended) < PER_MEMBER:
        await asyncio.sleep(0.002)
    await asyncio.sleep(0.5)
    print(
        f"deactivated member: {len(heard.ended)} of their streams ended, "
        f"the last after {max(heard.ended) - revoked:.2f} s"
    )
    asked = time.perf_counter()
    server.terminate()
    status = await asyncio.to_thread(server.wait)
    await asyncio.gather(*screens, return_exceptions=True)
    print(
        f"asked to stop with its streams open: status {status} after "
        f"{time.perf_counter() - asked:.1f} s, {len(heard.ended)} streams ended"
    )


class Heard:
    def __init__(self) -> None:
        self.open = 0
        self.refused: set[bytes] = set()
        self.times: list[float] = []
        self.ended: list[float] = []


async def watch(port: int, session: str, heard: Heard) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET /live/ HTTP/1.1\r\nHost: localhost\r\nCookie: kept={session}\r\n\r\n"
    writer.write(request.encode())
    if b" 200 " not in (first := await reader.readline()):
        heard.refused.add(first)
        return
    try:
        while line := await reader.readline():
            if line.startswith(b"retry:"):
                heard.open += 1
            elif line.startswith(b"data: "):
                heard.times.append(time.perf_counter())
            elif line == b"0\r\n":
                break
        heard.ended.append(time.perf_counter())
    finally:
        writer.close()


def seed(members: int) -> tuple[list[str], int]:
    """Sessions of that many members, and a conversation all of them see."""
    from kept.live.tests.screen import sign_in
    from tests.cast import make_conversation, make_desk, make_member

    everybody = [make_member(f"m{number}") for number in range(members)]
    conversation = make_conversation(desk=make_desk("Orders", *everybody))
    return [sign_in(member) for member in everybody], conversation.pk


def write(conversation: int) -> float:
    from kept.conversations.models import Conversation
    from tests.cast import make_message

    make_message(conversation=Conversation.objects.get(pk=conversation))
    return time.perf_counter()


def revoke() -> float:
    from kept.people.models import Member

    Member.objects.filter(name="M0").update(is_active=False)
    return time.perf_counter()


def spread(times: list[float]) -> str:
    times = sorted(times)
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    return (
        f"p50 {median(times) * 1000:.0f} ms, p95 {late * 1000:.0f} ms, "
        f"slowest {times[-1] * 1000:.0f} ms"
    )


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


async def until_open(port: int) -> None:
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise SystemExit("the server did not start")


def family(pid: int) -> list[int]:
    """The process and all it has started."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def cpu_seconds(pid: int) -> float:
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
