"""The projects of a month on the map, by light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.audit.log import newest, newest_moment
from bihuan.dashboards.http import AskedProjects, asked_projects
from bihuan.dashboards.queries.narrowing import narrowed
from bihuan.kit.days import local_day
from bihuan.kit.words import gettext
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import reasons_shown
from bihuan.lights.wording import said
from bihuan.projects.boundary import boundary_or_problem, map_base
from bihuan.wall_charts.map_drawing import drawn, radius_of
from bihuan.wall_charts.queries.project_map import PlacedProject, ProjectMap, project_map


@dataclass(frozen=True)
class LegendLine:
    """One colour of the legend, with how many projects show it."""

    colour: Colour
    count: int
    is_chosen: bool


def map_(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    asked = asked_projects(request, today=today)
    every = project_map(_of_year(asked, request.GET.dict() | {"light": ""}))
    chosen = request.GET.get("light", "")
    seen = project_map(_of_year(asked, request.GET.dict())) if chosen else every
    boundary, problem = boundary_or_problem()
    title = gettext("Projects on the map")
    context = {
        **asked.filtering(request),
        "seen": seen,
        "total": sum(every.counts.values()),
        "legend": [LegendLine(each, n, each == chosen) for each, n in every.counts.items()],
        "picture": drawn(seen.placed, boundary, title, lambda each: _address(each, asked)),
        "base": map_base(boundary),
        "markers": _markers(seen, asked),
        "boundary": boundary,
        "problem": problem,
        "may_place": may(request.user, Can.PROJECT_EDIT),
        "newest": newest(),
        "newest_at": newest_moment(),
    }
    return render(request, "wall_charts/map.html", context)


def popup(request: UserRequest, pk: int) -> HttpResponse:
    """What the map says of one project: its light with the reasons, its amounts."""
    today = local_day(timezone.now())
    asked = asked_projects(request, today=today)
    row = next((each for each in asked.seen if each.pk == pk), None)
    if row is None:
        raise Http404
    reasons = reasons_shown(asked.month, today, [pk]).get(pk, ())
    context = {"row": row, "month": asked.month, "reasons": [said(each) for each in reasons]}
    context["total_yuan"] = row.value("total_investment_yuan")
    return render(request, "wall_charts/_popup.html", context)


def _of_year(asked: AskedProjects, words: dict[str, str]) -> list[Any]:
    return [row for row in narrowed(asked.seen, words) if row.is_of_year]


def _address(each: PlacedProject, asked: AskedProjects) -> str:
    return f"{reverse('dashboards:project', args=[each.row.pk])}?year={asked.month.year}"


def _markers(seen: ProjectMap, asked: AskedProjects) -> list[dict[str, Any]]:
    most = max((each.total_yuan for each in seen.placed), default=0)
    month = f"?year={asked.month.year}&month={asked.month.number}"
    return [
        {
            "number": each.number,
            "name": each.row.name,
            "colour": each.row.counts_as,
            "at": [each.place[1], each.place[0]],
            "radius": round(radius_of(each.total_yuan, most), 1),
            "popup": reverse("wall_charts:popup", args=[each.row.pk]) + month,
        }
        for each in seen.placed
        if each.place
    ]
