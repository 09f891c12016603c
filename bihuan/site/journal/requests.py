"""Each request gets a number, and a line when it is answered: who asked what, how long it took."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from time import perf_counter
from typing import Any

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bound_contextvars

from bihuan.accounts.models import User
from bihuan.kit.addresses import address_of
from bihuan.kit.memory import give_back

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another
HEADER = "X-Request-Number"
log = structlog.get_logger("bihuan.request")
LONG_MS = 1_000


def new_number() -> str:
    """Return eight letters by which a request or a failure is found in the log."""
    drawn = secrets.randbits(40)
    return "".join(LETTERS[drawn >> shift & 31] for shift in range(0, 40, 5))


def number_of(request: HttpRequest) -> str:
    """Return the request's number; a new one if it never came through the log."""
    return getattr(request, "number", "") or new_number()


class RequestLog:
    """First of all middleware: what others do is on the record too. Query strings, forms and
    headers are not: they may hold what only their sender may know.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began, number = perf_counter(), new_number()
        request.number = number  # type: ignore[attr-defined]  # ours
        with bound_contextvars(number=number):
            answer = self.get_response(request)
            answer[HEADER] = number
            spent = round((perf_counter() - began) * 1000)
            tell = log.info if answer.status_code < 500 else log.error
            tell(
                "request",
                who=_who(request),
                method=str(request.method)[:20],
                path=request.path[:500],
                status=answer.status_code,
                ms=spent,
                size=_size(answer),
                **_addresses(request),
            )
        if spent > LONG_MS:
            _clear_up()
        return answer


def _clear_up() -> None:
    """Let go of what figures told afresh needed: most of it, the long statements that a connection
    to SQLite keeps prepared.
    """
    if not connection.in_atomic_block:
        connection.close()
    give_back()


def _who(request: HttpRequest) -> str:
    """Return the user's name, if it was asked for: the log itself asks no database."""
    for user in (request.__dict__.get("_cached_user"), request.__dict__.get("user")):
        if type(user) is User:
            return user.username
    return ""


def _addresses(request: HttpRequest) -> dict[str, str]:
    """Return where the request came from; what a proxy, or a liar, says stands apart."""
    said = request.META.get("HTTP_X_FORWARDED_FOR", "")[:200]
    address = {"address": address_of(request)}
    return address | ({"forwarded_for": said} if said else {})


def _size(answer: HttpResponseBase) -> int | None:
    told: Any = answer.headers.get("Content-Length")
    return int(told) if told and str(told).isdigit() else None
