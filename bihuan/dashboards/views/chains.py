"""The industry chains: all of a year, and one as a map of its links."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.dashboards.chain_workbook import chains_workbook
from bihuan.dashboards.http import asked_projects
from bihuan.dashboards.queries.chain_map import chain_map
from bihuan.dashboards.queries.chains import chain_lines
from bihuan.kit.days import local_day
from bihuan.kit.line_workbooks import XLSX
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Chain
from bihuan.statistics.chains.models import ChainLead
from bihuan.statistics.presets import above_scale_rules


def chains(request: UserRequest) -> HttpResponse:
    """Every chain with its leader, output, both growths and target."""
    year = year_in_focus(request, today=local_day(timezone.now()))
    context = {**_years(year), "lines": chain_lines(year)}
    return render(request, "dashboards/chains.html", context)


def chain(request: UserRequest, pk: int) -> HttpResponse:
    """One chain from up to down the stream, with its enterprises and projects."""
    shown, today = get_object_or_404(Chain, pk=pk), local_day(timezone.now())
    asked = asked_projects(request, today=today)
    year = asked.month.year
    line = next(each for each in chain_lines(year) if each.chain == shown)
    seen = chain_map(shown, year, asked.seen)
    output = int(line.output.value or 0) if line.output else 0
    context = {
        **_years(year),
        "line": line,
        "seen": seen,
        "differ": seen.months_differ_by(output) if line.output else None,
        "scale": above_scale_rules().on(today),
        "may_enter": may(request.user, Can.CHAIN_ENTER, ChainLead.of(shown)),
    }
    return render(request, "dashboards/chain_map.html", context)


def chain_list(request: UserRequest) -> HttpResponse:
    """The chains of a year by enterprise, as a workbook."""
    asked = asked_projects(request, today=local_day(timezone.now()))
    year = asked.month.year
    maps = [(line, chain_map(line.chain, year, asked.seen)) for line in chain_lines(year)]
    named = gettext("Industry chains")
    title = f"{named} {year}"
    answer = HttpResponse(chains_workbook(title, year, maps), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def _years(year: int) -> dict[str, int]:
    return {"year": year, "previous_year": year - 1, "next_year": year + 1}
