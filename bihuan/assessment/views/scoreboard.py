"""A month's scores, sheet by sheet, narrowed and sorted, on a page and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.assessment.documents import scores_workbook
from bihuan.assessment.forms import BoardFilterForm
from bihuan.assessment.kinds import Assessed, BoardPart
from bihuan.assessment.models import Freeze, SchemeDraft
from bihuan.assessment.queries import Assessment, board, noise_of, scheme_of, seen_by
from bihuan.assessment.queries.board_rows import BoardRow, BoardRows, board_rows
from bihuan.assessment.queries.examples import scores_under
from bihuan.assessment.queries.scheme_drafts import draft_scheme
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.rules.summary import grades_of, summary
from bihuan.assessment.wording import noise_in_words, size_groups_in_words
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.line_workbooks import XLSX
from bihuan.kit.months import Month, months_of
from bihuan.kit.numbers import whole_number
from bihuan.kit.row_pages import row_page
from bihuan.kit.screen_mode import WALL, screen_mode
from bihuan.projects.http import year_in_focus

Choices = Sequence[tuple[object, object]]


@dataclass(frozen=True)
class SheetTab:
    """A sheet of the scheme, and how many of those whom the reader sees are assessed on it, or
    are not.
    """

    sheet: ScoreSheet
    assessed: int
    unassessed: int


def latest(request: UserRequest) -> HttpResponse:
    year = year_in_focus(request, today=local_day(timezone.now()))
    return redirect("assessment:board", month_in_focus(year, ""))


def scoreboard(request: UserRequest, month: Month) -> HttpResponse:
    draft, today = _draft(request), local_day(timezone.now())
    if screen_mode(request) == WALL and not draft:
        return redirect("assessment:wall", month)
    scheme = draft_scheme(draft) if draft else scheme_of(month)
    sheet, asked = _sheet(request, scheme), BoardFilterForm(request.GET).asked
    rows = _rows(request, month, scheme, sheet)
    page = row_page(request, rows.assessed)
    context = {
        "month": month,
        "months": _months(month, today),
        "previous_month": month.previous(),
        "next_month": month.next(),
        "is_begun": month.first_day <= today,
        "scheme": scheme,
        "draft": draft,
        "draft_query": f"&draft={draft.pk}" if draft else "",
        "tabs": [_tab(request, month, scheme, each) for each in scheme.sheets],
        "sheet": sheet,
        "columns": [(item, f"item.{item.id}") for item in sheet.items],
        "asked": asked,
        "page": page,
        "rows": list(page),
        "unassessed": rows.unassessed,
        "seen": len(rows.seen),
        "has_others": any(row.others for row in rows.assessed),
        "summary": summary(sheet, (row.each.ranked.score for row in rows.assessed)),
        "noise": noise_in_words(noise_of(scheme, month)),
        "freezes": Freeze.objects.filter(month=month.first_day).order_by("pk"),
        **_choices(sheet, rows),
        "may_try": may(request.user, Can.SCHEME_TRY),
    }
    return render(request, "assessment/board.html", context)


def workbook(request: UserRequest, month: Month) -> HttpResponse:
    """Every score that was asked for with its items, those not assessed with the reason."""
    draft = _draft(request)
    scheme = draft_scheme(draft) if draft else scheme_of(month)
    sheet = _sheet(request, scheme)
    rows = _rows(request, month, scheme, sheet)
    title = " ".join([sheet.title, str(month), *([draft.name] if draft else [])])
    content = scores_workbook(title, sheet, [*rows.assessed, *rows.unassessed])
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def _rows(request: UserRequest, month: Month, scheme: Scheme, sheet: ScoreSheet) -> BoardRows:
    scores = _scores(month, scheme, sheet)
    asked = BoardFilterForm(request.GET).asked
    return board_rows(sheet, scores, seen_by(request.user, sheet.who, scores), asked)


def _scores(month: Month, scheme: Scheme, sheet: ScoreSheet) -> list[Assessment]:
    """Return the scores on a sheet of any scheme; none of a month that has not begun."""
    today = local_day(timezone.now())
    return scores_under(scheme, sheet, month, today) if month.first_day <= today else []


def begun_board(month: Month, sheet: ScoreSheet, today: date) -> list[Assessment]:
    """Return the scores on a sheet of the scheme in force; none of a month that has not begun."""
    return board(month, sheet, today) if month.first_day <= today else []


def _tab(request: UserRequest, month: Month, scheme: Scheme, sheet: ScoreSheet) -> SheetTab:
    seen = seen_by(request.user, sheet.who, _scores(month, scheme, sheet))
    assessed = sum(each.ranked.score.is_assessed for each in seen)
    return SheetTab(sheet, assessed, len(seen) - assessed)


def _months(month: Month, today: date) -> list[tuple[Month, bool]]:
    """Return the months of the year, and whether each has begun."""
    return [(each, each.first_day <= today) for each in months_of(month.year)]


def _choices(sheet: ScoreSheet, rows: BoardRows) -> dict[str, Any]:
    """Return what the filters offer: only what somebody of the sheet has."""
    parties = [row.parties for row in rows.seen]
    organisations = {party.organisation for party in parties if party.organisation}
    commanders = {party.commander for party in parties if party.commander}
    kinds = sheet.classes if len(sheet.classes) > 1 else ()
    named = [row.each.ranked.score.grade for row in rows.seen]
    return {
        "kinds": [(each.value, each.label) for each in kinds],
        "sizes": list(enumerate(size_groups_in_words(sheet))),
        "organisations": _by_name(organisations),
        "commanders": _by_name(commanders),
        "parts": [(each.value, each.label) for each in _parts(rows.seen)],
        "grades": [(each, each) for each in grades_of(sheet, named)] if sheet.grades else [],
        "is_project": sheet.who is Assessed.PROJECTS,
    }


def _by_name(parties: set[tuple[int, str]]) -> Choices:
    return sorted(parties, key=lambda party: party[1])


def _parts(seen: Sequence[BoardRow]) -> list[BoardPart]:
    found = {row.part for row in seen}
    return [part for part in BoardPart if part in found]


def _sheet(request: UserRequest, scheme: Scheme) -> ScoreSheet:
    asked = request.GET.get("sheet", "")
    return next((sheet for sheet in scheme.sheets if sheet.id == asked), scheme.sheets[0])


def _draft(request: UserRequest) -> SchemeDraft | None:
    """Return the draft under which scores are asked for, to who may change rules."""
    pk = whole_number(request.GET.get("draft", ""))
    if pk is None:
        return None
    require(request.user, Can.RULES_CHANGE)
    return get_object_or_404(SchemeDraft.objects.open(), pk=pk)


def sheet_named(scheme: Scheme, sheet_id: str) -> ScoreSheet:
    """Return the sheet of an address. Raises Http404 if the scheme has none of that id."""
    for sheet in scheme.sheets:
        if sheet.id == sheet_id:
            return sheet
    raise Http404
