"""What another scheme would make of a month: who moves, by how much and why (ASSESS-24)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment.documents import moves_workbook
from bihuan.assessment.kinds import Assessed, MovedWay
from bihuan.assessment.presets import scheme_presets
from bihuan.assessment.queries import question_of, scheme_of
from bihuan.assessment.queries.simulated import KindMoved, simulated
from bihuan.assessment.rules.simulation import Moved, sums_of
from bihuan.assessment.scheme_text_form import BroughtSchemeForm
from bihuan.assessment.tried_schemes import TriedScheme, remember, text_tried
from bihuan.figures.queries import latest_month, month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.line_workbooks import XLSX
from bihuan.kit.months import Month, months_of
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.projects.http import usual_year, year_in_focus
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.queries import district_shown

from .brought_schemes import asked_scheme

NONE = Decimal()
SORTS: dict[str, Callable[[Moved], Any]] = {
    "name": lambda each: each.label,
    "before": lambda each: each.before.score.total if each.before else NONE,
    "after": lambda each: each.after.score.total if each.after else NONE,
    "difference": lambda each: each.difference or NONE,
    "places": lambda each: each.places or 0,
}


@dataclass(frozen=True)
class AskedSimulation:
    """Which month is scored anew, of whom, under which other scheme (None: none was chosen)."""

    month: Month
    of: str
    tried: TriedScheme | None
    missing: str = ""

    @property
    def who(self) -> Assessed:
        return Assessed.PROJECTS if self.of in ProjectClass.values else Assessed(self.of)

    @property
    def kinds(self) -> tuple[ProjectClass, ...]:
        return (ProjectClass(self.of),) if self.of in ProjectClass.values else ()

    @property
    def query(self) -> str:
        """The address of the same simulation, without a filter and an order."""
        said = urlencode({"month": self.month, "of": self.of})
        return f"{said}&{self.tried.query}" if self.tried else said


def simulate(request: UserRequest) -> HttpResponse:
    """Choose a month and another scheme, and see who moves."""
    require(request.user, Can.SCHEME_TRY)
    return _page(request, BroughtSchemeForm())


@require_POST
def bring_scheme(request: UserRequest) -> HttpResponse:
    """Take a scheme as a text; with a fault the page is shown again with all that was typed."""
    require(request.user, Can.SCHEME_TRY)
    form = BroughtSchemeForm(request.POST, request.FILES)
    asked = _asked(request)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            text_tried(text, asked.month.last_day)
        except Refusal as told:
            form.refuse(told)
        else:
            said = urlencode({"month": asked.month, "of": asked.of, "text": remember(text)})
            return redirect(f"{reverse('assessment:simulate')}?{said}")
    return _page(request, form)


def moves(request: UserRequest) -> HttpResponse:
    """The whole comparison as a workbook; without another scheme, of that in force with itself."""
    require(request.user, Can.SCHEME_TRY)
    asked = _asked(request)
    other = asked.tried.scheme if asked.tried else scheme_of(asked.month)
    title = f"{gettext('Simulation')} {asked.month} {other.title}"
    content = moves_workbook(title, [each for _kind, each in _found(request, asked)])
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def _page(request: UserRequest, form: BroughtSchemeForm) -> HttpResponse:
    asked = _asked(request)
    month, this_year = asked.month, usual_year(district_shown(), local_day(timezone.now()))
    context: dict[str, Any] = {
        "asked": asked,
        "month": month,
        "months": months_of(month.year),
        "so_far": Month(this_year, latest_month(this_year)),
        "last_year": Month(this_year - 1, 12),
        "presets": {name: dated.on(month.last_day) for name, dated in scheme_presets().items()},
        "subjects": _subjects(),
        "present": scheme_of(month),
        "form": form,
        "target": f"{reverse('assessment:bring_scheme')}?{asked.query}",
    }
    if asked.tried and not form.is_bound:
        context |= _result(request, asked)
    return render(request, "assessment/simulate.html", context, status=422 if form.errors else 200)


def _result(request: UserRequest, asked: AskedSimulation) -> dict[str, Any]:
    found = [each for _kind, each in _found(request, asked)]
    sums, way = sums_of(found), request.GET.get("way", "")
    shown = [each for each in found if way not in MovedWay.values or each.way == way]
    return {
        "scheme": asked.tried and asked.tried.scheme,
        "sums": sums,
        "counts": [(way, number) for way, number in sums.counts.items() if number],
        "way": way if way in MovedWay.values else "",
        "found": found,
        "page": row_page(request, _sorted(shown, request.GET.get("sort", ""))),
    }


def _found(request: UserRequest, asked: AskedSimulation) -> list[KindMoved]:
    question, present = question_of(asked.month, local_day(timezone.now())), scheme_of(asked.month)
    other = asked.tried.scheme if asked.tried else present
    return simulated(present, other, question, asked.who, asked.kinds, user=request.user)


def _sorted(found: list[Moved], asked: str) -> list[Moved]:
    by = SORTS.get(asked.removeprefix("-"))
    return sorted(found, key=by, reverse=asked.startswith("-")) if by else found


def _asked(request: UserRequest) -> AskedSimulation:
    """Return what the address asks for."""
    year = year_in_focus(request, today=local_day(timezone.now()))
    month, of = month_in_focus(year, request.GET.get("month", "")), request.GET.get("of", "")
    known = {value for value, _label in _subjects()}
    tried, missing = asked_scheme(request.GET, month.last_day)
    return AskedSimulation(month, of if of in known else Assessed.PROJECTS.value, tried, missing)


def _subjects() -> list[tuple[str, object]]:
    """Return who may be compared: all projects, those of a class, or others than projects."""
    others = [each for each in Assessed if each is not Assessed.PROJECTS]
    return [
        (Assessed.PROJECTS.value, Assessed.PROJECTS.label),
        *((kind.value, kind.label) for kind in ProjectClass),
        *((each.value, each.label) for each in others if each is not Assessed.AREAS),
    ]
