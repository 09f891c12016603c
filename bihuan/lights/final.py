"""The verdicts of locked months, which stand as they were given (LIGHT-18); and what those are
measured by that something came in for since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT

from bihuan.progress.models import Report

from .grounds import MonthGrounds, read
from .kinds import Colour
from .models import MachineLight, Waiver
from .rules import SILENCE, LightReason, LightVerdict
from .wording import from_json

ProjectMonthKey = tuple[int, date]
"""A project's row number, and the first day of a month."""


@dataclass(frozen=True)
class LockedMonths:
    """What is fixed of the locked months of some projects: the verdicts that stand, and by what
    those months are measured that are to be judged anew.
    """

    verdicts: Mapping[ProjectMonthKey, LightVerdict] = field(default_factory=dict)
    grounds: Mapping[ProjectMonthKey, MonthGrounds] = field(default_factory=dict)


def locked_months(
    locked: Mapping[date, datetime], only: Collection[int] | None, waivers: Collection[Waiver]
) -> LockedMonths:
    """Return the verdicts that were given after their month was locked, and after all that was
    accepted or excused in it since. Of a whole district only the first reason is read, and of it
    only the clause. Two queries, none if no month is locked; one more if any is to be judged anew.
    """
    if not locked:
        return LockedMonths()
    touched = _accepted_late(locked, only)
    for waiver in waivers:
        key = waiver.project_id, waiver.month
        touched[key] = max(touched.get(key, waiver.recorded_at), waiver.recorded_at)
    rows = MachineLight.objects.filter(is_current=True, month__in=locked, **_within(only))
    reasons: Any = KT("reasons__0__clause") if only is None else "reasons"
    verdicts = {
        (pk, month): _verdict(Colour(colour), Colour(raw), kept)
        for pk, month, colour, raw, judged_at, kept in rows.values_list(
            "project_id", "month", "colour", "raw_colour", "judged_at", reasons
        ).iterator()
        if judged_at >= max(locked[month], touched.get((pk, month), locked[month]))
    }
    anew = {key for key in touched if key[1] in locked and key not in verdicts}
    return LockedMonths(verdicts, _grounds(anew))


def _grounds(anew: Collection[ProjectMonthKey]) -> dict[ProjectMonthKey, MonthGrounds]:
    """Return what these months were measured by at the lock."""
    if not anew:
        return {}
    projects, months = {pk for pk, _month in anew}, {month for _pk, month in anew}
    rows = MachineLight.objects.filter(is_current=True, project__in=projects, month__in=months)
    return {
        (pk, month): read(kept)
        for pk, month, kept in rows.values_list("project_id", "month", "measured_by")
        if (pk, month) in anew
    }


def _verdict(colour: Colour, raw: Colour, kept: str | list[dict[str, object]]) -> LightVerdict:
    reasons = _reasons(kept, colour)
    silence = reasons[0].clause if reasons[0].clause in SILENCE else ""
    return LightVerdict(colour, raw, reasons, is_final=True, silence=silence)


def _reasons(kept: str | list[dict[str, object]], colour: Colour) -> tuple[LightReason, ...]:
    if isinstance(kept, str):
        return (LightReason(kept, colour, "", {}),)
    return tuple(from_json(reason) for reason in kept)


def _accepted_late(
    locked: Mapping[date, datetime], only: Collection[int] | None
) -> dict[ProjectMonthKey, datetime]:
    """When the newest version of a report was accepted, where that was after the lock."""
    late = Q()
    for month, locked_at in locked.items():
        late |= Q(month=month, accepted_at__gt=locked_at)
    rows = Report.objects.current().filter(late, **_within(only))
    return {
        (pk, month): accepted_at
        for pk, month, accepted_at in rows.values_list("project_id", "month", "accepted_at")
        if accepted_at
    }


def _within(only: Collection[int] | None) -> dict[str, Collection[int]]:
    return {} if only is None else {"project__in": list(only)}
