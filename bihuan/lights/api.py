"""The lights over HTTP: the same verdicts, headlines and moves as the pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Status

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, MonthText, RowNumber, YearNumber
from bihuan.projects.models import Project

from . import actions
from .kinds import Rater
from .models import InspectorLight, Lift, RaterLight
from .presets import light_presets, lights_in_force
from .queries import (
    ProjectLights,
    ShownLight,
    accuracy_rates,
    earlier_words,
    lights,
    shown_lights,
    standing,
    verdicts,
)
from .rules import LightReason
from .schemas import (
    AccuracyOut,
    CommanderLightIn,
    InspectorLightIn,
    JudgedOut,
    LiftIn,
    LiftOut,
    LightOut,
    LightsOut,
    RaterLightOut,
    ReasonOut,
    RevokeIn,
    RuleSetOut,
    StandingOut,
    WaiverIn,
    WaiverOut,
)
from .wording import sentence

router = Router()
MonthPath = Annotated[MonthText, Path()]


@router.get("rules", response={200: list[RuleSetOut], **READING})
def list_rules(request: UserRequest) -> list[RuleSetOut]:
    """Every set of rules there is."""
    chosen = lights_in_force().name_on(local_day(timezone.now()))
    return [
        RuleSetOut(
            name=name,
            title=rules.title,
            source=rules.source,
            version=rules.version,
            chosen=name == chosen,
        )
        for name, dated in light_presets().items()
        for rules in [dated.latest]
    ]


@router.post("judge", response={200: JudgedOut, **WRITING})
def judge(request: UserRequest, year: Annotated[YearNumber, Query()]) -> JudgedOut:
    """Put the year's verdicts on record as they are now."""
    given = actions.judge_for(year=year, by=request.user, at=timezone.now())
    return JudgedOut(given=given)


@router.get("hits", response={200: list[AccuracyOut], **READING})
def list_accuracy(request: UserRequest, year: Annotated[YearNumber, Query()]) -> list[AccuracyOut]:
    """How often each rater's lights of the year foretold what came."""
    rows = accuracy_rates(request.user, year, local_day(timezone.now()))
    return [
        AccuracyOut(
            rater=row.rater,
            name=row.name,
            hits=row.hits,
            judged=row.judged,
            rate=None if row.rate is None else round(row.rate, 2),
        )
        for row in rows
    ]


@router.get("{month}", response={200: LightsOut, **READING})
def list_lights(request: UserRequest, month: MonthPath, *, disagree: bool = False) -> LightsOut:
    """The month's lights, the worst headline first; a project that is not judged has no colour.
    `disagree` leaves those where two raters that have a signal say different colours.
    """
    asked, today = Month.parse(month), local_day(timezone.now())
    office = lights_in_force()
    rules = office.on(asked.first_day)
    rows = [
        row
        for row in lights(request.user, asked, today=today)
        if not disagree or row.year.disagree(asked.number)
    ]
    projects = [row.project_id for row in rows]
    known = shown_lights(asked.year, today, projects, month=asked)
    return LightsOut(
        month=month,
        rule_set=office.name_on(asked.first_day),
        rule_version=rules.version,
        lights=[_out(row, asked, known[row.project_id].get(asked.number)) for row in rows],
    )


@router.post("{month}/waivers", response={201: WaiverOut, **WRITING})
def waive(request: UserRequest, month: MonthPath, said: WaiverIn) -> Status[object]:
    """Excuse a project from a clause in one month."""
    waiver = actions.waive(
        project=_project(request, said.project_id),
        month=Month.parse(month),
        clause=said.clause,
        reason=said.reason,
        approver=said.approver,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, waiver)


