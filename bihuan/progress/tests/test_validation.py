from decimal import Decimal
from typing import Any

import pytest

from bihuan.progress.validation import Known, ReportInput, impossible, odd

KNOWN = Known(
    earlier_yuan=3_000_000,
    before_year_yuan=10_000_000,
    previous_yuan=1_000_000,
    previous_percent=Decimal(40),
    previous_text="主体施工",
    previous_funds={"fiscal": 500_000},
    planned_yuan=12_000_000,
    planned_month_yuan=1_000_000,
    total_yuan=50_000_000,
)


def stops(known: Known = KNOWN, **said: Any) -> set[str]:
    return {p.clause for p in impossible(ReportInput(**{"completed_yuan": 1, **said}), known)}


def asks(known: Known = KNOWN, **said: Any) -> set[str]:
    return {p.clause for p in odd(ReportInput(**{"completed_yuan": 0, **said}), known)}


def test_nothing_done_is_possible_and_less_than_nothing_is_not() -> None:
    assert stops(completed_yuan=0) == set()
    assert stops(completed_yuan=-1) == {"SANE-1"}


@pytest.mark.parametrize(
    ("stated", "clauses"),
    [(4_000_000, set()), (4_000_001, {"SANE-2"}), (2_999_999, {"SANE-2"}), (None, set())],
)
def test_a_stated_cumulative_must_agree(stated: int | None, clauses: set[str]) -> None:
    assert stops(completed_yuan=1_000_000, stated_cumulative_yuan=stated) == clauses


def test_a_cumulative_that_falls_is_told_as_such() -> None:
    (problem,) = impossible(ReportInput(1_000_000, stated_cumulative_yuan=1), KNOWN)
    assert "falls" in problem.sentence or "低于" in problem.sentence


@pytest.mark.parametrize(
    ("percent", "clauses"),
    [
        ("40", set()),
        ("39.99", {"SANE-3"}),
        ("100", set()),
        ("100.01", {"SANE-3"}),
        ("-0.01", {"SANE-3"}),
    ],
)
def test_progress_neither_falls_nor_passes_a_hundred(percent: str, clauses: set[str]) -> None:
    assert stops(physical_percent=Decimal(percent)) == clauses


@pytest.mark.parametrize(("yuan", "clauses"), [(500_000_000, set()), (500_000_001, {"SANE-4"})])
def test_ten_times_the_total_is_a_slip_of_the_unit(yuan: int, clauses: set[str]) -> None:
    assert stops(completed_yuan=yuan) == clauses


@pytest.mark.parametrize(("yuan", "clauses"), [(100_000_000, set()), (100_000_001, {"SANE-4"})])
def test_without_a_total_a_hundred_plans_are_a_slip(yuan: int, clauses: set[str]) -> None:
    assert stops(Known(planned_yuan=1_000_000), completed_yuan=yuan) == clauses


def test_with_neither_plan_nor_total_nothing_is_a_slip() -> None:
    assert stops(Known(), completed_yuan=10**15) == set()


@pytest.mark.parametrize(
    ("yuan", "clauses"), [(500_000, set()), (499_999, {"SANE-5"}), (-1, {"SANE-5"})]
)
def test_funds_to_date_do_not_fall(yuan: int, clauses: set[str]) -> None:
    assert stops(funds={"fiscal": yuan}) == clauses


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ({"completed_yuan": 15_000_001}, "DOUBT-1"),
        ({"completed_yuan": 3_000_001}, "DOUBT-2"),
        ({"completed_yuan": 37_000_001}, "DOUBT-3"),
        ({"physical_percent": Decimal(50)}, "DOUBT-4"),
        ({"physical_percent": Decimal(40), "completed_yuan": 1_500_000}, "DOUBT-5"),
        ({"completed_yuan": 1_199}, "DOUBT-6"),
        ({"completed_yuan": 1_000_000}, "DOUBT-7"),
        ({"completed_yuan": 1_500_000, "physical_text": "主体施工 "}, "DOUBT-8"),
    ],
)
def test_oddities_are_asked_about(said: dict[str, Any], clause: str) -> None:
    assert clause in asks(**said)


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ({"completed_yuan": 15_000_000}, "DOUBT-1"),
        ({"completed_yuan": 3_000_000}, "DOUBT-2"),
        ({"completed_yuan": 37_000_000}, "DOUBT-3"),
        ({"physical_percent": Decimal("49.99")}, "DOUBT-4"),
        ({"physical_percent": Decimal("40.01"), "completed_yuan": 1_500_000}, "DOUBT-5"),
        ({"completed_yuan": 1_200}, "DOUBT-6"),
        ({"completed_yuan": 1_000_001}, "DOUBT-7"),
        ({"completed_yuan": 1_500_000, "physical_text": "封顶"}, "DOUBT-8"),
        ({}, "DOUBT-6"),
    ],
)
def test_short_of_the_limit_nothing_is_asked(said: dict[str, Any], clause: str) -> None:
    assert clause not in asks(**said)


def test_a_first_report_has_nothing_to_compare_with() -> None:
    assert asks(Known(), completed_yuan=10, physical_percent=Decimal(5)) == set()
