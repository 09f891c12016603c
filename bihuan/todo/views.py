"""What waits for me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.todo.queries import work_of


def mine(request: UserRequest) -> HttpResponse:
    work = work_of(request.user, local_day(timezone.now()))
    return render(request, "todo/mine.html", {"work": work})


def number(request: UserRequest) -> HttpResponse:
    """The small number beside the link in the header; nothing for nought."""
    work = work_of(request.user, local_day(timezone.now()))
    answer = render(request, "todo/_number.html", {"work": work})
    answer.headers["Cache-Control"] = "no-store"
    return answer
