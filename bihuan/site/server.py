"""The server inside our own process: a loop reads whole requests, a few threads answer them."""

from __future__ import annotations

import resource
import socket
from contextlib import suppress
from time import time
from typing import Any

import structlog
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from .bodiless import without_bodies
from .connections import Connection, Limits, Request

log = structlog.get_logger("bihuan.server")
GRACE_SECONDS = 30  # for what is under way when the server is told to stop
OPEN_FILES = 8_192
ANSWER_BYTES = 64 * 2**20  # kept for a slow reader before its thread has to wait


class Server(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """Serves until it is told to stop; then finishes what it has begun."""

    channel_class = Connection

    def __init__(
        self, application: Any, *, heard: socket.socket, threads: int, limits: Limits | None = None
    ) -> None:
        """Answer callers of a bound socket, which other processes may listen to as well."""
        self.limits = limits or Limits()
        self._stopping, self._tended = False, 0.0
        _allow_open_files()
        adj = Adjustments(
            threads=threads,
            ident="",
            asyncore_use_poll=True,
            connection_limit=10 * self.limits.connections,  # ours comes first: `make_room`
            max_request_body_size=self.limits.body_bytes,
            max_request_header_size=64 * 1024,
            outbuf_high_watermark=ANSWER_BYTES,
            clear_untrusted_proxy_headers=False,  # settings say which of them are believed
        )
        place = (heard.family, heard.type, heard.proto, heard.getsockname())
        answering = without_bodies(application)
        super().__init__(answering, adj=adj, _sock=heard.dup(), sockinfo=place, bind_socket=False)

    def run(self) -> None:
        """Serve until `stop`, then until what is under way is done."""
        while not self._stopping:
            self._turn()
        self._finish()

    def stop(self) -> None:
        """Ask the loop to end. May be called by a signal, or by another thread."""
        self._stopping = True
        with suppress(OSError):  # the loop may have ended meanwhile
            self.pull_trigger()

    def handle_accept(self) -> None:
        known = set(self.active_channels)
        super().handle_accept()
        for number in set(self.active_channels) - known:
            self.make_room(self.active_channels[number])

    def handle_error(self) -> None:
        """Go on listening whatever went wrong with one caller; waitress would close the door."""
        log.exception("a caller could not be accepted")

    def make_room(self, newcomer: Connection) -> None:
        """Close who has been idle longest, if this address, or all, hold too many connections.

        A browser opens an idle connection again by itself; one that is at work is never closed.
        """
        others = [each for each in self.active_channels.values() if each is not newcomer]
        same = [each for each in others if each.addr[0] == newcomer.addr[0]]
        for crowd, most in ((same, self.limits.per_address), (others, self.limits.connections)):
            if len(crowd) < most:
                continue
            idle = [each for each in crowd if not each.is_at_work()]
            leaves = min(idle, key=lambda each: each.last_activity, default=newcomer)
            log.warning("connection closed for want of room", address=leaves.addr[0])
            leaves.handle_close()
            return

    def has_room(self, newcomer: Request) -> bool:
        """True if the body fits beside all those on their way in."""
        coming = [each.request for each in self.active_channels.values()]
        under_way = sum(each.body_length for each in coming if each is not None and each.admitted)
        return bool(under_way + newcomer.body_length <= self.limits.all_body_bytes)

    def maintenance(self, now: float) -> None:
        """Do nothing: `tend` closes what is late, also what nobody reads."""

    def tend(self, now: float) -> None:
        """Close every connection whose time is up."""
        for each in list(self.active_channels.values()):
            if each.is_late(now):
                log.info("connection closed: too slow", address=each.addr[0])
                each.handle_close()

    def _turn(self) -> None:
        wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)
        if abs(time() - self._tended) >= 1:
            self._tended = time()
            self.tend(self._tended)

    def _finish(self) -> None:
        self.accepting = False
        self.del_channel()
        self.socket.close()
        until = time() + GRACE_SECONDS
        while self._dismiss_idle() and time() < until:
            self._turn()
        self.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map, ignore_all=True)

    def _dismiss_idle(self) -> bool:
        """Close whoever waits for nothing; True if others remain."""
        for each in list(self.active_channels.values()):
            if not each.is_at_work():
                each.handle_close()
        return bool(self.active_channels)


def _allow_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
