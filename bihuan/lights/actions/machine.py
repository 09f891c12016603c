"""Giving verdicts, and excusing a project from a clause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Actor, EventDraft, record, record_many
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.lights import grounds
from bihuan.lights.models import MachineLight, Waiver
from bihuan.lights.presets import lights_in_force
from bihuan.lights.queries import judged_with_facts
from bihuan.lights.wording import to_json
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Round
from bihuan.projects.models import Project

StoredVerdict = tuple[str, str, list[dict[str, object]], str, int]
StoredVerdicts = dict[tuple[int, int], tuple[int, StoredVerdict]]
"""Row number and verdict by project and number of the month."""
GIVEN = ("colour", "raw_colour", "reasons", "rule_set", "rule_version")
"""The fields of a verdict as it is stored."""
BATCH = 2_000


@action
def judge_year(*, year: int, by: Actor, at: datetime) -> int:
    """Store the verdicts of `year` that differ from those stored; returns how many. The clock and
    commands call this: it states what the facts say, so nobody's permission is asked.
    """
    return _judge(year, None, by=by, at=at)


@action
def judge_month(*, month: Month, by: Actor, at: datetime) -> int:
    """As `judge_year`, of one month alone."""
    return _judge(month.year, month.number, by=by, at=at)


@action
def judge_for(*, year: int, by: User, at: datetime) -> int:
    """Store the year's verdicts at a person's wish."""
    require(by, Can.LIGHT_MANAGE)
    return _judge(year, None, by=by, at=at)


@action
def waive(
    *,
    project: Project,
    month: Month,
    clause: str,
    reason: str,
    approver: str,
    by: User,
    at: datetime,
) -> Waiver:
    """Excuse a project from a waivable clause in one month (LIGHT-7)."""
    require(by, Can.LIGHT_MANAGE, project)
    if clause not in waivable(month):
        raise Refusal(gettext("The rules do not let “%s” be excused.") % clause)
    if not reason.strip() or not approver.strip():
        raise Refusal(gettext("Give the reason, and who approved it."))
    waiver, new = Waiver.objects.get_or_create(
        project=project,
        month=month.first_day,
        clause=clause,
        defaults={"reason": reason, "approver": approver, "by": by, "recorded_at": at},
    )
    if not new:
        raise Refusal(gettext("This clause was excused for that month before."))
    record(
        "light.waived",
        waiver,
        by=by,
        at=at,
        project=project.pk,
        month=month.first_day,
        clause=clause,
        reason=reason,
        approver=approver,
    )
    return waiver


def waivable(month: Month) -> dict[str, str]:
    """Return the clauses that may be excused by the rules of `month`, with their words."""
    chosen = lights_in_force().on(month.first_day)
    return {clause.clause: clause.text for _, clause in chosen.every_clause() if clause.waivable}


def _judge(year: int, number: int | None, *, by: Actor, at: datetime) -> int:
    stored = _stored(year)
    fresh = list(_fresh(year, number, stored, at))
    if fresh:
        _replace(fresh, stored)
        used = sorted({(light.rule_set, light.rule_version) for light in fresh})
        note = {"year": year, "given": len(fresh), "rules": used}
        label = MachineLight._meta.label_lower
        record_many([EventDraft("light.judged", label, str(year), note)], by=by, at=at)
    return len(fresh)


def _fresh(
    year: int, number: int | None, stored: StoredVerdicts, at: datetime
) -> Iterator[MachineLight]:
    """Yield the verdicts that differ from those stored, of one month or of all."""
    by_month = _rules_by_month(year)
    rounds = Round.objects.filter(month__year=year, state=RoundState.LOCKED)
    locked = {month.month for month in rounds.values_list("month", flat=True)}
    for judged, months in judged_with_facts(year, local_day(at)):
        for facts, (month, verdict) in zip(judged.months, months.items(), strict=True):
            if number not in (None, month) or verdict.is_final:
                continue
            name, version = by_month[month]
            reasons = [to_json(reason) for reason in verdict.reasons]
            given = str(verdict.colour), str(verdict.raw), reasons, name, version
            known = stored.get((judged.project_id, month), (0, None))[1]
            if known == given and month not in locked:  # what is given once locked is the last
                continue
            yield MachineLight(
                project_id=judged.project_id,
                month=date(year, month, 1),
                judged_at=at,
                measured_by=grounds.stored(facts) if month in locked else None,
                **dict(zip(GIVEN, given, strict=True)),
            )


def _rules_by_month(year: int) -> dict[int, tuple[str, int]]:
    """Return name and version of the rules that judge each month, by its number."""
    office = lights_in_force()
    days = {month.number: month.first_day for month in months_of(year)}
    return {n: (office.name_on(day), office.on(day).version) for n, day in days.items()}


def _replace(fresh: list[MachineLight], stored: StoredVerdicts) -> None:
    places = ((light.project_id, light.month.month) for light in fresh)
    old = [stored[place][0] for place in places if place in stored]
    for start in range(0, len(old), BATCH):
        MachineLight.objects.filter(pk__in=old[start : start + BATCH]).update(is_current=False)
    MachineLight.objects.bulk_create(fresh, batch_size=BATCH)


def _stored(year: int) -> StoredVerdicts:
    rows = MachineLight.objects.select_for_update().filter(month__year=year, is_current=True)
    return {
        (pk, month.month): (number, tuple(given))
        for number, pk, month, *given in rows.values_list(
            "pk", "project_id", "month", *GIVEN
        ).iterator()
    }
