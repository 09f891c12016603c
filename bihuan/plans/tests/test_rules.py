from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kit.errors import Refusal
from bihuan.kit.presets import PresetError, load_presets
from bihuan.plans import rules
from bihuan.plans.milestone_rules import MilestoneTemplate, check_due
from bihuan.plans.presets import curve_presets, milestone_presets
from bihuan.plans.rules import ChangeApproval, Curve, rescale, spread
from bihuan.projects.kinds import ProjectClass, ProjectState, Tier

DAY = date(2024, 3, 1)


def test_a_plan_rises_evenly_between_what_is_said() -> None:
    assert spread({}, 1200) == [100 * n for n in range(1, 13)]
    assert spread({6: 600, 9: 900}, 1000)[5:] == [600, 700, 800, 900, 933, 966, 1000]


def test_a_total_that_twelve_does_not_divide_comes_out_exactly() -> None:
    assert spread({}, 11)[-1] == 11


def test_a_curve_that_falls_or_misses_its_total_is_refused() -> None:
    for points in ({6: 600, 7: 599}, {12: 999}, {11: 1001}, {1: -1}):
        with pytest.raises(Refusal):
            spread(points, 1000)
    assert spread({6: 600, 7: 600, 12: 1000}, 1000)[6] == 600


@given(total=st.integers(0, 10**13), name=st.sampled_from(["linear", "construction"]))
def test_every_preset_ends_at_its_plan_and_never_falls(total: int, name: str) -> None:
    months = curve_presets()[name].latest.along(total)
    assert (len(months), months[-1]) == (12, total)
    assert months == sorted(months)


@given(st.lists(st.integers(0, 10**12), min_size=12, max_size=12), st.integers(0, 10**13))
def test_an_adjusted_plan_keeps_its_shape(amounts: list[int], total: int) -> None:
    months = rescale(sorted(amounts), total)
    assert months[-1] == total
    assert months == sorted(months)


def test_a_curve_beyond_its_plan_stays_beyond_it() -> None:
    assert rescale([60] * 6 + [120] * 6, 200, 100)[-1] == 240


@pytest.mark.parametrize(
    "percent",
    [
        {},
        {"6": 60},
        {"12": 99},
        {"12": 201},
        {"6": 60, "5": 61, "12": 100},
        {"13": 100, "12": 100},
        {"1": -1, "12": 100},
    ],
)
def test_senseless_curves_are_refused_at_load(percent: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Curve("", {key: Decimal(share) for key, share in percent.items()})


def test_a_curve_may_end_from_100_to_200_percent() -> None:
    for share in (100, 200):
        Curve("", {"12": Decimal(share)})


def test_a_faulty_file_names_its_line_and_key(tmp_path) -> None:
    path = tmp_path / "milestones.yaml"
    path.write_text(
        "own:\n  title: 自定\n  project_class: construction\n  steps:\n"
        "    - {key: a, name: 开工, month: 13}\n",
        encoding="utf-8",
    )
    with pytest.raises(PresetError) as told:
        load_presets(MilestoneTemplate, path)
    (fault,) = told.value.faults
    assert (fault.line, fault.key) == (5, "own.steps[1]")


def test_every_class_has_its_template_in_the_order_of_the_year() -> None:
    assert {preset.project_class for preset in milestone_presets().values()} == set(ProjectClass)
    for name, preset in milestone_presets().items():
        assert name == preset.project_class
        assert preset.steps[-1].due_in(2024).year == 2024


def test_lists_are_made_from_2000_to_five_years_ahead() -> None:
    for year in (2000, 2029):
        rules.check_list(year, this_year=2024)
    for year in (1999, 2030):
        with pytest.raises(Refusal):
            rules.check_list(year, this_year=2024)


def test_a_plan_lies_between_nothing_and_the_unbelievable() -> None:
    for yuan in (0, 10**13):
        rules.check_plan(yuan)
    for yuan in (-1, 10**13 + 1):
        with pytest.raises(Refusal):
            rules.check_plan(yuan)


def test_nothing_is_planned_for_the_cancelled_and_the_merged() -> None:
    rules.check_live(ProjectState.PAUSED)
    for state in (ProjectState.CANCELLED, ProjectState.MERGED):
        with pytest.raises(Refusal):
            rules.check_live(state)


def test_an_adjustment_needs_reason_approver_and_a_day_that_came() -> None:
    rules.check_approval(ChangeApproval("征地滞后", "区长办公会", DAY), 2024, today=DAY)
    for approval in (
        ChangeApproval(" ", "区长办公会", DAY),
        ChangeApproval("征地滞后", "", DAY),
        ChangeApproval("征地滞后", "区长办公会", date(2024, 3, 2)),
        ChangeApproval("征地滞后", "区长办公会", date(2022, 12, 31)),
    ):
        with pytest.raises(Refusal):
            rules.check_approval(approval, 2024, today=DAY)


@pytest.mark.parametrize(
    ("lower", "upper", "fine"),
    [
        (Tier.DISTRICT, Tier.MUNICIPAL, True),
        (Tier.DISTRICT, Tier.PROVINCIAL, True),
        (Tier.MUNICIPAL, Tier.MUNICIPAL, False),
        (Tier.PROVINCIAL, Tier.DISTRICT, False),
    ],
)
def test_promotion_leads_upwards(lower: Tier, upper: Tier, *, fine: bool) -> None:
    if fine:
        rules.check_promotion(lower, upper, same_year=True)
        with pytest.raises(Refusal):
            rules.check_promotion(lower, upper, same_year=False)
    else:
        with pytest.raises(Refusal):
            rules.check_promotion(lower, upper, same_year=True)


def test_a_promise_may_slip_into_later_years_but_not_for_ever() -> None:
    for day in (date(2024, 1, 1), date(2029, 12, 31)):
        check_due(day, 2024)
    for day in (date(2023, 12, 31), date(2030, 1, 1)):
        with pytest.raises(Refusal):
            check_due(day, 2024)


def test_days_of_a_list_lie_in_its_year_and_versions_are_those_seen() -> None:
    rules.check_within_year(date(2024, 12, 31), 2024)
    rules.check_version(2, 2)
    rules.check_reason("完工")
    with pytest.raises(Refusal):
        rules.check_within_year(date(2025, 1, 1), 2024)
    with pytest.raises(Refusal):
        rules.check_version(3, 2)
    with pytest.raises(Refusal):
        rules.check_reason("  ")
