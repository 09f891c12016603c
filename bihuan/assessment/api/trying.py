"""Schemes tried over HTTP: who moves under another, what can be won without work. As the commands
print it.
"""

from __future__ import annotations

from typing import Annotated, Any

from django.utils import timezone
from ninja import Path, Query, Router

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment.attacks import gains_of
from bihuan.assessment.kinds import Assessed
from bihuan.assessment.queries import question_of, scheme_of
from bihuan.assessment.queries.simulated import simulated
from bihuan.assessment.schemas import (
    GainOut,
    MovedOut,
    SchemeTextIn,
    SimulationIn,
    written_gains,
    written_moves,
)
from bihuan.assessment.tried_schemes import TriedScheme, preset_tried, text_tried
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, MonthText
from bihuan.projects.kinds import ProjectClass

router = Router()
Asked = Annotated[MonthText, Query(description="the month to whose end the year is scored")]
ClassAsked = Annotated[ProjectClass | None, Query(alias="class")]
Name = Annotated[str, Path(max_length=60)]
TRYING = {**READING, 409: WRITING[409]}


@router.get("simulate", response={200: list[MovedOut], **TRYING}, by_alias=True)
def read_simulation(
    request: UserRequest,
    month: Asked,
    scheme: Annotated[str, Query(max_length=60)],
    who: Assessed = Assessed.PROJECTS,
    project_class: ClassAsked = None,
) -> Any:
    """A month under the scheme in force and under another by name: who moves, by how much, why."""
    require(request.user, Can.SCHEME_TRY)
    asked = Month.parse(month)
    return _moves(request, asked, preset_tried(scheme, asked.last_day), who, project_class)


@router.post("simulate", response={200: list[MovedOut], **WRITING}, by_alias=True)
def simulate_text(request: UserRequest, said: SimulationIn) -> Any:
    """The same under a scheme that is sent; nothing is changed. Its faults are told by line."""
    require(request.user, Can.SCHEME_TRY)
    asked = Month.parse(said.month)
    tried = text_tried(said.scheme, asked.last_day)
    return _moves(request, asked, tried, said.who, said.project_class)


@router.get("schemes/{name}/attack", response={200: list[GainOut], **TRYING})
def read_attack(request: UserRequest, name: Name) -> Any:
    """What can be won under a scheme without work: every move tried, gain 0 too."""
    require(request.user, Can.SCHEME_TRY)
    return written_gains(gains_of(preset_tried(name, local_day(timezone.now()))))


@router.post("schemes/attack", response={200: list[GainOut], **WRITING})
def attack_text(request: UserRequest, said: SchemeTextIn) -> Any:
    """The same under a scheme that is sent; nothing is changed. Its faults are told by line."""
    require(request.user, Can.SCHEME_TRY)
    return written_gains(gains_of(text_tried(said.scheme, local_day(timezone.now()))))


def _moves(
    request: UserRequest,
    month: Month,
    tried: TriedScheme,
    who: Assessed,
    kind: ProjectClass | None,
) -> list[dict[str, Any]]:
    question = question_of(month, local_day(timezone.now()))
    kinds = (kind,) if kind else ()
    present = scheme_of(month)
    return written_moves(simulated(present, tried.scheme, question, who, kinds, user=request.user))
