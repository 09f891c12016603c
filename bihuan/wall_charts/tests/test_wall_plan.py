"""The wall plan: promised, moved, reached, overdue, and counts that are the figures'."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.dashboards.queries.project_page import project_page
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import figure, rows
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import AFTER_GRACE, TODAY
from bihuan.plans.actions import add_milestone, move_milestone
from bihuan.plans.models import ProjectYear
from bihuan.plans.rules import ChangeApproval
from bihuan.progress.actions import reach_milestone
from bihuan.progress.tests.factories import make_listed, make_reporter
from bihuan.projects.models import District
from bihuan.wall_charts.kinds import MilestoneFilter, StepStanding
from bihuan.wall_charts.plan_drawing import END, START, across, packed
from bihuan.wall_charts.queries.wall_plan import WallStep, question_of

pytestmark = pytest.mark.django_db
PAGE, WORKBOOK = reverse("wall_charts:wall_plan"), reverse("wall_charts:workbook")
MARCH = Month(2024, 3)


@pytest.fixture(autouse=True)
def _after_march():
    District.objects.create(pk=1, name="试验区", year=2024)
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def promise(project, name, due_on, *, moved=(), reached_on=None):
    office = make_user()
    year = ProjectYear.objects.get(project=project)
    step = add_milestone(project_year=year, name=name, due_on=due_on, by=office, at=AFTER_GRACE)
    for day in moved:
        why = ChangeApproval("雨季", "区重点办", TODAY)
        move_milestone(milestone=step, due_on=day, approval=why, by=office, at=AFTER_GRACE)
    if reached_on:
        reach_milestone(milestone=step, reached_on=reached_on, by=office, at=AFTER_GRACE)
    return step


def make_year():
    """A project whose milestones are in time, late, overdue, moved and to come; one without any."""
    project = make_listed(commander=make_leader(), planned_start_on=date(2024, 2, 1))
    promise(project, "施工许可", date(2024, 2, 10), reached_on=date(2024, 2, 8))
    promise(project, "开工", date(2024, 3, 5), reached_on=date(2024, 3, 9))
    promise(project, "基础完工", date(2024, 3, 20))
    promise(project, "主体完工", date(2024, 3, 25), moved=[date(2024, 6, 30), date(2024, 8, 31)])
    promise(project, "竣工", date(2024, 11, 30))
    return project


def plan(client=None, **asked):
    return (client or signed_in()).get(PAGE, {"month": "3", **asked})


def counts(answer):
    return {each.narrowing: each.number for each in answer.context["counts"]}


def steps(answer):
    return {
        step.name: step
        for group in answer.context["groups"]
        for each in group.lines
        for step in each.line.steps
    }


def test_each_milestone_stands_as_it_does_at_the_end_of_the_month():
    make_year()
    assert {name: step.standing for name, step in steps(plan()).items()} == {
        "施工许可": StepStanding.REACHED,
        "开工": StepStanding.REACHED_LATE,
        "基础完工": StepStanding.OVERDUE,
        "主体完工": StepStanding.AHEAD,
        "竣工": StepStanding.AHEAD,
    }


def test_a_month_before_shows_what_was_known_of_its_end():
    make_year()
    found = steps(plan(month="2"))
    assert found["开工"].standing is StepStanding.AHEAD
    assert found["开工"].reached_on is None
    assert found["施工许可"].is_reached


def test_every_move_is_kept_and_counted():
    make_year()
    answer = plan()
    moved = steps(answer)["主体完工"]
    assert (moved.first_due_on, moved.due_on, moved.moves) == (
        date(2024, 3, 25),
        date(2024, 8, 31),
        2,
    )
    assert answer.text.count('class="step-move"') == 2 + 1  # two arrows and the legend's
    assert "调整2次" in answer.text


@pytest.mark.parametrize("role", [Role.OFFICE, Role.COMMANDER, Role.REPORTER])
def test_the_counts_are_the_figures(role):
    make_year()
    user = make_reporter() if role == Role.REPORTER else make_user(role=role)
    if role == Role.COMMANDER:
        promise(make_listed(commander=make_leader(user=user)), "开工", date(2024, 3, 1))
    if role == Role.REPORTER:
        promise(make_listed(owner=user.organisation), "开工", date(2024, 3, 1))
    clear_caches()
    question = question_of(user, MARCH, today=TODAY)
    expected = {
        each: figure(f"milestones.{each.value}", question).value for each in MilestoneFilter
    }
    found = counts(plan(signed_in(user)))
    assert found == expected
    assert any(found.values())


@pytest.mark.parametrize("basis", list(Basis))
def test_what_is_late_is_one_number_on_every_surface(basis):
    project = make_year()
    question = replace(question_of(make_user(), MARCH, today=TODAY), basis=basis)
    late, overdue = (figure(f"milestones.{each}", question) for each in ("late", "overdue"))
    assert (late.value, overdue.value) == (1, 2)  # one was put off before its day
    assert [row.name for row in rows(late, question)] == ["基础完工"]
    assert [row.name for row in rows(overdue, question)] == ["基础完工", "主体完工"]
    assert counts(plan())[MilestoneFilter.LATE] == 1
    assert list(steps(plan(show="late"))) == ["基础完工"]
    answer = signed_in().get(WORKBOOK, {"month": "3"})
    lines = openpyxl.load_workbook(BytesIO(answer.content)).active.values
    label = str(StepStanding.OVERDUE.label)
    assert [line[2] for line in lines if label in line] == ["基础完工"]
    page = project_page(project, 2024, today=TODAY)
    open_late = [step.name for step in page.steps if step.days_late and not step.reached_on]
    assert open_late == ["基础完工"]


def test_what_was_due_is_the_sum_of_its_parts():
    """In time, late and overdue: none of what was due by the end of a month is left out."""
    make_year()
    clear_caches()
    found = counts(plan())
    parts = (MilestoneFilter.IN_TIME, MilestoneFilter.REACHED_LATE, MilestoneFilter.LATE)
    assert found[MilestoneFilter.DUE] == sum(found[each] for each in parts) == 3
    assert [found[each] for each in parts] == [1, 1, 1]


def test_each_count_opens_to_its_milestones():
    make_year()
    answer = plan()
    told = counts(answer)
    assert "按最近一次承诺" in answer.text
    assert told[MilestoneFilter.LATE] == 1
    for each in MilestoneFilter:
        answer = plan(show=each.value)
        assert len(steps(answer)) == told[each]
        assert counts(answer) == told


def test_rows_are_grouped_and_filtered():
    make_year()
    other = make_listed()
    promise(other, "开工", date(2024, 5, 1))
    by = [group.name for group in plan(group="commander").context["groups"]]
    assert len(by) == 2
    assert by[-1] == ""
    assert list(steps(plan(q=other.name))) == ["开工"]


def test_each_milestone_opens_to_its_projects_milestones():
    project = make_year()
    address = f"{reverse('dashboards:project', args=[project.pk])}?year=2024#milestones"
    answer = plan()
    assert answer.text.count(f'href="{address}"') >= 5
    assert 'id="milestones"' in signed_in().get(address).text


def test_projects_without_milestones_are_told_apart():
    make_year()
    bare = make_listed()
    assert [row.pk for row in plan().context["bare"]] == [bare.pk]


def test_a_stranger_sees_nothing_of_it():
    project = make_year()
    stranger = signed_in(make_reporter())
    assert project.name not in plan(stranger).text
    sheet = openpyxl.load_workbook(BytesIO(stranger.get(WORKBOOK).content)).active
    assert sheet.max_row == 1


def test_the_workbook_has_the_milestones_that_are_shown():
    make_year()
    answer = signed_in().get(WORKBOOK, {"month": "3", "show": "late"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    lines = list(sheet.iter_rows(values_only=True))
    assert len(lines) == 2
    assert lines[1][2:6] == ("基础完工", "2024-03-20", "2024-03-20", 0)


def test_queries_do_not_grow_with_milestones(django_assert_max_num_queries):
    client = signed_in()
    make_year()
    plan(client)
    for _round in range(2):
        clear_caches()
        with django_assert_max_num_queries(72):
            plan(client)
        for _each in range(3):
            make_year()


@pytest.mark.django_db(transaction=True)
def test_a_plan_seen_before_asks_little(django_assert_max_num_queries):
    make_year()
    client = signed_in()
    clear_caches()
    plan(client)
    with django_assert_max_num_queries(10):
        plan(client)


def test_days_lie_across_the_year_and_never_beside_it():
    assert across(date(2024, 1, 1), 2024) == across(date(2023, 5, 1), 2024) == START
    assert across(date(2024, 7, 2), 2024) == (START + END) / 2
    assert across(date(2025, 5, 1), 2024) == END


def test_a_day_of_another_year_is_said_with_its_year():
    project = make_listed()
    promise(project, "施工许可", date(2024, 2, 10), reached_on=date(2023, 11, 8))
    assert "施工许可 2023年11月8日" in plan().text


def test_milestones_that_would_cover_each_other_take_lanes_of_their_own():
    def step(pk, day):
        return WallStep(pk, "取得施工许可证", (day,), None, StepStanding.AHEAD)

    days = [date(2024, 3, 1), date(2024, 3, 20), date(2024, 9, 1), date(2024, 12, 31)]
    assert packed([step(pk, day) for pk, day in enumerate(days)], 2024) == [0, 1, 0, 0]
