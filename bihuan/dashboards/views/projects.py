"""The list of projects, its views and its workbook; one project's page."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from django.contrib import messages
from django.db.models import BigIntegerField
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.dashboards import actions
from bihuan.dashboards.documents import projects_workbook
from bihuan.dashboards.forms import ViewForm
from bihuan.dashboards.http import asked_projects
from bihuan.dashboards.models import SavedView
from bihuan.dashboards.queries import listing
from bihuan.dashboards.queries.listing import ListColumn
from bihuan.dashboards.queries.project_row import ProjectRow
from bihuan.dashboards.queries.why import whys
from bihuan.kit.days import local_day
from bihuan.kit.line_workbooks import XLSX
from bihuan.kit.months import Month
from bihuan.kit.prepared import Prepared
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext

NOT_FILTERS = ("page", "mode", "rows", "print")


def projects(request: UserRequest) -> HttpResponse:
    asked = asked_projects(request, today=local_day(timezone.now()))
    found = asked.in_order(request.GET.get("sort", ""))
    columns = listing.columns(request.GET.getlist("columns"))
    page = row_page(request, found)
    problems = _problems(request, asked.month, page, columns)
    sums = asked.sums(columns)
    context = {
        **asked.filtering(request),
        "page": page,
        "lines": list(listing.lines(page, columns, problems)),
        "columns": columns,
        "totals": sums.whole,
        "parts": sums.parts,
        "all_columns": listing.COLUMNS.values(),
        "total": asked.of_scope,
        "scope": request.GET.get("scope", ""),
        "sort": request.GET.get("sort", ""),
        "query": _query(request.GET),
        "views": _VIEWS(user=request.user.pk),
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
    found = asked.in_order(request.GET.get("sort", ""))
    title = f"{gettext('Key projects')} {asked.month.in_words}"
    problems = _problems(request, asked.month, found, columns)
    lines = ((row.name, cells) for row, cells in listing.lines(found, columns, problems))
    sums = asked.sums(columns)
    book = projects_workbook(title, columns, sums.whole, lines, sums.parts)
    answer = HttpResponse(book, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


_VIEWS = Prepared(lambda user: SavedView.objects.filter(user=user), user=BigIntegerField())


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
