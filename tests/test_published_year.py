"""The year's answer sheet: the example district, imported, against what was published."""

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.figures.kinds import Dimension
from bihuan.figures.queries import Figure, figures, months, parts, positions, rows, some_figures
from bihuan.figures.questions import Question
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.models import CommanderLight
from bihuan.lights.queries import machine
from bihuan.matters.models import Matter
from bihuan.plans.models import Milestone, MilestonePromise
from bihuan.progress.models import MilestoneReached, Report
from bihuan.projects.models import Project
from bihuan.site.demo.cases import CASES
from bihuan.site.demo.lights import IN_TIME, REASONS, UNDER_WAY

from .cells import sample, share_of_day
from .loaded import bring_in_example

PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "examples/hecheng-2024/published.json").read_text("utf-8")
)
pytestmark = [pytest.mark.django_db, pytest.mark.long]
YEAR = Question(2024, 12)


@pytest.fixture(scope="module", autouse=True)
def _district(django_db_setup, django_db_blocker):
    """The example, rolled back after this module."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        bring_in_example()
        yield
        transaction.set_rollback(True)


def published() -> dict[str, str | int]:
    lists = {
        f"{name}.{tier}": PUBLISHED[tier][column]
        for tier in ("provincial", "municipal")
        for name, column in (
            ("count", "projects"),
            ("completed", "completed_yuan"),
            ("plan_completion", "plan_completion"),
        )
    }
    growth = {f"chain_growth.{k}": v for k, v in PUBLISHED["chain_growth"].items()}
    return {
        "count.all": PUBLISHED["projects"],
        "completed.all": PUBLISHED["completed_yuan"],
        "count.industrial": PUBLISHED["industrial"]["projects"],
        "completed.industrial": PUBLISHED["industrial"]["completed_yuan"],
        "count.in_use": PUBLISHED["in_use"],
        "statistics_share": PUBLISHED["share_of_fixed_assets"],
        "chain_output.新能源及其装备": PUBLISHED["new_energy_output_yuan"],
        **lists,
        **growth,
    }


def answers() -> dict[str, Figure]:
    return {found.id: found for found in figures(YEAR)}


def recomputed(found: Figure, listed) -> tuple[int, int]:
    return sum(row.part for row in listed), sum(row.whole for row in listed)


@pytest.mark.parametrize("figure_id", published())
def test_a_figure_is_as_published(figure_id):
    assert Decimal(str(answers()[figure_id].value)) == Decimal(str(published()[figure_id]))


def test_the_rows_under_every_figure_add_up_to_it_at_every_quarter():
    for month in share_of_day((3, 6, 9, 12), of=2):
        question = Question(2024, month)
        every = figures(question)
        for found in sample(every, len(every) // (8 if month == 12 else 16), seed=month):
            listed = rows(found, question)
            assert len(listed) == found.rows, found.id
            assert recomputed(found, listed) == (found.part, found.whole or 0), found.id


def test_the_flagships_cost_together_what_was_published():
    names = PUBLISHED["flagships"]["names"]
    question = YEAR
    for pk in Project.objects.filter(former_names__name__in=names).values_list("pk", flat=True):
        question = question.narrowed(Dimension.PROJECT, str(pk))
    total = next(f for f in figures(question) if f.id == "total_investment.all")
    assert (total.rows, total.value) == (2, PUBLISHED["flagships"]["total_yuan"])


@pytest.mark.parametrize(
    "dimension",
    [
        Dimension.CLASS,
        Dimension.SECTOR,
        Dimension.INDUSTRY,
        Dimension.ORGANISATION,
        Dimension.COMMANDER,
        Dimension.CHAIN,
        Dimension.STATE,
        Dimension.PROJECT,
    ],
)
def test_parts_add_up_to_the_whole_and_each_opens_to_the_same_by_narrowing(dimension):
    ids = ("count.all", "completed.all", "planned.all")
    found = parts(dimension, YEAR, *ids)
    whole = answers()
    for each in ids:
        assert sum(part[each].part for part in found) == whole[each].value
    for part in found[:3]:
        narrowed = some_figures(YEAR.narrowed(dimension, part.key), *ids)
        assert [part[each].value for each in ids] == [narrowed[each].value for each in ids]


def test_by_tier_each_list_answers_for_its_own_plan():
    whole = answers()
    for part in parts(Dimension.TIER, YEAR, "count.all", "plan_completion.all"):
        assert part["count.all"].value == whole[f"count.{part.key}"].value
        assert part["plan_completion.all"].value == whole[f"plan_completion.{part.key}"].value


def test_the_year_month_by_month_ends_at_the_years_figures():
    points, whole = months(YEAR), answers()
    assert points[-1].completed_to_date_yuan == whole["completed.all"].value
    assert points[-1].planned_to_date_yuan == whole["planned_to_date.all"].value
    assert points[-1].plan_completion == whole["plan_completion.all"].value
    assert (points[-1].speed, points[-1].acceleration) == (
        whole["speed"].value,
        whole["acceleration"].value,
    )
    for point in points:
        then = {f.id: f for f in figures(Question(2024, point.month.number))}
        assert point.completed_yuan == then["completed_month.all"].value
        assert point.speed == then["speed"].value
        assert point.acceleration == then["acceleration"].value
        assert point.planned_to_date_yuan == then["planned_to_date.all"].value


def test_positions_hold_each_project_once_and_add_up():
    found = positions(YEAR)
    assert max(Counter(each.project_id for each in found).values()) == 1
    assert sum(each.completed_yuan or 0 for each in found) == PUBLISHED["completed_yuan"]
    gaps = [each.gap_curve for each in found if each.gap_curve is not None]
    assert gaps == sorted(gaps)


def test_a_part_of_what_is_not_there_is_refused():
    with pytest.raises(Refusal):
        parts(Dimension.TIER, YEAR, "nothing.all")


def test_no_words_of_a_month_contradict_its_light():
    """Green names no trouble, red is not “as planned”, and what exists is told nothing bad of."""
    today, wrong = date(2025, 1, 8), []
    said = {(r.project_id, r.month.month): r for r in Report.objects.current()}
    for project in Project.objects.all():
        for month, verdict in machine.verdicts(project, 2024, today).items():
            report = said.get((project.pk, month))
            if report is None:
                continue
            trouble = report.problems.strip("无—") != ""
            planned = report.next_month_text == "按计划推进"
            if {Colour.GREEN: trouble, Colour.RED: planned}.get(verdict.colour):
                wrong.append((project.name, month, report.problems, report.next_month_text))
    assert wrong == []


def test_no_matter_and_no_light_speaks_of_another_stage_of_the_project():
    """What holds up a start is told of what has not begun; nothing is told of what is in use."""
    looked_at = 0
    for matter in Matter.objects.exclude(project=None).select_related("project"):
        project, day = matter.project, matter.raised_on
        for case in CASES:
            if _is_made_from(case.title, matter.title):
                begun = project.started_on is not None and project.started_on <= day
                assert case.fits(begun=begun), matter.title
                assert project.in_use_on is None or project.in_use_on > day, matter.title
                looked_at += 1
    assert looked_at > 100
    for light in CommanderLight.objects.select_related("project"):
        started = light.project.started_on
        begun = started is not None and started <= Month.of(light.month).last_day
        verdict = machine.verdicts(light.project, 2024, date(2025, 1, 8))[light.month.month]
        fitting = (UNDER_WAY if begun else REASONS).values()
        assert light.reason == IN_TIME or light.reason in fitting
        assert (light.reason == IN_TIME) == (verdict.colour is Colour.GREEN), light


def _is_made_from(pattern: str, title: str) -> bool:
    """Return whether a title was made from a pattern."""
    fixed = re.escape(pattern).replace(r"\{p\}", ".+").replace(r"\{n\}", r"\d+")
    return re.fullmatch(fixed, title) is not None


def test_a_milestone_is_reached_on_the_projects_own_day():
    """The permit, the start, the finish and the use that a project tells are its milestones'."""
    own = {
        "permit": "permit_on",
        "start": "started_on",
        "finish": "finished_on",
        "in_use": "in_use_on",
    }
    looked_at = 0
    for step in Milestone.objects.filter(key__in=own).select_related(
        "reached", "project_year__project"
    ):
        day = getattr(step.project_year.project, own[step.key])
        reached = getattr(step, "reached", None)
        assert (reached.reached_on if reached else None) == day, step
        looked_at += day is not None
    assert looked_at > 40
    for reached in MilestoneReached.objects.filter(milestone__key="structure"):
        project = reached.milestone.project_year.project
        reports = Report.objects.current().filter(project=project, month__lte=reached.reached_on)
        stood = reports.filter(physical_percent__gte=70).exists()
        assert stood or reached.reached_on == project.finished_on, project


def test_no_promise_contradicts_what_is_planned_of_the_project():
    """Completion is promised for the day that is planned, works in the order in which they go, and
    nobody moves what is reached.
    """
    promises = MilestonePromise.objects.select_related(
        "milestone__project_year__project", "milestone__reached"
    ).order_by("milestone__order", "version")
    days: dict[int, dict[str, date]] = {}
    for promise in promises:
        step, project = promise.milestone, promise.milestone.project_year.project
        planned, reached = project.planned_finish_on, getattr(step, "reached", None)
        if step.key == "finish" and planned and planned.year >= 2024:
            assert (promise.due_on.year, promise.due_on.month) == (planned.year, planned.month)
        if promise.version > 1 and reached:
            assert reached.reached_on > local_day(promise.recorded_at), step
        days.setdefault(step.project_year_id, {})[step.key] = promise.due_on
    for promised in days.values():
        works = [
            promised[key] for key in ("start", "structure", "finish", "in_use") if key in promised
        ]
        assert works == sorted(works), promised
    assert promises.filter(version__gt=1).count() > 5