@router.get("{month}/projects/{project_id}", response={200: StandingOut, **READING})
def read_light(
    request: UserRequest, month: MonthPath, project_id: Annotated[RowNumber, Path()]
) -> StandingOut:
    """One project's three lights, the headline, and what was said before."""
    project, asked = _project(request, project_id), Month.parse(month)
    today = local_day(timezone.now())
    verdict = verdicts(project, asked.year, today).get(asked.number)
    stands = standing(project, asked, today, verdict)
    kept = [word.kept for word in earlier_words(project, asked)]
    return StandingOut(
        project_id=project.pk,
        month=month,
        machine=stands.three.machine,
        commander=stands.three.commander,
        inspector=stands.three.inspector,
        headline=stands.headline.colour,
        worst=stands.headline.worst,
        lifted=stands.headline.is_lifted,
        reasons=_reasons(stands.reasons),
        machine_reasons=_reasons(verdict.reasons if verdict else ()),
        spoken=[_rater_light(row) for row in kept if not isinstance(row, Lift)],
        lifts=[_lifted(row) for row in kept if isinstance(row, Lift)],
    )


@router.post("{month}/commander", response={201: RaterLightOut, **WRITING})
def give_commander_light(
    request: UserRequest, month: MonthPath, said: CommanderLightIn
) -> Status[object]:
    """Give the commander's light of a month."""
    light = actions.give_commander_light(
        project=_project(request, said.project_id),
        month=Month.parse(month),
        colour=said.colour,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, _rater_light(light))


@router.post("{month}/inspector", response={201: RaterLightOut, **WRITING})
def inspect(request: UserRequest, month: MonthPath, said: InspectorLightIn) -> Status[object]:
    """Give the light of an inspection on site."""
    light = actions.give_inspector_light(
        project=_project(request, said.project_id),
        month=Month.parse(month),
        colour=said.colour,
        reason=said.reason,
        source_ref=said.source_ref,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, _rater_light(light))


@router.post("{month}/lifts", response={201: LiftOut, **WRITING})
def lift(request: UserRequest, month: MonthPath, said: LiftIn) -> Status[object]:
    """Lift the headline of a project from a month on, in the caller's name."""
    lifted = actions.lift(
        project=_project(request, said.project_id),
        month=Month.parse(month),
        colour=said.colour,
        note=said.note,
        until=said.until,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, _lifted(lifted))


@router.post("lifts/{lift_id}/revoke", response={200: LiftOut, **WRITING})
def revoke_lift(
    request: UserRequest, lift_id: Annotated[RowNumber, Path()], said: RevokeIn
) -> LiftOut:
    """End a lift before its day."""
    seen = Project.objects.visible_to(request.user)
    lifted = get_object_or_404(Lift, pk=lift_id, project__in=seen)
    return _lifted(
        actions.revoke_lift(lift=lifted, note=said.note, by=request.user, at=timezone.now())
    )


def _project(request: UserRequest, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def _out(row: ProjectLights, month: Month, shown: ShownLight | None) -> LightOut:
    number, year = month.number, row.year
    verdict = shown.verdict if shown else None
    return LightOut(
        project_id=row.project_id,
        project=row.name,
        colour=row.colour,
        counts_as=row.counts_as,
        machine=year.machine.colour(number),
        raw_colour=verdict.raw if verdict else None,
        commander=year.commander.colour(number),
        inspector=year.inspector.colour(number),
        headline=year.headline.colour(number),
        lifted=year.headline.is_capital(number),
        reasons=_reasons(shown.reasons if shown else ()),
        machine_reasons=_reasons(verdict.reasons if verdict else ()),
    )


def _reasons(reasons: Iterable[LightReason]) -> list[ReasonOut]:
    return [ReasonOut(clause=r.clause, colour=r.colour, sentence=sentence(r)) for r in reasons]


def _rater_light(light: RaterLight) -> RaterLightOut:
    inspected = isinstance(light, InspectorLight)
    return RaterLightOut(
        id=light.pk,
        project_id=light.project_id,
        month=str(Month.of(light.month)),
        rater=Rater.INSPECTOR if inspected else Rater.COMMANDER,
        colour=light.colour,
        reason=light.reason,
        source_ref=getattr(light, "source_ref", ""),
        by=str(light.by),
        given_at=light.given_at,
        current=light.is_current,
    )


def _lifted(lift: Lift) -> LiftOut:
    return LiftOut(
        id=lift.pk,
        project_id=lift.project_id,
        month=str(Month.of(lift.month)),
        colour=lift.colour,
        note=lift.note,
        until=lift.until,
        by=str(lift.by),
        given_at=lift.given_at,
        state=lift.state,
        ended_at=lift.ended_at,
        end_note=lift.end_note,
    )
