from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Project

from .two_investments import two_investments as both_counts


def overview(request: UserRequest) -> HttpResponse:
    return render(request, "dashboards/overview.html")


def project(request: UserRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    return render(request, "dashboards/project.html", {"project": row})


def two_investments(request: UserRequest) -> HttpResponse:
    """Where the office's count and the statistics bureau's differ, as questions."""
    year = year_in_focus(request, today=local_day(timezone.now()))
    both = both_counts(request.user, year)
    context = {
        "year": year, "previous_year": year - 1, "next_year": year + 1, "both": both,
        "page": Paginator(both.questions, 50).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "dashboards/two_investments.html", context)
