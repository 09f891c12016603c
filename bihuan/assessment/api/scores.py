"""Assessment over HTTP: the same scores and schemes as the pages."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from ninja import Path, Query, Router

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.assessment.kinds import Assessed
from bihuan.assessment.presets import schemes_in_force, schemes_known
from bihuan.assessment.queries import (
    board,
    explained,
    frozen_beside,
    noise_of,
    scheme_of,
    seen_by,
)
from bihuan.assessment.queries.assessed import sheets_of
from bihuan.assessment.queries.board_rows import board_rows
from bihuan.assessment.rules.summary import summary
from bihuan.assessment.schemas import SchemeOut, ScoreOut, written
from bihuan.assessment.schemas_of_explanations import (
    BoardQuery,
    ExplainedScoreOut,
    MarkPoints,
    SheetSummaryOut,
    Words,
)
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, MonthText, RowNumber
from bihuan.projects.kinds import ProjectClass

router = Router()


@router.get("schemes", response={200: list[SchemeOut], **READING})
def list_schemes(request: UserRequest) -> list[SchemeOut]:
    """Every scheme there is, with its sheets and items."""
    today = local_day(timezone.now())
    chosen = schemes_in_force().name_on(today)
    return [
        SchemeOut.of(name, dated.on(today), chosen=name == chosen)
        for name, dated in schemes_known().items()
    ]


@router.get("{month}", response={200: list[ScoreOut], **READING}, by_alias=True)
def list_scores(
    request: UserRequest,
    month: Annotated[MonthText, Path()],
    asked: Annotated[BoardQuery, Query()],
    who: Assessed = Assessed.PROJECTS,
    project_class: Annotated[ProjectClass | None, Query(alias="class")] = None,
    *,
    all: bool = False,  # as the command's option is called
) -> Any:
    """The scores of a month under the scheme in force, best first; with `all` those not assessed
    too, with the reason. The filters are those of the scoreboard.
    """
    at, today = Month.parse(month), local_day(timezone.now())
    kinds = (project_class,) if project_class else ()
    found = []
    for sheet in sheets_of(scheme_of(at), who, kinds):
        if asked.sheet in ("", sheet.id):
            scores = board(at, sheet, today)
            seen = seen_by(request.user, who, scores)
            rows = board_rows(sheet, scores, seen, asked.filter_of(project_class))
            found += [*rows.assessed, *(rows.unassessed if all or asked.show else ())]
    return written(row.each for row in found)


@router.get("{month}/sheets", response={200: list[SheetSummaryOut], **READING})
def list_sheets(request: UserRequest, month: Annotated[MonthText, Path()]) -> list[SheetSummaryOut]:
    """The sheets of the scheme in force, each summed up."""
    at, today, found = Month.parse(month), local_day(timezone.now()), []
    noise = noise_of(scheme_of(at), at)
    for sheet in scheme_of(at).sheets:
        scores = board(at, sheet, today)
        seen = seen_by(request.user, sheet.who, scores)
        assessed = sum(each.ranked.score.is_assessed for each in seen)
        whole = summary(sheet, (each.ranked.score for each in scores))
        found.append(SheetSummaryOut.of(sheet, assessed, len(seen) - assessed, whole, noise))
    return found


@router.get(
    "{month}/{sheet}/{subject_id}", response={200: ExplainedScoreOut, **READING}, by_alias=True
)
def explain_score(
    request: UserRequest,
    month: Annotated[MonthText, Path()],
    sheet: Annotated[Words, Path()],
    subject_id: Annotated[RowNumber, Path()],
    mark: Annotated[MarkPoints | None, Query()] = None,
) -> ExplainedScoreOut:
    """One score explained: its lines down to the rows, where points were lost, and the smallest
    single changes that would have brought the next marks, or `mark`.
    """
    at, today, key = Month.parse(month), local_day(timezone.now()), str(subject_id)
    for found in (each for each in scheme_of(at).sheets if each.id == sheet):
        scores = board(at, found, today)
        own = [each for each in scores if each.ranked.score.key == key]
        for each in seen_by(request.user, found.who, own):
            with_scores = may(request.user, Can.SCORE_DETAIL)
            beside = frozen_beside(at, found, key, today, with_scores=with_scores)
            words = explained(each, scores, at, mark)
            noise = noise_of(scheme_of(at), at)
            return ExplainedScoreOut.of_explained(each, words, beside, noise)
    raise Http404
