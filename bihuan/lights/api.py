"""The machine's lights over HTTP: the same verdicts as the pages."""

from __future__ import annotations

from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, MonthText, RowNumber, Text, YearNumber
from bihuan.projects.models import Project

from . import actions
from .presets import district_rule_set, light_presets
from .queries import lights, verdicts_of
from .rules import Verdict
from .wording import sentence

router = Router()
MonthPath = Annotated[MonthText, Path()]


class ReasonOut(Schema):
    """One clause that spoke."""

    clause: str
    colour: str
    sentence: str


class LightOut(Schema):
    """One project's light of a month. `colour` is shown; `raw_colour` is of the month alone."""

    project_id: int
    project: str
    colour: str | None
    raw_colour: str | None
    reasons: list[ReasonOut]


class LightsOut(Schema):
    """A month's lights, and the rules that gave them."""

    month: str
    rule_set: str
    rule_version: int
    lights: list[LightOut]


class RuleSetOut(Schema):
    """An office's rules, and whether the district follows them."""

    name: str
    title: str
    source: str
    version: int
    chosen: bool


class WaiverIn(Schema):
    """Which clause is excused, why, and who approved it."""

    project_id: RowNumber
    clause: Annotated[str, Field(max_length=40)]
    reason: Text
    approver: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]


class WaiverOut(Schema):
    """A waiver on record."""

    id: int
    project_id: int
    clause: str
    reason: str
    approver: str


class JudgedOut(Schema):
    """How many verdicts changed."""

    given: int


@router.get("rules", response={200: list[RuleSetOut], **READING})
def list_rules(request: UserRequest) -> list[RuleSetOut]:
    """Every set of rules there is."""
    chosen, _rules = district_rule_set()
    return [
        RuleSetOut(
            name=name, title=rules.title, source=rules.source, version=rules.version,
            chosen=name == chosen,
        )
        for name, rules in light_presets().items()
    ]  # fmt: skip


@router.post("judge", response={200: JudgedOut, **WRITING})
def judge(request: UserRequest, year: Annotated[YearNumber, Query()]) -> JudgedOut:
    """Put the year's verdicts on record as they are now."""
    given = actions.judge_for(year=year, by=request.user, at=timezone.now())
    return JudgedOut(given=given)


@router.get("{month}", response={200: LightsOut, **READING})
def list_lights(request: UserRequest, month: MonthPath) -> LightsOut:
    """The month's lights, the worst first. A project that is not judged has no colour."""
    name, rules = district_rule_set()
    asked, today = Month.parse(month), local_day(timezone.now())
    rows = lights(request.user, asked, today=today)
    judged = verdicts_of(rows, asked, today)
    return LightsOut(
        month=month, rule_set=name, rule_version=rules.version,
        lights=[_out(row.project_id, row.name, judged.get(row.project_id)) for row in rows],
    )  # fmt: skip


@router.post("{month}/waivers", response={201: WaiverOut, **WRITING})
def waive(request: UserRequest, month: MonthPath, said: WaiverIn) -> Status[object]:
    """Excuse a project from a clause in one month."""
    visible = Project.objects.visible_to(request.user)
    waiver = actions.waive(
        project=get_object_or_404(visible, pk=said.project_id), month=Month.parse(month),
        clause=said.clause, reason=said.reason, approver=said.approver, by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    return Status(201, waiver)


def _out(project_id: int, name: str, verdict: Verdict | None) -> LightOut:
    return LightOut(
        project_id=project_id, project=name, colour=verdict.colour if verdict else None,
        raw_colour=verdict.raw if verdict else None,
        reasons=[
            ReasonOut(clause=r.clause, colour=r.colour, sentence=sentence(r))
            for r in (verdict.reasons if verdict else ())
        ],
    )  # fmt: skip
