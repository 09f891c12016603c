"""Servers on this machine that take what is really sent: one for HTTP, one for mail."""

from __future__ import annotations

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


@dataclass
class Listener:
    """What an HTTP server heard, and what it answers from now on."""

    port: int = 0
    heard: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    status: int = 200
    answer: str = '{"errcode": 0, "code": 0}'
    location: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook/key-0123456789"


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()

    class RobotHandler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            listener.heard.append(json.loads(self.rfile.read(length)))
            listener.paths.append(self.path)
            self.send_response(listener.status)
            if listener.location:
                self.send_header("Location", listener.location)
            self.end_headers()
            self.wfile.write(listener.answer.encode())

        def log_message(self, *_words: Any) -> None:
            """Say nothing on the terminal."""

    with HTTPServer(("127.0.0.1", 0), RobotHandler) as server:
        listener.port = server.server_address[1]
        yield from _while_serving(server, listener)


@dataclass
class Mailbox:
    """What a mail server took."""

    port: int = 0
    letters: list[Message] = field(default_factory=list)


@contextmanager
def taking_mail() -> Iterator[Mailbox]:
    mailbox = Mailbox()

    class MailHandler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 ready")
            while line := self.rfile.readline().decode().strip():
                word = line[:4].upper()
                if word == "DATA":
                    self._say("354 go on")
                    mailbox.letters.append(self._letter())
                self._say("221 bye" if word == "QUIT" else "250 well")

        def _letter(self) -> Message:
            lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
            return message_from_string("\n".join(lines))

        def _say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailHandler) as server:
        mailbox.port = server.server_address[1]
        yield from _while_serving(server, mailbox)


def _while_serving(server: socketserver.BaseServer, told: Any) -> Iterator[Any]:
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
