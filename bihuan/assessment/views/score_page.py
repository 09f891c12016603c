"""One subject's score, line by line: points, the clause, the values, and the rows under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.assessment.kinds import Assessed, Lines
from bihuan.assessment.queries import Assessment, board, scheme_of, seen_by
from bihuan.assessment.queries.inputs import DIMENSIONS
from bihuan.assessment.rules.scheme import InputSpec, SchemeItem, ScoreSheet
from bihuan.assessment.rules.scoring import ScoreLine
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, months_of

from .scoreboard import sheet_named


@dataclass(frozen=True)
class ShownInput:
    """One value that a formula read: what it is called, and where its rows are."""

    label: str
    value: Decimal | None
    compared: str
    address: str


@dataclass(frozen=True)
class ShownLine:
    """One line of a score as the page shows it, with the item of the scheme if it is one."""

    line: ScoreLine
    item: SchemeItem | None
    inputs: list[ShownInput]

    @property
    def is_full(self) -> bool:
        return self.line.points >= self.line.max > 0


@dataclass(frozen=True)
class MonthScore:
    """A month's score and place of the same subject; None where it was not assessed."""

    month: Month
    total: Decimal | None
    rank: int | None
    number: int


def score(request: UserRequest, month: Month, sheet_id: str, subject_pk: int) -> HttpResponse:
    scheme = scheme_of(month)
    sheet, key = sheet_named(scheme, sheet_id), str(subject_pk)
    each = _of(request, month, sheet, key)
    if each is None:
        raise Http404
    lines = [_shown(line, sheet, key, month) for line in each.ranked.score.lines]
    context = {
        "month": month,
        "scheme": scheme,
        "sheet": sheet,
        "ranked": each.ranked,
        "score": each.ranked.score,
        "items": [line for line in lines if line.line.kind is Lines.ITEM],
        "others": [line for line in lines if line.line.kind is not Lines.ITEM],
        "months": list(_year(request, month, sheet_id, key)),
        "is_project": sheet.who is Assessed.PROJECTS,
    }
    return render(request, "assessment/score.html", context)


def _of(request: UserRequest, month: Month, sheet: ScoreSheet, key: str) -> Assessment | None:
    scores = board(month, sheet, local_day(timezone.now()))
    seen = seen_by(request.user, sheet.who, [s for s in scores if s.ranked.score.key == key])
    return seen[0] if seen else None


def _year(request: UserRequest, until: Month, sheet_id: str, key: str) -> Iterable[MonthScore]:
    """Yield the subject's scores of the year's months so far, each under its own scheme."""
    for month in months_of(until.year)[: until.number]:
        sheet = next((s for s in scheme_of(month).sheets if s.id == sheet_id), None)
        each = _of(request, month, sheet, key) if sheet else None
        if each is None or not each.ranked.score.is_assessed:
            yield MonthScore(month, None, None, 0)
        else:
            yield MonthScore(month, each.ranked.score.total, each.ranked.rank, each.ranked.number)


def _shown(line: ScoreLine, sheet: ScoreSheet, key: str, month: Month) -> ShownLine:
    item = sheet.item(line.id)
    specs = item.inputs if item else _veto_inputs(line, sheet)
    inputs = [
        _input(specs[name], value, sheet, key, month)
        for name, value in line.inputs.items()
        if name in specs
    ]
    return ShownLine(line, item, inputs)


def _veto_inputs(line: ScoreLine, sheet: ScoreSheet) -> dict[str, InputSpec]:
    found = {f"veto:{veto.id}": veto.inputs for veto in sheet.vetoes}
    return found.get(line.id, {})


def _input(
    spec: InputSpec, value: Decimal | None, sheet: ScoreSheet, key: str, month: Month
) -> ShownInput:
    asked = {
        "year": month.year,
        "month": spec.month or month.number,
        "basis": spec.basis.value,
        DIMENSIONS[sheet.who].value: key,
    }
    if spec.compare:
        asked["compare"] = spec.compare.value
    address = f"{reverse('figures:figure', args=[spec.figure])}?{urlencode(asked)}"
    words = f"{spec.compare.label}, {spec.take.label}" if spec.compare else ""
    return ShownInput(spec.label, value, words, "" if spec.awaits else address)
