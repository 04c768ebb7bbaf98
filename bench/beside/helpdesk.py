"""django-helpdesk in an environment of its own, on PostgreSQL under gunicorn, DEBUG off."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import common
import psycopg
from beside import helpdesk_rows
from beside.archive import members
from beside.product import (
    DESKS,
    MEMBER,
    PASSWORD,
    ROWS,
    WORKERS,
    Browser,
    CannotInstall,
    Pages,
    Product,
    Taker,
    running,
    wait_for,
    worker,
)

HERE = Path(__file__).resolve().parent
LOCK = HERE / "helpdesk.lock"


def install(folder: Path) -> Path:
    """The Python of an environment with the lock beside this, made where it is not there yet.

    Raises `CannotInstall`.
    """
    python = folder / "bin" / "python"
    stamp = folder / "helpdesk.lock"
    if stamp.exists() and stamp.read_bytes() == LOCK.read_bytes():
        return python
    words = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", str(LOCK)]
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    for step in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", *quiet, *words],
    ):
        done = subprocess.run(step, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            raise CannotInstall(
                f"django-helpdesk could not be installed: {done.stderr.strip()[-500:]}"
            )
    stamp.write_bytes(LOCK.read_bytes())
    return python


@contextmanager
def product(
    url: str, folder: Path, archive: str, manifest: dict[str, Any], python: Path
) -> Iterator[Product]:
    """One over its own database in the cluster at `url`, with all that `archive` holds."""
    own = urllib.parse.urlsplit(url)._replace(path="/helpdesk").geturl()
    folder.mkdir(parents=True)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE helpdesk")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    env = kept | {
        "HELPDESK_DATABASE": own,
        "HELPDESK_FOLDER": str(folder),
        "HOME": str(folder),
        "PYTHONPATH": str(HERE.parent),
        "DJANGO_SETTINGS_MODULE": "beside.helpdesk_site",
    }
    work = [str(python), str(HERE / "helpdesk_work.py")]
    first, *others = members(archive)
    names = {first: MEMBER} | {number: f"member{number}" for number in others}
    common.run([*work, "house", PASSWORD, ",".join(names.values()), ",".join(DESKS)], env)
    helpdesk_rows.fill(own, archive, names)
    port = common.free_port()
    serve = [str(python), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers"]
    serve += [str(WORKERS), "--worker-class", "gthread", "--threads", "4", "--keep-alive", "60"]
    serve += ["--chdir", str(HERE.parent), "django.core.wsgi:get_wsgi_application()"]
    log = folder / "server.log"
    with (
        log.open("w") as told,
        running(serve, env, stdout=told, stderr=told, cwd=folder) as server,
        worker([*work, "mail"], env, folder) as taking,
    ):
        wait_for(port, server, log)
        browser = Browser(port)
        browser.sign_in("/login/", {"username": MEMBER, "password": PASSWORD, "next": "/tickets/"})
        pages = addresses(manifest, browser)
        asked = "import importlib.metadata as m; print(m.version('django-helpdesk'))"
        version = common.run([str(python), "-c", asked], env).strip()
        one = Product("django-helpdesk", version, pages, browser, Boxes(taking, own))
        for name in ("list", "search"):
            answers = [json.loads(browser.get(way[1])) for way in pages[name]]
            one.found[name] = sum(answer["recordsFiltered"] for answer in answers)
        yield one


def addresses(manifest: dict[str, Any], browser: Browser) -> Pages:
    def results(asked: dict[str, Any]) -> list[str]:
        """The page and then its rows, which it fetches itself."""
        page = f"/tickets/?{urllib.parse.urlencode(asked, doseq=True)}"
        found = re.search(rb"/datatables_ticket_list/([A-Za-z0-9+/=]+)", browser.get(page))
        if found is None:
            raise SystemExit("The ticket list of django-helpdesk has no address of its rows.")
        rows = f"?draw=1&start=0&length={ROWS}&search%5Bvalue%5D="
        return [page, f"/datatables_ticket_list/{found[1].decode()}{rows}"]

    def tickets(which: str) -> list[list[str]]:
        return [[f"/tickets/{pk}/"] for pk in manifest[which]]

    newest = {"sort": "created", "sortreverse": "on"}
    return {
        "list": [results({"status": [1, 2], **newest})],
        "thread5": tickets("thread5"),
        "thread100": tickets("thread100"),
        "thread100 whole": tickets("thread100"),
        "search": [results({"q": word, **newest}) for word in manifest["rare"]],
    }


class Boxes(Taker):
    """A mailbox folder for each queue, emptied by its own `process_email`."""

    tag = "[{desk}-{}]"

    def __init__(self, process: Any, url: str) -> None:
        super().__init__(process)
        self.url = url

    def numbers(self, own_ids: Sequence[str]) -> dict[str, int]:
        """Which ticket the letter with each Message-ID stands in."""
        with psycopg.connect(self.url) as connection:
            found = connection.execute(
                "SELECT message_id, ticket_id FROM helpdesk_followup WHERE message_id = ANY(%s)",
                [[f"<{own_id}>" for own_id in own_ids]],
            ).fetchall()
        return {value.strip("<>"): ticket for value, ticket in found}
