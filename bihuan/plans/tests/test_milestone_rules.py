"""The usual days follow the project's planned ones (STEP-5); what comes after what (STEP-7)."""

from datetime import date

import pytest

from bihuan.plans.milestone_rules import MilestoneTemplate, OwnDay, ProjectDays, TemplateStep
from bihuan.plans.presets import milestone_days, milestone_order, milestone_presets
from bihuan.projects.kinds import ProjectClass


def promised(project_class="construction", *, year=2024, **days):
    own = {OwnDay(key): days.pop(key) for key in list(days) if key.endswith("_on")}
    found = milestone_presets()[project_class].promises(year, ProjectDays(**days, own=own))
    return {step.key: str(due) for step, due in found}


def test_without_planned_days_each_step_is_due_in_its_month():
    days = ["2024-03-31", "2024-04-30", "2024-09-30", "2024-11-30", "2024-12-31"]
    assert list(promised().values()) == days


def test_completion_planned_next_year_is_not_promised_in_this():
    found = promised(start=date(2024, 3, 1), finish=date(2025, 10, 1))
    assert found == {
        "permit": "2024-03-31",
        "start": "2024-03-31",
        "structure": "2025-04-30",
        "finish": "2025-10-31",
        "in_use": "2025-11-30",
    }


def test_a_planned_day_holds_as_it_is_and_a_planned_month_to_its_end():
    assert promised(finish=date(2024, 8, 1))["finish"] == "2024-08-31"
    assert promised(finish=date(2024, 8, 15))["finish"] == "2024-08-15"
    assert promised(finish=date(2024, 12, 15))["in_use"] == "2025-01-31"


def test_without_a_planned_start_no_step_is_due_after_one_that_follows():
    found = promised(finish=date(2024, 2, 1))
    assert set(found.values()) == {"2024-02-29", "2024-03-31"}


def test_what_was_reached_before_the_year_is_not_promised_again():
    assert list(promised(started_on=date(2023, 5, 4), permit_on=date(2023, 5, 1))) == [
        "structure",
        "finish",
        "in_use",
    ]
    assert list(promised(finished_on=date(2023, 12, 31))) == ["permit", "in_use"]
    assert "start" in promised(started_on=date(2024, 1, 1))


def test_a_step_planned_before_the_year_and_not_reached_is_due_in_its_month():
    assert promised(start=date(2023, 5, 1))["start"] == "2024-04-30"
    assert promised(start=date(2022, 5, 1), finish=date(2023, 6, 1))["finish"] == "2024-11-30"


def test_nothing_is_promised_beyond_five_years():
    assert "finish" in promised(finish=date(2029, 11, 1))
    assert list(promised(finish=date(2029, 12, 1)))[-1] == "finish"
    assert "finish" not in promised(finish=date(2030, 1, 1))


def test_papers_are_due_no_later_than_the_planned_start():
    found = promised("preparation", start=date(2024, 6, 1))
    assert (found["approval"], found["land"], found["permit"]) == (
        "2024-03-31",
        "2024-06-30",
        "2024-06-30",
    )
    assert promised("preparation", start=date(2025, 6, 1))["permit"] == "2024-12-31"
    assert promised("preparation", start=date(2023, 6, 1))["permit"] == "2024-12-31"


def test_papers_come_in_any_order_and_works_do_not():
    order = milestone_order()
    assert order["permit"] == order["land"] == frozenset()
    assert order["finish"] == {"start", "structure"}
    assert order["in_use"] == {"start"}
    assert milestone_days()["finish"] == OwnDay.FINISH
    assert "structure" not in milestone_days()


def test_steps_of_an_office_keep_our_order_unless_they_say_otherwise():
    own = _template(
        {"key": "start", "name": "开工", "month": 3},
        {"key": "roof", "name": "封顶", "month": 8},
        {"key": "finish", "name": "竣工", "month": 11},
        {"key": "in_use", "name": "投产", "month": 12, "after": ()},
    ).in_order(milestone_order())
    assert [step.after for step in own.steps] == [(), (), ("start",), ()]


@pytest.mark.parametrize(
    "wrong", [{"share": 101}, {"share": -1}, {"month": 0}, {"after": ("later",)}]
)
def test_senseless_steps_are_refused_at_load(wrong):
    later = {"key": "later", "name": "竣工", "month": 4}
    with pytest.raises(ValueError, match=r"\S"):
        _template({"key": "a", "name": "开工", "month": 3, **wrong}, later)


def _template(*steps):
    made = tuple(TemplateStep(**step) for step in steps)
    return MilestoneTemplate("", ProjectClass.CONSTRUCTION, made)
