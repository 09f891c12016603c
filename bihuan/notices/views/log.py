"""What was sent to whom, and what failed."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.notices import actions
from bihuan.notices.kinds import UNSENT, NoticeState
from bihuan.notices.models import Notice
from bihuan.notices.queries import counts_by_state, delivery_log

from .channels import tell

PAGE = 50


@dataclass(frozen=True)
class NoticeTab:
    """One state of the log, with how many stand in it."""

    state: str
    label: str
    number: int
    chosen: bool


def log(request: UserRequest) -> HttpResponse:
    """Every notice, or those in one state; failures are told first."""
    require(request.user, Can.NOTICE_MANAGE)
    chosen = request.GET.get("state", "")
    counted = counts_by_state()
    tabs = [
        NoticeTab(each.value, str(each.label), counted.get(each.value, 0), each.value == chosen)
        for each in NoticeState
    ]
    context = {
        "tabs": tabs,
        "chosen": chosen,
        "total": sum(counted.values()),
        "page": Paginator(delivery_log(chosen), PAGE).get_page(request.GET.get("page")),
        "failures": sum(counted.get(each, 0) for each in UNSENT),
    }
    return render(request, "notices/log.html", context)


@require_POST
def again(request: UserRequest, pk: int) -> HttpResponse:
    require(request.user, Can.NOTICE_MANAGE)
    notice = actions.send_again(
        notice=get_object_or_404(Notice, pk=pk), by=request.user, at=timezone.now()
    )
    tell(request, notice)
    return redirect("notices:log")
