"""An identity server on this machine: it signs people in, and gives tokens that Dovecot takes.

Real HTTP, with what a provider checks: client, redirect address, PKCE, and that a code works once.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from kept.mail.consents import challenge_of
from kept.mail.tests.dovecot import make_token

CLIENT, SECRET = "kept-client", "CANARY-client-secret"


@dataclass
class Identity:
    """`says_no` is what the token address answers instead of a token, `extra` what it adds."""

    url: str = ""
    redirect: str = "http://localhost:8000/mail/mailboxes/connected/"
    says_no: str = ""
    consents: bool = True
    extra: dict[str, Any] = field(default_factory=dict)
    refresh_tokens: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return urlsplit(self.url).netloc

    def sign_in(self, asked: dict[str, str]) -> str:
        """Where the person who signed in is sent to."""
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.redirect
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        if not self.consents:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(8)
            self.codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(form)
        if self.says_no:
            return 400, {"error": self.says_no}
        if (form["client_id"], form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "authorization_code":
            begun = self.codes.pop(form["code"], None)
            if begun is None or challenge_of(form["code_verifier"]) != begun["code_challenge"]:
                return 400, {"error": "invalid_grant"}
            user = begun["login_hint"]
        elif form["refresh_token"] not in self.refresh_tokens:
            return 400, {"error": "invalid_grant"}
        else:
            user = form["refresh_token"].partition("/")[0]
        fresh = f"{user}/{len(self.refresh_tokens)}"
        self.refresh_tokens.append(fresh)
        told = {"access_token": make_token(user), "expires_in": 3600, "refresh_token": fresh}
        return 200, told | self.extra


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def identity_server() -> Iterator[Identity]:
    identity = Identity()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = _single(self.path.partition("?")[2])
            self.send_response(302)
            self.send_header("Location", identity.sign_in(asked))
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, told = identity.token(_single(body))
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    identity.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield identity
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
