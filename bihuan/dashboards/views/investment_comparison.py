"""The two counts of investment, side by side."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.dashboards.investment_comparison import investment_comparison as both_counts
from bihuan.kit.days import local_day
from bihuan.projects.http import year_in_focus


def investment_comparison(request: UserRequest) -> HttpResponse:
    """Where the office's count and the statistics bureau's differ, as questions."""
    year = year_in_focus(request, today=local_day(timezone.now()))
    both = both_counts(request.user, year)
    context = {
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "both": both,
        "page": Paginator(both.questions, 50).get_page(request.GET.get("page")),
    }
    return render(request, "dashboards/investment_comparison.html", context)
