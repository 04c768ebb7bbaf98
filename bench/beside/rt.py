"""Request Tracker 5 as Debian packages it, on PostgreSQL under Starman.

Its full-text index is on, as its manual advises for archives; its history of a ticket comes with
the page, which costs a request less than what it does of itself. Its configuration, its database
and what it compiles lie in a folder of this run; of the machine it uses the packages alone.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import common
import psycopg
from beside import rt_rows
from beside.product import (
    DESKS,
    MEMBER,
    PASSWORD,
    PATIENCE_SECONDS,
    ROWS,
    WORKERS,
    Browser,
    CannotInstall,
    Pages,
    Product,
    Taker,
    running,
    wait_for,
)

SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
PACKAGES = ("request-tracker5", "rt5-db-postgresql", "starman")
_CONFIG = """
Set($rtname, 'bench');
Set($Organization, 'bench.example');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {web_port});
Set($DatabaseType, 'Pg');
Set($DatabaseHost, '127.0.0.1');
Set($DatabasePort, '{port}');
Set($DatabaseName, 'rt');
Set($DatabaseUser, '{user}');
Set($DatabasePassword, '');
Set($DatabaseAdmin, '{user}');
Set($MailCommand, 'testfile');
Set($Timezone, 'UTC');
Set($LogToSyslog, '');
Set($LogToSTDERR, 'error');
Set($MasonDataDir, '{folder}/mason');
Set($ShowHistory, 'always');
Set(%FullTextSearch, Enable => 1, Indexed => 1,
    Column => 'ContentIndex', Table => 'AttachmentsIndex');
1;
"""


def install() -> None:
    """Raises `CannotInstall`."""
    if SERVER.exists() and shutil.which("starman"):
        return
    words = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise CannotInstall(f"Request Tracker is not here. On Debian, as root: {words}")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        [*words.split(), "-y"],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    # It starts nothing here; neither shall it with the machine.
    for service in ("request-tracker5", "starman"):
        if shutil.which("systemctl"):
            stop = ["systemctl", "disable", "--now", service]
            subprocess.run(stop, capture_output=True, check=False)
    if done.returncode or not SERVER.exists():
        raise CannotInstall(f"{words} failed: {done.stderr.strip()[-500:]}")


@contextmanager
def product(url: str, folder: Path, archive: str, manifest: dict[str, Any]) -> Iterator[Product]:
    """One over its own database in the cluster at `url`, with all that `archive` holds."""
    at = urllib.parse.urlsplit(url)
    own = at._replace(path="/rt").geturl()
    for made in ("mason", "config"):
        (folder / made).mkdir(parents=True)
    web_port = common.free_port()
    words = {"web_port": web_port, "port": at.port, "user": at.username, "folder": folder}
    config = _CONFIG
    for name, value in words.items():
        config = config.replace(f"{{{name}}}", str(value))
    (folder / "RT_SiteConfig.pm").write_text(config)
    env = os.environ | {
        "RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"),
        "RT_SITE_CONFIG_DIR": str(folder / "config"),
        "TMPDIR": str(folder),
    }
    admin = ["--dba", str(at.username), "--dba-password", ""]
    common.run(["rt-setup-database-5", "--action", "init", *admin], env)
    house = Path(__file__).with_name("rt_house.pl")
    common.run(["perl", str(house), MEMBER, PASSWORD, *DESKS], env)
    common.run(["rt-setup-fulltext-index-5", "--noask", *admin], env)
    rt_rows.fill(own, archive, MEMBER)
    serve = ["perl", str(SERVER), "--server", "Starman", "--host", "127.0.0.1"]
    serve += ["--port", str(web_port), "--workers", str(WORKERS), "--keepalive-timeout", "60"]
    log = folder / "server.log"
    with log.open("w") as kept, running(serve, env, stdout=kept, stderr=kept, cwd="/") as server:
        wait_for(web_port, server, log)
        browser = Browser(web_port)
        browser.sign_in("/NoAuth/Login.html", {"user": MEMBER, "pass": PASSWORD})
        pages = addresses(manifest)
        version = common.run(["dpkg-query", "-W", "-f", "${Version}", "request-tracker5"], env)
        rt = Product("Request Tracker", version, pages, browser, Gate(web_port, own))
        for name in ("list", "search"):
            rt.found[name] = sum(told(browser.get(way[0])) for way in pages[name])
        yield rt


def addresses(manifest: dict[str, Any]) -> Pages:
    def results(query: str) -> list[str]:
        asked = {"Query": query, "Rows": ROWS, "OrderBy": "id", "Order": "DESC"}
        return [f"/Search/Results.html?{urllib.parse.urlencode(asked)}"]

    def tickets(which: str) -> list[list[str]]:
        return [[f"/Ticket/Display.html?id={pk}"] for pk in manifest[which]]

    whole = tickets("thread100")
    return {
        "list": [results("Status = 'open'")],
        "thread5": tickets("thread5"),
        "thread100": whole,
        "thread100 whole": whole,
        "search": [results(f"Content LIKE '{word}'") for word in manifest["rare"]],
    }


def told(page: bytes) -> int:
    found = re.search(rb"Found ([\d,]+) ticket", page)
    return int(found[1].replace(b",", b"")) if found else 0


class Gate(Taker):
    """What rt-mailgate posts to, without starting rt-mailgate for each mail."""

    tag = "[bench #{}]"

    def __init__(self, port: int, url: str) -> None:
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self.url = url

    def take(self, mails: Sequence[tuple[str, str, bytes]]) -> float:
        began = time.perf_counter()
        for desk, _, raw in mails:
            self._post(desk, raw)
        return time.perf_counter() - began

    def _post(self, desk: str, raw: bytes) -> None:
        mark = "a-line-that-stands-in-no-letter"
        parts = [("queue", desk.encode()), ("action", b"correspond"), ("message", raw)]
        head = '--{}\r\nContent-Disposition: form-data; name="{}"\r\n\r\n'
        body = b"".join(head.format(mark, name).encode() + part + b"\r\n" for name, part in parts)
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        where = "/REST/1.0/NoAuth/mail-gateway"
        self.connection.request("POST", where, body + f"--{mark}--\r\n".encode(), headers)
        answer = self.connection.getresponse().read()
        if not answer.startswith(b"ok"):
            raise SystemExit(f"Request Tracker took no mail: {answer[:200]!r}")

    def numbers(self, own_ids: Sequence[str]) -> dict[str, int]:
        """Which ticket the letter with each Message-ID stands in."""
        with psycopg.connect(self.url) as connection:
            return dict(
                connection.execute(
                    "SELECT a.messageid, t.objectid FROM attachments a "
                    "JOIN transactions t ON t.id = a.transactionid "
                    "WHERE t.objecttype = 'RT::Ticket' AND a.messageid = ANY(%s)",
                    [list(own_ids)],
                ).fetchall()
            )
