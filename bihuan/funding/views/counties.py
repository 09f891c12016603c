"""The counties of the city beside each other, by what each won of a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import DISTRICT_WIDE, Can
from bihuan.funding import actions, queries
from bihuan.funding.forms import CountyForm
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus


def counties(request: UserRequest) -> HttpResponse:
    """Each programme's newest table of a year with our place, that of the year before, and what the
    ladder says; a form for who may enter.
    """
    at = timezone.now()
    chosen = year_in_focus(request, today=local_day(at))
    form = CountyForm(request.POST or None)
    if request.method == "POST":
        require(request.user, Can.FUNDING_QUOTA)
        if form.is_valid() and _entered(request, form):
            return redirect(f"{request.path}?year={form.draft.year}")
    tables = queries.county_tables(chosen)
    before = {
        programme: queries.county_tables(chosen - 1, table.until.replace(year=chosen - 1)).get(
            programme
        )
        for programme, table in tables.items()
    }
    context = {
        "year": chosen,
        "previous_year": chosen - 1,
        "next_year": chosen + 1,
        "tables": [
            (each, before[each.table.programme], _figure(each))
            for each in queries.beside_ladder(tables.values())
        ],
        "sees_ladder": request.user.role in DISTRICT_WIDE,
        "form": form,
        "may_enter": may(request.user, Can.FUNDING_QUOTA),
    }
    status = 200 if not form.errors else 409 if set(form.errors) == {"__all__"} else 422
    return render(request, "funding/counties.html", context, status=status)


def _entered(request: UserRequest, form: CountyForm) -> bool:
    try:
        actions.enter_county(draft=form.draft, by=request.user, at=timezone.now())
    except Refusal as told:
        form.add_error(None, str(told))
        return False
    messages.success(request, gettext("Entered."))
    return True


def _figure(each: queries.CityBesideLadder) -> str:
    """Return the address of the figure of our place."""
    address = reverse("figures:figure", args=[f"funding_rank.{each.table.programme}"])
    return f"{address}?year={each.table.year}&month={each.table.until.month}"
