"""The lights that people give: the commander's, and those of inspections on site."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.lights import rules
from bihuan.lights.kinds import Colour
from bihuan.lights.models import CommanderLight, InspectorLight, RaterLight
from bihuan.lights.presets import headline_in_force
from bihuan.lights.queries import verdicts
from bihuan.progress.queries import closing_day
from bihuan.projects.models import Project

Light = TypeVar("Light", bound=RaterLight)


@action
def give_commander_light(
    *, project: Project, month: Month, colour: str, by: User, at: datetime, reason: str = ""
) -> CommanderLight:
    """Give the commander's light of a month; the one given before stays on record (LIGHT-12,
    LIGHT-13). Saying the same again changes nothing. Raises Refusal if it comes too late, or is
    better than the machine's without a reason; NotAllowed for any but the project's commander.
    """
    require(by, Can.LIGHT_SPEAK, project)
    project = _locked(project)
    if not is_commander(by, project):
        raise NotAllowed(gettext("Only the commander of a project gives this light."))
    today = local_day(at)
    rules.check_given(colour, month, today)
    judged = verdicts(project, month.year, today).get(month.number)
    rules.check_commanders(
        Colour(colour),
        reason,
        month,
        machine=judged.colour if judged else None,
        today=today,
        rules=headline_in_force().on(month.first_day),
        closes_on=closing_day(month),
    )
    said = {"colour": colour, "reason": reason.strip()}
    return _append(CommanderLight, "light.spoken", project, month, said, by=by, at=at)


@action
def give_inspector_light(
    *,
    project: Project,
    month: Month,
    colour: str,
    reason: str,
    source_ref: str,
    by: User,
    at: datetime,
) -> InspectorLight:
    """Give the light of an inspection on site. `source_ref` names the visit, in the words of who
    keeps it. It may come late: a phone may have been out of reach. Raises Refusal for a month that
    has not begun, or with neither reason nor visit.
    """
    require(by, Can.LIGHT_INSPECT, project)
    project = _locked(project)
    rules.check_given(colour, month, local_day(at))
    if not reason.strip() and not source_ref.strip():
        raise Refusal(gettext("Give the reason, or the visit that it rests on."))
    said = {"colour": colour, "reason": reason.strip(), "source_ref": source_ref.strip()}
    return _append(InspectorLight, "light.inspected", project, month, said, by=by, at=at)


def is_commander(user: User, project: Project) -> bool:
    """True if the project is this person's to command, whatever else the role allows."""
    return project.commander is not None and project.commander.user_id == user.pk


def _append(
    kind: type[Light],
    verb: str,
    project: Project,
    month: Month,
    said: dict[str, Any],
    *,
    by: User,
    at: datetime,
) -> Light:
    """Put a light in the place of the one that counts, unless it says the same."""
    place = kind._default_manager.filter(project=project, month=month.first_day, is_current=True)
    before = place.first()
    if before and before.by_id == by.pk and all(getattr(before, k) == v for k, v in said.items()):
        return before
    place.update(is_current=False)
    light = kind._default_manager.create(
        project=project, month=month.first_day, by=by, given_at=at, **said
    )
    colour = [before.colour if before else None, light.colour]
    note = {**said, "colour": colour, "project": project.pk, "month": month.first_day}
    record(verb, light, by=by, at=at, **note)
    return light


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update().get(pk=project.pk)
