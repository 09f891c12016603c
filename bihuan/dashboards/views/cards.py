"""Projects on paper, one sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from bihuan.accounts.http import UserRequest
from bihuan.audit.renewed import renewed_singly
from bihuan.dashboards.http import asked_projects
from bihuan.dashboards.queries.project_card import ProjectCard, papers_about, project_card
from bihuan.dashboards.queries.project_page import ON_PAGE
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, month_named
from bihuan.kit.row_pages import row_page
from bihuan.lights.queries import latest_month
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Project

SLOTS = 400
"""So many cards are kept: each reads a project's whole year, and a district prints them all."""


def card(request: UserRequest, pk: int) -> HttpResponse:
    """One project's sheet, of the month asked for or the newest that was reported."""
    shown = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    year = year_in_focus(request, today=local_day(timezone.now()))
    month = month_named(request.GET.get("month", ""), year)
    asked = month if month and month.year == year else None
    return _cards(request, year, asked, [shown.pk], {"project": shown})


def cards(request: UserRequest) -> HttpResponse:
    """The sheets of the projects that the list's filters find, in its order, by pages."""
    asked = asked_projects(request, today=local_day(timezone.now()))
    page: Page[Any] = row_page(request, asked.in_order(request.GET.get("sort", "")))
    numbers = [row.pk for row in page]
    return _cards(request, asked.month.year, asked.month, numbers, {"page": page})


def _cards(
    request: UserRequest,
    year: int,
    month: Month | None,
    projects: Sequence[int],
    around: dict[str, Any],
) -> HttpResponse:
    today = local_day(timezone.now())
    language = get_language() or ""
    shown = month or latest_month(year, today)
    papers = papers_about(request.user, projects, on=min(shown.last_day, today))
    context = {
        **around,
        "year": year,
        "cards": [(_card(pk, year, today, shown, language), papers.get(pk, [])) for pk in projects],
    }
    return render(request, "dashboards/cards.html", context)


@renewed_singly(*ON_PAGE.apps, touched=ON_PAGE.touched, slots=SLOTS)
def _card(pk: int, year: int, today: date, month: Month, language: str) -> ProjectCard:
    """Read a card; its reasons and particulars are in the `language` that is spoken."""
    return project_card(pk, year, today, month)
