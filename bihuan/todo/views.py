"""What waits for me."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.todo.queries import StandIn, stands_in_for, work_of


def mine(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    others = _others(request, today)
    context = {
        "work": work_of(request.user, today),
        "others": others,
        "for_others": sum(each.work.number for each in others),
    }
    return render(request, "todo/mine.html", context)


def number(request: UserRequest) -> HttpResponse:
    """The small number beside the link in the header; nothing for nought."""
    today = local_day(timezone.now())
    works = [work_of(request.user, today), *(each.work for each in _others(request, today))]
    told = {"number": sum(w.number for w in works), "overdue": sum(w.overdue for w in works)}
    answer = render(request, "todo/_number.html", {"work": told})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _others(request: UserRequest, today: date) -> list[StandIn]:
    """Return those for whom the reader stands in; nobody, while he or she does so."""
    return [] if request.user.stood_in_by else stands_in_for(request.user, today)
