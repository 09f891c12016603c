"""Makers for tests of the lights: facts for the rules, projects that report for the rest."""

from datetime import UTC, date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.kit.months import Month, months_of
from bihuan.lights import actions
from bihuan.lights.kinds import Colour, ReportArrival
from bihuan.lights.models import CommanderLight, InspectorLight, Lift
from bihuan.lights.queries import headlines, standing, verdicts
from bihuan.lights.rules import MonthFacts
from bihuan.plans.models import AnnualList, Entry, ProjectYear
from bihuan.progress import actions as progress
from bihuan.progress.models import Round
from bihuan.progress.tests.factories import (
    IN_MARCH,
    MARCH,
    make_listed,
    make_reporter,
    report_march,
)
from bihuan.projects.models import Project

PLAN = 12_000_000
AFTER_GRACE = datetime(2024, 4, 3, 2, tzinfo=UTC)
TODAY = date(2024, 4, 3)
LATER = date(2030, 1, 1)


def make_facts(number: int = 3, **known: Any) -> MonthFacts:
    """An accepted month of a project with a plan of 12 million; `done` is percent of the plan."""
    done = known.pop("done", None)
    if done is not None:
        known["to_date_yuan"] = int(PLAN * done / 100)
    values = {
        "report": ReportArrival.ACCEPTED,
        "closes_on": date(2024, number, 28),
        "planned_yuan": PLAN,
    }
    return MonthFacts(month=Month(2024, number), **{**values, **known})


def make_reported(
    *, completed_yuan: int = 1_000_000, by: User | None = None, **columns: Any
) -> Project:
    """A listed project whose March report is accepted."""
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation, **columns)
    report = report_march(project, by=reporter, completed_yuan=completed_yuan)
    progress.accept(report=report, by=by or make_user(), at=IN_MARCH)
    return project


def make_commanded(*, completed_yuan: int = 3_000_000) -> tuple[Project, User]:
    """A project judged from March on, by default green then, and its commander."""
    commander = make_user(role=Role.COMMANDER)
    project = make_reported(
        completed_yuan=completed_yuan,
        added_on=date(2024, 3, 1),
        commander=make_leader(user=commander),
    )
    run_from_january()
    return project, commander


def run_from_january(year: int = 2024) -> None:
    """Let all months of the year have been run here."""
    by = make_user()
    opened = set(Round.objects.filter(month__year=year).values_list("month", flat=True))
    for month in months_of(year):
        if month.first_day not in opened:
            at = datetime(year, month.number, 22, 2, tzinfo=UTC)
            progress.open_round(month=month, by=by, at=at)


def make_silent() -> tuple[Project, User]:
    """A project that never reported, and its commander."""
    run_from_january()
    commander = make_user(role=Role.COMMANDER)
    return make_listed(commander=make_leader(user=commander)), commander


def make_inspector() -> User:
    return make_user(role=Role.SUPERVISOR)


def give_commander_light(project: Project, by: User, colour: str, **more: Any) -> CommanderLight:
    """The commander's light of March, with a reason unless one is given."""
    said = {"month": MARCH, "reason": "现场已抢回进度", "at": AFTER_GRACE, **more}
    return actions.give_commander_light(project=project, colour=colour, by=by, **said)


def give_inspector_light(project: Project, colour: str, **more: Any) -> InspectorLight:
    said = {
        "month": MARCH,
        "reason": "基坑已停工",
        "source_ref": "调研2024-03-15",
        "by": more.pop("by", None) or make_inspector(),
        "at": AFTER_GRACE,
        **more,
    }
    return actions.give_inspector_light(project=project, colour=colour, **said)


def lift(project: Project, colour: str = "green", **more: Any) -> Lift:
    """A lift of March's headline to the end of April 10th."""
    said = {
        "month": MARCH,
        "note": "已约谈，四月补齐",
        "until": date(2024, 4, 10),
        "by": more.pop("by", None) or make_user(),
        "at": AFTER_GRACE,
        **more,
    }
    return actions.lift(project=project, colour=colour, **said)


def list_again(project: Project, year: int) -> None:
    """Put a project on the district's list of another year, which is run from January on."""
    run_from_january(year)
    ProjectYear.objects.create(project=project, year=year, project_class="construction")
    annual_list, _new = AnnualList.objects.get_or_create(year=year, tier="district")
    Entry.objects.create(annual_list=annual_list, project=project, added_on=date(year, 1, 1))


def shown(project: Project, month: Month = MARCH, today: date = TODAY) -> Colour | None:
    """The headline by both readings, which must agree."""
    strip = headlines(month.year, today)[project.pk].headline.colour(month.number)
    verdict = verdicts(project, month.year, today).get(month.number)
    assert standing(project, month, today, verdict).headline.colour == strip
    return strip
