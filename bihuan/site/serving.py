"""Everything that runs while the site is served, and how it ends."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import structlog
from django.conf import settings
from django.db import connections

from . import ticking
from .backups import daily
from .connections import Limits
from .failures import page, sentence_of
from .journal import lines
from .journal.requests import HEADER, new_number
from .server import Server
from .wsgi import application

log = structlog.get_logger("bihuan.server")
ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def serve(*, host: str, port: int, threads: int, ready: Callable[[int], None]) -> None:
    """Serve pages and run the clock until a signal ends it; what is under way is finished first.

    `ready` is called with the port as soon as callers are heard.
    """
    logging.getLogger().addHandler(_to_stderr())
    server = Server(
        never_fails(application), host=host, port=port, threads=threads, limits=_limits()
    )
    with _ended_by_signals(server.stop):
        clock, backups = ticking.start(), daily.start()
        log.info("server started", host=host, port=server.effective_port, threads=threads)
        ready(int(server.effective_port))
        try:
            server.run()
        finally:
            backups.set()
            clock.stop()
            connections.close_all()
            log.info("server stopped")


def _limits() -> Limits:
    """Return the limits; behind a proxy everybody comes from its one address."""
    usual = Limits()
    return replace(usual, per_address=usual.connections) if settings.BEHIND_HTTPS else usual


def never_fails(handle: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Return a WSGI application that answers with our page where Django itself fails."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return handle(environ, start_response)
        except Exception:
            number = new_number()
            log.exception("request failed outside Django", number=number, path=environ["PATH_INFO"])
            body = page(500, sentence_of(None), number).encode()
            told = [("Content-Type", "text/html; charset=utf-8"), (HEADER, number)]
            start_response("500 Internal Server Error", told)
            return [body]

    return answer


@contextmanager
def _ended_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` at the first signal; a second one ends the process as it would any other."""
    before = {each: signal.getsignal(each) for each in ENDS}

    def asked(_number: int, _frame: Any) -> None:
        for each, handler in before.items():
            signal.signal(each, handler)
        stop()

    for each in ENDS:
        signal.signal(each, asked)
    yield


def _to_stderr() -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(lines.short())
    return handler
