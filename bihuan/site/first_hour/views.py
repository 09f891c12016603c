"""The page of the first hour."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can

from .steps import setup_steps


def setup(request: UserRequest) -> HttpResponse:
    require(request.user, Can.RULES_CHANGE)
    steps = setup_steps(today=timezone.localdate())
    context = {
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "next": next((step for step in steps if not step.is_done), None),
    }
    return render(request, "ui/setup.html", context)
