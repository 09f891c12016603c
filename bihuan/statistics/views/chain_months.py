"""A month of a chain, typed or pasted as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.models import Chain
from bihuan.statistics import actions
from bihuan.statistics.chains.models import ChainLead, ChainMember, ChainMonth
from bihuan.statistics.grids import ChainGrid
from bihuan.statistics.queries import EnterpriseLine

from .grids import with_pasted_enterprises


def chain_month(request: UserRequest, pk: int, month: Month) -> HttpResponse:
    """A chain's enterprises in one month, beside the same month of the year before."""
    chain = get_object_or_404(Chain, pk=pk)
    require(request.user, Can.CHAIN_ENTER, ChainLead.of(chain))
    rows = _rows(chain, month)
    values: QueryDict | None = request.POST or None
    unclear: Sequence[str] = ()
    if "place" in request.POST:
        rows, values, unclear = with_pasted_enterprises(rows, request.POST)
    elif request.method == "POST":
        places = sum(1 for name in request.POST if name.startswith("name-"))
        rows += [EnterpriseLine("")] * (places - len(rows) - ChainGrid.BLANK)
    grid = ChainGrid(values, rows=rows)
    is_handed_in = request.method == "POST" and "place" not in request.POST
    if is_handed_in and grid.is_valid() and _is_entered(request, grid, chain, month):
        return redirect(request.get_full_path())
    context = {
        "chain": chain,
        "month": month,
        "grid": grid,
        "unclear": unclear,
        "pasted": request.POST.get("pasted", ""),
    }
    status = 422 if is_handed_in and grid.errors else 200
    return render(request, "statistics/chain_month.html", context, status=status)


def _is_entered(request: UserRequest, grid: ChainGrid, chain: Chain, month: Month) -> bool:
    try:
        changed = actions.enter_chain_month(
            chain=chain,
            month=month,
            rows=grid.changed(),
            reason=grid.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.RowsRefused as refused:
        grid.mark(refused.of)
        return False
    messages.success(request, gettext("Rows entered: %s.") % changed)
    return True


def _rows(chain: Chain, month: Month) -> list[EnterpriseLine]:
    """Return what was entered of the month, and the others of the register, beside what the same
    month of the year before had.
    """
    current = ChainMonth.objects.filter(chain=chain, is_current=True)
    entered = [
        EnterpriseLine(each.enterprise, each.output_yuan, each.previous_output_yuan)
        for each in current.filter(month=month.first_day).order_by("-output_yuan", "enterprise")
    ]
    names = {each.name for each in entered}
    before = current.filter(month=Month(month.year - 1, month.number).first_day)
    then = dict(before.values_list("enterprise", "output_yuan"))
    members = ChainMember.objects.filter(chain=chain, counts=True, until=None)
    listed = members.order_by("enterprise__name").values_list("enterprise__name", flat=True)
    return entered + [
        EnterpriseLine(name, None, then.get(name)) for name in listed if name not in names
    ]
