from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit import advance
from bihuan.kit.words import gettext

from . import daily, folder, progress_line
from .passphrase import given
from .plan import plan


def backups(request: UserRequest) -> HttpResponse:
    """Which backups there are, how old, how the last attempt went, and when the next is made."""
    require(request.user, Can.BACKUP_MAKE)
    asked = plan()
    there = folder.backups_in(folder.backups_folder())
    copied = {each.place.name for each in _copies(asked.second_place)}
    context = {
        "backups": [(each, each.place.name in copied) for each in there],
        "plan": asked,
        "attempt": folder.last_attempt(),
        "keys_go_in": given() is not None,
        "trouble": folder.trouble(timezone.now()),
        "place": folder.backups_folder(),
    }
    return render(request, "ui/backups.html", {**context, **_running()})


@require_POST
def back_up(request: UserRequest) -> HttpResponse:
    """Make a backup now; the page shows meanwhile how far it has come."""
    require(request.user, Can.BACKUP_MAKE)
    if fault := daily.back_up(by=request.user, at=timezone.now()):
        messages.error(request, fault)
    else:
        messages.success(request, gettext("The backup is made and was read back."))
    return redirect("backups")


def running(request: UserRequest) -> HttpResponse:
    """How far a backup has come. Once it has ended, the page that asks is shown anew, unless it
    waits for the answer itself.
    """
    require(request.user, Can.BACKUP_MAKE)
    waits = "waits" in request.GET
    context = {**_running(), "waits": waits}
    if context["job"] is None and not waits:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "ui/_backup_running.html", context)


def _running() -> dict[str, Any]:
    job = advance.running(daily.KEY)
    return {"job": job, "stage": progress_line.label(job) if job else ""}


def _copies(second_place: Path | None) -> list[folder.Backup]:
    return folder.backups_in(second_place) if second_place else []
