"""Is the installation well: a line for a monitor, a page for the office."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.words import gettext

from . import doctor
from .doctor import access, folder, moments
from .doctor.probing import probe

ADDRESS = "/health"


class HealthFirst:
    """Answers the monitor before anything that needs the database, a session or a known host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return health() if request.path == ADDRESS else self.get_response(request)


def health() -> HttpResponse:
    """Say “well” or “not well” of each check: 200 or 503. Strangers may ask, and learn no more."""
    checks = {"database": _answers(), "disk": _has_room(), "clock": _ticks()}
    well = all(checks.values())
    answer = JsonResponse({"ok": well, "checks": checks}, status=200 if well else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def installation(request: UserRequest) -> HttpResponse:
    """Show what `bihuan doctor` finds, but for what takes long."""
    require(request.user, Can.RULES_CHANGE)
    proxy = doctor.DoctorCheck("proxy", gettext("Proxy"), lambda: access.look_at_request(request))
    looked = [*doctor.examine(slow=False), doctor.look(proxy)]
    context = {"looked": looked, "left_out": [c.label for c in doctor.CHECKS if c.slow]}
    return render(request, "ui/installation.html", context)


def plain(looked: list[doctor.Looked]) -> list[dict[str, str]]:
    """Return findings as programmes read them."""
    return [
        {
            "check": each.check.name,
            "state": found.state.value,
            "sentence": found.sentence,
            "todo": found.todo,
        }
        for each in looked
        for found in each.findings
    ]


def _answers() -> bool:
    """True if the database reads its newest event and would take a write."""
    try:
        probe()
    except Exception:  # noqa: BLE001  # whatever it is: not well
        return False
    return True


def _has_room() -> bool:
    try:
        return folder.free_bytes() >= folder.LEAST_BYTES and folder.takes_files()
    except OSError:
        return False


def _ticks() -> bool:
    return moments.ticks(timezone.now())
