"""Why a figure changed: parts by cause that add up to the yuan."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.figures.declared import RECORD_FIGURES
from bihuan.figures.kinds import Basis, Cause, Dimension
from bihuan.figures.measures import FIGURES
from bihuan.figures.queries import FigureChange, earlier, explainable, figure, why
from bihuan.figures.questions import Question
from bihuan.figures.rules import apportioned, effects
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.presets import Dated
from bihuan.plans import actions as plans
from bihuan.plans.curves import Terms
from bihuan.plans.models import AnnualList, Entry, Plan, PlanMonth
from bihuan.plans.rules import ChangeApproval
from bihuan.progress import actions as progress
from bihuan.progress.models import Round
from bihuan.progress.rules import Edge, RoundRules
from bihuan.progress.validation import Filling
from bihuan.projects.kinds import ProjectClass, Rules
from bihuan.projects.models import Chain, Project
from bihuan.projects.rules_in_force import BEGINNING, InForce, spells
from bihuan.statistics.actions import enter_fixed_asset_investment, enter_output
from tests.cells import drawn

from .district import IN_APRIL, play
from .factories import BY_MARCH, WAN, accept_month, make_listed, open_rounds

pytestmark = [pytest.mark.django_db, pytest.mark.in_turns]
EXPLAINABLE = [each for each in (*FIGURES, *RECORD_FIGURES) if explainable(each)]
FEBRUARY = Question(2024, 2)
IN_MARCH = datetime(2024, 3, 29, 2, tzinfo=UTC)
IN_2023 = datetime(2023, 4, 3, 2, tzinfo=UTC)
QUARTERLY = RoundRules("", Edge(day=20), Edge(day=28), quarterly=(ProjectClass.PREPARATION,))


def by_cause(change: FigureChange) -> dict[Cause, int | Decimal]:
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


def in_last_year(project: Project, planned_yuan: int) -> None:
    """Let a project stand on a list of 2023 too."""
    annual_list, _new = AnnualList.objects.get_or_create(year=2023, tier="county")
    entry = Entry.objects.create(
        annual_list=annual_list, project=project, added_on=date(2023, 1, 1)
    )
    plan = Plan.objects.create(
        entry=entry, version=1, planned_yuan=planned_yuan, curve="linear", recorded_at=IN_2023
    )
    PlanMonth.objects.bulk_create(
        PlanMonth(plan=plan, month=date(2023, m, 1), cumulative_yuan=planned_yuan * m // 12)
        for m in range(1, 13)
    )


ASKED = st.builds(
    Question,
    st.sampled_from([2023, 2024, 2024, 2024]),
    st.integers(1, 4),
    st.sampled_from(list(Basis)),
    only=st.sampled_from([(), ((Dimension.SECTOR, "industry"),), ((Dimension.TIER, "municipal"),)]),
    known_on=st.sampled_from([None, date(2024, 3, 26), date(2024, 3, 31), date(2024, 4, 3)]),
)


def test_the_parts_of_any_figure_add_up_between_any_two_questions():
    projects = play()
    adjust(projects[0], 1500 * WAN)
    leave(make_listed(planned_yuan=500 * WAN))
    for project in projects[:2]:
        in_last_year(project, 700 * WAN)

    @settings(max_examples=drawn(4, in_full=24))
    @given(st.sampled_from(EXPLAINABLE), ASKED, ASKED)
    def add_up(figure_id: str, then: Question, now: Question) -> None:
        now = replace(now, only=then.only)
        try:
            change = why(figure_id, then, now)
        except Refusal:
            found = [figure(figure_id, each) for each in (then, now)]
            assert None in {each.value if each.is_known else None for each in found}
            return
        by_cause(change)
        assert change.then == figure(figure_id, then).value
        assert change.now == figure(figure_id, now).value

    add_up()


def test_a_rate_is_split_in_points_by_what_each_project_moves_it():
    small, large = make_listed(planned_yuan=100 * WAN), make_listed(planned_yuan=900 * WAN)
    for project, yuan in ((small, 10), (large, 90)):
        accept_month(project, yuan * WAN, month=Month(2024, 2))
    accept_month(large, 45 * WAN)
    comes = make_listed(planned_yuan=1000 * WAN, added_on=date(2024, 3, 10))
    change = why("plan_completion.all", FEBRUARY, BY_MARCH)
    assert (change.then, change.now) == (Decimal("10.00"), Decimal("7.25"))
    assert by_cause(change) == {Cause.PROGRESS: Decimal("4.50"), Cause.NEW: Decimal("-7.25")}
    (progress_part,) = (part for part in change.parts if part.cause is Cause.PROGRESS)
    assert [row.project_id for row in progress_part.rows] == [large.pk]
    (new,) = (part for part in change.parts if part.cause is Cause.NEW)
    assert [row.project_id for row in new.rows] == [comes.pk]


def test_across_years_the_plans_of_each_year_are_told_as_changes_of_plan():
    stays, leaves = make_listed(planned_yuan=1200 * WAN), make_listed(added_on=date(2024, 6, 1))
    in_last_year(stays, 600 * WAN)
    in_last_year(leaves, 300 * WAN)
    last_year = replace(BY_MARCH, year=2023)
    assert by_cause(why("planned.all", last_year, BY_MARCH)) == {
        Cause.LEFT: -300 * WAN,
        Cause.PLAN: 600 * WAN,
    }


def test_reports_that_new_rules_ask_for_are_told_as_a_change_of_rules(monkeypatch):
    make_listed(project_class="preparation")
    open_rounds(1, 2, 3, 4, 5)
    monthly = replace(QUARTERLY, quarterly=())
    asked_for = InForce(
        spells(Rules.ROUNDS, [(BEGINNING, "small")]),
        {"small": Dated(((date.min, QUARTERLY), (date(2024, 4, 1), monthly)))},
    )
    monkeypatch.setattr("bihuan.figures.records.rounds.rounds_in_force", lambda: asked_for)
    march, may = BY_MARCH, Question(2024, 5)
    assert by_cause(why("reports.due", march, may)) == {Cause.RULE: 2}
    assert by_cause(why("reports.due", Question(2024, 4), may)) == {Cause.PROGRESS: 1}


def test_what_a_chain_puts_out_changes_by_enterprise():
    chain = Chain.objects.create(name="中医药")
    for enterprise, year, yuan in (
        ("甲公司", 2023, 100),
        ("乙公司", 2023, 40),
        ("甲公司", 2024, 130),
        ("丙公司", 2024, 60),
    ):
        enter_output(
            chain=chain,
            enterprise=enterprise,
            year=year,
            output_yuan=yuan,
            previous_output_yuan=50,
            by=make_user(),
            at=IN_MARCH,
        )
    before = replace(BY_MARCH, year=2023)
    change = why("chain_output.中医药", before, BY_MARCH)
    assert (change.then, change.now) == (140, 190)
    assert by_cause(change) == {Cause.PROGRESS: 50}
    (part,) = (each for each in change.parts if each.rows)
    told = {row.name: (row.project_id, row.value) for row in part.rows}
    assert told == {"丙公司": (None, 60), "乙公司": (None, -40), "甲公司": (None, 30)}
    grown = why("chain_growth.中医药", before, BY_MARCH)
    assert (grown.then, grown.now) == (Decimal("40.0"), Decimal("90.0"))
    assert by_cause(grown) == {Cause.PROGRESS: Decimal("50.0")}
    with pytest.raises(Refusal, match="没有数值可比"):
        why("chain_output.中医药", replace(BY_MARCH, year=2022), BY_MARCH)


def test_what_the_bureau_gives_as_one_sum_is_progress():
    bureau = make_user(role=Role.STATISTICS)
    for month, yuan in ((Month(2024, 2), 5_000 * WAN), (Month(2024, 3), 9_000 * WAN)):
        enter_fixed_asset_investment(month=month, cumulative_yuan=yuan, by=bureau, at=IN_APRIL)
    change = why("fixed_assets", FEBRUARY, BY_MARCH)
    assert by_cause(change) == {Cause.PROGRESS: 4_000 * WAN}
    assert [row.project_id for part in change.parts for row in part.rows] == [None]


def test_reports_of_a_project_that_left_go_on_and_are_no_leaving():
    leaver, _stays = make_listed(), make_listed()
    open_rounds(1, 2, 3)
    leave(leaver)  # on 10 March: of March it reports
    change = why("reports.due", FEBRUARY, BY_MARCH)
    assert by_cause(change) == {Cause.PROGRESS: 2}


def test_who_stood_on_the_lists_is_as_known_on_the_day():
    stays, leaves = make_listed(planned_yuan=100 * WAN), make_listed(planned_yuan=30 * WAN)
    open_rounds(1, 2, 3)
    entry = leaves.entries.get()
    comes = make_listed(planned_yuan=7 * WAN, added_on=date(2024, 3, 18))
    Plan.objects.filter(entry__project=comes).update(recorded_at=IN_MARCH)
    plans.leave_list(entry=entry, on=date(2024, 3, 28), reason="调出", by=make_user(), at=IN_MARCH)
    then = replace(BY_MARCH, known_on=date(2024, 3, 27))
    for now in (BY_MARCH, replace(BY_MARCH, known_on=date(2024, 3, 29))):
        change = why("planned.all", then, now)
        assert (change.then, change.now) == (130 * WAN, 107 * WAN)
        assert by_cause(change) == {Cause.LEFT: -30 * WAN, Cause.NEW: 7 * WAN}
        assert by_cause(why("count.all", then, now)) == {Cause.LEFT: -1, Cause.NEW: 1}
    plans.return_to_list(
        entry=entry, on=date(2024, 3, 30), reason="恢复", by=make_user(), at=IN_APRIL
    )
    left = replace(BY_MARCH, known_on=date(2024, 4, 1))
    assert by_cause(why("planned.all", left, BY_MARCH)) == {Cause.NEW: 30 * WAN}
    assert stays.entries.exists()


def test_rounds_that_were_not_open_yet_asked_nobody_on_the_day():
    make_listed()
    open_rounds(1, 2, 3)
    Plan.objects.update(recorded_at=IN_2023)
    opened = Round.objects.get(month=date(2024, 2, 1)).opens_on
    then = replace(BY_MARCH, known_on=opened - timedelta(days=1))
    assert figure("reports.due", then).value == 1
    assert by_cause(why("reports.due", then, BY_MARCH)) == {Cause.LATE: 2}


def test_what_is_recorded_of_a_new_project_is_told_with_it():
    make_listed()
    make_listed(added_on=date(2024, 3, 10))
    open_rounds(1, 2, 3)
    change = by_cause(why("reports.due", FEBRUARY, BY_MARCH))
    assert change == {Cause.NEW: 1, Cause.PROGRESS: 1}


@pytest.mark.parametrize(
    ("figure_id", "then"),
    [
        ("matters.median_age", FEBRUARY),
        ("chain_growth.没有的", FEBRUARY),
        ("nothing", FEBRUARY),
        ("completed.all", Question(2022, 12)),
        ("acceleration", FEBRUARY),
    ],
)
def test_what_cannot_be_explained_is_refused(figure_id, then):
    make_listed()
    with pytest.raises(Refusal):
        why(figure_id, then, BY_MARCH)


@pytest.mark.parametrize("figure_id", ["completed.all", "funds.in_place", "fixed_assets"])
def test_nothing_is_explained_of_a_figure_that_is_not_known_on_either_side(figure_id):
    """Nobody reported in the other year: what it completed is not known, and no fall to nothing."""
    project = make_listed()
    in_last_year(project, 600 * WAN)
    accept_month(project, 100 * WAN)
    last_year = replace(BY_MARCH, year=2023)
    assert why("planned.all", last_year, BY_MARCH).parts
    for then, now in ((last_year, BY_MARCH), (BY_MARCH, last_year)):
        with pytest.raises(Refusal):
            why(figure_id, then, now)


def test_the_question_of_then_is_another_month_plan_or_day():
    then = earlier(BY_MARCH, Month(2024, 2), Basis.CURRENT, date(2024, 3, 1))
    assert then == Question(2024, 2, Basis.CURRENT, known_on=date(2024, 3, 1))
    assert earlier(BY_MARCH, None, Basis.ORIGINAL, None) == BY_MARCH


EXACT = st.dictionaries(st.integers(1, 9), st.fractions(-5, 5, max_denominator=97), min_size=1)
PAIRS = st.dictionaries(
    st.integers(1, 6), st.tuples(st.integers(-(10**6), 10**6), st.integers(0, 10**6))
)


@given(EXACT, st.integers(-1, 1))
def test_what_is_apportioned_adds_up_and_stays_next_to_the_exact(exact, off):
    total = floor(sum(exact.values())) + off
    found = apportioned(exact, total)
    assert sum(found.values()) == total
    assert all(abs(found[key] - value) < 3 for key, value in exact.items())


@given(PAIRS, PAIRS)
def test_the_effects_of_all_are_exactly_the_difference_of_two_rates(before, after):
    def rate(pairs: dict[int, tuple[int, int]]) -> Fraction:
        whole = sum(each[1] for each in pairs.values())
        return (
            Fraction(100 * sum(each[0] for each in pairs.values()), whole) if whole else Fraction(0)
        )

    found = effects(before, after, is_rate=True)
    assert sum(found.values()) == rate(after) - rate(before)


def test_reports_are_counted_as_they_were_known_on_a_day():
    prompt, late = make_listed(), make_listed()
    report = accept_month(prompt, 30 * WAN)
    correct = partial(progress.correct, filling=Filling(completed_yuan=0), by=make_user())
    correct(report=report, reason="核减", at=IN_MARCH)
    hand_in = partial(progress.hand_in, filling=Filling(completed_yuan=1), by=make_user())
    hand_in(project=late, month=Month(2024, 3), edition=0, at=IN_MARCH)
    days = (date(2024, 3, 27), date(2024, 3, 29))
    then, now = (replace(BY_MARCH, known_on=day) for day in days)
    for name, before, after in (("corrected", 0, 1), ("late", 0, 1), ("on_time", 1, 1)):
        values = [figure(f"reports.{name}", known).value for known in (then, now)]
        assert values == [before, after], name
        assert sum(by_cause(why(f"reports.{name}", then, now)).values()) == after - before
