"""Pages to type or paste a whole table into: a month of the bureau, a year of a chain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Chain, Project
from bihuan.projects.rules import name_key
from bihuan.statistics import actions
from bihuan.statistics.chains.models import ChainLead
from bihuan.statistics.grids import ChainGrid, MonthGrid, cells_of, numbers_after, place
from bihuan.statistics.queries import (
    Counted,
    EnterpriseLine,
    chain_enterprises,
    counted_projects,
    project_names,
)

ROWS = 200


def month(request: UserRequest, month: Month) -> HttpResponse:
    """The bureau's table of one month."""
    require(request.user, Can.STATISTICS_ENTER)
    year = counted_projects(request.user, month.year, on=month.last_day)
    page = Paginator(year, ROWS).get_page(request.GET.get("page"))
    rows = list(page)
    values: QueryDict | None = request.POST or None
    unclear: Sequence[str] = ()
    if "place" in request.POST:
        rows, values, unclear = _with_pasted_months(rows, year, request.POST)
    elif request.method == "POST":
        shown = {int(pk) for pk in request.POST.getlist("row") if pk.isdecimal()}
        rows = [row for row in year if row.project_id in shown]
    grid = MonthGrid(values, rows=rows, month=month.first_day)
    if is_entered(request, grid, lambda: _enter_months(request, grid, month)):
        return redirect(request.get_full_path())
    context = {
        "month": month,
        "today": Month.of(local_day(timezone.now())),
        "page": page,
        "grid": grid,
        "lines": [(row, row.before(month.first_day), *fields) for row, *fields in grid.lines()],
        "unclear": unclear,
        "pasted": request.POST.get("pasted", ""),
    }
    return render(request, "statistics/month.html", context, status=status_of(grid, request))


def _with_pasted_months(
    shown: list[Counted], year: list[Counted], typed: QueryDict
) -> tuple[list[Counted], QueryDict, Sequence[str]]:
    """Return the rows of the page and those that pasted lines name, with what these say of each in
    place of what was typed, and the lines that are not clear.
    """
    names = project_names([row.project_id for row in year])
    placed = place(cells_of(typed.get("pasted", "")), names, name_key, numbers=1)
    values = typed.copy()
    for pk, said in placed.values.items():
        values[f"amount-{pk}"] = said[0]
    wanted = {row.project_id for row in shown} | set(placed.values)
    return [row for row in year if row.project_id in wanted], values, placed.unclear


def _enter_months(request: UserRequest, grid: MonthGrid, month: Month) -> int:
    changed = grid.changed()
    projects = Project.objects.visible_to(request.user).in_bulk(list(changed))
    rows = [
        actions.CountedRow(projects[pk], yuan, entered)
        for pk, (yuan, entered) in changed.items()
        if pk in projects
    ]
    return actions.enter_months(
        month=month,
        rows=rows,
        reason=grid.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )


def chain(request: UserRequest, pk: int) -> HttpResponse:
    """A chain's enterprises of one year."""
    shown = get_object_or_404(Chain, pk=pk)
    require(request.user, Can.CHAIN_ENTER, ChainLead.of(shown))
    year = year_in_focus(request, today=local_day(timezone.now()))
    grid, unclear = typed_enterprises(request, chain_enterprises(shown, year))
    if is_entered(request, grid, lambda: _enter_outputs(request, grid, shown, year)):
        return redirect(f"{reverse('statistics:chains')}?year={year}")
    context = {
        "chain": shown,
        "year": year,
        "grid": grid,
        "unclear": unclear,
        "pasted": request.POST.get("pasted", ""),
    }
    return render(request, "statistics/chain.html", context, status=status_of(grid, request))


def typed_enterprises(
    request: UserRequest, rows: list[EnterpriseLine]
) -> tuple[ChainGrid, Sequence[str]]:
    """Return the table of enterprises as it is shown or was typed, with what was pasted into it,
    and the pasted lines that are not clear.
    """
    values: QueryDict | None = request.POST or None
    unclear: Sequence[str] = ()
    if "place" in request.POST:
        rows, values, unclear = _with_pasted_enterprises(rows, request.POST)
    elif request.method == "POST":
        places = sum(1 for name in request.POST if name.startswith("name-"))
        rows += [EnterpriseLine("")] * (places - len(rows) - ChainGrid.BLANK)
    return ChainGrid(values, rows=rows), unclear


def _with_pasted_enterprises(
    rows: list[EnterpriseLine], typed: QueryDict
) -> tuple[list[EnterpriseLine], QueryDict, Sequence[str]]:
    """Return the rows, one more for each new enterprise that pasted lines name first, with what
    they say of each in place of what was typed, and the lines that are not clear.
    """
    lines = cells_of(typed.get("pasted", ""))
    every = list(rows)
    places = {name_key(row.name): at for at, row in enumerate(rows)}
    for cells in lines:
        if len(numbers_after(cells, 0)) == 2 and name_key(cells[0]) not in places:
            places[name_key(cells[0])] = len(every)
            every.append(EnterpriseLine(cells[0]))
    placed = place(lines, places, name_key, numbers=2)
    values = typed.copy()
    for at, (output, previous) in placed.values.items():
        values[f"name-{at}"] = every[at].name
        values[f"output-{at}"], values[f"previous-{at}"] = output, previous
    return (
        every[: len(rows)] + [EnterpriseLine("")] * (len(every) - len(rows)),
        values,
        placed.unclear,
    )


def _enter_outputs(request: UserRequest, grid: ChainGrid, shown: Chain, year: int) -> int:
    return actions.enter_outputs(
        chain=shown,
        year=year,
        rows=grid.changed(),
        reason=grid.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )


def is_entered(request: UserRequest, grid: MonthGrid | ChainGrid, write: Callable[[], int]) -> bool:
    """Write a table that was handed in whole; false if it was not, or rules forbid rows of it,
    which are marked then.
    """
    if not _is_handed_in(request) or not grid.is_valid():
        return False
    try:
        changed = write()
    except actions.RowsRefused as refused:
        grid.mark(refused.of)
        return False
    messages.success(request, gettext("Rows entered: %s.") % changed)
    return True


def status_of(grid: MonthGrid | ChainGrid, request: UserRequest) -> int:
    return 422 if _is_handed_in(request) and grid.errors else 200


def _is_handed_in(request: UserRequest) -> bool:
    return request.method == "POST" and "place" not in request.POST
