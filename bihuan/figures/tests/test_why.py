"""Why a figure changed: parts by cause that add up to the yuan."""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.figures.kinds import Basis, Cause, Dimension
from bihuan.figures.measures import FIGURES
from bihuan.figures.queries import FigureChange, earlier, explainable, figure, why
from bihuan.figures.questions import Question
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.plans import actions as plans
from bihuan.plans.curves import Terms
from bihuan.plans.rules import ChangeApproval
from bihuan.progress import actions as progress
from bihuan.progress.believable import Filling
from bihuan.projects.models import Project

from .district import play
from .factories import BY_MARCH, WAN, accept_month, make_listed

pytestmark = pytest.mark.django_db
EXPLAINABLE = [each for each in FIGURES if explainable(each)]
FEBRUARY = Question(2024, 2)
IN_MARCH = datetime(2024, 3, 29, 2, tzinfo=UTC)


def by_cause(change: FigureChange) -> dict[Cause, int]:
    assert sum(part.value for part in change.parts) == change.difference
    for part in change.parts:
        assert sum(row.value for row in part.rows) == part.value
    return {part.cause: part.value for part in change.parts if part.value}


def adjust(project: Project, planned_yuan: int) -> None:
    plans.adjust_plan(
        entry=project.entries.get(),
        terms=Terms(planned_yuan),
        approval=ChangeApproval("规模调整", "区政府", date(2024, 3, 20)),
        version=1,
        by=make_user(),
        at=IN_MARCH,
    )


def leave(project: Project) -> None:
    entry = project.entries.get()
    plans.leave_list(entry=entry, on=date(2024, 3, 10), reason="调出", by=make_user(), at=IN_MARCH)


def test_what_came_what_left_and_what_was_done_are_told_apart():
    stays, leaves = make_listed(), make_listed()
    comes = make_listed(added_on=date(2024, 3, 10))
    for project, yuan in ((stays, 30), (leaves, 20)):
        accept_month(project, yuan * WAN, month=Month(2024, 2))
    for project, yuan in ((stays, 50), (comes, 7)):
        accept_month(project, yuan * WAN)
    leave(leaves)
    change = why("completed.all", FEBRUARY, BY_MARCH)
    assert (change.then, change.now) == (50 * WAN, 87 * WAN)
    assert by_cause(change) == {
        Cause.NEW: 7 * WAN,
        Cause.LEFT: -20 * WAN,
        Cause.PROGRESS: 50 * WAN,
    }


def test_late_reports_and_corrections_are_told_apart_between_two_days_of_knowledge():
    prompt, late = make_listed(), make_listed()
    report = accept_month(prompt, 30 * WAN)
    progress.correct(
        report=report,
        filling=Filling(completed_yuan=25 * WAN),
        reason="核减",
        by=make_user(),
        at=IN_MARCH,
    )
    sent = progress.hand_in(
        project=late,
        month=Month(2024, 3),
        filling=Filling(completed_yuan=40 * WAN),
        edition=0,
        by=make_user(),
        at=IN_MARCH,
    )
    progress.accept(report=sent, edition=sent.edition, by=make_user(), at=IN_MARCH)
    known = {Cause.LATE: 40 * WAN, Cause.CORRECTION: -5 * WAN}
    then = replace(BY_MARCH, known_on=date(2024, 3, 27))
    assert figure("completed.all", then).value == 30 * WAN
    for now in (BY_MARCH, replace(BY_MARCH, known_on=date(2024, 3, 29))):
        assert by_cause(why("completed.all", then, now)) == known
    day_before = replace(BY_MARCH, known_on=date(2024, 3, 28))
    assert by_cause(why("completed.all", then, day_before)) == {}


def test_a_change_of_plan_is_told_between_two_plans_and_two_months():
    project = make_listed(planned_yuan=1200 * WAN)
    adjust(project, 1500 * WAN)
    now = replace(BY_MARCH, basis=Basis.CURRENT)
    change = {Cause.PLAN: 300 * WAN}
    assert by_cause(why("planned.all", BY_MARCH, now)) == change
    assert by_cause(why("planned.all", replace(FEBRUARY, basis=Basis.CURRENT), now)) == change
    assert by_cause(why("completed.all", BY_MARCH, now)) == {}


def test_a_project_that_started_is_progress_and_not_a_new_project():
    play()
    change = why("count.started", FEBRUARY, BY_MARCH)
    assert by_cause(change) == {Cause.PROGRESS: 1}


def test_the_parts_of_any_sum_add_up_between_any_two_questions():
    projects = play()
    adjust(projects[0], 1500 * WAN)
    leave(make_listed(planned_yuan=500 * WAN))
    luck = Random(20240331)
    days = (None, date(2024, 3, 26), date(2024, 3, 31), date(2024, 4, 3))
    narrowed = ((), ((Dimension.SECTOR, "industry"),), ((Dimension.TIER, "municipal"),))
    for _round in range(30):
        only = luck.choice(narrowed)
        then, now = (
            Question(
                2024,
                luck.randint(1, 4),
                luck.choice(list(Basis)),
                only=only,
                known_on=luck.choice(days),
            )
            for _each in range(2)
        )
        figure_id = luck.choice(EXPLAINABLE)
        change = why(figure_id, then, now)
        by_cause(change)
        assert change.then == figure(figure_id, then).value, (figure_id, then)
        assert change.now == figure(figure_id, now).value, (figure_id, now)


@pytest.mark.parametrize(
    ("figure_id", "then"),
    [
        ("plan_completion.all", FEBRUARY),
        ("matters.raised", FEBRUARY),
        ("nothing", FEBRUARY),
        ("completed.all", Question(2023, 12)),
    ],
)
def test_what_cannot_be_explained_is_refused(figure_id, then):
    with pytest.raises(Refusal):
        why(figure_id, then, BY_MARCH)


def test_the_question_of_then_is_another_month_plan_or_day():
    then = earlier(BY_MARCH, Month(2024, 2), Basis.CURRENT, date(2024, 3, 1))
    assert then == Question(2024, 2, Basis.CURRENT, known_on=date(2024, 3, 1))
    assert earlier(BY_MARCH, None, Basis.ORIGINAL, None) == BY_MARCH
