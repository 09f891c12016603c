"""The year's milestones over its months, and as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from bihuan.accounts.http import UserRequest
from bihuan.audit.log import newest, newest_moment
from bihuan.dashboards.http import asked_projects
from bihuan.kit.days import local_day
from bihuan.kit.line_workbooks import XLSX
from bihuan.kit.screen_mode import screen_mode
from bihuan.kit.words import gettext
from bihuan.wall_charts.documents import milestones_workbook
from bihuan.wall_charts.kinds import Grouping, MilestoneFilter, StepStanding
from bihuan.wall_charts.plan_drawing import drawn, grid, heading
from bihuan.wall_charts.queries import wall_plan as queries
from bihuan.wall_charts.queries.wall_plan import WallPlan, WallRow

PAGE = 60
WALL_PAGE = 400  # the screen turns them by itself


@dataclass(frozen=True)
class WallLine:
    """One project as the page shows it."""

    line: WallRow
    address: str
    picture: SafeString


@dataclass(frozen=True)
class WallLines:
    """The projects that stand together under a name."""

    name: str
    lines: list[WallLine]


@dataclass(frozen=True)
class WallCount:
    """One number of the head: what it counts, and whether these alone are shown."""

    narrowing: MilestoneFilter
    number: int
    is_chosen: bool


def wall_plan(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    asked = asked_projects(request, today=today)
    only, by = _narrowing(request), _grouping(request)
    plan = queries.wall_plan(request.user, asked.month, asked.found, only, today=today)
    ordered = [row for group in queries.grouped(plan.rows, by) for row in group.rows]
    page = Paginator(ordered, _rows_a_page(request, len(ordered))).get_page(request.GET.get("page"))
    year = asked.month.year
    context = {
        **asked.filtering(request),
        "counts": [WallCount(each, n, each is only) for each, n in plan.counts.items()],
        "groups": [
            WallLines(group.name, [_line(row, year) for row in group.rows])
            for group in queries.grouped(list(page), by)
        ],
        "page": page,
        "bare": plan.bare,
        "groupings": list(Grouping),
        "grouping": by,
        "only": only,
        "standings": list(StepStanding),
        "heading": heading(year),
        "grid": grid(asked.month, today),
        "query": request.GET.urlencode(),
        "newest": newest(),
        "newest_at": newest_moment(),
    }
    return render(request, "wall_charts/wall_plan.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """The milestones that the page shows, all pages of them."""
    today = local_day(timezone.now())
    asked = asked_projects(request, today=today)
    plan: WallPlan = queries.wall_plan(
        request.user, asked.month, asked.found, _narrowing(request), today=today
    )
    title = f"{gettext('Milestones')} {asked.month}"
    rows = [row for group in queries.grouped(plan.rows, _grouping(request)) for row in group.rows]
    answer = HttpResponse(milestones_workbook(title, rows), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def _line(row: WallRow, year: int) -> WallLine:
    address = f"{reverse('dashboards:project', args=[row.row.pk])}?year={year}#milestones"
    return WallLine(row, address, drawn(row, year, address))


def _rows_a_page(request: UserRequest, all_rows: int) -> int:
    if "all" in request.GET:
        return max(all_rows, 1)
    return WALL_PAGE if screen_mode(request) else PAGE


def _narrowing(request: UserRequest) -> MilestoneFilter | None:
    asked = request.GET.get("show", "")
    return MilestoneFilter(asked) if asked in MilestoneFilter.values else None


def _grouping(request: UserRequest) -> Grouping:
    asked = request.GET.get("group", "")
    return Grouping(asked) if asked in Grouping.values else Grouping.NONE
