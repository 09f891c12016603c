"""Carrying projects over into a later year, over HTTP: the same rules and action as the page."""

from typing import Annotated, Any

from django.utils import timezone
from ninja import Query, Router

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.schemas import READING, WRITING, YearNumber
from bihuan.projects.kinds import Tier

from .actions import carry_over
from .queries import carried_over
from .schemas import CarriedOut, CarryOverIn, written

router = Router()


@router.get("", response={200: list[CarriedOut], **READING, 409: WRITING[409]}, by_alias=True)
def read_proposals(
    request: UserRequest,
    from_year: YearNumber,
    to_year: YearNumber,
    tiers: Annotated[list[Tier], Query()] = [],  # noqa: B006  # read, never changed
) -> list[dict[str, Any]]:
    """What would go on from the lists of a year, and what stays behind."""
    require(request.user, Can.PLAN_EDIT)
    return written(carried_over(from_year, to_year, tiers or None))


@router.post("", response={200: list[CarriedOut], **WRITING}, by_alias=True)
def write_proposals(request: UserRequest, said: CarryOverIn) -> list[dict[str, Any]]:
    """Put unfinished projects on the lists of a later year, as proposed or changed."""
    rows = carry_over(
        from_year=said.from_year,
        to_year=said.to_year,
        tiers=said.tiers or None,
        changes={each.project_id: each.change() for each in said.changes},
        by=request.user,
        at=timezone.now(),
    )
    return written(rows)
