"""Answers to HEAD: headers alone. A body would stand on the connection where the next answer is
read, which behind a proxy is another caller's; Waitress leaves that to the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from waitress.task import WSGITask

Application = Callable[..., Iterable[bytes]]


def without_bodies(handle: Application) -> Application:
    """Return a WSGI application that answers HEAD as `handle` does, without the body."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        chunks = handle(environ, start_response)
        return Nothing(chunks) if environ["REQUEST_METHOD"] == "HEAD" else chunks

    return answer


class Nothing:
    """An answer without its body, which is closed as that would be."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        for _chunk in self._chunks:  # what is made bit by bit says its headers with the first
            break
        return iter(())

    def close(self) -> None:
        close = getattr(self._chunks, "close", None)
        if close:
            close()


class Answering(WSGITask):  # type: ignore[misc]  # waitress has no types
    """Waitress's task, which would end the chunks of a body that HEAD does not have."""

    def finish(self) -> None:
        if self.request.command == "HEAD":
            self.write(b"")  # the headers, which say that there would be chunks
            self.chunked_response = False
        super().finish()
