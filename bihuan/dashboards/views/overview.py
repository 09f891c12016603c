"""The state of the year on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.dashboards.queries import overview as queries
from bihuan.figures.http import comparison
from bihuan.figures.kinds import Basis, Comparison
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.months import months_of
from bihuan.kit.screen_mode import WALL, screen_mode
from bihuan.projects.http import year_in_focus


def overview(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    month = month_in_focus(year_in_focus(request, today=today), request.GET.get("month", ""))
    asked = request.GET.get("basis", "")
    basis = Basis(asked) if asked in Basis.values else Basis.ORIGINAL
    seen = queries.overview(request.user, month, basis, today=today, compare=comparison(request))
    context = {
        "seen": seen,
        "comparisons": list(Comparison),
        "compare": comparison(request),
        "months": months_of(month.year),
        "bases": list(Basis),
        "previous_year": month.year - 1,
        "next_year": month.year + 1,
        "may_import": may(request.user, Can.IMPORT),
    }
    on_wall = screen_mode(request) == WALL and not seen.is_empty
    return render(request, f"dashboards/{'wall' if on_wall else 'overview'}.html", context)
