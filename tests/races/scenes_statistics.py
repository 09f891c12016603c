"""Names in the bureau's tables, and what is asked of a difference between the two counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.dashboards.actions import ask_about_difference
from bihuan.kit.months import Month
from bihuan.progress.tests.factories import IN_MARCH, make_listed
from bihuan.projects.models import Project
from bihuan.statistics import actions
from bihuan.statistics.tests.factories import make_bureau

from .scene import RaceScene

MARCH = Month(2024, 3)


def _counted(bureau: Any) -> Project:
    project = make_listed(owner=make_organisation())
    said: dict[str, Any] = {"project": project, "by": bureau, "at": IN_MARCH}
    actions.enter_standing(entered_on=date(2024, 1, 9), started_on=None, **said)
    actions.enter_month(month=MARCH, completed_yuan=900, **said)
    return project


def _two_counts() -> dict[str, Any]:
    bureau = make_bureau()
    project, other = _counted(bureau), _counted(bureau)
    name = actions.remember_bureau_name(
        name="滨江大道（统）", project=project, by=bureau, at=IN_MARCH
    )
    return {
        "bureau": bureau,
        "office": make_user(),
        "second": make_user(),
        "project": project,
        "other": other,
        "name": name,
    }


def _ask(project: str, who: str = "office") -> Any:
    return lambda s: ask_about_difference(
        project=getattr(s, project), month=MARCH, by=getattr(s, who), at=IN_MARCH
    )


def _remember(project: str, name: str) -> Any:
    return lambda s: actions.remember_bureau_name(
        name=name, project=getattr(s, project), by=s.bureau, at=IN_MARCH
    )


DEEDS = {
    "dashboards.ask_about_difference": _ask("project"),
    "dashboards.ask_about_difference:second": _ask("project", "second"),
    "dashboards.ask_about_difference:other": _ask("other"),
    "statistics.remember_bureau_name": _remember("project", "沿江路（统）"),
    "statistics.remember_bureau_name:other": _remember("other", "沿江路（统）"),
    "statistics.withdraw_bureau_name": lambda s: actions.withdraw_bureau_name(
        bureau_name=s.name, reason="对错了", by=s.bureau, at=IN_MARCH
    ),
    "statistics.enter_month": lambda s: actions.enter_month(
        project=s.project,
        month=MARCH,
        completed_yuan=0,
        reason="更正",
        by=s.bureau,
        at=IN_MARCH,
    ),
}
SCENES = [RaceScene("two counts", _two_counts, DEEDS)]
