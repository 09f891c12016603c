"""One connection of a browser: read to its end before any thread sees it, within limits."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import time
from typing import Any

import structlog
from django.utils import translation
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge, RequestHeaderFieldsTooLarge

from bihuan.kit.troubles import trouble_of
from bihuan.kit.words import gettext

from .bodiless import Answering
from .failures import language_of, page, programme_answer, sentence_of
from .journal.requests import HEADER, new_number

log = structlog.get_logger("bihuan.server")
UNSIZED_BYTES = 60 * 2**20  # counted for a body that does not say how long it is


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes and connections that one caller, or all together, may take."""

    header_seconds: float = 20
    idle_seconds: float = 60  # between two requests, or without any progress
    body_seconds: float = 60  # and one more for every `slowest_bytes`: a poor mobile network
    slowest_bytes: int = 4_000
    linger_seconds: float = 10  # for a caller to read why it was cut short
    body_bytes: int = 60 * 2**20
    all_body_bytes: int = 600 * 2**20  # on their way in at the same time
    per_address: int = 256
    connections: int = 1_500


class TooBusy(RequestEntityTooLarge):  # type: ignore[misc]  # waitress has no types
    """Too much is being sent by all together."""

    code, reason = 503, "Service Unavailable"


class NotKept(TooBusy):
    """What was sent cannot be written down on its way in, as when the disk is full."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.sentence = sentence_of(trouble_of(error))


class Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Waitress's parser, which also asks whether there is room for the body."""

    error: Any
    completed: bool

    def __init__(self, adj: Any, *, room: Callable[[Request], bool]) -> None:
        super().__init__(adj)
        self._room, self.admitted = room, False
        self._first_bytes = b""

    def received(self, data: bytes) -> int:
        self._first_bytes = self._first_bytes or data[:200]
        try:
            consumed: int = super().received(data)
        except OSError as error:  # of the temporary file that a large body goes to
            self.error, self.completed, consumed = NotKept(error), True, len(data)
        if self.body_rcv is not None and not self.admitted and self.error is None:
            self.admitted = self._room(self)
            if not self.admitted:
                self.error, self.completed = TooBusy("no room"), True
        if self.error is not None:
            self.expect_continue = False  # nothing more is wanted
        return consumed

    @property
    def asked_path(self) -> str:
        """Return the path that was asked for, or its beginning if all was too long to be read."""
        if isinstance(self.error, RequestHeaderFieldsTooLarge):
            return self._first_bytes.lstrip().partition(b" ")[2].decode("latin-1")
        return str(getattr(self, "path", ""))

    def close(self) -> None:
        """Let go of the body, also if what was not written of it never can be."""
        with suppress(OSError):
            super().close()

    @property
    def body_length(self) -> int:
        """Return how many bytes the body has, or may have."""
        return UNSIZED_BYTES if self.chunked else self.content_length


class Misread(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """Tells in our words why a request was not even read; the log has its number."""

    def execute(self) -> None:
        request, number = self.request, new_number()
        code = request.error.code
        with translation.override(language_of(request.headers.get("COOKIE", ""))):
            sentence = _sentence(request.error)
            kind, body = _said(request.asked_path, code, sentence, number)
        log.warning(
            "request refused",
            number=number,
            status=code,
            address=self.channel.addr[0],
            reason=str(request.error.body)[:200],
        )
        self.status = f"{code} {request.error.reason}"
        self.response_headers.extend(
            [
                ("Content-Type", f"{kind}; charset=utf-8"),
                (HEADER, number),
                ("Cache-Control", "no-store"),
            ]
        )
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """Waitress's channel with an end to everything that a caller may draw out."""

    task_class = Answering
    error_task_class = Misread
    close_when_flushed: bool
    last_activity: float
    request: Request | None
    requests: list[Request]
    total_outbufs_len: int

    def __init__(self, server: Any, *rest: Any, **more: Any) -> None:
        self.parser_class = partial(Request, room=server.has_room)
        self.limits: Limits = server.limits
        self.began = time()  # of the request that is being received
        self.lingers_since: float | None = None
        self.cut_short = False
        super().__init__(server, *rest, **more)

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.began = time()
        taken: bool = super().received(data)
        if any(request.error for request in self.requests):
            self.cut_short = True
        return taken

    def readable(self) -> bool:
        return self.lingers_since is not None or bool(super().readable())

    def handle_read(self) -> None:
        if self.lingers_since is None:
            super().handle_read()
        else:
            self.recv(65_536)  # and forget it; closes at its end

    def handle_write(self) -> None:
        """Send what waits. After an error the caller may still be sending: were the socket closed
        then, the kernel would take the answer back.
        """
        if not (self.close_when_flushed and self.cut_short):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if not self.total_outbufs_len and self.connected:
            self.close_when_flushed, self.lingers_since = False, time()
            self._say_no_more()

    def is_late(self, now: float) -> bool:
        """True if the caller had time enough for what it is doing."""
        limits, still = self.limits, now - self.last_activity
        if self.lingers_since is not None:
            return now - self.lingers_since > limits.linger_seconds
        if self.total_outbufs_len:
            return still > limits.idle_seconds
        if self.requests:
            return False  # we are at work
        if self.request is None:
            return still > limits.idle_seconds
        if not self.request.headers_finished:
            return now - self.began > limits.header_seconds
        most = limits.body_seconds + self.request.body_length / limits.slowest_bytes
        return still > limits.idle_seconds or now - self.began > most

    def is_at_work(self) -> bool:
        """True while a request of it is answered, or the answer on its way."""
        return bool(self.requests or self.total_outbufs_len or self.close_when_flushed)

    def _say_no_more(self) -> None:
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()


def _said(path: str, code: int, sentence: str, number: str) -> tuple[str, bytes]:
    if path.startswith("/api/"):
        return "application/json", programme_answer(sentence, number).encode()
    return "text/html", page(code, sentence, number).encode()


def _sentence(error: Any) -> str:
    code = error.code
    if isinstance(error, NotKept):
        return error.sentence
    if code == TooBusy.code:
        return gettext("Very much is being sent by others just now: try again shortly.")
    if code == RequestEntityTooLarge.code:
        return gettext("More was sent than the server takes at once: at most 60 MB.")
    if code == RequestHeaderFieldsTooLarge.code:
        return gettext("The address or the headers are too long to be read.")
    if code == 500:
        return gettext("The fault is ours and was noted.")
    return gettext("The server could not make sense of what was sent.")
