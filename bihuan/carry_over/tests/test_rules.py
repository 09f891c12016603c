"""Which projects go on into a year, as what, with which plan: without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.carry_over.rules import (
    Unfinished,
    check_years,
    class_in,
    evenly,
    plan_for,
    stays_behind,
)
from bihuan.kit.errors import Refusal
from bihuan.projects.kinds import ProjectClass, ProjectState


def known(**said):
    return Unfinished(
        **{
            "project_class": ProjectClass.CONSTRUCTION,
            "state": ProjectState.CONSTRUCTION,
            "completed_yuan": 400,
            "total_yuan": 1_000,
            **said,
        }
    )


@pytest.mark.parametrize("to", [2024, 2023, 2026, 2027, 2030])
def test_projects_go_on_into_the_next_year_alone(to):
    with pytest.raises(Refusal):
        check_years(2024, to)
    check_years(2024, 2025)


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ({}, False),
        ({"state": ProjectState.PAUSED}, False),
        ({"state": ProjectState.CANCELLED, "given_up_on": date(2024, 5, 1)}, True),
        ({"state": ProjectState.MERGED}, True),
        ({"state": ProjectState.COMPLETED}, True),
        ({"state": ProjectState.IN_USE, "finished_on": date(2024, 12, 31)}, True),
        ({"finished_on": date(2024, 11, 5)}, True),
        ({"state": ProjectState.COMPLETED, "finished_on": date(2025, 1, 5)}, False),
    ],
)
def test_what_was_finished_or_given_up_before_the_year_stays_behind_with_its_reason(said, behind):
    assert bool(stays_behind(known(**said), 2025)) is behind


@pytest.mark.parametrize(
    ("said", "became"),
    [
        ({"project_class": ProjectClass.PREPARATION}, ProjectClass.CONSTRUCTION),
        (
            {"project_class": ProjectClass.PREPARATION, "state": ProjectState.PREPARATION},
            ProjectClass.PREPARATION,
        ),
        (
            {
                "project_class": ProjectClass.PREPARATION,
                "state": ProjectState.PAUSED,
                "started_on": date(2024, 9, 1),
            },
            ProjectClass.CONSTRUCTION,
        ),
        (
            {
                "project_class": ProjectClass.PREPARATION,
                "state": ProjectState.PREPARATION,
                "started_on": date(2025, 2, 1),
            },
            ProjectClass.PREPARATION,
        ),
        ({"project_class": ProjectClass.LEGACY}, ProjectClass.LEGACY),
    ],
)
def test_preparation_that_has_started_is_construction(said, became):
    assert class_in(known(**said), 2025) is became


@pytest.mark.parametrize(
    ("finish", "planned", "june"),
    [
        (date(2026, 12, 31), 300, 150),  # two years for 600
        (date(2025, 6, 30), 600, 600),  # done by June
        (date(2025, 12, 1), 600, 300),
        (date(2024, 6, 30), 600, 300),  # over
        (None, 600, 300),
    ],
)
def test_the_plan_is_what_is_left_evenly_up_to_the_planned_finish(finish, planned, june):
    plan = plan_for(known(planned_finish_on=finish), 2025)
    assert (plan.planned_yuan, plan.months[5]) == (planned, june)
    assert plan.reason


@pytest.mark.parametrize("said", [{"total_yuan": None}, {"completed_yuan": 1_200}])
def test_nothing_is_planned_where_nothing_is_known_to_be_left(said):
    plan = plan_for(known(**said), 2025)
    assert (set(plan.months), bool(plan.reason)) == ({0}, True)


@given(
    left=st.integers(0, 10**13),
    finish=st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_a_proposed_curve_never_falls_and_is_exact_at_its_finish(left, finish):
    months = evenly(left, 2025, finish)
    assert len(months) == 12
    assert list(months) == sorted(months)
    assert 0 <= months[-1] <= left
    if finish is None or finish.year <= 2025:
        assert months[-1] == left
