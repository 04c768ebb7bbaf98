"""Look at documents through the real page of a letter, and write down everything that happens.

The control looks at the same documents with nothing between: what is quiet there proves nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Dialog,
    Error,
    Frame,
    Page,
    Request,
)  # fmt: skip

from tests.foreign.documents import Document
from tests.foreign.fill import A_PAGE
from tests.journeys.browser import sign_in
from tests.journeys.house import OWNER, PASSWORD, ROOT, House

OURS = ("/static/", "/mail/letter/", "/mail/picture/")
LINGER_MS = 500


@dataclass
class Seen:
    """`scripts` by the address they came from, `asked` what frames asked of our own house."""

    scripts: Counter[str] = field(default_factory=Counter)
    dialogs: list[str] = field(default_factory=list)
    navigations: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    frames: int = 0
    pages: int = 0

    def report(self) -> str:
        return (
            f"frames {self.frames}, other pages {self.pages}, scripts {self.scripts.total()}, "
            f"dialogs {len(self.dialogs)}, "
            f"navigations {len(self.navigations)}, requests of our house {len(self.asked)}"
        )

    def watch(self, context: BrowserContext, address: str) -> Page:
        page = context.new_page()
        context.on("page", lambda popup: self.navigations.append(f"window: {popup.url}"))
        page.on("dialog", self._dismissed)
        page.on("console", lambda told: "kept-ran" in told.text and self._ran(told.text))
        page.on("framenavigated", lambda frame: self._moved(frame, address))
        page.on("request", lambda request: self._request(page, request, address))
        return page

    def _dismissed(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _ran(self, words: str) -> None:
        self.scripts[words] += 1

    def _moved(self, frame: Frame, address: str) -> None:
        if not frame.url.startswith((address, "about:")):
            self.navigations.append(frame.url)

    def _request(self, page: Page, request: Request, address: str) -> None:
        try:
            within = request.frame != page.main_frame
        except Error:  # the frame is gone already
            within = True
        path = request.url.removeprefix(address)
        within = within or ("/print/" in page.url and request.resource_type != "document")
        if within and request.url.startswith(address) and not path.startswith(OURS):
            self.asked.append(path)

    def scripts_in(self, page: Page) -> None:
        """Every script the browser has parsed in any frame, but for those of our own files."""
        for where in [page, *page.frames[1:]]:
            try:
                session = page.context.new_cdp_session(where)
            except Error:
                continue  # a frame in its page's own process: the page's session tells of it
            session.on("Debugger.scriptParsed", self._parsed)
            _enable(session)

    def _parsed(self, script: dict[str, object]) -> None:
        url = str(script["url"])
        if url and "/static/" not in url and "playwright" not in url and "://" in url:
            self.scripts[url] += 1


def _settled(page: Page) -> None:
    # Not "networkidle": an open page always hears a stream.
    page.wait_for_timeout(LINGER_MS)
    for frame in page.frames[1:]:
        frame.wait_for_load_state("load")
    page.wait_for_timeout(LINGER_MS)


def _enable(session: CDPSession) -> None:
    try:
        session.send("Debugger.enable")
        session.send("Debugger.disable")
    except Error as error:
        # The page as a whole is a sandbox: that is what it says then, and all it can say.
        if "Script execution is prohibited" not in str(error):
            raise
    session.detach()


def put_in(house: House, documents: Sequence[Document]) -> list[int]:
    """The conversations in which these documents stand as letters, twelve in each."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as told:
        told.writelines(json.dumps(document.html) + "\n" for document in documents)
        told.flush()
        done = subprocess.run(
            [sys.executable, "-m", "tests.foreign.fill", told.name],
            env=house.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [int(pk) for pk in json.loads(done.stdout)]


def look_through_the_page(browser: Browser, house: House, conversations: Sequence[int]) -> Seen:
    """Open every letter as designed, with its pictures, as a member would."""
    seen = Seen()
    with browser.new_context(base_url=house.address) as context:
        door = context.new_page()
        sign_in(door, OWNER, PASSWORD)
        door.close()
        page = seen.watch(context, house.address)
        for pk in conversations:
            page.goto(f"/desk/all/{pk}/")
            folds = page.locator("details.designed")
            count = folds.count()
            for at in range(count):
                folds.nth(at).evaluate("fold => { fold.open = true }")
            page.wait_for_function(
                "count => document.querySelectorAll('iframe.letter__frame').length === count",
                arg=count,
            )
            _settled(page)
            # And once more with their pictures, each of which is then asked of us.
            page.evaluate(
                "document.querySelectorAll('.designed__bar a[data-key=i]').forEach(a => a.click())"
            )
            _settled(page)
            seen.frames += len(page.frames) - 1
            seen.scripts_in(page)
            assert page.url == f"{house.address}/desk/all/{pk}/"
            files = [link.get_attribute("href") for link in page.locator(".file a").all()[:2:2]]
            # On paper the letters stand in the page itself; a file's page shows what is in it.
            for address in [f"/c/{pk}/print/?designed=1&notes=1", *files]:
                page.goto(str(address))
                page.wait_for_timeout(LINGER_MS)
                seen.scripts_in(page)
                seen.pages += 1
                assert page.url == f"{house.address}{address}"
    return seen


def look_with_nothing_between(browser: Browser, documents: Sequence[Document]) -> Seen:
    """The control: the same documents as they are, in frames without a sandbox."""
    seen = Seen()
    with _bare(documents) as address, browser.new_context() as context:
        for start in range(0, len(documents), A_PAGE):
            page = seen.watch(context, address)
            try:
                page.goto(f"{address}/page/{start}", wait_until="commit")
                page.wait_for_timeout(3 * LINGER_MS)
                seen.frames += len(page.frames) - 1
                seen.scripts_in(page)
            except Error:
                seen.navigations.append("the page itself")
            page.close()
    return seen


@contextmanager
def _bare(documents: Sequence[Document]) -> Iterator[str]:
    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, _, number = self.path.strip("/").partition("/")
            at = int(number) if number.isdigit() else 0
            body = documents[min(at, len(documents) - 1)].html
            if kind == "page":
                last = min(at + A_PAGE, len(documents))
                body = "".join(f"<iframe src=/doc/{n}></iframe>" for n in range(at, last))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode("utf-8", "replace"))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
