"""The list of projects, its views and its workbook; one project's page."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.dashboards import actions
from bihuan.dashboards.documents import XLSX, projects_workbook
from bihuan.dashboards.forms import ViewForm
from bihuan.dashboards.http import AskedProjects, asked_projects
from bihuan.dashboards.models import SavedView
from bihuan.dashboards.queries import listing
from bihuan.dashboards.queries.project_row import ProjectRow
from bihuan.kit.days import local_day
from bihuan.kit.words import gettext

PAGE = 50
NOT_FILTERS = ("page", "mode", "all")


def projects(request: UserRequest) -> HttpResponse:
    asked = asked_projects(request, today=local_day(timezone.now()))
    found = _found(request, asked)
    columns = listing.columns(request.GET.getlist("columns"))
    rows_a_page = max(len(found), 1) if "all" in request.GET else PAGE
    page = Paginator(found, rows_a_page).get_page(request.GET.get("page"))
    context = {
        **asked.filtering(request),
        "page": page,
        "lines": [(row, listing.cells(row, columns)) for row in page],
        "columns": columns,
        "all_columns": listing.COLUMNS.values(),
        "total": len(asked.seen),
        "scope": request.GET.get("scope", ""),
        "sort": request.GET.get("sort", ""),
        "query": _query(request.GET),
        "views": SavedView.objects.filter(user=request.user),
        "form": ViewForm(),
    }
    return render(request, "dashboards/projects.html", context)


def names(request: UserRequest) -> HttpResponse:
    """Offer names to one who types a part of one into a filter, as options of a list."""
    asked = asked_projects(request, today=local_day(timezone.now()))
    typed = next((each for each in asked.filters if each.name in request.GET), None)
    offered = typed.offers(request.GET[typed.name]) if typed else []
    return render(request, "dashboards/_names.html", {"names": offered})


def workbook(request: UserRequest) -> HttpResponse:
    """The rows and columns that the list shows, all pages of them."""
    asked = asked_projects(request, today=local_day(timezone.now()))
    columns = listing.columns(request.GET.getlist("columns"))
    found = _found(request, asked)
    title = f"{gettext('Key projects')} {asked.month}"
    lines = ((row.name, listing.cells_to_take(row, columns)) for row in found)
    answer = HttpResponse(projects_workbook(title, columns, lines), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


@require_POST
def save_view(request: UserRequest) -> HttpResponse:
    form = ViewForm(request.POST)
    if form.is_valid():
        view = actions.save_view(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("The view “%s” is saved.") % view.name)
    return redirect(f"{reverse('dashboards:projects')}?{request.POST.get('query', '')}")


@require_POST
def remove_view(request: UserRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    actions.remove_view(view=view, by=request.user, at=timezone.now())
    messages.success(request, gettext("The view is removed."))
    return redirect("dashboards:projects")


def _found(request: UserRequest, asked: AskedProjects) -> list[ProjectRow]:
    return listing.sorted_rows(asked.found, request.GET.get("sort", ""))


def _query(asked: QueryDict) -> str:
    """Return what a view remembers of the address."""
    kept = asked.copy()
    for name in NOT_FILTERS:
        kept.pop(name, None)
    return kept.urlencode()
