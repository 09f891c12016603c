from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bihuan.kit.errors import Refusal
from bihuan.projects import rules
from bihuan.projects.kinds import ProjectState
from bihuan.projects.particulars import problems
from bihuan.projects.presets import industries

DAY = date(2024, 3, 1)


def wrong(**said: Any) -> dict[str, str]:
    return problems({"name": "人民公园", **said})


def test_a_named_project_with_nothing_else_is_believable() -> None:
    assert wrong() == {}


def test_a_project_needs_a_name() -> None:
    assert "name" in wrong(name="")


@pytest.mark.parametrize("code", ["2401-431202-04-01-123456", "2017-450114-48-01-900353"])
def test_project_codes_of_the_platform_are_taken(code: str) -> None:
    assert wrong(national_code=code) == {}


@pytest.mark.parametrize("code", ["2401-431202-04-01-12345", "2401431202040112345678", "２401"])
def test_project_codes_of_another_structure_are_not(code: str) -> None:
    assert "national_code" in wrong(national_code=code)


@pytest.mark.parametrize("code", ["E", "48", "E48", "481", "4811", "E4811"])
def test_industries_are_sections_divisions_and_what_lies_in_them(code: str) -> None:
    assert wrong(industry_code=code) == {}


@pytest.mark.parametrize("code", ["U", "A48", "98", "4", "48111", "建筑"])
def test_other_industries_are_not_known(code: str) -> None:
    assert "industry_code" in wrong(industry_code=code)


def test_the_standard_has_twenty_sections_and_97_divisions() -> None:
    sections = industries().sections
    assert "".join(sections) == "ABCDEFGHIJKLMNOPQRST"
    codes = [code for section in sections.values() for code in section.divisions]
    assert codes == [f"{n:02d}" for n in range(1, 98)]


def test_regions_are_those_of_today() -> None:
    assert rules.region_name("431202") == "鹤城区"
    assert rules.region_name("430000") == "湖南省"
    assert rules.region_name("433000") == ""  # 怀化地区, until 1996
    assert rules.region_name("4312") == ""
    assert "region_code" in wrong(region_code="431299")


@pytest.mark.parametrize(("longitude", "latitude"), [("73", "3"), ("136", "54"), ("110", "27.5")])
def test_places_in_china_are_believable(longitude: str, latitude: str) -> None:
    assert rules.place_problem(Decimal(longitude), Decimal(latitude)) == ""


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [("72.999999", "30"), ("136.000001", "30"), ("100", "2.999999"), ("100", "54.000001")],
)
def test_places_outside_are_not(longitude: str, latitude: str) -> None:
    assert rules.place_problem(Decimal(longitude), Decimal(latitude))


def test_swapped_and_half_coordinates_are_told_apart() -> None:
    swapped = rules.place_problem(Decimal("27.5"), Decimal("109.9"))
    half = rules.place_problem(Decimal("109.9"), None)
    assert swapped
    assert half
    assert swapped != half


@pytest.mark.parametrize(
    ("yuan", "fine"), [(0, True), (10**13, True), (-1, False), (10**13 + 1, False)]
)
def test_an_investment_lies_between_nothing_and_the_unbelievable(yuan: int, *, fine: bool) -> None:
    assert (wrong(total_investment_yuan=yuan) == {}) == fine


def test_a_project_may_finish_on_the_day_it_starts_and_not_before() -> None:
    assert wrong(planned_start_on=DAY, planned_finish_on=DAY) == {}
    assert "planned_finish_on" in wrong(planned_start_on=DAY, planned_finish_on=date(2024, 2, 29))


def test_what_happened_did_not_happen_tomorrow() -> None:
    assert rules.clock_problems({"started_on": DAY}, today=DAY) == {}
    assert rules.clock_problems({"started_on": DAY}, today=date(2024, 2, 29))


def test_it_finishes_and_is_used_after_it_starts() -> None:
    early = {"started_on": DAY, "finished_on": date(2024, 2, 1), "in_use_on": date(2024, 2, 1)}
    assert set(rules.clock_problems(early, today=DAY)) == {"finished_on", "in_use_on"}


def test_the_permit_is_a_clock_of_its_own() -> None:
    days = {"started_on": DAY, "permit_on": date(2023, 1, 1)}
    assert rules.clock_problems(days, today=DAY) == {}


@pytest.mark.parametrize("now", ProjectState)
def test_every_state_moves_only_along_the_table(now: ProjectState) -> None:
    for to in ProjectState:
        if to in rules.MOVES[now]:
            rules.check_move(now, to, reason="理由")
        else:
            with pytest.raises(Refusal):
                rules.check_move(now, to, reason="理由")


def test_pausing_needs_a_reason_and_building_does_not() -> None:
    rules.check_move(ProjectState.PREPARATION, ProjectState.CONSTRUCTION, reason="")
    with pytest.raises(Refusal):
        rules.check_move(ProjectState.PREPARATION, ProjectState.PAUSED, reason=" ")


def test_a_project_is_merged_only_into_another_that_lives() -> None:
    rules.check_merge(ProjectState.PREPARATION, ProjectState.RESERVE, same=False)
    with pytest.raises(Refusal):
        rules.check_merge(ProjectState.PREPARATION, ProjectState.PREPARATION, same=True)
    with pytest.raises(Refusal):
        rules.check_merge(ProjectState.CANCELLED, ProjectState.PREPARATION, same=False)


def test_names_are_compared_without_width_case_and_punctuation() -> None:
    assert rules.name_key("怀化市（鹤城）Ａ区 项目") == rules.name_key("怀化市(鹤城)a区项目")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("园区1.1期厂房", "园区11期厂房", False),
        ("城南1-2号路", "城南12号路", False),
        ("园区1.1期厂房", "园区１．１期厂房", True),
        ("年产1,000吨项目", "年产1000吨项目", True),
        ("滨河大道（一期）", "滨河大道一期", True),
    ],
)
def test_names_with_other_numbers_are_other_names(one, other, same):
    assert (rules.name_key(one) == rules.name_key(other)) is same
