"""What the measuring scripts share: an environment, databases, a server, figures."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
RESULTS = ROOT / "bench" / "results"


def in_environment() -> None:
    """Go on under the repository's own Python, whichever one we were started with."""
    if Path(sys.prefix).resolve() != (ROOT / ".venv").resolve() and PYTHON.exists():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])


def setup_django() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    os.environ.setdefault("KEPT_SECRET_KEY", "only-for-measuring")
    import django

    django.setup()


def environment(data: Path, url: str = "") -> dict[str, str]:
    """What a Kept over `data` is started with; `url` names its PostgreSQL."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KEPT_")}
    kept.pop("DATABASE_URL", None)
    kept |= {"KEPT_DATA": str(data), "KEPT_SECRET_KEY": "only-for-measuring", "KEPT_MAIL_PORT": "0"}
    return kept | ({"DATABASE_URL": url} if url else {})


def run(words: Sequence[str], env: dict[str, str]) -> str:
    """What a program prints. Ends us where it fails."""
    done = subprocess.run(
        list(words), env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A private PostgreSQL that syncs every commit, as in service. Gives its address."""
    folder.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen([str(PYTHON), str(ROOT / "bench" / "cluster.py"), str(folder)])
    try:
        while not (folder / "pg.url").exists():
            if server.poll() is not None:
                raise SystemExit("No PostgreSQL could be started; see above.")
            time.sleep(0.1)
        yield (folder / "pg.url").read_text(encoding="ascii")
    finally:
        server.terminate()
        server.wait(timeout=60)


@contextmanager
def web(env: dict[str, str]) -> Iterator[int]:
    """The real web server, answering. Gives its port."""
    port = free_port()
    env = env | {"PORT": str(port), "KEPT_BASE_URL": f"http://localhost:{port}"}
    words = [str(PYTHON), "-m", "kept.cli", "web", "--port", str(port)]
    server = subprocess.Popen(words, env=env, cwd=ROOT)
    try:
        for _ in range(300):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if server.poll() is not None:
                raise SystemExit("The server ended before it answered.")
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def script(name: str) -> Any:
    """Another of these scripts, whose name has no ending."""
    path = str(Path(__file__).resolve().parent / name)
    loader = importlib.machinery.SourceFileLoader(name, path)
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def figures(samples: Sequence[float]) -> dict[str, float | int]:
    """Percentiles of milliseconds, by nearest rank."""
    ranked = sorted(samples)

    def at(share: float) -> float:
        return round(ranked[max(0, -(-int(len(ranked) * share * 100) // 100) - 1)], 2)

    return {"p50_ms": at(0.50), "p95_ms": at(0.95), "n": len(ranked)}


def load() -> float:
    """How busy the machine is with everything, ours included."""
    return round(os.getloadavg()[0], 2)


def yardstick() -> float:
    """Milliseconds of a loop of a million sums: what the machine gives a processor just now.

    On a borrowed machine it halves and doubles from hour to hour, and all figures with it.
    """
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        total = 0
        for number in range(1_000_000):
            total += number
        taken.append((time.perf_counter() - began) * 1000)
    return round(min(taken), 1)


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


def keep_result(name: str, content: dict[str, object]) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    told = {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M}Z",
        "commit": commit(),
        "load": load(),
        "yardstick_ms": yardstick(),
    }
    path.write_text(json.dumps(told | content, indent=1) + "\n", encoding="utf-8")
    return path
