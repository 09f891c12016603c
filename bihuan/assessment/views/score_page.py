"""One subject's score explained: its lines down to the rows, what was lost where, what would have
made it more, the year's months, and what was frozen (ASSESS-28).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.assessment.forms import MarkForm
from bihuan.assessment.kinds import Assessed, Lines
from bihuan.assessment.queries import (
    Assessment,
    board,
    explained,
    frozen_beside,
    noise_of,
    scheme_of,
    seen_by,
)
from bihuan.assessment.rules.scheme import ScoreSheet
from bihuan.assessment.rules.scoring import ScoreLine
from bihuan.assessment.wording import noise_in_words
from bihuan.kit.charts import LinkedLine
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import gettext

from .loss_bars import loss_bars
from .scoreboard import sheet_named


@dataclass(frozen=True)
class MonthScore:
    """A month's score and place of the same subject; None where it was not assessed."""

    month: Month
    each: Assessment | None

    @property
    def total(self) -> Decimal | None:
        return self.each.ranked.score.total if self.each else None

    def line(self, name: str) -> ScoreLine | None:
        lines = self.each.ranked.score.lines if self.each else ()
        return next((line for line in lines if line.id == name and line.applies), None)


@dataclass(frozen=True)
class MonthsRow:
    """What each month of the year had of one thing; None where it had none."""

    title: str
    cells: Sequence[Decimal | int | None]


def score(request: UserRequest, month: Month, sheet_id: str, subject_pk: int) -> HttpResponse:
    scheme, today = scheme_of(month), local_day(timezone.now())
    sheet, key = sheet_named(scheme, sheet_id), str(subject_pk)
    each = _of(request, month, sheet, key)
    if each is None:
        raise Http404
    asked = MarkForm(request.GET if "mark" in request.GET else None)
    found = explained(each, board(month, sheet, today), month, asked.points)
    with_scores = may(request.user, Can.SCORE_DETAIL)
    noise = noise_of(scheme, month)
    context = {
        "month": month,
        "scheme": scheme,
        "noise": noise,
        "noise_words": noise_in_words(noise),
        "sheet": sheet,
        "ranked": each.ranked,
        "score": each.ranked.score,
        "items": [line for line in found.lines if line.line.kind is Lines.ITEM],
        "others": [line for line in found.lines if line.line.kind is not Lines.ITEM],
        "losses": loss_bars(found.losses),
        "marks": found.marks,
        "asked": asked,
        "frozen": frozen_beside(month, sheet, key, today, with_scores=with_scores),
        "is_project": sheet.who is Assessed.PROJECTS,
        "may_see_terms": with_scores,
    }
    return render(request, "assessment/score.html", context, status=422 if asked.errors else 200)


def score_year(request: UserRequest, month: Month, sheet_id: str, subject_pk: int) -> HttpResponse:
    """The subject's scores of the year's months so far: a page of its own, which the page of the
    score asks for when it stands, because every month is reckoned.
    """
    sheet, key = sheet_named(scheme_of(month), sheet_id), str(subject_pk)
    each = _of(request, month, sheet, key)
    if each is None:
        raise Http404
    months = list(_year(request, month, sheet_id, key))
    context = {
        "month": month,
        "sheet": sheet,
        "score": each.ranked.score,
        "months": months,
        "month_rows": _rows(months, sheet),
        "chart": _chart(months, sheet, key),
    }
    return render(request, "assessment/score_year.html", context)


def _of(request: UserRequest, month: Month, sheet: ScoreSheet, key: str) -> Assessment | None:
    scores = board(month, sheet, local_day(timezone.now()))
    seen = seen_by(request.user, sheet.who, [s for s in scores if s.ranked.score.key == key])
    return seen[0] if seen else None


def _year(request: UserRequest, until: Month, sheet_id: str, key: str) -> Iterator[MonthScore]:
    """Yield the subject's scores of the year's months so far, each under its own scheme."""
    for month in months_of(until.year)[: until.number]:
        sheet = next((s for s in scheme_of(month).sheets if s.id == sheet_id), None)
        each = _of(request, month, sheet, key) if sheet else None
        yield MonthScore(month, each if each and each.ranked.score.is_assessed else None)


def _rows(months: Sequence[MonthScore], sheet: ScoreSheet) -> list[MonthsRow]:
    """Return the points of each item by month; places stand last."""
    rows = []
    for item in sheet.items:
        lines = [each.line(item.id) for each in months]
        rows.append(MonthsRow(item.title, [line.points if line else None for line in lines]))
    others = MonthsRow(gettext("Other lines"), [_others(each) for each in months])
    ranks = [each.each.ranked.rank if each.each else None for each in months]
    return [*rows, *([others] if any(others.cells) else []), MonthsRow(gettext("Rank"), ranks)]


def _others(each: MonthScore) -> Decimal | None:
    if each.each is None:
        return None
    lines = each.each.ranked.score.lines
    return sum((line.points for line in lines if line.kind is not Lines.ITEM), Decimal())


def _chart(months: Sequence[MonthScore], sheet: ScoreSheet, key: str) -> LinkedLine | None:
    """Return the year's scores as a line; None if there are fewer than two."""
    if sum(each.total is not None for each in months) <= 1:
        return None
    return LinkedLine(
        [str(each.month.number) for each in months],
        [each.total for each in months],
        [reverse("assessment:score", args=[each.month, sheet.id, key]) for each in months],
        gettext("Points"),
    )
