"""A month of a chain, typed or pasted as a table."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.months import Month
from bihuan.projects.models import Chain
from bihuan.statistics import actions
from bihuan.statistics.chains.models import ChainLead, ChainMember, ChainMonth
from bihuan.statistics.grids import ChainGrid
from bihuan.statistics.queries import EnterpriseLine

from .grids import is_entered, status_of, typed_enterprises


def chain_month(request: UserRequest, pk: int, month: Month) -> HttpResponse:
    """A chain's enterprises in one month, beside the same month of the year before."""
    chain = get_object_or_404(Chain, pk=pk)
    require(request.user, Can.CHAIN_ENTER, ChainLead.of(chain))
    grid, unclear = typed_enterprises(request, _rows(chain, month))
    if is_entered(request, grid, lambda: _enter(request, grid, chain, month)):
        return redirect(request.get_full_path())
    context = {
        "chain": chain,
        "month": month,
        "grid": grid,
        "unclear": unclear,
        "pasted": request.POST.get("pasted", ""),
    }
    status = status_of(grid, request)
    return render(request, "statistics/chain_month.html", context, status=status)


def _enter(request: UserRequest, grid: ChainGrid, chain: Chain, month: Month) -> int:
    return actions.enter_chain_month(
        chain=chain,
        month=month,
        rows=grid.changed(),
        reason=grid.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )


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
