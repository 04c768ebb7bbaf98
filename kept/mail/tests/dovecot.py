"""A real IMAP server for the tests: Dovecot without privileges, all of it in one folder."""

from __future__ import annotations

import base64
import getpass
import grp
import hmac
import json
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER, PASSWORD = "desk@northmoor.example", "nobody-guesses-it"

CONFIG = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
default_login_user = {login_user}
default_internal_user = {user}
default_internal_group = {group}
mail_location = maildir:{folder}/mail
mail_access_groups =
first_valid_uid = 0
first_valid_gid = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={{PLAIN}}{password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""

# Tokens are judged by their signature: Dovecot's "local validation", with one shared key.
OAUTH2_CONFIG = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = email
"""
TOKEN_KEY = b"a key that only the one who gives tokens knows"


def make_token(user: str = USER, *, key: bytes = TOKEN_KEY) -> str:
    """An access token (RFC 7519, HS256) for `user`, good for an hour."""

    def packed(part: bytes) -> str:
        return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"sub": user, "email": user, "iat": now, "exp": now + 3600}
    head = {"typ": "JWT", "alg": "HS256"}
    told = ".".join(packed(json.dumps(part).encode()) for part in (head, claims))
    return f"{told}.{packed(hmac.digest(key, told.encode(), 'sha256'))}"


@dataclass
class Dovecot:
    folder: Path
    port: int
    owner: pwd.struct_passwd
    process: subprocess.Popen[bytes]

    def empty(self) -> None:
        """A mailbox without a mail or a past."""
        shutil.rmtree(self.folder / "mail", ignore_errors=True)
        for name in ("", "tmp", "new", "cur"):
            (self.folder / "mail" / name).mkdir(mode=0o700)
            os.chown(self.folder / "mail" / name, self.owner.pw_uid, self.owner.pw_gid)

    def deliver(self, raw: bytes) -> None:
        """Lay a mail into the INBOX, as a delivering server does."""
        stamp = f"{time.time_ns()}.test"
        draft = self.folder / "mail" / "tmp" / stamp
        draft.write_bytes(raw.replace(b"\r\n", b"\n"))
        os.chown(draft, self.owner.pw_uid, self.owner.pw_gid)
        draft.rename(self.folder / "mail" / "new" / stamp)

    def renumber(self) -> None:
        """Forget all numbers: the folder gets another UIDVALIDITY."""
        for path in (self.folder / "mail").glob("dovecot*"):
            path.unlink()
        # Dovecot takes the time in seconds for the next one.
        time.sleep(1.1)

    def flags(self) -> set[str]:
        names = [p.name for f in ("new", "cur") for p in (self.folder / "mail" / f).iterdir()]
        return {name.partition(":2,")[2] for name in names}


def is_here() -> bool:
    return shutil.which("dovecot") is not None


@contextmanager
def dovecot(folder: Path) -> Iterator[Dovecot]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Dovecot opens no mailbox as root and lets nobody sign in through a process of root.
    owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    folder.chmod(0o711)
    for name in ("run", "state", "home"):
        (folder / name).mkdir(mode=0o700, parents=True)
    os.chown(folder / "home", owner.pw_uid, owner.pw_gid)
    (folder / "oauth2.conf").write_text(OAUTH2_CONFIG.format(folder=folder))
    key = folder / "keys" / "default" / "HS256" / "default"
    key.parent.mkdir(parents=True)
    key.write_bytes(base64.b64encode(TOKEN_KEY))
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            folder=folder,
            user=getpass.getuser(),
            login_user=owner.pw_name,
            group=grp.getgrgid(os.getgid()).gr_name,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            password=PASSWORD,
            port=port,
        )
    )
    program = shutil.which("dovecot") or "dovecot"
    process = subprocess.Popen([program, "-F", "-c", str(config)], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                said = process.stderr.read().decode() if process.stderr else ""
                raise RuntimeError(f"dovecot ended: {said}")
            time.sleep(0.05)
        yield Dovecot(folder, port, owner, process)
    finally:
        process.terminate()
        process.wait(10)
