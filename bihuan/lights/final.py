"""The verdicts of locked months, which stand as they were given (LIGHT-18)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT

from bihuan.progress.models import Report

from .kinds import Colour
from .models import MachineLight, Waiver
from .rules import SILENCE, LightReason, LightVerdict
from .wording import from_json

ProjectMonthKey = tuple[int, date]
"""A project's row number, and the first day of a month."""


def final_verdicts(
    locked: Mapping[date, datetime], only: Collection[int] | None, waivers: Collection[Waiver]
) -> dict[ProjectMonthKey, LightVerdict]:
    """Return the verdicts that were given after their month was locked, and after all that was
    accepted or excused in it since. Of a whole district only the first reason is read, and of it
    only the clause. Two queries, none if no month is locked.
    """
    if not locked:
        return {}
    touched = _accepted_late(locked, only)
    for waiver in waivers:
        key = waiver.project_id, waiver.month
        touched[key] = max(touched.get(key, waiver.recorded_at), waiver.recorded_at)
    rows = MachineLight.objects.filter(is_current=True, month__in=locked, **_within(only))
    reasons: Any = KT("reasons__0__clause") if only is None else "reasons"
    return {
        (pk, month): _verdict(Colour(colour), Colour(raw), kept)
        for pk, month, colour, raw, judged_at, kept in rows.values_list(
            "project_id", "month", "colour", "raw_colour", "judged_at", reasons
        ).iterator()
        if judged_at >= max(locked[month], touched.get((pk, month), locked[month]))
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
