"""Output of the industry chains' enterprises, a year at a time."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Chain
from bihuan.statistics import actions, forms
from bihuan.statistics.queries import chain_years

from .bureau import years_beside


def _mine(user: User) -> QuerySet[Chain]:
    """Return the chains whose output the user may enter."""
    if may(user, Can.CHAIN_MANAGE):
        return Chain.objects.all()
    if not may(user, Can.CHAIN_ENTER):
        return Chain.objects.none()
    return Chain.objects.filter(lead__department=user.organisation_id or 0)


def chains(request: UserRequest) -> HttpResponse:
    """Every chain's enterprises in one year, and a form for who may enter."""
    chosen = year_in_focus(request, today=local_day(timezone.now()))
    mine = _mine(request.user)
    numbers = set(mine.values_list("pk", flat=True))
    form = forms.OutputForm(request.POST or None, chains=mine)
    if request.method == "POST":
        require(request.user, Can.CHAIN_ENTER)
        if form.is_valid():
            actions.enter_output(
                **form.cleaned_data, year=chosen, by=request.user, at=timezone.now()
            )
            messages.success(request, gettext("Entered."))
            return redirect(f"{request.path}?year={chosen}")
    context = {
        **years_beside(chosen),
        "chains": chain_years(chosen),
        "form": form,
        "mine": numbers,
        "may_enter": bool(numbers),
    }
    return render(request, "statistics/chains.html", context, status=422 if form.errors else 200)
