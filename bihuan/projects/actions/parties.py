"""A project changes hands: who had it before is kept, with the last day (PROJ-12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.kit.bulk_writes import Edit
from bihuan.kit.days import local_day
from bihuan.projects import rules
from bihuan.projects.kinds import PartyRole
from bihuan.projects.models import FormerParty, Project

ONE_DAY = timedelta(days=1)


def hand_on(project: Project, said: Mapping[str, Any], *, since: date | None, at: datetime) -> None:
    """Keep who has a locked project that is about to be given to others, from the day `at` or from
    an earlier one on: what was kept of later days was wrong then, and goes.
    """
    today = local_day(at)
    rules.check_since(since, today=today)
    last_day = (since or today) - ONE_DAY
    for role in PartyRole:
        if role.value not in said or said[role.value] == getattr(project, role.value):
            continue
        terms = list(project.former_parties.filter(role=role))
        later = [term for term in terms if term.until > last_day]
        held = next((term for term in terms if term.until >= last_day), None)
        was = held.party if held else getattr(project, role.value)
        for term in later:
            term.delete()
        if was not in (None, said[role.value]) and (held is None or held in later):
            _former(project, role, was, last_day, at).save()


def handed_on(edits: Sequence[Edit], *, at: datetime) -> list[FormerParty]:
    """Return who had the projects until yesterday that edits give to others today, unsaved."""
    found = list(_given(edits, last_day=local_day(at) - ONE_DAY, at=at))
    kept = FormerParty.objects.filter(until__gte=local_day(at) - ONE_DAY)
    known = set(kept.values_list("project", "role"))
    return [each for each in found if (each.project_id, each.role) not in known]


def _given(edits: Sequence[Edit], *, last_day: date, at: datetime) -> Iterator[FormerParty]:
    for edit in edits:
        for role in PartyRole:
            was, now = edit.fields.get(role.value, (None, None))
            if was is not None and was != now and isinstance(edit.thing, Project):
                yield _former(edit.thing, role, was, last_day, at)


def _former(project: Project, role: PartyRole, was: Any, until: date, at: datetime) -> FormerParty:
    named = {"leader": was} if role is PartyRole.COMMANDER else {"organisation": was}
    return FormerParty(project=project, role=role, until=until, recorded_at=at, **named)
