"""The statistics bureau's own figures: a year, and one project."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Project
from bihuan.statistics import actions, forms
from bihuan.statistics.models import StatisticsStanding
from bihuan.statistics.queries import Counted, counted_projects, history, investments

PAGE = 50


def year(request: UserRequest) -> HttpResponse:
    """The bureau's own figures of one year; the office reads them."""
    chosen = year_in_focus(request, today=local_day(timezone.now()))
    counted = counted_projects(request.user, chosen)
    is_told = any(each.months for each in counted)
    context = {
        **years_beside(chosen),
        "month": _to_enter(chosen, counted),
        "entered": sum(each.has_entered for each in counted),
        "all": len(counted),
        "completed_yuan": sum(each.completed_yuan for each in counted) if is_told else None,
        "page": Paginator(counted, PAGE).get_page(request.GET.get("page")),
        "investments": investments(chosen),
        "form": forms.InvestmentForm(),
        "may_enter": may(request.user, Can.STATISTICS_ENTER),
    }
    return render(request, "statistics/year.html", context)


def _to_enter(year: int, counted: list[Counted]) -> Month:
    """Return the month of the year that the bureau enters next, as far as it is over: the newest
    one begun, until every project that stands in the statistics by its end has a figure.
    """
    newest = max((each.last_month for each in counted if each.last_month), default=None)
    number = 1
    if newest is not None:
        is_whole = not any(each.lacks(Month.of(newest)) for each in counted)
        number = min(newest.month + is_whole, 12)
    last = Month.of(local_day(timezone.now())).previous()
    return min(Month(year, number), last) if last.year == year else Month(year, number)


def project(request: UserRequest, pk: int) -> HttpResponse:
    """One project's standing and months."""
    shown = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    standing = StatisticsStanding.objects.filter(project=shown).first()
    start = (
        {"entered_on": standing.entered_on, "started_on": standing.started_on} if standing else {}
    )
    context = {
        "project": shown,
        "standing": standing,
        "months": history(shown),
        "standing_form": forms.StandingForm(initial=start),
        "month_form": forms.MonthForm(),
        "may_enter": may(request.user, Can.STATISTICS_ENTER),
    }
    return render(request, "statistics/project.html", context)


@require_POST
def enter_standing(request: UserRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    form = forms.StandingForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Give days such as 2024-03-28."))
    actions.enter_standing(
        project=shown,
        entered_on=form.cleaned_data["entered_on"],
        started_on=form.cleaned_data["started_on"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("The standing of %s is kept.") % shown)
    return redirect("statistics:project", shown.pk)


@require_POST
def enter_month(request: UserRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    form = forms.MonthForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Give a month such as 2024-03, and an amount of money."))
    actions.enter_month(
        project=shown,
        month=Month.parse(form.cleaned_data["month"]),
        completed_yuan=form.cleaned_data["completed_yuan"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("Entered."))
    return redirect("statistics:project", shown.pk)


@require_POST
def enter_investment(request: UserRequest) -> HttpResponse:
    form = forms.InvestmentForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Give a month such as 2024-03, and an amount of money."))
    row = actions.enter_fixed_asset_investment(
        month=Month.parse(form.cleaned_data["month"]),
        cumulative_yuan=form.cleaned_data["cumulative_yuan"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("Entered."))
    return redirect(f"{reverse('statistics:year')}?year={row.month.year}")


def years_beside(chosen: int) -> dict[str, int]:
    """Return the year that is shown and those to which its page leads."""
    return {"year": chosen, "previous_year": chosen - 1, "next_year": chosen + 1}
