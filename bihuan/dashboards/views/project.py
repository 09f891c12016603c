"""One project's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.dashboards.queries.loop import loop_of
from bihuan.dashboards.queries.one import project_page
from bihuan.dashboards.queries.overview import month_in_focus
from bihuan.dashboards.queries.story import story
from bihuan.kit.days import local_day
from bihuan.projects.describing import facts
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Project
from bihuan.projects.queries import history

ALONGSIDE = ("owner", "responsible", "commander", "chain", "merged_into")


def project(request: UserRequest, pk: int) -> HttpResponse:
    visible = Project.objects.visible_to(request.user)
    shown = get_object_or_404(
        visible.select_related(*ALONGSIDE).prefetch_related("themes", "former_names"), pk=pk
    )
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    context = {
        "page": project_page(shown, year, today=today),
        "project": shown,
        "facts": facts(shown),
        "loop": loop_of(shown, today),
        "may_raise": may(request.user, Can.MATTER_RAISE, shown),
        "month": month_in_focus(year, ""),
        "story": story(shown),
        "history": history(shown, limit=60),
        "may_fill": may(request.user, Can.REPORT_FILL, shown),
        "edit": _edit(pk) if may(request.user, Can.PROJECT_EDIT, shown) else "",
    }
    return render(request, "dashboards/project.html", context)


def _edit(pk: int) -> str:
    """Where the project is edited; nothing where there is no such page."""
    try:
        return reverse("projects:edit", args=[pk])
    except NoReverseMatch:
        return ""
