"""A month's scores, sheet by sheet, on a page, on the wall and as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.assessment.documents import scores_workbook
from bihuan.assessment.kinds import Lines
from bihuan.assessment.queries import Assessment, board, scheme_of, seen_by
from bihuan.assessment.rules.ranking import Ranked
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.rules.scoring import ScoreLine
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.line_workbooks import XLSX
from bihuan.kit.months import Month, months_of
from bihuan.kit.row_pages import row_page
from bihuan.kit.screen_mode import WALL, screen_mode
from bihuan.projects.http import year_in_focus

WALL_ROWS = 12
"""So many names stand on one page of the wall, in each of two columns."""


@dataclass(frozen=True)
class BoardLine:
    """One subject's row: its place, its score, the points of each item, and the sum of what else
    was added or taken.
    """

    ranked: Ranked
    items: tuple[ScoreLine, ...]
    others: Decimal

    @classmethod
    def of(cls, each: Assessment) -> BoardLine:
        lines = each.ranked.score.lines
        others = [line.points for line in lines if line.kind is not Lines.ITEM]
        items = tuple(line for line in lines if line.kind is Lines.ITEM)
        return cls(each.ranked, items, sum(others, Decimal()))


def latest(request: UserRequest) -> HttpResponse:
    year = year_in_focus(request, today=local_day(timezone.now()))
    return redirect("assessment:board", month_in_focus(year, ""))


def scoreboard(request: UserRequest, month: Month) -> HttpResponse:
    scheme = scheme_of(month)
    sheet = _sheet(request, scheme)
    seen = _seen(request, month, sheet)
    scores = [each for each in seen if each.ranked.score.is_assessed]
    context = {
        "month": month,
        "months": months_of(month.year),
        "previous_month": month.previous(),
        "next_month": month.next(),
        "scheme": scheme,
        "sheets": scheme.sheets,
        "sheet": sheet,
        "may_try": may(request.user, Can.SCHEME_TRY),
        "unassessed": [each.ranked.score for each in seen if not each.ranked.score.is_assessed],
    }
    if screen_mode(request) == WALL and scores:
        lines = [BoardLine.of(each) for each in scores]
        pages = [lines[at : at + 2 * WALL_ROWS] for at in range(0, len(lines), 2 * WALL_ROWS)]
        halves = [(page[:WALL_ROWS], page[WALL_ROWS:]) for page in pages]
        return render(request, "assessment/wall.html", {**context, "pages": halves})
    page = row_page(request, scores)
    lines = [BoardLine.of(each) for each in page]
    context |= {"page": page, "lines": lines, "has_others": any(line.others for line in lines)}
    return render(request, "assessment/board.html", context)


def workbook(request: UserRequest, month: Month) -> HttpResponse:
    """Every score of the sheet with its items, those not assessed with the reason."""
    sheet = _sheet(request, scheme_of(month))
    title = f"{sheet.title} {month}"
    content = scores_workbook(title, sheet, _seen(request, month, sheet))
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def _sheet(request: UserRequest, scheme: Scheme) -> ScoreSheet:
    asked = request.GET.get("sheet", "")
    return next((sheet for sheet in scheme.sheets if sheet.id == asked), scheme.sheets[0])


def _seen(request: UserRequest, month: Month, sheet: ScoreSheet) -> list[Assessment]:
    scores = board(month, sheet, local_day(timezone.now()))
    return seen_by(request.user, sheet.who, scores)


def sheet_named(scheme: Scheme, sheet_id: str) -> ScoreSheet:
    """Return the sheet of an address. Raises Http404 if the scheme has none of that id."""
    for sheet in scheme.sheets:
        if sheet.id == sheet_id:
            return sheet
    raise Http404
