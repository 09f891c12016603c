"""A meeting's items one at a time on the big screen: to be looked at, not typed into."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.dispatch import queries
from bihuan.dispatch.projection import on_screen
from bihuan.kit.days import local_day

from .room import chosen
from .seen import seen


def projection(request: UserRequest, pk: int) -> HttpResponse:
    """The item asked for, or the first that is still open, as it is projected."""
    row, today = seen(request, pk), local_day(timezone.now())
    lines, _dropped = queries.agenda(row, request.user, today)
    line = chosen(lines, request.GET.get("item", ""))
    place = lines.index(line) if line else 0
    project = line.item.project if line else None
    context = {
        "mode": "wall",
        "meeting": row,
        "lines": lines,
        "line": line,
        "previous": lines[place - 1] if place else None,
        "next": lines[place + 1] if place + 1 < len(lines) else None,
        "shown": on_screen(row, project, request.user, today) if project else None,
    }
    return render(request, "dispatch/projection.html", context)
