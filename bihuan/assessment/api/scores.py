"""Assessment over HTTP: the same scores and schemes as the pages."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils import timezone
from ninja import Path, Query, Router

from bihuan.accounts.http import UserRequest
from bihuan.assessment.kinds import Assessed
from bihuan.assessment.presets import schemes_in_force, schemes_known
from bihuan.assessment.queries import board, scheme_of, seen_by
from bihuan.assessment.queries.assessed import sheets_of
from bihuan.assessment.schemas import SchemeOut, ScoreOut, written
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, MonthText
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
    who: Assessed = Assessed.PROJECTS,
    project_class: Annotated[ProjectClass | None, Query(alias="class")] = None,
    *,
    all: bool = False,  # as the command's option is called
) -> Any:
    """The scores of a month under the scheme in force, best first; with `all` those not assessed
    too, with the reason.
    """
    asked, today = Month.parse(month), local_day(timezone.now())
    kinds = (project_class,) if project_class else ()
    return written(
        each
        for sheet in sheets_of(scheme_of(asked), who, kinds)
        for each in seen_by(request.user, who, board(asked, sheet, today))
        if (all or each.ranked.score.is_assessed) and (not kinds or each.kind in kinds)
    )
