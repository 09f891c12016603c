"""Frozen scores of periods, the scores of one, and its red and black list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.assessment import actions
from bihuan.assessment.kinds import AssessedPeriod, ResultList
from bihuan.assessment.models import Freeze
from bihuan.assessment.queries import final_scores, listed
from bihuan.assessment.result_forms import FreezeForm, attempt
from bihuan.assessment.rules.stored_schemes import stored_scheme
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus


def freezes(request: UserRequest) -> HttpResponse:
    """Every period that was frozen; the office freezes another here."""
    today = local_day(timezone.now())
    start = {"month": str(month_in_focus(year_in_focus(request, today=today), ""))}
    form = FreezeForm(request.POST or None, initial=start)
    if request.method == "POST":
        require(request.user, Can.SCORE_FREEZE)
        made: list[Freeze] = []
        if attempt(
            form,
            lambda said: made.append(
                actions.freeze_scores(
                    period=AssessedPeriod(said["period"]),
                    month=said["month"],
                    by=request.user,
                    at=timezone.now(),
                )
            ),
        ):
            messages.success(request, gettext("The scores are frozen."))
            return redirect("assessment:freeze", made[0].pk)
    rows = Freeze.objects.select_related("frozen_by")
    context = {
        "page": row_page(request, rows),
        "form": form if may(request.user, Can.SCORE_FREEZE) else None,
        "may_see_scores": may(request.user, Can.SCORE_DETAIL),
    }
    return render(request, "assessment/freezes.html", context, status=422 if form.errors else 200)


def freeze(request: UserRequest, pk: int) -> HttpResponse:
    """The scores of one freeze, those that stand beside the frozen ones."""
    require(request.user, Can.SCORE_DETAIL)
    found = _freeze(pk)
    sheets = stored_scheme(found.scheme).sheets
    asked = request.GET.get("sheet", "")
    sheet = next((each for each in sheets if each.id == asked), sheets[0])
    seen = [each for each in final_scores(found, request.user) if each.row.sheet == sheet.id]
    context = {
        "freeze": found,
        "sheets": sheets,
        "sheet": sheet,
        "page": row_page(request, [each for each in seen if each.now.score.is_assessed]),
        "unassessed": [each for each in seen if not each.now.score.is_assessed],
    }
    return render(request, "assessment/freeze.html", context)


def lists(request: UserRequest, pk: int) -> HttpResponse:
    """The red and black list of one freeze: published, so everybody sees them whole."""
    found = _freeze(pk)
    every = listed(found)
    context = {
        "freeze": found,
        "sheets": {sheet.id: sheet for sheet in stored_scheme(found.scheme).sheets},
        "red": [each for each in every if each.listing.colour is ResultList.RED],
        "black": [
            each
            for each in every
            if each.listing.colour is ResultList.BLACK and not each.listing.spared
        ],
        "spared": [each for each in every if each.listing.spared],
        "may_see_scores": may(request.user, Can.SCORE_DETAIL),
    }
    return render(request, "assessment/lists.html", context)


def _freeze(pk: int) -> Freeze:
    return get_object_or_404(Freeze.objects.select_related("frozen_by"), pk=pk)
