"""How often each rater's lights foretold what came."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.lights.presets import headline_in_force
from bihuan.lights.queries import accuracy_rates
from bihuan.projects.http import year_in_focus


def accuracy(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    rules = headline_in_force().on(min(today, date(year, 12, 31)))
    context = {"year": year, "rows": accuracy_rates(request.user, year, today), "rules": rules}
    return render(request, "lights/accuracy.html", context)
