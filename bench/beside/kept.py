"""Kept itself, as `kept web` serves it, beside the others."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import common
import psycopg
from beside.product import WORKERS, Browser, Pages, Product, Taker, worker

_WORK = str(Path(__file__).with_name("kept_work.py"))


@contextmanager
def product(url: str, env: dict[str, str], manifest: dict[str, Any]) -> Iterator[Product]:
    env = env | {"KEPT_WEB_WORKERS": str(WORKERS)}
    view = json.loads(common.run([str(common.PYTHON), _WORK, "view"], env).splitlines()[-1])
    words = [str(common.PYTHON), _WORK, "mail"]
    with common.web(env) as port, worker(words, env, common.ROOT) as taking:
        browser = Browser(port)
        browser.host = f"localhost:{port}"
        form = {"login": manifest["email"], "password": manifest["password"]}
        browser.sign_in("/sign-in/", form)
        pages = addresses(manifest, view["key"])
        kept = Product("Kept", common.commit(), pages, browser, Filing(taking, url))
        with psycopg.connect(url) as connection:
            kept.found = counted(connection, manifest)
        yield kept


def addresses(manifest: dict[str, Any], view: str) -> Pages:
    def threads(which: str) -> list[list[str]]:
        return [[f"/desk/all/{pk}/"] for pk in manifest[which]]

    return {
        "list": [[f"/desk/{view}/"]],
        "thread5": threads("thread5"),
        "thread100": threads("thread100"),
        "thread100 whole": [[f"/c/{pk}/print/"] for pk in manifest["thread100"]],
        "search": [
            [f"/search/?{urllib.parse.urlencode({'q': word})}"] for word in manifest["rare"]
        ],
    }


def counted(connection: Any, manifest: dict[str, Any]) -> dict[str, int]:
    """What there is to be found, counted past the index."""
    open_ = "SELECT count(*) FROM conversations_conversation WHERE status = 'OPEN'"
    found = {"list": connection.execute(open_).fetchone()[0], "search": 0}
    rows = connection.execute(
        "SELECT conversation_id, array_agg(DISTINCT word) FROM conversations_message "
        "CROSS JOIN LATERAL regexp_split_to_table(lower(text), '[^a-z]+') word "
        "WHERE word = ANY(%s) GROUP BY 1",
        [manifest["rare"]],
    )
    found["search"] = sum(len(words) for _, words in rows)
    return found


class Filing(Taker):
    """`accept`, then `file_due`, in one process, as `kept work` runs it."""

    def __init__(self, process: Any, url: str) -> None:
        super().__init__(process)
        self.url = url

    def numbers(self, own_ids: Sequence[str]) -> dict[str, int]:
        """Which conversation the letter with each Message-ID stands in."""
        with psycopg.connect(self.url) as connection:
            return dict(
                connection.execute(
                    "SELECT i.value, m.conversation_id FROM mail_messageid i "
                    "JOIN conversations_message m ON m.id = i.message_id WHERE i.value = ANY(%s)",
                    [list(own_ids)],
                ).fetchall()
            )
