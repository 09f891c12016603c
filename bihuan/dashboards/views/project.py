"""One project's page."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.audit.renewed import renewed_singly
from bihuan.dashboards.queries.loop import loop_of
from bihuan.dashboards.queries.project_card import ALONGSIDE, contacts
from bihuan.dashboards.queries.project_page import ON_PAGE, project_page
from bihuan.dashboards.queries.story import story
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.projects.describing import facts
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Project
from bihuan.projects.queries import history

SLOTS = 200


@dataclass(frozen=True)
class ProjectParts:
    """What a project's page says to all who may see the project, written out."""

    years: list[int]
    lede: SafeString
    main: SafeString


def project(request: UserRequest, pk: int) -> HttpResponse:
    visible = Project.objects.visible_to(request.user)
    shown = get_object_or_404(visible.select_related("owner", "responsible"), pk=pk)
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    may_raise = may(request.user, Can.MATTER_RAISE, shown)
    context = {
        "parts": _parts(pk, year, today, get_language() or "", may_raise=may_raise),
        "project": shown,
        "year": year,
        "month": month_in_focus(year, ""),
        "may_fill": may(request.user, Can.REPORT_FILL, shown),
        "edit": _edit(pk) if may(request.user, Can.PROJECT_EDIT, shown) else "",
    }
    return render(request, "dashboards/project.html", context)


@renewed_singly(*ON_PAGE.apps, "audit", touched=ON_PAGE.touched, slots=SLOTS)
def _parts(pk: int, year: int, today: date, language: str, *, may_raise: bool) -> ProjectParts:
    """Write the page in the language that is spoken; its history is read in the record itself."""
    found = Project.objects.select_related(*ALONGSIDE).prefetch_related("themes", "former_names")
    project = found.get(pk=pk)
    page = project_page(project, year, today=today)
    context = {
        "page": page,
        "project": project,
        "facts": facts(project),
        "contacts": contacts(project),
        "loop": loop_of(project, today),
        "may_raise": may_raise,
        "story": story(project),
        "history": history(project, limit=60),
    }
    return ProjectParts(
        page.years,
        render_to_string("dashboards/_project_lede.html", context),
        render_to_string("dashboards/_project_main.html", context),
    )


def _edit(pk: int) -> str:
    """Where the project is edited; nothing where there is no such page."""
    try:
        return reverse("projects:edit", args=[pk])
    except NoReverseMatch:
        return ""
