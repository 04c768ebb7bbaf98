"""`kept web`: granian around the ASGI application."""

from __future__ import annotations

import argparse
import os
import resource
from collections.abc import Callable
from typing import Any

from kept.config import env
from kept.serving import supervisor

APPLICATION = "kept.config.asgi:application"
# Requests in flight for each process. An open screen holds one for its stream of nudges, so this
# is a bound on open screens; pages themselves queue for the threads of the application.
IN_FLIGHT = 8_192
STOP_SECONDS = 3


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kept web", description="Run the web server alone.")
    parser.add_argument("--host", default=env.read("KEPT_HOST"), help="address to listen on")
    parser.add_argument("--port", type=int, default=env.number("PORT"), help="port to listen on")
    parser.add_argument("--workers", type=int, default=workers(), help="number of processes")
    given = parser.parse_args(arguments)
    if problem := supervisor.cannot_listen(given.host, given.port, "PORT"):
        return supervisor.refuse(problem)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    allow_many_connections()

    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        APPLICATION,
        address=given.host,
        port=given.port,
        interface=Interfaces.ASGI,
        workers=given.workers,
        blocking_threads=1,
        backlog=1_024,
        backpressure=IN_FLIGHT,
        websockets=False,
        # A client that never ends its headers is cut off.
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve(target_loader=load_in_worker)
    return 0


def load_in_worker(target: str) -> Callable[..., Any]:
    """Import the application, in the process that will serve it."""
    from granian._internal import load_target

    supervisor.die_with_parent(os.getppid())
    application: Callable[..., Any] = load_target(target)
    return application


def workers() -> int:
    if env.read("KEPT_WEB_WORKERS"):
        return max(1, env.number("KEPT_WEB_WORKERS"))
    # SQLite has one writer: a second process would only wait for the first.
    return 2 if env.read("DATABASE_URL") else 1


def allow_many_connections() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
