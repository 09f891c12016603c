"""Everything that runs while the site is served, and how it ends."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from threading import Event
from typing import Any, NoReturn

import structlog
from django.conf import settings
from django.db import connections

from bihuan.kit import advance
from bihuan.kit.memory import share_one_arena

from . import preparing, ticking
from .backups import daily
from .connections import Limits
from .failures import page, sentence_of
from .journal import lines
from .journal.requests import HEADER, new_number
from .server import Server
from .supervising import Serving, Supervisor, until_told
from .warming import warm_up
from .wsgi import application

log = structlog.get_logger("bihuan.server")
BACKLOG = 1_024


def serve(serving: Serving, *, workers: int, threads: int, ready: Callable[[], None]) -> NoReturn:
    """Answer callers of a socket in so many processes, and run the clock in another, until a signal
    ends them; what is under way is finished first. `ready` is called when callers are heard.
    """
    heard = socket.socket(fileno=serving.heard)
    logging.getLogger().addHandler(_to_stderr())
    advance.share(settings.HOME / "running")
    share_one_arena()
    warm_up()
    heard.listen(BACKLOG)
    pages = partial(_serve_pages, heard, threads, _limits(workers))
    work = {f"pages-{number}": pages for number in range(1, workers + 1)}
    work["clock"] = partial(_run_clock, heard)
    Supervisor(work, serving).run(ready=ready)


def _serve_pages(heard: socket.socket, threads: int, limits: Limits) -> None:
    server = Server(never_fails(application), heard=heard, threads=threads, limits=limits)
    heard.close()  # the server has its own
    until_told(server.stop)
    log.info("server started", port=server.effective_port, threads=threads)
    try:
        server.run()
    finally:
        connections.close_all()


def _run_clock(heard: socket.socket) -> None:
    heard.close()
    ended = Event()
    clock, backups, prepared = ticking.start(), daily.start(), preparing.start()
    until_told(ended.set)
    ended.wait()
    backups.set()
    prepared.set()
    clock.stop()
    log.info("server stopped")


def _limits(workers: int) -> Limits:
    """Return the limits of one process; behind a proxy everybody comes from its one address."""
    usual = Limits()
    shared = replace(
        usual,
        connections=usual.connections // workers,
        all_body_bytes=usual.all_body_bytes // workers,
    )
    if settings.BEHIND_HTTPS:
        return replace(shared, per_address=shared.connections)
    return shared


def never_fails(handle: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Return a WSGI application that answers with our page where Django itself fails."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return handle(environ, _with_headers_that_can_be_sent(start_response))
        except Exception:
            number = new_number()
            log.exception("request failed outside Django", number=number, path=environ["PATH_INFO"])
            body = page(500, sentence_of(None), number).encode()
            told = [("Content-Type", "text/html; charset=utf-8"), (HEADER, number)]
            start_response("500 Internal Server Error", told)
            return [body]

    return answer


def _with_headers_that_can_be_sent(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """Return `start_response` that raises UnicodeEncodeError while our page can still be sent."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        for name, value in headers:
            f"{name}{value}".encode("latin-1")
        return start_response(status, headers, *rest)

    return start


def _to_stderr() -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(lines.short())
    return handler
