"""The list of projects, its views and its workbook; one project's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.dashboards import actions
from bihuan.dashboards.documents import XLSX, projects_workbook
from bihuan.dashboards.forms import ViewForm
from bihuan.dashboards.models import SavedView
from bihuan.dashboards.queries import listing, narrowing
from bihuan.dashboards.queries.list_totals import list_totals
from bihuan.dashboards.queries.listing import ListColumn
from bihuan.dashboards.queries.project_row import ProjectRow
from bihuan.dashboards.queries.why import whys
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, months_of
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext

from .listed_rows import rows_found, rows_seen

NOT_FILTERS = ("page", "mode", "rows", "print")


def projects(request: UserRequest) -> HttpResponse:
    month, rows = rows_seen(request)
    found = rows_found(request, rows)
    columns = listing.columns(request.GET.getlist("columns"))
    page = row_page(request, found)
    problems = _problems(request, month, page, columns)
    filters = narrowing.filters(_choices(request, month, rows), request.GET.dict())
    context = {
        "month": month,
        "months": months_of(month.year),
        "page": page,
        "lines": [(row, listing.cells(row, columns, problems)) for row in page],
        "columns": columns,
        "totals": list_totals(found, columns, month.number),
        "all_columns": listing.COLUMNS.values(),
        "filters": filters,
        "total": len(rows),
        "more": any(each.chosen for each in filters if not each.is_first),
        "sought": request.GET.get("q", ""),
        "scope": request.GET.get("scope", ""),
        "sort": request.GET.get("sort", ""),
        "query": _query(request.GET),
        "views": SavedView.objects.filter(user=request.user),
        "form": ViewForm(),
    }
    return render(request, "dashboards/projects.html", context)


def names(request: UserRequest) -> HttpResponse:
    """Offer names to one who types a part of one into a filter, as options of a list."""
    month, rows = rows_seen(request)
    asked = request.GET.dict()
    filters = narrowing.filters(_choices(request, month, rows), asked)
    typed = next((each for each in filters if each.name in asked), None)
    offered = typed.offers(asked[typed.name]) if typed else []
    return render(request, "dashboards/_names.html", {"names": offered})


def workbook(request: UserRequest) -> HttpResponse:
    """The rows and columns that the list shows, all pages of them."""
    month, rows = rows_seen(request)
    columns = listing.columns(request.GET.getlist("columns"))
    found = rows_found(request, rows)
    title = f"{gettext('Key projects')} {month}"
    problems = _problems(request, month, found, columns)
    lines = ((row.name, listing.cells_to_take(row, columns, problems)) for row in found)
    totals = list_totals(found, columns, month.number)
    answer = HttpResponse(projects_workbook(title, columns, totals, lines), content_type=XLSX)
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


def _choices(request: UserRequest, month: Month, rows: Sequence[ProjectRow]) -> narrowing.Named:
    return narrowing.choices_of(request.user, month, rows, local_day(timezone.now()))


def _problems(
    request: UserRequest, month: Month, rows: Iterable[ProjectRow], columns: list[ListColumn]
) -> listing.Problems:
    """Return what holds the rows up, where the list has a column for it."""
    if all(column.is_sortable for column in columns):
        return {}
    return whys(request.user, month, [row.pk for row in rows])


def _query(asked: QueryDict) -> str:
    """Return what a view remembers of the address."""
    kept = asked.copy()
    for name in NOT_FILTERS:
        kept.pop(name, None)
    return kept.urlencode()
